using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Preprocessing;
using ClassicML.Trees;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Onnx;

/// <summary>Transformers with their options in the runtime, and what their models tell.</summary>
public class OnnxPreprocessingTests
{
    private static readonly Samples three = Samples.OfClasses(3), hard = OnnxData.Hard();
    private static readonly Matrix missing = OnnxData.WithMissing(hard.X);

    // What comes out is of the size of one.
    private const double Tolerance = 1e-5;

    private static readonly OnnxOptions columns = new() { Inputs = OnnxInputs.Columns };

    [Fact]
    public void Scalers_with_every_option()
    {
        foreach (ITransformer<ITransformerModel> scaler in (ITransformer<ITransformerModel>[])
        [
            new StandardScaler { WithMean = false }, new StandardScaler { WithDeviation = false }, new MinMaxScaler { Minimum = -2, Maximum = 3, Clip = true },
            new RobustScaler { WithCentering = false }, new RobustScaler { WithScaling = false }, new RobustScaler { UnitVariance = true }, new MaxAbsScaler(),
        ])
            OnnxParity.Holds(scaler.Fit(missing), OnnxData.WithMissing(OnnxData.Hard(40, seed: 3).X), Tolerance);
        Matrix rows = Matrix.Wrap([0, 0, 3, 4, -3, 4, 1e-30, 0, 1e30, -1e30], 5, 2);
        foreach (VectorNorm norm in Enum.GetValues<VectorNorm>()) OnnxParity.Holds(new Normalizer { Norm = norm }.Fit(rows), rows);
        Assert.Equal([1, 3.0, 1], new MinMaxScaler().Fit(Matrix.Wrap([1, 2, 5, 2, 5, 5], 2, 3)).Spans.ToArray());
    }

    [Theory]
    [InlineData(PowerFamily.YeoJohnson), InlineData(PowerFamily.BoxCox)]
    public void Powers_of_both_families_and_back(PowerFamily family)
    {
        Matrix positive = Matrix.Wrap([.. ((Matrix)hard.X).Span.ToArray().Select(value => Math.Abs(value) + 1e-3)], 90, 5);
        Matrix negative = Matrix.Wrap([.. ((Matrix)hard.X).Span.ToArray().Select(value => -Math.Abs(value) - 1e-3)], 90, 5);
        foreach (bool standardize in (bool[])[true, false])
        {
            var learner = new PowerTransformer { Family = family, Standardize = standardize };
            OnnxParity.Holds(learner.Fit(positive), positive, Tolerance);
            if (family == PowerFamily.BoxCox) continue;
            OnnxParity.Holds(learner.Fit(three.X), three.X, Tolerance);
            OnnxParity.Holds(learner.Fit(missing), missing, Tolerance);
            OnnxParity.Holds(learner.Fit(negative), negative, Tolerance);
        }
        RegressionData data = new(three.X, [.. three.Targets.Select(target => Math.Exp(target) + 0.1)]);
        OnnxParity.Holds(new TransformedTarget(new Ridge(), new PowerTransformer { Family = family }).Fit(data), three.X, Tolerance);
        // Standardised: (q(x) - mean)/scale, with q the ratio's power.
        PowerTransformerModel model = new PowerTransformer { Family = PowerFamily.BoxCox }.Fit(positive);
        double x = positive[3, 3], r = model.References[3], lambda = model.Lambdas[3];
        double q = (Math.Pow(x / r, lambda) - 1) / lambda;
        Assert.Equal(((Matrix)model.Transform(positive))[3, 3], (q - model.Means[3]) / model.Scales[3], 9);
    }

    [Theory]
    [InlineData(QuantileOutput.Uniform, 1000), InlineData(QuantileOutput.Normal, 1000), InlineData(QuantileOutput.Uniform, 7)]
    [InlineData(QuantileOutput.Normal, 1)]
    public void Quantiles_and_back(QuantileOutput output, int count)
    {
        var learner = new QuantileTransformer { Output = output, QuantileCount = count };
        // Equal values have equal quantiles, between which shares are in the middle.
        Matrix tied = Matrix.Wrap([.. ((Matrix)three.X).Span.ToArray().Select(value => Math.Round(value))], 90, 4);
        foreach (Matrix rows in (Matrix[])[tied, missing, (Matrix)OnnxParity.Rounded(three.X)]) OnnxParity.Holds(learner.Fit(rows), rows, Tolerance);
        OnnxParity.Holds(learner.Fit(three.X), Matrix.Wrap([.. ((Matrix)three.X).Span.ToArray().Select(value => 2 * value)], 90, 4), Tolerance);
        OnnxParity.Holds(new TransformedTarget(new Ridge(), learner).Fit(three.Numbers), three.X, Tolerance);
    }

