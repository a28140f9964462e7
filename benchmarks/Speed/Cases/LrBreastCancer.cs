using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Linear;
using ClassicML.MLNet;
using ClassicML.Preprocessing;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Logistic regression on two classes, to the same optimum.</summary>
internal sealed class LrBreastCancer : SpeedCase
{
    private const double C = 1;

    public override Family Family => Family.Linear;

    public override string Name => "lr-breast-cancer";

    public override string Summary => "logistic regression, L2, C = 1, on Breast Cancer (569×30, standardised)";

    // The optimum is 37.76: a hundredth of a percent. Predictions may differ on a row at the border.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "objective", 0.004), ("predict", "accuracy", 1.0 / 569)];

    public override IReadOnlyList<CasePeer> Peers =>
    [
        PeerNames.ScikitLearn, new(PeerNames.MLNet, MLNet),
        new(PeerNames.Accord, () => AccordPeers.LogisticRegression(Data, 1 / C, (weights, bias) => Objective(Data(), weights, bias))),
    ];

    public override IContender Ours()
    {
        ClassificationData data = Data();
        LogisticRegressionModel? model = null;
        int[] predicted = [];
        return new InProcess("ClassicML", typeof(LogisticRegressionModel).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => model = new LogisticRegression { C = C }.Fit(data),
                () => Objective(data, model!.Coefficients.Span.ToArray(), model!.Intercept[0])),
            ["predict"] = (() => predicted = model!.Predict(data.Features), () => Accuracy(predicted, data)),
        });
    }

    public override void WriteData(string folder) => WriteRows(folder, Data());

    private static InProcess MLNet()
    {
        ClassificationData data = Data();
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>? parameters = null;
        ITransformer? model = null;
        var ml = new MLContext(1);
        bool[] predicted = [];
        // L2Regularization stands before ½‖w‖², as 1/C does.
        IEstimator<ITransformer> trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L2Regularization = (float)(1 / C), L1Regularization = 0, OptimizationTolerance = 1e-7f, NumberOfThreads = Workers.MaxThreads,
        });
        return new InProcess("ML.NET", typeof(MLContext).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (
                () => model = trainer.Fit(data.ToDataView(booleanLabels: true)),
                () =>
                {
                    parameters = (CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)
                        ((ISingleFeaturePredictionTransformer<object>)model!).Model;
                    return Objective(data, [.. parameters.SubModel.Weights.Select(w => (double)w)], parameters.SubModel.Bias);
                }
            ),
            ["predict"] = (
                () => predicted = [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<bool>(
                    model!.Transform(data.ToDataView(booleanLabels: true)), "PredictedLabel")],
                () => Accuracy(Array.ConvertAll(predicted, p => p ? 1 : 0), data)),
        }, InProcess.Rows("float32", "L-BFGS, tolerance 1e-7"));
    }

    /// <summary>½‖w‖² + C Σ log(1 + exp(-s·(wᵀx + b))), s = ±1: the same function for every contender.</summary>
    private static double Objective(ClassificationData data, double[] weights, double bias)
    {
        var x = (Matrix)data.Features;
        double sum = 0;
        for (int i = 0; i < x.RowCount; i++)
        {
            double margin = (data.Codes[i] == 1 ? 1 : -1) * (Internal.Kernels.Dot(x.Row(i), weights) + bias);
            sum += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
        }
        return 0.5 * Internal.Kernels.Dot(weights, weights) + C * sum;
    }

    private static ClassificationData Data()
    {
        ClassificationData data = Datasets.BreastCancer();
        return data.WithFeatures(new StandardScaler().Fit(data.Features).Transform(data.Features));
    }
}
