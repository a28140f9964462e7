using ClassicML.Decomposition;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Tests.Contract;
using ClassicML.Tests.Wire;
using ClassicML.Trees;

namespace ClassicML.Tests.Core;

/// <summary>One row at a time: what a batch predicts, by span or by the names of columns, without allocating where the model says so.</summary>
public class PredictorTests
{
    private static readonly ClassificationData Iris = ClassicML.Datasets.Iris();

    private static readonly Table People = new(
        new NumberColumn("age", [30, 41, double.NaN, 60, 33, 52]), new TextColumn("city", ["Rome", "Oslo", null, "Oslo", "Rome", "Åre"]),
        new BooleanColumn("member", (bool?[])[true, false, null, true, true, false]),
        new DateColumn("joined", [.. Enumerable.Range(1, 6).Select(month => (DateTime?)new DateTime(2020, month, 3))]),
        new TextColumn("left", ["no", "yes", "no", "yes", "yes", "no"]));

    [Fact]
    public void Every_model_predicts_a_row_as_its_batch_does()
    {
        int rowByRow = 0;
        foreach (IModel model in FormFuzz.Models().Cast<IModel>())
        {
            Matrix x = RowsFor(model);
            try
            {
                switch (model)
                {
                    case IClassifierModel classifier:
                        ClassifierPredictor predictor = classifier.CreatePredictor();
                        int[] codes = classifier.Predict(x);
                        double[] shares = predictor.HasProbabilities ? classifier.As<IProbabilisticModel>()!.PredictProbabilities(x).Span.ToArray() : [];
                        double[] own = new double[predictor.HasProbabilities ? classifier.Labels.Count : 0];
                        for (int i = 0; i < x.RowCount; i++)
                        {
                            Assert.Equal(codes[i], predictor.Predict(x.Row(i)));
                            Assert.Equal(codes[i], predictor.Predict(x.Row(i), own));
                            Assert.Equal(shares[(i * own.Length)..((i + 1) * own.Length)], own);
                        }
                        if (predictor.AllocatesNothing)
                        {
                            AllocatesNothing(() => predictor.Predict(x.Row(1), own), model);
                            rowByRow++;
                        }
                        break;
                    case IRegressorModel regressor:
                        RegressorPredictor numbers = regressor.CreatePredictor();
                        double[] values = regressor.Predict(x);
                        for (int i = 0; i < x.RowCount; i++) Assert.Equal(values[i], numbers.Predict(x.Row(i)));
                        if (numbers.AllocatesNothing)
                        {
                            AllocatesNothing(() => numbers.Predict(x.Row(1)), model);
                            rowByRow++;
                        }
                        break;
                    case ITransformerModel transformer when transformer.As<IRowTransformer>() is { } rows:
                        var mapped = (Matrix)transformer.Transform(x);
                        double[] to = new double[transformer.OutputCount];
                        for (int i = 0; i < x.RowCount; i++)
                        {
                            rows.TransformRow(x.Row(i), to);
                            Assert.Equal(mapped.Row(i), to);
                        }
                        AllocatesNothing(() => rows.TransformRow(x.Row(1), to), model);
                        rowByRow++;
                        break;
                }
            }
            catch (ArgumentException e)
            {
                // Such as a model of tables of text.
                Assert.True(e.Message.Length > 20, $"{Written(model)}: {e.Message}");
            }
        }
        Assert.True(rowByRow > 70, $"{rowByRow} models predict row by row");
    }