    [Fact]
    public void Functions_and_back()
    {
        Matrix x = Matrix.Wrap([0.5, 2, 1e-9, 3, double.NaN, 7], 3, 2);
        RegressionData data = new(three.X, [.. three.Targets.Select(target => target * target + 0.1)]);
        foreach (ElementwiseFunction function in (ElementwiseFunction[])
        [
            ElementwiseFunction.Identity, ElementwiseFunction.Log, ElementwiseFunction.Log1p, ElementwiseFunction.Exp, ElementwiseFunction.SquareRoot,
            ElementwiseFunction.Square, ElementwiseFunction.Reciprocal,
        ])
        {
            FunctionTransformerModel model = new FunctionTransformer { Function = function }.Fit(x);
            OnnxParity.Holds(model, x);
            if (function != ElementwiseFunction.Square)
                OnnxParity.Holds(new TransformedTarget(new Ridge(), new FunctionTransformer { Function = function }).Fit(data), three.X, Tolerance);
        }
        foreach (var (function, outside) in ((ElementwiseFunction, double)[])
        [
            (ElementwiseFunction.Log, 0), (ElementwiseFunction.Log1p, -1), (ElementwiseFunction.SquareRoot, -1), (ElementwiseFunction.Exp, 1000),
            (ElementwiseFunction.Reciprocal, 0),
        ])
        {
            using var session = new InferenceSession(new FunctionTransformer { Function = function }.Fit(Matrix.Wrap([1], 1, 1)).ToOnnx());
            Assert.Equal([double.NaN], (double[])OnnxParity.Run(session, Matrix.Wrap([outside], 1, 1), new OnnxOptions())["features"]);
        }
        FunctionTransformerModel own = new FunctionTransformer { Function = ElementwiseFunction.Of("cube", value => value * value * value) }.Fit(x);
        Assert.Contains("a function cube can't be exported: it is code", Assert.Throws<NotSupportedException>(() => own.ToOnnx()).Message);
    }

    [Fact]
    public void Targets_are_mapped_back_through_scalers_and_pipelines()
    {
        RegressionData data = new(three.X, [.. three.Targets.Select(target => Math.Exp(target))]);
        foreach (ITransformer<ITransformerModel> transformer in (ITransformer<ITransformerModel>[])
        [
            new StandardScaler(), new MinMaxScaler { Minimum = -1 }, new MaxAbsScaler(), new RobustScaler(), new PassThrough(), new Pca { Whiten = true },
            new FunctionTransformer { Function = ElementwiseFunction.Log }.Then(new StandardScaler()),
        ])
            OnnxParity.Holds(new TransformedTarget(new LinearRegression(), transformer).Fit(data), three.X, Tolerance);
        var bins = new TransformedTarget(new LinearRegression(), new KBinsDiscretizer { Encoding = BinEncoding.Ordinal, BinCount = 4 }).Fit(data);
        Assert.Contains("the inverse of KBinsDiscretizerModel can't be exported", Assert.Throws<NotSupportedException>(() => bins.ToOnnx()).Message);
    }

    [Fact]
    public void Products_bins_and_borders()
    {
        foreach (PolynomialFeatures learner in (PolynomialFeatures[])
        [
            new(), new() { MaxDegree = 4, IncludeBias = false }, new() { InteractionOnly = true, MaxDegree = 3 }, new() { MinDegree = 3, MaxDegree = 3 },
            new() { MaxDegree = 1, IncludeBias = false },
        ])
            OnnxParity.Holds(learner.Fit(three.X), three.X);
        foreach (BinEncoding encoding in Enum.GetValues<BinEncoding>())
            foreach (BinEdges edges in Enum.GetValues<BinEdges>())
                OnnxParity.Holds(new KBinsDiscretizer { Encoding = encoding, Edges = edges }.Fit(hard.X), hard.X);
        OnnxParity.Holds(new Binarizer { Threshold = 2016 }.Fit(hard.X), hard.X);
    }

