using System.Text.Json;
using ClassicML.Decomposition;
using ClassicML.Internal;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Decomposition;

public class KernelPcaTests
{
    [Theory, InlineData("linear"), InlineData("rbf"), InlineData("rbf-auto"), InlineData("polynomial"), InlineData("sigmoid"),
        InlineData("cosine")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("kernel-pca", name);
        Matrix x = golden.Matrix("x");
        var learner = new KernelPca
        {
            ComponentCount = golden["count"].GetInt32(), Kernel = Kernel(golden), InversePenalty = Option(golden, "alpha", 1),
        };
        KernelPcaModel model = learner.Fit(x);
        double[] eigenvalues = golden.Numbers("eigenvalues");
        for (int k = 0; k < eigenvalues.Length; k++) Assert.Equal(eigenvalues[k], model.Eigenvalues[k], 1e-10 * eigenvalues[0]);
        Close(golden.Matrix("scores").Span, ((Matrix)model.Transform(x)).Span, 1e-8);
        Close(golden.Matrix("new_scores").Span, ((Matrix)model.Transform(golden.Matrix("new"))).Span, 1e-8);
        // The ridge system has a condition of about its largest eigenvalue over α.
        Matrix some = x.SelectRows([.. Enumerable.Range(0, (x.RowCount + 6) / 7).Select(i => 7 * i)]);
        Close(golden.Matrix("inverse").Span, ((Matrix)model.InverseTransform(model.Transform(some))).Span, 1e-7);
    }

    [Fact]
    public void A_linear_kernel_gives_the_scores_of_pca()
    {
        Matrix x = RandomMatrix(60, 5);
        var kernel = (Matrix)new KernelPca { Kernel = KernelFunction.Linear, ComponentCount = 5 }.Fit(x).Transform(x);
        var plain = (Matrix)new Pca().Fit(x).Transform(x);
        for (int i = 0; i < kernel.Span.Length; i++) Assert.Equal(Math.Abs(plain.Span[i]), Math.Abs(kernel.Span[i]), 1e-11);
    }

    [Fact]
    public void Two_rings_that_no_straight_axis_separates_come_apart()
    {
        double[] x = new double[400];
        for (int i = 0; i < 200; i++)
        {
            double angle = 2 * Math.PI * i / 200, radius = i % 2 == 0 ? 1 : 4;
            (x[2 * i], x[2 * i + 1]) = (radius * Math.Cos(angle), radius * Math.Sin(angle));
        }
        Matrix rings = Matrix.Wrap(x, 200, 2);
        Assert.False(Apart((Matrix)new Pca().Fit(rings).Transform(rings)));
        Assert.True(Apart((Matrix)new KernelPca { Kernel = KernelFunction.Rbf(0.3), ComponentCount = 3 }.Fit(rings).Transform(rings)));

        // Whether one axis has a gap between the rings.
        static bool Apart(Matrix z) => Enumerable.Range(0, z.ColumnCount).Any(k =>
        {
            double[] inner = [.. Enumerable.Range(0, 100).Select(i => z[2 * i, k])],
                outer = [.. Enumerable.Range(0, 100).Select(i => z[2 * i + 1, k])];
            return inner.Max() < outer.Min() || outer.Max() < inner.Min();
        });
    }

    [Fact]
    public void Few_components_of_many_rows_equal_those_of_the_full_decomposition()
    {
        Matrix x = RandomMatrix(400, 6);
        KernelPcaModel few = new KernelPca { ComponentCount = 8, Kernel = KernelFunction.Rbf(2) }.Fit(x);
        KernelPcaModel all = new KernelPca { ComponentCount = null, Kernel = KernelFunction.Rbf(2) }.Fit(x);
        Assert.True(few.Report.Iterations > 0);
        for (int k = 0; k < 8; k++) Assert.Equal(all.Eigenvalues[k], few.Eigenvalues[k], 1e-11 * all.Eigenvalues[0]);
        Close(((Matrix)all.Transform(x)).SelectColumns([0, 1, 2]).Span, ((Matrix)few.Transform(x)).SelectColumns([0, 1, 2]).Span,
            1e-8);
    }

    [Fact]
    public void Directions_without_variance_are_left_out()
    {
        Matrix x = Golden.Read("pca", "duplicates").Matrix("x");
        KernelPcaModel model = new KernelPca { ComponentCount = null, Kernel = KernelFunction.Linear }.Fit(x);
        Assert.Equal(4, model.OutputCount);
        Assert.Throws<ArgumentException>(() => new KernelPca().Fit(new Matrix(new double[5, 2])));
    }