    [Fact]
    public void Missing_values_go_where_the_batch_sends_them_or_are_refused_in_its_words()
    {
        double[] values = ((Matrix)Iris.Features).Span.ToArray();
        for (int i = 0; i < values.Length; i += 7) values[i] = double.NaN;
        Matrix x = Matrix.Wrap(values, Iris.RowCount, 4);
        ClassificationData data = Iris.WithFeatures(x);
        foreach (IClassifier<IClassifierModel> learner in (IClassifier<IClassifierModel>[])
            [
                new DecisionTreeClassifier(), new RandomForestClassifier { TreeCount = 11 },
                new RandomForestClassifier { TreeCount = 5, Voting = ForestVoting.Majority },
            ])
        {
            IClassifierModel model = learner.Fit(data);
            ClassifierPredictor predictor = model.CreatePredictor();
            Assert.True(predictor.AllocatesNothing);
            Assert.Equal(model.Predict(x), Enumerable.Range(0, x.RowCount).Select(i => predictor.Predict(x.Row(i))));
        }
        ClassifierPredictor linear = new StandardScaler().Then(new LogisticRegression()).Fit(Iris).CreatePredictor();
        Assert.Contains("row 0, column 2 ('petal length (cm)') is missing (NaN); LogisticRegressionModel does not accept missing values",
            Fail(() => linear.Predict([1, 2, double.NaN, 4])));
        Assert.Contains("row 0, column 1", Fail(() => linear.Predict([1, double.PositiveInfinity, 3, 4])));
        // What one value hides, another doesn't.
        ClassifierPredictor tree = new DecisionTreeClassifier().Fit(data).CreatePredictor();
        Assert.Contains("row 0, column 2", Fail(() => tree.Predict([1, double.NaN, double.PositiveInfinity, 1])));
        // What a scaler has made too large.
        Matrix tiny = new(new double[,] { { 1e-80 }, { 2e-80 }, { 4e-80 } });
        IRegressorModel far = new StandardScaler().Then(new Ridge()).Fit(new RegressionData(tiny, [1, 2, 3]));
        string tooLarge = Fail(() => far.Predict(new Matrix(new double[,] { { 1e10 } })));
        Assert.Equal(tooLarge, Fail(() => far.CreatePredictor().Predict([1e10])));
        Assert.Contains("fitted on 4 features, this matrix has 3", Fail(() => linear.Predict([1, 2, 3])));
        Assert.Contains("3", Fail(() => linear.Predict([1, 2, 3, 4], new double[2])));
        ClassifierPredictor perceptron = new Perceptron().Fit(Iris).CreatePredictor();
        Assert.Contains("LinearClassifierModel has no probabilities", Fail(() => perceptron.Predict([1, 2, 3, 4], new double[3])));
    }

    [Fact]
    public void A_row_is_filled_by_names_and_what_is_not_set_is_missing()
    {
        ClassificationData data = new ClassificationData(
            ((Matrix)Iris.Features).WithNames(["sepal length", "sepal width", "petal length", "petal width"]), Iris.Codes, Iris.Labels);
        ClassifierPredictor predictor = new StandardScaler().Then(new LogisticRegression()).Fit(data).CreatePredictor();
        RowInput row = predictor.NewRow();
        row.Set("petal width", 0.2).Set("sepal length", 5.1).Set("petal length", 1.4).Set(1, 3.5);
        Assert.Equal("setosa", predictor.Model.Labels[predictor.Predict(row)]);
        Assert.Equal([5.1, 3.5, 1.4, 0.2], row.Values.ToArray());
        AllocatesNothing(() => predictor.Predict(row.Set("petal width", 0.3)), predictor.Model);
        Assert.Contains("the model has no column 'petal'; it has 'sepal length', 'sepal width'", Fail(() => row.Set("petal", 1)));
        row.Clear();
        Assert.Contains("column 0 ('sepal length') is missing", Fail(() => predictor.Predict(row)));
        Assert.Contains("of another model", Fail(() => new LogisticRegression().Fit(data).CreatePredictor().Predict(row)));
        ClassificationData nameless = Iris.WithFeatures(Iris.Features.WithNames(null));
        Assert.Contains("columns without names", Fail(() => new LogisticRegression().Fit(nameless).CreatePredictor().NewRow().Set("a", 1)));
        double[] targets = [.. data.Codes.ToArray().Select(code => (double)code)];
        RegressorPredictor numbers = new Ridge().Fit(new RegressionData(data.Features, targets)).CreatePredictor();
        RowInput other = numbers.NewRow().Set("petal width", 2).Set("sepal length", 6).Set("petal length", 5).Set("sepal width", 3);
        Assert.Equal(numbers.Model.Predict(new Matrix(new double[,] { { 6, 3, 5, 2 } }))[0], numbers.Predict(other));
    }

