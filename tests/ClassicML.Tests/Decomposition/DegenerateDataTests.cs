using ClassicML.Decomposition;
using ClassicML.Internal;

namespace ClassicML.Tests.Decomposition;

/// <summary>Every learner of the family on data that are not in general position: each ends with finite numbers or a refusal.</summary>
public class DegenerateDataTests
{
    public static TheoryData<string> DataNames =>
    [
        "iris", "wine", "breast-cancer", "digits", "constant first", "constant middle", "constant last", "duplicates", "one-hot",
        "integers of rank 2", "zero rows", "nothing", "class constant", "tiny 1e-170", "tiny 1e-200", "subnormal", "huge", "mixed",
    ];

    [Theory, MemberData(nameof(DataNames))]
    public void Every_transformer_ends_with_finite_numbers_or_a_refusal(string name)
    {
        ClassificationData data = Data(name);
        foreach (PcaSolver solver in Enum.GetValues<PcaSolver>())
            foreach (bool whiten in new[] { false, true })
            {
                var pca = new Pca { Solver = solver, Whiten = whiten, ComponentCount = solver == PcaSolver.Randomized ? 2 : ComponentCount.All };
                PcaModel model = pca.Fit(data.Features);
                Orthonormal(model.Components);
                Assert.True(Kernels.AllFinite(model.ExplainedVariance));
                Assert.True(Kernels.AllFinite(((Matrix)model.Transform(data.Features)).Span));
            }
        Orthonormal(new IncrementalPca { BatchSize = 50 }.Fit(data.Features).Components);
        foreach (DiscriminantSolver solver in new[] { DiscriminantSolver.Svd, DiscriminantSolver.Eigen })
            FiniteOrRefused(() => new LinearDiscriminantProjection { Solver = solver }.Fit(data), data);
        // An eigen-decomposition of as many columns as rows: a few hundred show as much.
        ClassificationData few = data.SelectRows([.. Enumerable.Range(0, Math.Min(data.RowCount, 300))]);
        foreach (KernelFunction kernel in new[] { KernelFunction.Linear, KernelFunction.Rbf(0.5), KernelFunction.Polynomial(3, 0.5, 1) })
            FiniteOrRefused(() => new KernelPca { Kernel = kernel }.Fit(few.Features), few);
    }

    [Theory, MemberData(nameof(DataNames))]
    public void Every_classifier_ends_with_finite_numbers_or_a_refusal(string name)
    {
        ClassificationData data = Data(name);
        foreach (DiscriminantSolver solver in Enum.GetValues<DiscriminantSolver>())
            foreach (Shrinkage shrinkage in solver == DiscriminantSolver.Svd ? [Shrinkage.None]
                    : new[] { Shrinkage.None, Shrinkage.Of(0.1), Shrinkage.LedoitWolf })
                Probabilities(() => new LinearDiscriminantAnalysis { Solver = solver, Shrinkage = shrinkage }.Fit(data), data);
        foreach (double regularization in new[] { 0, 0.1 })
            Probabilities(() => new QuadraticDiscriminantAnalysis { Regularization = regularization }.Fit(data), data);
    }

    [Fact]
    public void Digits_whose_rims_are_empty_are_classified_and_projected()
    {
        ClassificationData data = Datasets.Digits();
        LinearDiscriminantAnalysisModel model = new LinearDiscriminantAnalysis().Fit(data);
        int[] codes = model.Predict(data.Features);
        // As many as scikit-learn 1.2.1's LinearDiscriminantAnalysis has right on the same rows.
        Assert.Equal(1732, codes.Where((code, i) => code == data.Codes[i]).Count());
        Assert.Equal(9, new LinearDiscriminantProjection().Fit(data).OutputCount);
    }

    [Fact]
    public void A_constant_column_first_leaves_the_closed_form_of_two()
    {
        // The covariance of the two columns left is [5/3, -7/6; -7/6, 83/12]: λ = half the trace ± the root of its square less the determinant.
        PcaModel model = new Pca().Fit(new Matrix(new double[,] { { 0, 1, 2 }, { 0, 2, 7 }, { 0, 4, 1 }, { 0, 3, 3 } }));
        double half = (5.0 / 3 + 83.0 / 12) / 2, root = Math.Sqrt(half * half - (5.0 / 3 * 83 / 12 - 49.0 / 36));
        Close([half + root, half - root, 0], model.ExplainedVariance, 1e-14);
        Assert.Equal(1, Math.Abs(model.Components[2, 0]), 1e-14);
    }