    [Theory, InlineData(40), InlineData(300)]
    public void A_precomputed_matrix_that_is_no_kernel_is_refused(int n)
    {
        // Distances have a positive and many negative eigenvalues; minus half the squared ones are a kernel once centred (classical scaling).
        Matrix x = RandomMatrix(n, 4), distances = Pairs((a, b) => Kernels.SquaredDistance(a, b)),
            kernel = Pairs((a, b) => -0.5 * Kernels.SquaredDistance(a, b));
        var learner = new KernelPca { Kernel = KernelFunction.Precomputed };
        string message = Assert.Throws<ArgumentException>(() => learner.Fit(PrecomputedKernel.Rows(distances))).Message;
        Assert.Contains("the precomputed kernel is not positive semi-definite", message);
        // Classical scaling has the scores of principal components.
        var scores = (Matrix)learner.Fit(PrecomputedKernel.Rows(kernel)).Transform(PrecomputedKernel.Rows(kernel));
        var plain = (Matrix)new Pca { ComponentCount = 2, Solver = PcaSolver.FullSvd }.Fit(x).Transform(x);
        for (int i = 0; i < 2 * n; i++) Assert.Equal(Math.Abs(plain.Span[i]), Math.Abs(scores.Span[i]), 1e-9);

        Matrix Pairs(Func<double[], double[], double> value)
        {
            double[] all = new double[n * n];
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) all[i * n + j] = value(x.Row(i).ToArray(), x.Row(j).ToArray());
            return Matrix.Wrap(all, n, n);
        }
    }

    [Fact]
    public void Kernel_values_that_overflow_are_refused_by_the_name_of_the_kernel()
    {
        Matrix huge = Matrix.Wrap(Array.ConvertAll(RandomMatrix(20, 2).Span.ToArray(), value => value * 1e70), 20, 2);
        Assert.Contains("PolynomialKernel gives values that are not finite",
            Assert.Throws<ArgumentException>(() => new KernelPca { Kernel = KernelFunction.Polynomial(3, 1, 1) }.Fit(huge)).Message);
    }

    [Fact]
    public void An_inverse_is_there_when_asked_for_and_survives_the_wire()
    {
        Matrix x = RandomMatrix(30, 3);
        Assert.Null(((IModel)new KernelPca().Fit(x)).As<IInverseTransform>());
        Assert.Throws<InvalidOperationException>(() => new KernelPca().Fit(x).InverseTransform(RandomMatrix(2, 2)));
        KernelPcaModel model = new KernelPca { ComponentCount = 5, InversePenalty = 1e-3 }.Fit(x);
        var read = BuiltIn.Registry.Read<KernelPcaModel>(ClassicML.Wire.WireForm.Parse(BuiltIn.Registry.Write(model).ToString()));
        Features scores = model.Transform(x);
        Assert.Equal(((Matrix)model.InverseTransform(scores)).Span, ((Matrix)read.InverseTransform(scores)).Span);
    }

    [Theory, InlineData("linear"), InlineData("rbf"), InlineData("polynomial"), InlineData("laplacian"), InlineData("chi-squared")]
    [InlineData("precomputed")]
    public void Scores_of_more_rows_than_a_block_are_the_centred_sums_of_the_formula(string name)
    {
        // Blocks are 128 rows; queries are centred by the means of the training rows, not by their own.
        const int n = 40, m = 300;
        Matrix x = Positive(n, 1), queries = Positive(m, 2);
        KernelFunction kernel = name switch
        {
            "linear" => KernelFunction.Linear,
            "rbf" => KernelFunction.Rbf(0.8),
            "polynomial" => KernelFunction.Polynomial(2, 0.5, 1),
            "laplacian" => KernelFunction.Laplacian(0.4),
            "chi-squared" => KernelFunction.ChiSquared(0.7),
            _ => KernelFunction.Precomputed,
        };
        // Kernel values made elsewhere are those of an RBF.
        KernelFunction formula = name == "precomputed" ? KernelFunction.Rbf(0.8) : kernel;
        double[,] gram = PlainKernel.Gram(formula, x, x), rows = PlainKernel.Gram(formula, queries, x);
        Features Given(Matrix features, double[,] values) => name == "precomputed" ? PrecomputedKernel.Rows(new Matrix(values)) : features;
        KernelPcaModel model = new KernelPca { Kernel = kernel, ComponentCount = 4 }.Fit(Given(x, gram));
        var scores = (Matrix)model.Transform(Given(queries, rows));

        double[] means = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Average(j => gram[i, j]))];
        double mean = means.Average();
        // Of products of three columns there are no more.
        Assert.Equal(name == "linear" ? 3 : 4, model.OutputCount);
        for (int k = 0; k < model.OutputCount; k++)
        {
            // K̃u = λu with u of length 1; the weights are u/√λ, their largest entry positive.
            double[] dual = model.DualComponents.Row(k).ToArray(),
                u = Array.ConvertAll(dual, value => value * Math.Sqrt(model.Eigenvalues[k]));
            Assert.Equal(1, u.Sum(value => value * value), 1e-12);
            Assert.True(dual.MaxBy(Math.Abs) > 0);
            for (int i = 0; i < n; i++)
            {
                double image = Enumerable.Range(0, n).Sum(j => (gram[i, j] - means[i] - means[j] + mean) * u[j]);
                Assert.Equal(model.Eigenvalues[k] * u[i], image, 1e-11 * model.Eigenvalues[0]);
            }
            for (int i = 0; i < m; i++)
            {
                double own = Enumerable.Range(0, n).Average(j => rows[i, j]);
                double expected = Enumerable.Range(0, n).Sum(j => (rows[i, j] - own - means[j] + mean) * dual[j]);
                Assert.Equal(expected, scores[i, k], 1e-10);
            }
        }
    }

    [Fact]
    public void An_inverse_is_the_kernel_ridge_regression_of_rows_on_scores()
    {
        // c = (K + αI)⁻¹X over the scores of the training rows, and a row is Σ cᵢk(zᵢ, z); the rule for γ looks at the scores.
        Matrix x = Positive(25, 3), queries = Positive(150, 4);
        foreach (KernelFunction kernel in new[] { KernelFunction.Rbf(), KernelFunction.Rbf(0.8), KernelFunction.Laplacian(Gamma.Auto) })
        {
            KernelPcaModel model = new KernelPca { Kernel = kernel, ComponentCount = 3, InversePenalty = 0.05 }.Fit(x);
            var trained = (Matrix)model.Transform(x);
            var scores = (Matrix)model.Transform(queries);
            KernelFunction resolved = kernel.Resolve(trained);
            double[,] gram = PlainKernel.Gram(resolved, trained, trained), values = PlainKernel.Gram(resolved, scores, trained);
            for (int i = 0; i < 25; i++) gram[i, i] += 0.05;
            var coefficients = new Matrix(gram).ToMathNet().Solve(x.ToMathNet());
            var expected = new Matrix(values).ToMathNet() * coefficients;
            var back = (Matrix)model.InverseTransform(scores);
            for (int i = 0; i < 150; i++)
                for (int j = 0; j < x.ColumnCount; j++) Assert.Equal(expected[i, j], back[i, j], 1e-9);
        }
    }

    [Fact]
    public void A_model_has_its_training_rows_and_the_kernel_with_the_number_that_its_rule_made()
    {
        Matrix x = Positive(20, 5);
        double mean = x.Span.ToArray().Average(), variance = x.Span.ToArray().Average(value => (value - mean) * (value - mean));
        KernelPcaModel model = new KernelPca { Kernel = KernelFunction.Laplacian(Gamma.Auto) }.Fit(x);
        Assert.Equal(KernelFunction.Laplacian(1.0 / 3), model.Kernel);
        Assert.Equal(x.Span, model.TrainingRows.Span);
        Assert.Equal((20, 3), (model.TrainingRows.RowCount, model.TrainingRows.ColumnCount));
        var scaled = Assert.IsType<RbfKernel>(new KernelPca { Kernel = KernelFunction.Rbf() }.Fit(x).Kernel);
        Assert.Equal(1 / (3 * variance), scaled.Gamma.Value!.Value, 1e-13);
        // What the rule made of these rows is kept for others.
        KernelPcaModel given = new KernelPca { Kernel = model.Kernel }.Fit(model.TrainingRows);
        Assert.Equal(((Matrix)model.Transform(Positive(7, 6))).Span, ((Matrix)given.Transform(Positive(7, 6))).Span);
    }

    private static Matrix Positive(int n, ulong seed) =>
        Matrix.Wrap(Array.ConvertAll(RandomMatrix(n, 3, seed).Span.ToArray(), value => 2 * value + 1), n, 3);

    private static KernelFunction Kernel(Golden golden)
    {
        Gamma gamma = golden["options"].TryGetProperty("gamma", out JsonElement given) ? given.GetDouble() : Gamma.Auto;
        return golden["kernel"].GetString() switch
        {
            "linear" => KernelFunction.Linear,
            "rbf" => KernelFunction.Rbf(gamma),
            "poly" => KernelFunction.Polynomial((int)Option(golden, "degree", 3), gamma, Option(golden, "coef0", 1)),
            "sigmoid" => KernelFunction.Sigmoid(gamma, Option(golden, "coef0", 1)),
            _ => KernelFunction.Cosine,
        };
    }

    private static double Option(Golden golden, string name, double otherwise) =>
        golden["options"].TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;
}