    [Fact]
    public void Text_truth_values_and_dates_go_through_a_pipeline_of_columns()
    {
        ClassifierPipelineModel model = new ColumnTransformer()
            .With("numbers", Columns.OfKind(ColumnKind.Number, ColumnKind.Boolean), new SimpleImputer())
            .With("texts", Columns.OfKind(ColumnKind.Text), new OneHotEncoder { Unknown = UnknownCategory.Ignore })
            .With("dates", Columns.OfKind(ColumnKind.Date), new DateFeatures().Then(new SimpleImputer { KeepEmptyFeatures = true }))
            .Then(new LogisticRegression()).Fit(People.ToClassification("left"));
        ClassifierPredictor predictor = model.CreatePredictor();
        Matrix expected = model.As<IProbabilisticModel>()!.PredictProbabilities(People.Without("left"));
        double[] shares = new double[2];
        RowInput row = predictor.NewRow();
        for (int i = 0; i < People.RowCount; i++)
        {
            row.Clear();
            row.Set("age", People.Column<NumberColumn>("age")[i]).Set("city", People["city"].Text(i)).Set("member", People.Column<BooleanColumn>("member")[i])
                .Set("joined", People.Column<DateColumn>("joined")[i]);
            predictor.Predict(row, shares);
            Assert.Equal(expected.Row(i), shares);
        }
        row.Clear();
        predictor.Predict(row, shares);
        Assert.Equal(1, shares.Sum(), 1e-12);
        ForestClassifierModel forest = new RandomForestClassifier { TreeCount = 3 }.Fit(People.Without("joined").ToClassification("left"));
        ClassifierPredictor trees = forest.CreatePredictor();
        Assert.False(trees.AllocatesNothing);
        RowInput second = trees.NewRow().Set("age", 41).Set("city", "Oslo").Set("member", false);
        Assert.Equal(forest.Predict(People.Without("joined", "left"))[1], trees.Predict(second));
    }

    // Taken for a missing value, a text would be predicted by a tree that knows those.
    [Fact]
    public void A_text_where_a_model_has_a_number_is_refused_and_is_not_a_missing_value()
    {
        Table ages = new(new NumberColumn("age", [30, double.NaN, 25, 60]), new NumberColumn("height", [1.7, 1.8, 1.6, 1.9]));
        DecisionTreeRegressorModel model = new DecisionTreeRegressor().Fit(ages.ToRegression("height"));
        RegressorPredictor tree = model.CreatePredictor();
        Assert.True(tree.AllocatesNothing);
        RowInput row = tree.NewRow();
        Assert.Contains("column 'age' holds text", Fail(() => tree.Predict(row.Set("age", "41"))));
        Assert.Equal(1.8, tree.Predict(row.Set("age", (string?)null)), 1e-12);
        Assert.Equal(1.9, tree.Predict(row.Set("age", 60)), 1e-12);
        ClassifierPredictor linear = new LogisticRegression().Fit(Iris).CreatePredictor();
        RowInput flower = linear.NewRow().Set(0, 1).Set(1, 1).Set(2, 1).Set("petal width (cm)", new DateTime(2020, 1, 1));
        Assert.Contains("column 'petal width (cm)' holds dates", Fail(() => linear.Predict(flower)));
    }

