using ClassicML.Internal;

namespace ClassicML.Linear;

/// <summary>Logistic regressions as LIBLINEAR's model text, which its <c>predict</c> reads and its <c>train</c> writes (solvers 0, 6 and 7).</summary>
/// <remarks>The text has no names of classes but integers, and none of columns. Several classes are each told apart from all others.</remarks>
public static class LibLinearLogisticModelFile
{
    /// <summary>Writes a model. Classes that are named by strings are written as their codes.</summary>
    /// <exception cref="ArgumentException">LIBLINEAR has no such model: one softmax over several classes, or a class without rows.</exception>
    public static void Write(LogisticRegressionModel model, TextWriter writer)
    {
        Check.NotNull(model, nameof(model));
        Check.NotNull(writer, nameof(writer));
        if (model.Labels.Count > 2 && model.MultiClass != LogisticMultiClass.OneVersusRest)
            throw new ArgumentException(
                $"LIBLINEAR tells each of several classes apart from all others; this model is one softmax. Fit it with {nameof(LogisticMultiClass.OneVersusRest)}",
                nameof(model));
        string type = model.Learner is LogisticRegression { Penalty: Penalty.L1 } ? "L1R_LR" : "L2R_LR";
        LibLinearText.Of(type, model.Labels, model.Coefficients, model.Intercept).Write(writer);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The text is no such model; the message names the line.</exception>
    public static LogisticRegressionModel Read(TextReader reader)
    {
        LibLinearText text = LibLinearText.Read(reader, "L2R_LR", "L1R_LR", "L2R_LR_DUAL");
        return new LogisticRegressionModel(
            text.Weights, text.Intercepts, text.ClassLabels(), LogisticMultiClass.OneVersusRest, new FitReport());
    }
}
