using System.Globalization;

namespace ClassicML.Tests.Contract;

/// <summary>What every learner promises on data that is not in general position: a model of finite numbers, or a refusal in words.</summary>
public class HardDataContract
{
    public static TheoryData<string> Classifiers => Learners.Classifiers;

    public static TheoryData<string> Regressors => Learners.Regressors;

    public static TheoryData<string> Transformers => Learners.Transformers;

    public static TheoryData<string> OutlierDetectors => Learners.OutlierDetectors;

    [Theory, MemberData(nameof(Classifiers))]
    public void Classifiers_fit_or_refuse(string name) => EachKind((kind, mustFit) =>
    {
        var (x, codes, _) = HardData.Of(kind);
        Try(name, kind, mustFit, () => Look(Learners.Classifier(name).Fit(ClassificationData.Create(x, codes)), x));
    });

    [Theory, MemberData(nameof(Regressors))]
    public void Regressors_fit_or_refuse(string name) => EachKind((kind, mustFit) =>
    {
        var (x, _, targets) = HardData.Of(kind);
        foreach ((double scale, double offset) in ((double, double)[])[(1, 0), (1, 1e9), (1e-8, 0), (1e8, 0), (0, 3), (1e-200, 0), (1e74, 0)])
        {
            bool ordinary = scale is 1 or 1e-8 or 1e8 or 0;
            double[] y = [.. targets.Select(target => offset + scale * Math.Clamp(target, -10, 10))];
            string what = string.Create(CultureInfo.InvariantCulture, $"{kind}, targets × {scale} + {offset}");
            Try(name, what, mustFit && ordinary, () => Look(Learners.Regressor(name).Fit(new RegressionData(x, y)), x));
        }
    });

    [Theory, MemberData(nameof(Transformers))]
    public void Transformers_fit_or_refuse(string name) => EachKind((kind, mustFit) =>
    {
        var (x, codes, _) = HardData.Of(kind);
        Try(name, kind, mustFit, () =>
        {
            ITransformerModel model = Learners.Transformer(name).Fit(ClassificationData.Create(x, codes));
            Report(model);
            Finite(((Matrix)model.Transform(x)).Span);
        });
    });

    [Theory, MemberData(nameof(OutlierDetectors))]
    public void Outlier_detectors_fit_or_refuse(string name) => EachKind((kind, mustFit) =>
    {
        var (x, codes, _) = HardData.Of(kind);
        Try(name, kind, mustFit, () =>
        {
            IOutlierModel model = Learners.OutlierDetector(name).Fit(new OutlierData(x, [.. codes.Select(code => code == codes[0])]));
            Report(model);
            Finite(model.Score(x));
        });
    });

    [Theory, MemberData(nameof(Classifiers))]
    public void Every_bundled_data_set_goes_through_every_classifier(string name)
    {
        foreach (string set in Bundled) Try(name, set, true, () =>
        {
            ClassificationData data = Datasets.Load(set).Data;
            Look(Learners.Classifier(name).Fit(data), (Matrix)data.Features);
        });
    }