    // More scores than stand on the stack.
    [Fact]
    public void Hundreds_of_classes_allocate_nothing_either()
    {
        Matrix x = RandomMatrix(1200, 3);
        ClassificationData data = ClassificationData.Create(x, [.. Enumerable.Range(0, 1200).Select(i => i % 600)]);
        foreach (IClassifier<IClassifierModel> learner in (IClassifier<IClassifierModel>[])
            [new RandomForestClassifier { TreeCount = 3 }, new Perceptron { MaxEpochs = 2 }])
        {
            ClassifierPredictor predictor = learner.Fit(data).CreatePredictor();
            Assert.Equal(predictor.Model.Predict(x)[5], predictor.Predict(x.Row(5)));
            AllocatesNothing(() => predictor.Predict(x.Row(5)), predictor.Model);
        }
    }

    // Networks wider than a direct product, of each activation; more rows than a tile.
    [Fact]
    public void Networks_machines_and_neighbours_predict_a_row_as_their_batch_does()
    {
        Matrix x = RandomMatrix(700, 5);
        int[] codes = [.. Enumerable.Range(0, 700).Select(i => i * 7 % 3)];
        ClassificationData classes = ClassificationData.Create(x, codes), two = ClassificationData.Create(x, [.. codes.Select(code => Math.Min(1, code))]);
        ClassificationData many = ClassificationData.Create(x, [.. Enumerable.Range(0, 700).Select(i => i % 300)]);
        ClassificationData weighted = new(x, codes, classes.Labels, [.. Enumerable.Range(0, 700).Select(i => 0.5 + i % 3)]);
        foreach (Activation f in Enum.GetValues<Activation>())
        {
            var options = new MlpClassifier { HiddenLayers = [70, 37, 3], Activation = f, MaxEpochs = 2 };
            SameRows(options.Fit(classes), x);
            SameRows(options.Fit(two), x);
        }
        SameRows(new MlpClassifier { HiddenLayers = [5], MaxEpochs = 1 }.Fit(many), x);
        foreach (KernelFunction kernel in (KernelFunction[])
            [
                KernelFunction.Linear, KernelFunction.Rbf(), KernelFunction.Rbf(50), KernelFunction.Polynomial(), KernelFunction.Sigmoid(),
                KernelFunction.Laplacian(), KernelFunction.Cosine,
            ])
        {
            SameRows(new SvmClassifier { Kernel = kernel }.Fit(classes), x);
            SameRows(new SvmClassifier { Kernel = kernel, MultiClass = SvmMultiClass.OneVersusRest }.Fit(two), x);
        }
        Matrix counts = Matrix.Wrap([.. x.Span.ToArray().Select(Math.Abs)], 700, 5);
        ClassifierPredictor histograms = SameRows(new SvmClassifier { Kernel = KernelFunction.ChiSquared() }.Fit(classes.WithFeatures(counts)), counts);
        Assert.Contains("row 0, column 2 is -1; values must be at least 0", Fail(() => histograms.Predict([1, 1, -1, 1, 1])));
        Matrix units = Matrix.Wrap([.. x.Span.ToArray().Select(value => value * 1e30)], 700, 5);
        SameRows(new SvmClassifier().Fit(classes.WithFeatures(units)), units);
        // Machines by the thousand, of a support vector or two.
        SameRows(new SvmClassifier().Fit(many), x);
        Matrix gram = PrecomputedKernel.Rows(KernelFunction.Laplacian(1).Gram(x));
        SameRows(new SvmClassifier { Kernel = KernelFunction.Precomputed }.Fit(classes.WithFeatures(gram)), gram);
        Assert.False(new SvmClassifier().Fit(SparseTexts()).CreatePredictor().AllocatesNothing);
        foreach ((DistanceMetric metric, NeighborSearch search) in (ReadOnlySpan<(DistanceMetric, NeighborSearch)>)
            [
                (DistanceMetric.Euclidean, NeighborSearch.BruteForce), (DistanceMetric.Euclidean, NeighborSearch.KdTree),
                (DistanceMetric.Euclidean, NeighborSearch.BallTree), (DistanceMetric.Cosine, NeighborSearch.BruteForce),
                (DistanceMetric.Manhattan, NeighborSearch.KdTree), (DistanceMetric.Chebyshev, NeighborSearch.KdTree),
                (DistanceMetric.Minkowski(3), NeighborSearch.BruteForce), (DistanceMetric.Minkowski(3), NeighborSearch.KdTree),
                (DistanceMetric.Hamming, NeighborSearch.BallTree), (DistanceMetric.NanEuclidean, NeighborSearch.Auto),
            ])
            foreach (int k in (int[])[1, 5, 300])
            {
                SameRows(new KNearestNeighborsClassifier { NeighborCount = k, Metric = metric, Search = search }.Fit(classes), x);
                SameRows(
                    new KNearestNeighborsClassifier
                    {
                        NeighborCount = k, Metric = metric, Search = search, Weighting = NeighborWeighting.InverseDistance,
                    }.Fit(weighted), x);
            }
        SameRows(new KNearestNeighborsClassifier().Fit(many), x);
        // So many columns that rows are searched by projections.
        Matrix wide = RandomMatrix(300, 130);
        SameRows(new KNearestNeighborsClassifier { Search = NeighborSearch.BruteForce }.Fit(ClassificationData.Create(wide, codes[..300])), wide);
        double[] gaps = [.. Enumerable.Range(0, 1500).Select(i => i % 11 == 0 ? double.NaN : x.Span[i])];
        Matrix missing = Matrix.Wrap(gaps, 300, 5);
        SameRows(new KNearestNeighborsClassifier { Metric = DistanceMetric.NanEuclidean }.Fit(ClassificationData.Create(missing, codes[..300])), missing);
    }