    [Theory]
    [InlineData(SplineExtrapolation.Error), InlineData(SplineExtrapolation.Constant), InlineData(SplineExtrapolation.Linear)]
    [InlineData(SplineExtrapolation.Continue), InlineData(SplineExtrapolation.Periodic)]
    public void Splines_of_any_degree_inside_and_beyond(SplineExtrapolation extrapolation)
    {
        Matrix beyond = extrapolation == SplineExtrapolation.Error ? (Matrix)three.X
            : Matrix.Wrap([.. ((Matrix)three.X).Span.ToArray().Select(value => 1.5 * value)], 90, 4);
        foreach (int degree in (int[])[0, 1, 2, 3, 5])
            foreach (bool bias in (bool[])[true, false])
            {
                SplineFeaturesModel model = new SplineFeatures { Degree = degree, Extrapolation = extrapolation, IncludeBias = bias, KnotCount = 7 }
                    .Fit(OnnxParity.Rounded(three.X));
                OnnxParity.Holds(model, beyond, Tolerance);
                Assert.Equal((degree, extrapolation, bias), (model.Degree, model.Extrapolation, model.IncludeBias));
            }
        // Years and seconds, and equal knots.
        Features few = hard.X.SelectColumns([0, 1, 3]);
        OnnxParity.Holds(new SplineFeatures { Extrapolation = extrapolation, Knots = SplineKnots.Quantile }.Fit(few), few, Tolerance);
    }

    [Fact]
    public void Imputers_with_every_option()
    {
        Matrix x = OnnxData.WithMissing(OnnxData.Hard(40, seed: 7).X), plain = OnnxData.WithMissing(three.X);
        foreach (ImputationStatistic statistic in Enum.GetValues<ImputationStatistic>())
            foreach (bool indicator in (bool[])[true, false])
                OnnxParity.Holds(new SimpleImputer { Statistic = statistic, AddIndicator = indicator, FillValue = -7 }.Fit(missing), x);
        double[] empty = [.. plain.Span.ToArray().Select((value, at) => at % 4 == 2 ? double.NaN : value)];
        foreach (bool keep in (bool[])[true, false])
            foreach (bool indicator in (bool[])[true, false])
            {
                Matrix rows = Matrix.Wrap(empty, 90, 4);
                OnnxParity.Holds(new SimpleImputer { KeepEmptyFeatures = keep, AddIndicator = indicator }.Fit(rows), plain);
                OnnxParity.Holds(new KnnImputer { KeepEmptyFeatures = keep, AddIndicator = indicator }.Fit(rows), plain);
                OnnxParity.Holds(new IterativeImputer { KeepEmptyFeatures = keep, AddIndicator = indicator }.Fit(rows), plain, Tolerance);
            }
        foreach (KnnImputerWeighting weighting in Enum.GetValues<KnnImputerWeighting>())
        {
            OnnxParity.Holds(new KnnImputer { Weighting = weighting, NeighborCount = 3 }.Fit(plain), OnnxData.WithMissing(three.X, seed: 2));
            // The rows of the fit are at distance zero of themselves.
            OnnxParity.Holds(new KnnImputer { Weighting = weighting }.Fit(OnnxParity.Rounded(plain)), plain);
        }
        // A row without any value has no column in common with another.
        OnnxParity.Holds(new KnnImputer().Fit(plain), Matrix.Wrap([double.NaN, double.NaN, double.NaN, double.NaN], 1, 4));
        var trees = new IterativeImputer { Regressor = new DecisionTreeRegressor { MaxDepth = 3 }, MinValue = -1, MaxValue = 100 };
        OnnxParity.Holds(trees.Fit(plain), plain, Tolerance);
        IterativeImputerModel model = new IterativeImputer { MinValue = -1, MaxValue = 100 }.Fit(plain);
        Assert.Equal((-1.0, 100.0), (model.Least, model.Most));
        Assert.Equal([0, 1, 2, 3], model.Active.ToArray());
        var (column, regressor) = model.Step(0);
        Assert.Equal(0, column);
        // wᵀx + b of the other columns.
        var ridge = (BayesianRidgeModel)regressor;
        double sum = ridge.Intercept + ridge.Coefficients[0] + 2 * ridge.Coefficients[1] + 3 * ridge.Coefficients[2];
        Assert.Equal(sum, ridge.Predict(Matrix.Wrap([1, 2, 3], 1, 3))[0], 9);
    }

