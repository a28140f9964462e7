using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>Linear SVMs as LIBLINEAR's model text, which its <c>predict</c> reads and its <c>train</c> writes (solvers 1 to 5 and 11 to 13).</summary>
/// <remarks>The text has no names of classes but integers, and none of columns.</remarks>
public static class LibLinearSvmModelFile
{
    private const string CrammerSinger = "MCSVM_CS";

    /// <summary>Writes a classifier. Classes that are named by strings are written as their codes.</summary>
    /// <exception cref="ArgumentException">A class had no rows.</exception>
    public static void Write(LinearSvmClassifierModel model, TextWriter writer)
    {
        Check.NotNull(model, nameof(model));
        Check.NotNull(writer, nameof(writer));
        string type = model.Learner switch
        {
            LinearSvmClassifier { MultiClass: LinearSvmMultiClass.CrammerSinger } when model.Labels.Count > 2 => CrammerSinger,
            LinearSvmClassifier { Penalty: LinearSvmPenalty.L1 } => "L1R_L2LOSS_SVC",
            LinearSvmClassifier { Loss: HingeLoss.Hinge } => "L2R_L1LOSS_SVC_DUAL",
            _ => "L2R_L2LOSS_SVC",
        };
        LibLinearText.Of(type, model.Labels, model.Coefficients, model.Intercept).Write(writer);
    }

    /// <summary>Writes a regressor.</summary>
    public static void Write(LinearSvmRegressorModel model, TextWriter writer)
    {
        Check.NotNull(model, nameof(model));
        Matrix weights = new(model.Coefficients, 1, model.FeatureCount);
        new LibLinearText("L2R_L2LOSS_SVR", null, weights, [model.Intercept]).Write(Check.NotNull(writer, nameof(writer)));
    }

    /// <summary>Reads a classifier.</summary>
    /// <exception cref="InvalidDataException">The text is no such model; the message names the line.</exception>
    public static LinearSvmClassifierModel Read(TextReader reader)
    {
        LibLinearText text = LibLinearText.Read(
            reader, "L2R_L2LOSS_SVC_DUAL", "L2R_L2LOSS_SVC", "L2R_L1LOSS_SVC_DUAL", "L1R_L2LOSS_SVC", CrammerSinger);
        (Matrix weights, double[] intercepts) = (text.Weights, text.Intercepts);
        if (weights.RowCount == 2)
        {
            // Of two classes that compete, the score is by how much the positive one, the first, wins.
            double[] difference = new double[weights.ColumnCount];
            for (int j = 0; j < difference.Length; j++) difference[j] = weights[0, j] - weights[1, j];
            (weights, intercepts) = (Matrix.Wrap(difference, 1, difference.Length), [intercepts[0] - intercepts[1]]);
        }
        return new LinearSvmClassifierModel(weights, intercepts, text.ClassLabels(), new FitReport());
    }

    /// <summary>Reads a regressor.</summary>
    /// <inheritdoc cref="Read"/>
    public static LinearSvmRegressorModel ReadRegressor(TextReader reader)
    {
        LibLinearText text = LibLinearText.Read(reader, "L2R_L2LOSS_SVR", "L2R_L2LOSS_SVR_DUAL", "L2R_L1LOSS_SVR_DUAL");
        return new LinearSvmRegressorModel(text.Weights.Row(0).ToArray(), text.Intercepts[0], new FitReport());
    }
}