    [Fact]
    public void Regressors_of_kernels_neighbours_and_networks_predict_a_row_as_their_batch_does()
    {
        Matrix x = RandomMatrix(500, 5);
        var data = new RegressionData(x, [.. Enumerable.Range(0, 500).Select(i => x[i, 0] + x[i, 1] * x[i, 2])]);
        foreach (IRegressor<IRegressorModel> learner in (IRegressor<IRegressorModel>[])
            [
                new SvmRegressor(), new SvmRegressor { Kernel = KernelFunction.Linear }, new SvmRegressor { Kernel = KernelFunction.Polynomial(2) },
                new KNearestNeighborsRegressor(), new KNearestNeighborsRegressor { NeighborCount = 300, Search = NeighborSearch.KdTree },
                new KNearestNeighborsRegressor { Weighting = NeighborWeighting.InverseDistance, Search = NeighborSearch.BallTree },
                new MlpRegressor { HiddenLayers = [40, 35], MaxEpochs = 2 }, new MlpRegressor { Activation = Activation.Tanh, MaxEpochs = 2 },
            ])
        {
            IRegressorModel model = learner.Fit(data);
            RegressorPredictor predictor = model.CreatePredictor();
            double[] values = model.Predict(x);
            for (int i = 0; i < x.RowCount; i++) Assert.Equal(values[i], predictor.Predict(x.Row(i)));
            Assert.True(predictor.AllocatesNothing);
            AllocatesNothing(() => predictor.Predict(x.Row(1)), model);
            double[] own = new double[x.RowCount];
            Workers.For(own.Length, 8, i => own[i] = predictor.Predict(x.Row(i)));
            Assert.Equal(values, own);
            Assert.Contains("column 3 is missing", Fail(() => predictor.Predict([1, 2, 3, double.NaN, 5])));
        }
    }