    [Fact]
    public void Encoders_with_every_option()
    {
        var rng = new Rng(3);
        double[] codes = [.. Enumerable.Range(0, 240)
            .Select(_ => rng.NextDouble() < 0.1 ? double.NaN : Math.Round(8 * rng.NextDouble() * rng.NextDouble()) - 2)];
        Matrix train = Matrix.Wrap(codes, 80, 3), x = Matrix.Wrap([.. codes.Select(code => rng.NextDouble() < 0.1 ? 99 : code)], 80, 3);
        foreach (OneHotDrop drop in Enum.GetValues<OneHotDrop>())
            foreach (MissingCategory missing in (MissingCategory[])[MissingCategory.Own, MissingCategory.Zeros])
                foreach (UnknownCategory unknown in Enum.GetValues<UnknownCategory>())
                {
                    var learner = new OneHotEncoder { Drop = drop, Missing = missing, Unknown = unknown };
                    Matrix rows = unknown == UnknownCategory.Refuse ? train : x;
                    OnnxParity.Holds(learner.Fit(train), rows);
                    OnnxParity.Holds((learner with { MinCount = 12, SparseOutput = true }).Fit(train), rows);
                }
        OnnxParity.Holds(new OrdinalEncoder().Fit(train), train);
        foreach (UnknownOrdinal unknown in (UnknownOrdinal[])[UnknownOrdinal.MinusOne, UnknownOrdinal.Missing])
            OnnxParity.Holds(new OrdinalEncoder { Unknown = unknown }.Fit(train), x);
        int[] classes = [.. Enumerable.Range(0, 80).Select(i => i % 3)];
        OnnxParity.Holds(new TargetEncoder().Fit(new ClassificationData(train, classes, new ClassLabels(["a", "b", "c"]))), x);
        OnnxParity.Holds(new TargetEncoder { Smoothing = 2 }.Fit(new RegressionData(train, [.. classes.Select(code => 1.7e3 + code)])), x);
        // A constant column whose only category is dropped makes none.
        Matrix constant = Matrix.Wrap([5, 1, 5, 2, 5, 3], 3, 2);
        OnnxParity.Holds(new OneHotEncoder { Drop = OneHotDrop.First }.Fit(constant), constant);
        // What is refused comes out as no number.
        using var session = new InferenceSession(new OneHotEncoder().Fit(constant).ToOnnx());
        Assert.Equal([1, double.NaN, double.NaN, double.NaN], (double[])OnnxParity.Run(session, Matrix.Wrap([5, 9], 1, 2), new OnnxOptions())["features"]);
    }

    [Fact]
    public void Encoders_of_texts_categories_and_truth_values()
    {
        Table train = OnnxData.Mixed().Select("city", "size", "member"), x = OnnxData.Mixed(60, seed: 12).Select("city", "size", "member");
        x = x.Without("city").With(new TextColumn("city", Enumerable.Range(0, 60).Select(i => i % 5 == 0 ? "Atlantis" : x["city"].Text(i))));
        double[] targets = OnnxData.Mixed()["target"].Numbers!.Value.ToArray();
        OnnxParity.Holds(new OneHotEncoder { Unknown = UnknownCategory.Ignore }.Fit(train), x, options: columns);
        OnnxParity.Holds(new OrdinalEncoder { Unknown = UnknownOrdinal.MinusOne }.Fit(train), x, options: columns);
        OnnxParity.Holds(new TargetEncoder().Fit(new RegressionData(train, targets)), x, options: columns);
        OneHotEncoderModel model = new OneHotEncoder { Unknown = UnknownCategory.Ignore, Drop = OneHotDrop.First }.Fit(train);
        Assert.Equal((ColumnKind.Category, 3), (model.Known(1).Kind, model.Known(1).Count));
        Assert.Equal(["small", "middle", "large"], model.Known(1).Texts);
        // Bern is dropped; Cork, Nice, Oslo, Rome and missing ones have columns; unknown ones have none.
        Assert.Equal([OneHotEncoderModel.Zeros, 0, 1, 2, 3, 4, OneHotEncoderModel.Zeros], model.OutputsOf(0));
        Assert.Equal(OneHotEncoderModel.Refused, new OneHotEncoder().Fit(train).OutputsOf(0)[^1]);
        OrdinalEncoderModel ordinal = new OrdinalEncoder { Unknown = UnknownOrdinal.Missing }.Fit(train);
        Assert.Equal(UnknownOrdinal.Missing, ordinal.Unknown);
        Assert.Equal(["false", "true"], ordinal.Known(2).Texts);
        TargetEncoderModel target = new TargetEncoder { Smoothing = 0 }.Fit(new RegressionData(Matrix.Wrap([1, 1, 2, double.NaN], 4, 1), [3, 5, 7, 11]));
        Assert.Equal([1, 2.0], target.Known(0).Numbers);
        Assert.Equal(11, target.MissingEncoding(0), 12);
    }