    [Theory, InlineData(-60), InlineData(60)]
    public void Minkas_dimension_does_not_depend_on_the_unit(int exponent)
    {
        Matrix wine = Golden.Read("pca", "wine").Matrix("x"),
            scaled = Matrix.Wrap(Array.ConvertAll(wine.Span.ToArray(), value => Math.ScaleB(value, exponent)), wine.RowCount, wine.ColumnCount);
        var learner = new Pca { ComponentCount = ComponentCount.Mle };
        Assert.Equal(learner.Fit(wine).OutputCount, learner.Fit(scaled).OutputCount);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_constant_column_changes_no_probability(bool withinClasses)
    {
        // 0.1 is no double, so its mean over 50 rows takes a rounding, which standardised would be a column of noise.
        ClassificationData iris = Datasets.Iris();
        var x = (Matrix)iris.Features;
        double[] wide = new double[150 * 5];
        for (int i = 0; i < 150; i++)
        {
            wide[i * 5] = withinClasses ? 0.1 + 1e-9 * (iris.Codes[i] == 0 ? 1 : 2) : 0.1;
            x.Row(i).CopyTo(wide.AsSpan(i * 5 + 1));
        }
        double[] plain = new LinearDiscriminantAnalysis().Fit(iris).PredictProbabilities(x).Span.ToArray();
        Matrix more = Matrix.Wrap(wide, 150, 5);
        Close(plain, new LinearDiscriminantAnalysis().Fit(iris.WithFeatures(more)).PredictProbabilities(more).Span, 1e-12);
        Assert.Throws<ArgumentException>(
            () => new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Eigen }.Fit(iris.WithFeatures(more)));
    }

    private static void FiniteOrRefused(Func<ITransformerModel> fit, ClassificationData data)
    {
        try
        {
            Assert.True(Kernels.AllFinite(((Matrix)fit().Transform(data.Features)).Span));
        }
        catch (ArgumentException)
        {
            // A refusal; any other exception fails the test.
        }
    }

    private static void Probabilities<TModel>(Func<TModel> fit, ClassificationData data) where TModel : IProbabilisticModel, IClassifierModel
    {
        try
        {
            double[] probabilities = fit().PredictProbabilities(data.Features).Span.ToArray();
            Assert.True(Kernels.AllFinite(probabilities));
            for (int i = 0; i < data.RowCount; i++)
                Assert.Equal(1, probabilities.AsSpan(i * data.ClassCount, data.ClassCount).ToArray().Sum(), 1e-12);
        }
        catch (ArgumentException)
        {
            // A refusal; any other exception fails the test.
        }
    }

    private static void Orthonormal(Matrix directions)
    {
        for (int i = 0; i < directions.RowCount; i++)
            for (int j = 0; j <= i; j++) Assert.Equal(i == j ? 1 : 0, Kernels.Dot(directions.Row(i), directions.Row(j)), 1e-12);
    }

    private static ClassificationData Data(string name)
    {
        if (Datasets.Names.Contains(name)) return Datasets.Load(name).Data;
        const int n = 60, p = 6;
        double[] random = RandomMatrix(n, p, 9).Span.ToArray(), x = new double[n * p];
        int[] y = [.. Enumerable.Range(0, n).Select(i => i % 3)];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < p; j++)
            {
                double value = random[i * p + j] + (j % 3 == y[i] ? 0.5 : 0);
                x[i * p + j] = name switch
                {
                    "constant first" => j == 0 ? 0.1 : value,
                    "constant middle" => j == 3 ? -7 : value,
                    "constant last" => j == p - 1 ? 1e6 : value,
                    "duplicates" => random[i * p + j % 3] + (j % 3 == y[i] ? 0.5 : 0),
                    "one-hot" => (int)(3 * (random[i * p + j / 3] + 0.5)) == j % 3 ? 1 : 0,
                    "integers of rank 2" => (i % 4 + y[i]) * (j % 4) - i % 5 * (j % 3 - 1),
                    "zero rows" => i % 2 == 0 ? 0 : value,
                    "nothing" => 0,
                    "class constant" => j == 2 ? 0.1 * y[i] : value,
                    "tiny 1e-170" => value * 1e-170,
                    "tiny 1e-200" => value * 1e-200,
                    "subnormal" => value * 1e-310,
                    "huge" => value * 1e75,
                    _ => value * (j % 3 == 0 ? 1e75 : j % 3 == 1 ? 1 : 1e-200),
                };
            }
        return ClassificationData.Create(Matrix.Wrap(x, n, p), y);
    }
}