    // Trees of more leaves than masks hold, more of them than descend at once; classes of every rest by vectors; rows of floats, of doubles, of doubles
    // that are no other floats than thresholds are, and with missing values.
    [Fact]
    public void Forests_predict_a_row_as_their_batch_does()
    {
        Matrix x = RandomMatrix(600, 4);
        Matrix floats = Matrix.Wrap([.. x.Span.ToArray().Select(value => (double)(float)value)], 600, 4);
        Matrix close = Matrix.Wrap([.. x.Span.ToArray().Select(value => 1 + value * 1e-9)], 600, 4);
        Matrix gaps = Matrix.Wrap([.. x.Span.ToArray().Select((value, i) => i % 9 == 0 ? double.NaN : value)], 600, 4);
        foreach (Matrix rows in (Matrix[])[x, floats, close, gaps])
        {
            foreach (int classes in (int[])[2, 3, 5, 7])
            {
                ClassificationData data = ClassificationData.Create(rows, [.. Enumerable.Range(0, 600).Select(i => i * 7 % 11 % classes)]);
                SameRows(new RandomForestClassifier { TreeCount = 33 }.Fit(data), rows);
            }
            ClassificationData three = ClassificationData.Create(rows, [.. Enumerable.Range(0, 600).Select(i => i * 7 % 11 % 3)]);
            SameRows(new RandomForestClassifier { TreeCount = 140, Voting = ForestVoting.Majority }.Fit(three), rows);
            SameRows(new RandomForestClassifier { TreeCount = 5, MaxDepth = 2 }.Fit(three), rows);
            ForestRegressorModel model =
                new ExtraTreesRegressor { TreeCount = 130 }.Fit(new RegressionData(rows, [.. Enumerable.Range(0, 600).Select(i => i % 13)]));
            RegressorPredictor predictor = model.CreatePredictor();
            Assert.Equal(model.Predict(rows), Enumerable.Range(0, 600).Select(i => predictor.Predict(rows.Row(i))));
            AllocatesNothing(() => predictor.Predict(rows.Row(1)), model);
        }
        Matrix wide = RandomMatrix(150, 1100);
        SameRows(new RandomForestClassifier { TreeCount = 3 }.Fit(ClassificationData.Create(wide, [.. Enumerable.Range(0, 150).Select(i => i % 2)])), wide);
    }