    [Fact]
    public void Texts_that_are_missing_are_filled_and_told()
    {
        Table train = OnnxData.Mixed().Without("label", "target", "member");
        foreach (ImputationStatistic statistic in (ImputationStatistic[])[ImputationStatistic.MostFrequent, ImputationStatistic.Constant])
            OnnxParity.Holds(
                new SimpleImputer { Statistic = statistic, AddIndicator = true }.Fit(train), OnnxData.Mixed(30, seed: 6).Without("label", "target", "member"),
                options: columns);
    }

    /// <summary>Every part of dates over eight centuries: leap years and those that are none, weeks at the turns of years, minutes before 1970.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Dates_are_taken_apart(bool cyclical)
    {
        var rng = new Rng(1);
        DateTime?[] dates =
        [
            null, new(1, 1, 1), new(9999, 12, 31, 23, 59, 59), new(1970, 1, 1), new(1969, 12, 31, 23, 59, 0), new(2000, 2, 29), new(1900, 2, 28),
            new(1900, 3, 1),
            .. Enumerable.Range(1995, 30).SelectMany(year => (DateTime?[])
                [new(year, 12, 29), new(year, 12, 31, 12, 0, 0), new(year, 1, 1), new(year, 1, 4)]),
            .. Enumerable.Range(0, 300).Select(_ => (DateTime?)new DateTime(1600, 1, 1).AddMinutes(rng.NextDouble() * 800 * 525_960)),
        ];
        dates = [.. dates.Select(date => date is { } one ? new DateTime(one.Ticks / 10 * 10) : (DateTime?)null)];
        Table table = new(new DateColumn("born", dates), new DateColumn("joined", dates.Reverse()));
        var all = (DateParts)(2 * (int)DateParts.ElapsedDays - 1);
        var learner = new DateFeatures { Parts = all, Cyclical = cyclical, Epoch = new DateTime(2001, 5, 6, 7, 8, 9) };
        DateFeaturesModel model = learner.Fit(table);
        OnnxParity.Holds(model, table, options: columns with { Element = OnnxElement.Double });
        OnnxParity.Holds(new DateFeatures().Fit(table), table, options: columns);
        Assert.Equal((all, cyclical, learner.Epoch), (model.Parts, model.Cyclical, model.Epoch));
        Assert.Contains("the model reads dates, which no tensor of numbers holds", Fail(() => model.ToOnnx()));
    }

    [Fact]
    public void Parts_of_columns_side_by_side()
    {
        Table train = OnnxData.Mixed(), x = OnnxData.Mixed(100, seed: 4).Without("label", "target");
        var transformer = new ColumnTransformer()
            .With("numbers", Columns.Named("income", "age"), new SimpleImputer { AddIndicator = true }.Then(new StandardScaler()))
            .With("texts", Columns.Named("size", "city"), new SimpleImputer { Statistic = ImputationStatistic.MostFrequent }.Then(new OneHotEncoder()))
            .With("members", Columns.Named("member"), new OneHotEncoder());
        ClassifierPipelineModel model = transformer.Then(new LogisticRegression()).Fit(train.Without("target").ToClassification("label"));
        OnnxParity.Holds(model, x, Tolerance, columns);
        var fitted = (ColumnTransformerModel)model.First;
        Assert.Equal([4, 0], fitted.ColumnsOf("numbers").ToArray());
        Assert.Equal([2, 1], fitted.ColumnsOf("texts").ToArray());
        // What nobody reads is no input.
        using var session = new InferenceSession(new ColumnTransformer().With("some", Columns.Named("age", "size"), new TargetEncoder())
            .Then(new Ridge()).Fit(train.Without("label").ToRegression("target")).ToOnnx(columns));
        Assert.Equal(["age", "size"], session.InputMetadata.Keys.Order());
        OnnxParity.Holds(FeatureUnion.Of(("plain", new PassThrough()), ("scaled", new StandardScaler())).Fit(hard.X), hard.X, Tolerance);
    }
}