    [Theory, MemberData(nameof(Transformers))]
    public void Every_bundled_data_set_goes_through_every_transformer(string name)
    {
        foreach (string set in Bundled) Try(name, set, true, () =>
        {
            ClassificationData data = Datasets.Load(set).Data;
            Finite(((Matrix)Learners.Transformer(name).Fit(data).Transform(data.Features)).Span);
        });
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Every_bundled_data_set_goes_through_every_regressor(string name)
    {
        foreach (string set in Bundled) Try(name, set, true, () =>
        {
            ClassificationData data = Datasets.Load(set).Data;
            Look(Learners.Regressor(name).Fit(new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => (double)code)])), (Matrix)data.Features);
        });
    }

    [Theory, MemberData(nameof(Classifiers))]
    public void Magnitudes_beyond_the_limit_are_refused_by_classifiers(string name)
    {
        IClassifier<IClassifierModel> learner = Learners.Classifier(name);
        Assert.Contains(Beyond(7, 2), Fail(() => learner.Fit(Rows.Of(3).With(7, 2, 2e75))));
        Assert.Contains(Beyond(0, 1), Fail(() => learner.Fit(Rows.Of(3)).Predict(new Matrix(new[,] { { 1, 2e75, 1, 1 } }))));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Magnitudes_beyond_the_limit_are_refused_by_regressors(string name)
    {
        IRegressor<IRegressorModel> learner = Learners.Regressor(name);
        Assert.Contains(Beyond(7, 2), Fail(() => learner.Fit(Rows.Numbers().With(7, 2, 2e75))));
        Assert.Contains(Beyond(0, 1), Fail(() => learner.Fit(Rows.Numbers()).Predict(new Matrix(new[,] { { 1, 2e75, 1, 1 } }))));
    }

    [Theory, MemberData(nameof(Transformers))]
    public void Magnitudes_beyond_the_limit_are_refused_by_transformers(string name)
    {
        ISupervisedTransformer<ITransformerModel> learner = Learners.Transformer(name);
        Assert.Contains(Beyond(7, 2), Fail(() => learner.Fit(Rows.Of(3).With(7, 2, 2e75))));
        Assert.Contains(Beyond(0, 1), Fail(() => learner.Fit(Rows.Of(3)).Transform(new Matrix(new[,] { { 1, 2e75, 1, 1 } }))));
        if (learner is ITransformer<ITransformerModel> plain)
            Assert.Contains(Beyond(0, 1), Fail(() => plain.Fit(new Matrix(new[,] { { 1, 2e75, 1, 1 }, { 1, 2, 3, 4 } }))));
    }

    [Theory, MemberData(nameof(OutlierDetectors))]
    public void Magnitudes_beyond_the_limit_are_refused_by_outlier_detectors(string name)
    {
        ILearner<OutlierData, IOutlierModel> learner = Learners.OutlierDetector(name);
        Matrix beyond = new(new[,] { { 1, 2e75, 1, 1 } });
        Assert.Contains(Beyond(0, 1), Fail(() => learner.Fit(new OutlierData(beyond, [false]))));
        Assert.Contains(Beyond(0, 1), Fail(() => learner.Fit(Rows.Outliers()).Score(beyond)));
        if (learner is IOutlierDetector<IOutlierModel> detector) Assert.Contains(Beyond(0, 1), Fail(() => detector.Fit(beyond)));
    }

    private static string[] Bundled { get; } = ["iris", "wine", "breast-cancer", "digits"];

    private static string Beyond(int row, int column) =>
        string.Create(CultureInfo.InvariantCulture, $"row {row}, column {column} is 2E+75; values must lie within ±1E+75");

    private static void EachKind(Action<string, bool> look)
    {
        foreach (string kind in HardData.Ordinary) look(kind, true);
        foreach (string kind in HardData.Extreme) look(kind, false);
    }

    private static void Try(string name, string kind, bool mustFit, Action look)
    {
        try
        {
            look();
        }
        catch (ArgumentException e) when (!mustFit || MayRefuse(name, kind))
        {
            Assert.True(e.Message.Length > 20, $"{kind}: {e.Message}");
        }
        catch (Exception e)
        {
            Assert.Fail($"{kind}: {e}");
        }
    }

    // A network of two-dimensional layers asks for pictures; a covariance that is singular has no inverse, so its learner asks for
    // regularisation; and γ by the variance of all values together makes every kernel value 1 where one column is far from the others.
    private static bool MayRefuse(string name, string kind) =>
        name is "cnn-classifier" or "quadratic-discriminant" || (name, kind) is ("kernel-pca", "constant columns of any size");

    private static void Look(IClassifierModel model, Matrix x)
    {
        Report(model);
        Assert.All(model.Predict(x), code => Assert.InRange(code, 0, model.Labels.Count - 1));
        if (model.As<IDecisionScores>() is { } scoring) Finite(scoring.DecisionScores(x).Span);
        if (model.As<IProbabilisticModel>() is not { } probabilistic) return;
        Matrix p = probabilistic.PredictProbabilities(x);
        for (int i = 0; i < p.RowCount; i++)
        {
            Assert.All(p.Row(i).ToArray(), share => Assert.InRange(share, 0, 1));
            Assert.Equal(1, p.Row(i).ToArray().Sum(), 1e-12);
        }
    }

    private static void Look(IRegressorModel model, Matrix x)
    {
        Report(model);
        Finite(model.Predict(x));
    }

    private static void Report(IModel model)
    {
        Assert.Equal(model.Report.Converged, model.Report.Reason is null);
        foreach (double? number in new[] { model.Report.Objective, model.Report.DualityGap })
            if (number is { } given) Assert.True(double.IsFinite(given), $"the report has {given}");
    }

    private static void Finite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value)) Assert.Fail($"{value} among the numbers");
    }
}
