using ClassicML.Decomposition;
using ClassicML.Internal;

namespace ClassicML.Tests.Decomposition;

public class DiscriminantTests
{
    [Theory]
    [InlineData("iris-svd"), InlineData("iris-eigen"), InlineData("iris-lsqr"), InlineData("wine-svd"), InlineData("wine-two-classes")]
    [InlineData("iris-priors"), InlineData("iris-priors-svd"), InlineData("wine-shrunk"), InlineData("wine-ledoit-wolf"),
        InlineData("wine-ledoit-wolf-eigen")]
    [InlineData("iris-collinear"), InlineData("iris-collinear-least-squares"), InlineData("iris-offset")]
    public void Linear_equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("linear-discriminant", name);
        ClassificationData data = golden.Data();
        (DiscriminantSolver solver, Shrinkage shrinkage, Priors priors) = Options(golden);
        LinearDiscriminantAnalysisModel model = new LinearDiscriminantAnalysis { Solver = solver, Shrinkage = shrinkage, Priors = priors }.Fit(
            data);
        Assert.Equal(golden.Codes("predictions"), model.Predict(data.Features));
        // Posteriors are exp of scores: an offset of 1e4 leaves scikit-learn's intercept 1e-16·1e4·|w|·|x| uncertain.
        Close(golden.Matrix("probabilities").Span, model.PredictProbabilities(data.Features).Span, name == "iris-offset" ? 1e-6
            : 1e-8);
        if (name == "iris-collinear-least-squares") return;
        Close(LessTheirMean(golden.Matrix("coefficients"), model.Priors), model.Coefficients.Span, 1e-8);
    }

    // Their shares of what is left are 3/6, 2/6 and 1/6 once the class without rows has gone.
    [Theory, InlineData(DiscriminantSolver.Svd), InlineData(DiscriminantSolver.Eigen), InlineData(DiscriminantSolver.LeastSquares)]
    public void With_given_priors_a_class_without_rows_leaves_the_others_as_they_are_without_it(DiscriminantSolver solver)
    {
        ClassificationData iris = Datasets.Iris();
        var more = new ClassificationData(
            iris.Features, [.. iris.Codes.ToArray().Select(code => code == 0 ? 0 : code + 1)],
            new ClassLabels(["setosa", "nobody", "versicolor", "virginica"]));
        Priors some = Priors.Of(0.5, 1.0 / 3, 1.0 / 6), all = Priors.Of(0.3, 0.4, 0.2, 0.1);
        LinearDiscriminantAnalysisModel expected = new LinearDiscriminantAnalysis { Solver = solver, Priors = some }.Fit(iris);
        LinearDiscriminantAnalysisModel actual = new LinearDiscriminantAnalysis { Solver = solver, Priors = all }.Fit(more);
        Matrix p = expected.PredictProbabilities(iris.Features), q = actual.PredictProbabilities(iris.Features);
        for (int i = 0; i < iris.RowCount; i++)
        {
            Assert.Equal(0, q[i, 1]);
            // S_W sums class by class with other priors: 0.6 times as much, which no solver's rounding takes out. So axes and scores scale by 1/0.6.
            if (solver == DiscriminantSolver.Svd) Close(p.Row(i), new[] { q[i, 0], q[i, 2], q[i, 3] }, 1e-10);
        }
        if (solver == DiscriminantSolver.LeastSquares) return;
        LinearDiscriminantProjectionModel few = new LinearDiscriminantProjection { Solver = solver, Priors = some }.Fit(iris);
        LinearDiscriminantProjectionModel many = new LinearDiscriminantProjection { Solver = solver, Priors = all }.Fit(more);
        Close(few.Mean, many.Mean, 1e-12);
        Close(few.ExplainedVarianceRatio, many.ExplainedVarianceRatio, 1e-10);
    }

    // Of several classes scikit-learn's eigen and lsqr solvers give S⁻¹μₖ, which is ours, S⁻¹(μₖ-μ), and one vector more for all.
    [Fact]
    public void Priors_of_classes_without_rows_alone_are_refused()
    {
        var data = new ClassificationData(new Matrix(new double[,] { { 0, 1 }, { 1, 0 }, { 5, 5 }, { 6, 4 } }), [0, 0, 2, 2], new ClassLabels(["a", "b", "c"]));
        Priors absent = Priors.Of(0, 1, 0);
        IClassifier<IClassifierModel>[] learners =
            [new LinearDiscriminantAnalysis { Priors = absent }, new QuadraticDiscriminantAnalysis { Priors = absent, Regularization = 0.5 }];
        foreach (IClassifier<IClassifierModel> learner in learners)
            Assert.Contains("no class that has rows has a prior above 0", Fail(() => learner.Fit(data)));
        Assert.Contains("no class that has rows", Fail(() => new LinearDiscriminantProjection { Priors = absent }.Fit(data)));
    }

    private static double[] LessTheirMean(Matrix coefficients, ReadOnlySpan<double> priors)
    {
        double[] less = coefficients.Span.ToArray(), mean = new double[coefficients.ColumnCount];
        if (coefficients.RowCount == 1) return less;
        for (int k = 0; k < coefficients.RowCount; k++) Kernels.AddScaled(priors[k], coefficients.Row(k), mean);
        for (int k = 0; k < coefficients.RowCount; k++)
            Kernels.AddScaled(-1, mean, less.AsSpan(k * mean.Length, mean.Length));
        return less;
    }

    [Theory]
    [InlineData("iris-svd"), InlineData("iris-eigen"), InlineData("wine-svd"), InlineData("wine-two-classes"), InlineData("iris-priors")]
    [InlineData("iris-priors-svd"), InlineData("wine-shrunk"), InlineData("wine-ledoit-wolf-eigen"), InlineData("iris-offset")]
    public void Axes_equal_those_of_scikit_learn_and_scipy(string name)
    {
        Golden golden = Golden.Read("linear-discriminant", name);
        (DiscriminantSolver solver, Shrinkage shrinkage, Priors priors) = Options(golden);
        var learner = new LinearDiscriminantProjection { Solver = solver, Shrinkage = shrinkage, Priors = priors };
        LinearDiscriminantProjectionModel model = learner.Fit(golden.Data());
        Close(golden.Matrix("axes").Span, model.Axes.Span, 1e-8);
        Close(golden.Numbers("ratios").AsSpan(0, model.OutputCount), model.ExplainedVarianceRatio, 1e-8);
    }

    [Fact]
    public void Axes_are_eigenvectors_of_the_textbooks_matrix_and_at_most_one_less_than_classes()
    {
        ClassificationData data = Datasets.Iris();
        var x = (Matrix)data.Features;
        LinearDiscriminantProjectionModel model = new LinearDiscriminantProjection { Solver = DiscriminantSolver.Eigen }.Fit(data);
        Assert.Equal(2, model.OutputCount);
        (double[] within, double[] between) = Scatter(data);
        var product = within.Length == 16 ? MathNetMatrix(within).Inverse() * MathNetMatrix(between)
            : throw new InvalidOperationException();
        for (int k = 0; k < 2; k++)
        {
            double[] axis = model.Axes.Row(k).ToArray(),
                image = (product * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(axis)).ToArray();
            double value = Kernels.Dot(axis, image) / Kernels.Dot(axis, axis), scaled = 0;
            for (int j = 0; j < 4; j++) Assert.Equal(value * axis[j], image[j], 1e-8 * Math.Max(1, value));
            // aᵀS_Wa = 1.
            for (int i = 0; i < 4; i++) scaled += axis[i] * Kernels.Dot(within.AsSpan(4 * i, 4), axis);
            Assert.Equal(1, scaled, 1e-10);
        }
        Assert.Equal(150, x.RowCount);
    }

    [Fact]
    public void Solvers_agree_where_nothing_is_singular()
    {
        ClassificationData data = Datasets.Wine();
        var eigen = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(data);
        var least = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.LeastSquares }.Fit(data);
        Assert.Equal(eigen.Coefficients.Span, least.Coefficients.Span);
        Assert.Equal(eigen.Predict(data.Features), new LinearDiscriminantAnalysis().Fit(data).Predict(data.Features));
    }

    [Fact]
    public void The_projection_parts_classes_that_the_first_principal_component_mixes()
    {
        // Two long clouds side by side: the variance lies along them, the difference across.
        var rng = new Rng(2);
        double[] x = new double[400];
        int[] y = new int[200];
        for (int i = 0; i < 200; i++)
        {
            y[i] = i % 2;
            x[2 * i] = 20 * (rng.NextDouble() - 0.5);
            x[2 * i + 1] = y[i] + 0.5 * (rng.NextDouble() - 0.5);
        }
        ClassificationData data = ClassificationData.Create(Matrix.Wrap(x, 200, 2), y);
        Assert.True(Overlaps((Matrix)new Pca { ComponentCount = 1 }.Fit(data.Features).Transform(data.Features)));
        Assert.False(Overlaps((Matrix)new LinearDiscriminantProjection().Fit(data).Transform(data.Features)));

        bool Overlaps(Matrix z)
        {
            double[] first = [.. Enumerable.Range(0, 200).Where(i => y[i] == 0).Select(i => z[i, 0])];
            double[] second = [.. Enumerable.Range(0, 200).Where(i => y[i] == 1).Select(i => z[i, 0])];
            return first.Max() > second.Min() && second.Max() > first.Min();
        }
    }

    [Theory, InlineData("iris"), InlineData("iris-regularized"), InlineData("wine-priors"), InlineData("iris-two-classes")]
    public void Quadratic_equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("quadratic-discriminant", name);
        ClassificationData data = golden.Data();
        Priors priors = golden.Has("priors") ? Priors.Of(golden.Numbers("priors")) : default;
        var learner = new QuadraticDiscriminantAnalysis { Regularization = golden.Number("regularization"), Priors = priors };
        QuadraticDiscriminantAnalysisModel model = learner.Fit(data);
        Assert.Equal(golden.Codes("predictions"), model.Predict(data.Features));
        Close(golden.Matrix("probabilities").Span, model.PredictProbabilities(data.Features).Span, 1e-8);
        double[] scores = data.ClassCount == 2 ? golden.Numbers("scores") : golden.Matrix("scores").Span.ToArray();
        Close(scores, model.DecisionScores(data.Features).Span, 1e-9);
    }

    [Fact]
    public void A_regularised_class_of_few_rows_has_the_density_of_its_whole_covariance()
    {
        // Four rows in six dimensions: (1-r)Σ + rI has variance r off the rows' span.
        ClassificationData data = ClassificationData.Create(RandomMatrix(10, 6), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
        QuadraticDiscriminantAnalysisModel model = new QuadraticDiscriminantAnalysis { Regularization = 0.1 }.Fit(data);
        var x = (Matrix)data.Features;
        double[] densities = new double[2];
        for (int k = 0; k < 2; k++)
        {
            Matrix rows = x.Rows(k == 0 ? 0 : 4, k == 0 ? 4 : 6);
            double[] mean = model.Mean(k).ToArray(), covariance = new double[36], d = new double[6];
            for (int i = 0; i < rows.RowCount; i++)
                for (int a = 0; a < 6; a++)
                    for (int b = 0; b < 6; b++) covariance[a * 6 + b] += 0.9 * (rows[i, a] - mean[a]) * (rows[i, b] - mean[b]) / (
                        rows.RowCount - 1);
            for (int a = 0; a < 6; a++) (covariance[a * 7], d[a]) = (covariance[a * 7] + 0.1, x[7, a] - mean[a]);
            var matrix = MathNetMatrix(covariance);
            var vector = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(d);
            densities[k] = -0.5 * (vector * matrix.Inverse() * vector) - 0.5 * Math.Log(matrix.Determinant()) + Math.Log(
                rows.RowCount / 10.0);
        }
        Assert.Equal(densities[1] - densities[0], model.DecisionScores(x).Span[7], 1e-9);
    }

    [Theory, InlineData(6, 9), InlineData(40, 5), InlineData(300, 3), InlineData(12, 2), InlineData(30, 1)]
    public void Ledoit_and_wolfs_covariance_is_that_of_its_formula_row_by_row(int n, int p)
    {
        // Of columns of other units, centred: z their values by deviations, S their products by n.
        double[] x = RandomMatrix(n, p, 4).Span.ToArray(), mean = new double[p], deviations = new double[p];
        for (int at = 0; at < x.Length; at++) x[at] = (x[at] + (at % p == 0 ? 0 : 0.6 * x[at - 1])) * Math.Pow(10, at % p);
        for (int at = 0; at < x.Length; at++) mean[at % p] += x[at] / n;
        for (int at = 0; at < x.Length; at++) x[at] -= mean[at % p];
        for (int at = 0; at < x.Length; at++) deviations[at % p] += x[at] * x[at] / n;
        for (int j = 0; j < p; j++) deviations[j] = Math.Sqrt(deviations[j]);
        double[,] s = new double[p, p];
        double Z(int i, int j) => x[i * p + j] / deviations[j];
        for (int i = 0; i < n; i++)
            for (int a = 0; a < p; a++)
                for (int b = 0; b < p; b++) s[a, b] += Z(i, a) * Z(i, b) / n;
        double level = Enumerable.Range(0, p).Sum(j => s[j, j]) / p, delta = 0, beta = 0;
        for (int a = 0; a < p; a++)
            for (int b = 0; b < p; b++)
            {
                delta += Math.Pow(s[a, b] - (a == b ? level : 0), 2) / p;
                for (int i = 0; i < n; i++) beta += Math.Pow(Z(i, a) * Z(i, b) - s[a, b], 2) / n / n / p;
            }
        // Of one column there is nothing to draw together.
        double share = p == 1 ? 0 : Math.Min(beta, delta) / delta;
        double[] covariance = LedoitWolf.Covariance([.. x], n, p, default);
        for (int a = 0; a < p; a++)
            for (int b = 0; b < p; b++)
            {
                double unit = deviations[a] * deviations[b];
                Assert.Equal((1 - share) * s[a, b] + (a == b ? share * level : 0), covariance[a * p + b] / unit, 1e-12);
            }
        if (n == 6) Assert.InRange(share, 0.1, 1);
        if (n == 300) Assert.InRange(share, 1e-3, 0.1);
    }

    [Theory, InlineData(0.0), InlineData(0.3), InlineData(1.0), InlineData(null)]
    public void A_linear_discriminants_probabilities_are_bayes_rule_with_one_covariance(double? share)
    {
        // Means and covariances by plain sums, inverses and determinants by MathNet.Numerics; priors of another kind than the rows'.
        ClassificationData data = Datasets.Wine();
        var x = (Matrix)data.Features;
        int p = x.ColumnCount;
        double[] priors = [0.5, 0.2, 0.3];
        Shrinkage shrinkage = share is { } number ? Shrinkage.Of(number) : Shrinkage.LedoitWolf;
        var (means, covariances) = Classes(data);
        double[] within = new double[p * p];
        for (int k = 0; k < 3; k++)
        {
            // Estimated class by class, a number is taken of the whole.
            int[] rows = Rows(data, k);
            double[] centred = [.. rows.SelectMany(i => Enumerable.Range(0, p).Select(j => x[i, j] - means[k][j]))];
            double[] own = share is null ? LedoitWolf.Covariance(centred, rows.Length, p, default) : covariances[k];
            for (int at = 0; at < own.Length; at++) within[at] += priors[k] * own[at];
        }
        if (share is { } s)
        {
            double trace = Enumerable.Range(0, p).Sum(j => within[j * p + j]);
            for (int at = 0; at < within.Length; at++) within[at] = (1 - s) * within[at] + (at % (p + 1) == 0 ? s * trace / p : 0);
        }
        var inverse = MathNetMatrix(within).Inverse();
        foreach (DiscriminantSolver solver in new[] { DiscriminantSolver.Eigen, DiscriminantSolver.LeastSquares })
        {
            var learner = new LinearDiscriminantAnalysis { Solver = solver, Shrinkage = shrinkage, Priors = Priors.Of(priors) };
            LinearDiscriminantAnalysisModel model = learner.Fit(data);
            Assert.Equal(priors, model.Priors.ToArray());
            Matrix probabilities = model.PredictProbabilities(x);
            int[] codes = model.Predict(x);
            for (int i = 0; i < data.RowCount; i++)
            {
                double[] likelihoods =
                    [.. Enumerable.Range(0, 3).Select(k => Math.Log(priors[k]) - 0.5 * Distance(x.Row(i), means[k], inverse))];
                double most = likelihoods.Max(), sum = likelihoods.Sum(value => Math.Exp(value - most));
                for (int k = 0; k < 3; k++) Assert.Equal(Math.Exp(likelihoods[k] - most) / sum, probabilities[i, k], 1e-8);
                Assert.Equal(Array.IndexOf(likelihoods, most), codes[i]);
            }
        }
    }

    [Fact]
    public void A_quadratic_discriminant_scores_every_row_beyond_the_first_block()
    {
        // Blocks are 256 rows; of two and of three classes.
        foreach (int classes in new[] { 2, 3 })
        {
            double[] values = RandomMatrix(700, 3, 13).Span.ToArray();
            int[] y = [.. Enumerable.Range(0, 700).Select(i => i * 7 % 11 % classes)];
            for (int at = 0; at < values.Length; at++) values[at] = values[at] * (1 + y[at / 3]) + (at % 3 == y[at / 3] ? 1 : 0);
            ClassificationData data = ClassificationData.Create(Matrix.Wrap(values, 700, 3), y);
            foreach (double regularization in new[] { 0, 0.2 })
            {
                QuadraticDiscriminantAnalysisModel model = new QuadraticDiscriminantAnalysis { Regularization = regularization }.Fit(data);
                var (means, covariances) = Classes(data);
                double[][] scores = [.. Enumerable.Range(0, classes).Select(k =>
                {
                    int count = Rows(data, k).Length;
                    // Σₖ divides by nₖ - 1.
                    var sigma = MathNetMatrix(
                        Array.ConvertAll(covariances[k], value => (1 - regularization) * value * count / (count - 1)));
                    for (int j = 0; j < 3; j++) sigma[j, j] += regularization;
                    var inverse = sigma.Inverse();
                    double constant = Math.Log(count / 700.0) - 0.5 * Math.Log(sigma.Determinant());
                    return Enumerable.Range(0, 700).Select(i =>
                        constant - 0.5 * Distance(values.AsSpan(3 * i, 3), means[k], inverse)).ToArray();
                })];
                Matrix actual = model.DecisionScores(data.Features);
                for (int i = 0; i < 700; i++)
                    if (classes == 2) Assert.Equal(scores[1][i] - scores[0][i], actual[i, 0], 1e-11);
                    else
                        for (int k = 0; k < 3; k++) Assert.Equal(scores[k][i], actual[i, k], 1e-11);
            }
        }
    }

    [Fact]
    public void Fewer_axes_are_the_first_of_all_and_rows_are_projected_from_the_mean()
    {
        ClassificationData data = Datasets.Digits().SelectRows([.. Enumerable.Range(0, 1100)]);
        var x = (Matrix)data.Features;
        LinearDiscriminantProjectionModel all = new LinearDiscriminantProjection().Fit(data),
            few = new LinearDiscriminantProjection { ComponentCount = 3 }.Fit(data);
        Assert.Equal((9, 3, 3), (all.OutputCount, few.OutputCount, few.Axes.RowCount));
        Assert.Equal(all.Axes.Rows(0, 3).Span, few.Axes.Span);
        Assert.Equal(all.ExplainedVarianceRatio[..3], few.ExplainedVarianceRatio);
        Assert.Equal(1, all.ExplainedVarianceRatio.ToArray().Sum(), 1e-12);
        var z = (Matrix)few.Transform(x);
        double[] mean = new double[x.ColumnCount];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), mean);
        Close(mean, few.Mean, 1e-12);
        for (int i = 0; i < x.RowCount; i += 61)
            for (int k = 0; k < 3; k++)
            {
                double place = 0;
                for (int j = 0; j < x.ColumnCount; j++) place += (x[i, j] - mean[j]) * few.Axes[k, j];
                Assert.Equal(place, z[i, k], 1e-11);
            }
    }

    /// <summary>Where two classes score alike lies midway between their means, moved by the logarithm of their priors' quotient.</summary>
    [Theory, InlineData(DiscriminantSolver.Svd), InlineData(DiscriminantSolver.LeastSquares), InlineData(DiscriminantSolver.Eigen)]
    public void Intercepts_put_borders_midway_between_means_moved_by_priors(DiscriminantSolver solver)
    {
        ClassificationData iris = Datasets.Iris();
        double[] priors = [0.2, 0.3, 0.5];
        LinearDiscriminantAnalysisModel model = new LinearDiscriminantAnalysis { Solver = solver, Priors = Priors.Of(priors) }.Fit(iris);
        double[][] means = Classes(iris).Means;
        for (int k = 0; k < 3; k++) Close(means[k], model.Means.Row(k), 1e-13);
        for (int k = 1; k < 3; k++)
        {
            double[] w = [.. Enumerable.Range(0, 4).Select(j => model.Coefficients[k, j] - model.Coefficients[0, j])];
            Assert.Equal(Border(w, means[0], means[k], priors[k] / priors[0]), model.Intercept[k] - model.Intercept[0], 1e-10);
        }
        // The score of a row, by hand.
        double score = model.Intercept[2] + Enumerable.Range(0, 4).Sum(j => ((Matrix)iris.Features)[70, j] * model.Coefficients[2, j]);
        Assert.Equal(score, model.DecisionScores(iris.Features)[70, 2], 1e-11);

        // Of two classes there is one intercept, of the second against the first.
        Matrix later = ((Matrix)iris.Features).SelectRows([.. Enumerable.Range(50, 100)]);
        int[] codes = [.. Enumerable.Range(0, 100).Select(i => i / 50)];
        model = new LinearDiscriminantAnalysis { Solver = solver, Priors = Priors.Of(0.25, 0.75) }.Fit(ClassificationData.Create(later, codes));
        Assert.Equal(Border(model.Coefficients.Row(0).ToArray(), means[1], means[2], 3), Assert.Single(model.Intercept.ToArray()), 1e-10);

        // A class without rows has the mean of the others, by their priors, and is never taken.
        model = new LinearDiscriminantAnalysis { Solver = solver }.Fit(new ClassificationData(later, [.. codes.Select(k => 1 + k)], iris.Labels));
        Close([.. means[1].Zip(means[2], (a, b) => (a + b) / 2)], model.Means.Row(0), 1e-13);
        Assert.Equal(double.NegativeInfinity, model.Intercept[0]);

        static double Border(double[] w, double[] from, double[] to, double odds) =>
            Math.Log(odds) - w.Select((value, j) => value * (from[j] + to[j]) / 2).Sum();
    }

    [Fact]
    public void Options_have_texts_and_values()
    {
        foreach (string text in new[] { "none", "ledoit-wolf", "0.25" }) Assert.Equal(text, Shrinkage.Parse(text).ToString());
        foreach (string text in new[] { "data", "0.25 0.75" }) Assert.Equal(text, Priors.Parse(text).ToString());
        Assert.Equal((0, null, 0.25, 1), (Shrinkage.None.Number, Shrinkage.LedoitWolf.Number, Shrinkage.Parse("0.25").Number, Shrinkage.Of(1).Number));
        Assert.Contains("shrinkage must be in [0, 1], was 1.5", Fail(() => Shrinkage.Of(1.5)));
        Assert.Equal([0.25, 0.75], Priors.Parse("0.25 0.75").Values);
        Assert.True(Priors.FromData.Values.IsEmpty);
        Assert.Equal(Priors.Of(0.5, 0.5), Priors.Of([0.5, 0.5]));
        Assert.Equal(Priors.Of(0.5, 0.5).GetHashCode(), Priors.Of([0.5, 0.5]).GetHashCode());
        Assert.True(Priors.Of(0.5, 0.5) == Priors.Of([0.5, 0.5]) && Priors.Of(0.4, 0.6) != Priors.Of(0.6, 0.4));
        Assert.True(Priors.FromData != Priors.Of(1));
        Assert.NotEqual(new LinearDiscriminantAnalysis { Priors = Priors.Of(0.5, 0.5) },
            new LinearDiscriminantAnalysis { Priors = Priors.Of(0.4, 0.6) });
        Assert.Contains("priors must sum to 1, sum to 0.5", Fail(() => Priors.Of(0.25, 0.25)));
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        ClassificationData iris = Datasets.Iris();
        double[] x = ((Matrix)iris.Features).Span.ToArray();
        ClassificationData collinear = iris.WithFeatures(Matrix.Wrap([.. Enumerable.Range(0, 300).Select(i => x[i / 2 * 4])], 150, 2));
        Assert.Contains("singular", Fail(() => new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(collinear)));
        Assert.Contains("set Regularization", Fail(() => new QuadraticDiscriminantAnalysis().Fit(collinear)));
        Assert.Contains("shrinkage needs", Fail(() => new LinearDiscriminantAnalysis { Shrinkage = Shrinkage.LedoitWolf }.Fit(iris)));
        Assert.Contains("LeastSquares gives no axes",
            Fail(() => new LinearDiscriminantProjection { Solver = DiscriminantSolver.LeastSquares }));
        Assert.Contains("ComponentCount must be at most 2", Fail(() => new LinearDiscriminantProjection { ComponentCount = 3 }.Fit(iris)));
        Assert.Contains("needs more rows than classes", Fail(() => new LinearDiscriminantAnalysis().Fit(iris.SelectRows([0, 50]))));
    }

    private static int[] Rows(ClassificationData data, int code) =>
        [.. Enumerable.Range(0, data.RowCount).Where(i => data.Codes[i] == code)];

    // (x - μ)ᵀΣ⁻¹(x - μ).
    private static double Distance(ReadOnlySpan<double> x, double[] mean, MathNet.Numerics.LinearAlgebra.Matrix<double> inverse)
    {
        double sum = 0;
        for (int a = 0; a < mean.Length; a++)
            for (int b = 0; b < mean.Length; b++) sum += (x[a] - mean[a]) * inverse[a, b] * (x[b] - mean[b]);
        return sum;
    }

    // The mean and the covariance, divided by nₖ, of each class.
    private static (double[][] Means, double[][] Covariances) Classes(ClassificationData data)
    {
        var x = (Matrix)data.Features;
        int p = x.ColumnCount;
        double[][] means = new double[data.ClassCount][], covariances = new double[data.ClassCount][];
        for (int k = 0; k < data.ClassCount; k++)
        {
            int[] rows = Rows(data, k);
            (means[k], covariances[k]) = (new double[p], new double[p * p]);
            foreach (int i in rows)
                for (int j = 0; j < p; j++) means[k][j] += x[i, j] / rows.Length;
            foreach (int i in rows)
                for (int a = 0; a < p; a++)
                    for (int b = 0; b < p; b++)
                        covariances[k][a * p + b] += (x[i, a] - means[k][a]) * (x[i, b] - means[k][b]) / rows.Length;
        }
        return (means, covariances);
    }

    private static MathNet.Numerics.LinearAlgebra.Matrix<double> MathNetMatrix(double[] values)
    {
        int n = (int)Math.Sqrt(values.Length);
        return Matrix.Wrap(values, n, n).ToMathNet();
    }

    private static (double[] Within, double[] Between) Scatter(ClassificationData data)
    {
        var x = (Matrix)data.Features;
        int p = x.ColumnCount, classes = data.ClassCount;
        double[] within = new double[p * p], between = new double[p * p], all = new double[p];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), all);
        for (int k = 0; k < classes; k++)
        {
            int[] rows = [.. Enumerable.Range(0, x.RowCount).Where(i => data.Codes[i] == k)];
            double[] mean = new double[p];
            foreach (int i in rows) Kernels.AddScaled(1.0 / rows.Length, x.Row(i), mean);
            for (int a = 0; a < p; a++)
                for (int b = 0; b < p; b++)
                {
                    foreach (int i in rows) within[a * p + b] += (x[i, a] - mean[a]) * (x[i, b] - mean[b]) / x.RowCount;
                    between[a * p + b] += (mean[a] - all[a]) * (mean[b] - all[b]) * rows.Length / x.RowCount;
                }
        }
        return (within, between);
    }

    private static (DiscriminantSolver, Shrinkage, Priors) Options(Golden golden) =>
    (
        golden["solver"].GetString() switch
        {
            "svd" => DiscriminantSolver.Svd,
            "eigen" => DiscriminantSolver.Eigen,
            _ =>
            DiscriminantSolver.LeastSquares
        },
        !golden.Has("shrinkage") ? Shrinkage.None : golden["shrinkage"].ValueKind == System.Text.Json.JsonValueKind.String
            ? Shrinkage.LedoitWolf
            : Shrinkage.Of(golden.Number("shrinkage")),
        golden.Has("priors") ? Priors.Of(golden.Numbers("priors")) : Priors.FromData);
}