    // A metric of a user's own that asks a model for neighbours, while a model looks for neighbours by it.
    [Fact]
    public void A_metric_may_ask_for_neighbours_itself()
    {
        Matrix x = RandomMatrix(60, 2);
        var data = ClassificationData.Create(x, [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        ClassifierPredictor inner = new KNearestNeighborsClassifier { NeighborCount = 3 }.Fit(data).CreatePredictor();
        SameRows(new KNearestNeighborsClassifier { Metric = new ByNeighbours(inner) }.Fit(data), x);
    }

    [Fact]
    public void Threads_share_a_predictor()
    {
        ClassifierPredictor predictor = new Pca { ComponentCount = 2 }.Then(new RandomForestClassifier { TreeCount = 20 }).Fit(Iris).CreatePredictor();
        int[] expected = predictor.Model.Predict(Iris.Features), codes = new int[Iris.RowCount];
        Workers.For(Iris.RowCount, 8, i => codes[i] = predictor.Predict(((Matrix)Iris.Features).Row(i)));
        Assert.Equal(expected, codes);
        Assert.True(predictor.AllocatesNothing);
    }

    [Fact]
    public void Models_that_predict_rows_are_asked_as_any_capability_is()
    {
        double[] row = ((Matrix)Iris.Features).Row(60).ToArray(), shares = new double[3], score = new double[1];
        IClassifierModel model = new StandardScaler().Then(new LogisticRegression()).Fit(Iris);
        Assert.Equal(1, model.As<IRowClassifier>()!.PredictRow(row, shares));
        Assert.Equal(1, shares.Sum(), 1e-12);
        IRegressorModel ridge = new Ridge().Fit(new RegressionData(Iris.Features, [.. Iris.Codes.ToArray().Select(code => (double)code)]));
        Assert.Equal(ridge.Predict(Iris.Features)[60], ridge.As<IRowRegressor>()!.PredictRow(row));
        // 1·2 + 3·4 + 5 = 19, and -19 is not above 0.
        LinearScores.OfRow([1, 3], [2, 4], [5], score);
        Assert.Equal(19, score[0]);
        Assert.Equal(1, LinearScores.PredictRow([1, 3], new Matrix(new double[,] { { 2, 4 } }), [5], new Ridge().Fit(Two)));
        Assert.Equal(0, LinearScores.PredictRow([1, 3], new Matrix(new double[,] { { -2, -4 } }), [-5], new Ridge().Fit(Two)));
        Assert.Equal(0, LinearScores.PredictRow([1, 3], new Matrix(new double[,] { { -2, -4 } }), [-5], score, new Ridge().Fit(Two)));
        Assert.Equal(-19, score[0]);
        RowChecks.Row([1, double.NaN], new Ridge().Fit(Two));
        Assert.Contains("is missing", Fail(() => RowChecks.Complete([1, double.NaN], new Ridge().Fit(Two))));
    }

    private static RegressionData Two => new(new Matrix(new double[,] { { 1, 2 }, { 3, 5 } }), [1, 2]);

    private sealed record ByNeighbours(ClassifierPredictor Inner) : DistanceMetric
    {
        public override double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
            Math.Abs(a[0] - b[0]) + Math.Abs(Inner.Predict(a) - Inner.Predict(b));
    }

    private static ClassificationData SparseTexts()
    {
        SparseMatrix x = SparseMatrix.FromDense(Matrix.Wrap([.. Enumerable.Range(0, 4000).Select(i => i % 97 == 0 ? 1.0 + i % 5 : 0)], 20, 200));
        return ClassificationData.Create(x, [.. Enumerable.Range(0, 20).Select(i => i % 2)]);
    }

    // Codes and probabilities, and nothing allocated.
    private static ClassifierPredictor SameRows(IClassifierModel model, Matrix x)
    {
        ClassifierPredictor predictor = model.CreatePredictor();
        Assert.True(predictor.AllocatesNothing);
        int[] codes = model.Predict(x);
        double[] shares = predictor.HasProbabilities ? model.As<IProbabilisticModel>()!.PredictProbabilities(x).Span.ToArray() : [];
        double[] own = new double[predictor.HasProbabilities ? model.Labels.Count : 0];
        for (int i = 0; i < x.RowCount; i += 3)
        {
            Assert.Equal(codes[i], predictor.Predict(x.Row(i)));
            Assert.Equal(codes[i], predictor.Predict(x.Row(i), own));
            Assert.Equal(shares[(i * own.Length)..((i + 1) * own.Length)], own);
        }
        AllocatesNothing(() => predictor.Predict(x.Row(1), own), model);
        return predictor;
    }

    private static Matrix RowsFor(IModel model)
    {
        var rng = new Rng(3);
        int p = model.FeatureCount;
        double[] values = [.. Enumerable.Range(0, 12 * p).Select(i => i % p == 1 ? 30 * rng.NextDouble() : 3 * rng.NextDouble() - 1)];
        return Matrix.Wrap(values, 12, model.FeatureCount);
    }

    // Once the code is compiled and pools have their buffers. What the runtime has compiled only to see how it is used may box numbers of generic
    // arithmetic, and a collection empties pools; so of some rounds one must allocate nothing. The scalar twins, which are there to compare with,
    // allocate.
    private static void AllocatesNothing(Action predict, IModel model)
    {
        if (!KernelVariant.IsVector) return;
        long bytes = 1;
        for (int round = 0; round < 100 && bytes > 0; round++)
        {
            if (round > 0) Thread.Sleep(20);
            for (int i = 0; i < 50; i++) predict();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 50; i++) predict();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.True(bytes == 0, $"{Learners.Registry.Find(model)!.Name} allocates");
    }
}
