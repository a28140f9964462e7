using System.Text.Json;
using ClassicML.Decomposition;
using ClassicML.Internal;

namespace ClassicML.Tests.Decomposition;

public class PcaTests
{
    [Theory]
    [InlineData("iris"), InlineData("wine"), InlineData("rank-deficient"), InlineData("condition-1e8"), InlineData("wide"),
        InlineData("duplicates")]
    [InlineData("offset"), InlineData("constant-columns"), InlineData("one-feature"), InlineData("wine-3"), InlineData("wine-whiten")]
    [InlineData("iris-share"), InlineData("wine-mle"), InlineData("offset-2")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("pca", name);
        foreach (PcaSolver solver in new[] { PcaSolver.Auto, PcaSolver.FullSvd, PcaSolver.CovarianceEigen, PcaSolver.Randomized })
        {
            int count = golden["components"].GetArrayLength();
            // The randomised solver takes a number.
            ComponentCount wanted = solver == PcaSolver.Randomized ? count : Wanted(golden);
            var pca = new Pca { ComponentCount = wanted, Solver = solver, Whiten = golden["whiten"].GetBoolean() };
            Compare(golden, pca.Fit(golden.Matrix("x")), solver);
        }
    }

    [Fact]
    public void Components_are_eigenvectors_of_the_covariance_and_their_variances_its_eigenvalues()
    {
        Matrix x = Wine();
        PcaModel model = new Pca().Fit(x);
        double[] covariance = Covariance(x);
        for (int k = 0; k < model.OutputCount; k++)
        {
            double[] image = new double[x.ColumnCount];
            Gemv.Multiply(covariance, model.Components.Row(k), 0, image);
            double lambda = model.ExplainedVariance[k];
            // Σa = λa and aᵀΣa = λ.
            for (int j = 0; j < image.Length; j++) Assert.Equal(lambda * model.Components[k, j], image[j],
                1e-12 * model.ExplainedVariance[0]);
            Assert.Equal(lambda, Kernels.Dot(image, model.Components.Row(k)), 1e-12 * model.ExplainedVariance[0]);
        }
    }

    [Fact]
    public void No_unit_direction_has_more_variance_than_the_first_nor_among_those_orthogonal_to_it_than_the_second()
    {
        Matrix x = Wine();
        PcaModel model = new Pca().Fit(x);
        double[] covariance = Covariance(x);
        var rng = new Rng(4);
        for (int trial = 0; trial < 2000; trial++)
        {
            double[] a = [.. Enumerable.Range(0, x.ColumnCount).Select(_ => rng.NextDouble() - 0.5)];
            Assert.True(VarianceAlong(a) <= model.ExplainedVariance[0] * (1 + 1e-12));
            Kernels.AddScaled(-Kernels.Dot(a, model.Components.Row(0)), model.Components.Row(0), a);
            Assert.True(VarianceAlong(a) <= model.ExplainedVariance[1] * (1 + 1e-12));
        }

        double VarianceAlong(double[] a)
        {
            double[] image = new double[a.Length];
            Gemv.Multiply(covariance, a, 0, image);
            return Kernels.Dot(a, image) / Kernels.Dot(a, a);
        }
    }

    [Fact]
    public void Deflation_direction_by_direction_gives_the_same_components()
    {
        Matrix x = Wine();
        PcaModel model = new Pca().Fit(x);
        double[] left = x.Span.ToArray();
        int p = x.ColumnCount;
        for (int k = 0; k < 5; k++)
        {
            PcaModel first = new Pca { ComponentCount = 1 }.Fit(new Matrix(left, x.RowCount, p));
            Assert.Equal(model.ExplainedVariance[k], first.ExplainedVariance[0], 1e-11 * model.ExplainedVariance[0]);
            // A direction is as sure as its variance stands apart from the next.
            Close(model.Components.Row(k), first.Components.Row(0), 1e-9);
            for (int i = 0; i < x.RowCount; i++)
            {
                Span<double> row = left.AsSpan(i * p, p);
                Kernels.AddScaled(-Kernels.Dot(row, first.Components.Row(0)), first.Components.Row(0), row);
            }
        }
    }

    [Fact]
    public void The_six_steps_of_the_textbook_give_the_same_scores()
    {
        Matrix x = Wine();
        const int k = 2;
        // 1 standardised already; 2 covariance; 3 eigen-decomposition; 4 the top k; 5 as the matrix W; 6 transform.
        SymmetricEigen eigen = SymmetricEigen.Decompose(Covariance(x), x.ColumnCount);
        PcaModel model = new Pca { ComponentCount = k }.Fit(x);
        var scores = (Matrix)model.Transform(x);
        Assert.Equal((x.RowCount, k), (scores.RowCount, scores.ColumnCount));
        for (int i = 0; i < x.RowCount; i++)
            for (int j = 0; j < k; j++)
                Assert.Equal(Math.Abs(Kernels.Dot(x.Row(i), eigen.Vector(j))), Math.Abs(scores[i, j]), 1e-12);
    }

    [Fact]
    public void Scores_have_the_variances_and_whitened_ones_have_variance_one()
    {
        Matrix x = Wine();
        PcaModel plain = new Pca { ComponentCount = 4 }.Fit(x), white = new Pca { ComponentCount = 4, Whiten = true }.Fit(x);
        double[] own = Covariance((Matrix)plain.Transform(x)), unit = Covariance((Matrix)white.Transform(x));
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++)
            {
                Assert.Equal(i == j ? plain.ExplainedVariance[i] : 0, own[i * 4 + j], 1e-12);
                Assert.Equal(i == j ? 1 : 0, unit[i * 4 + j], 1e-12);
            }
    }

    [Fact]
    public void The_inverse_of_few_components_is_the_nearest_point_of_their_plane()
    {
        Matrix x = Wine();
        foreach (bool whiten in new[] { false, true })
        {
            PcaModel model = new Pca { ComponentCount = 3, Whiten = whiten }.Fit(x);
            var back = (Matrix)model.InverseTransform(model.Transform(x));
            // What is lost has the variance of the directions left out: p - k of the noise variance each.
            double lost = Kernels.SquaredDistance(x.Span, back.Span) / (x.RowCount - 1);
            Assert.Equal(model.NoiseVariance * (13 - 3), lost, 1e-10);
            Close(back.Span, ((Matrix)model.InverseTransform(model.Transform(back))).Span, 1e-12);
        }
    }

    [Fact]
    public void A_direction_without_variance_whitens_to_zero()
    {
        Matrix x = Golden.Read("pca", "constant-columns").Matrix("x");
        PcaModel model = new Pca { Whiten = true }.Fit(x);
        var scores = (Matrix)model.Transform(x);
        for (int i = 0; i < x.RowCount; i++) Assert.Equal(0, scores[i, 4]);
        Close(x.Span, ((Matrix)model.InverseTransform(scores)).Span, 1e-12);
    }

    [Fact]
    public void The_largest_entry_of_each_direction_is_positive()
    {
        PcaModel model = new Pca().Fit(Wine());
        for (int k = 0; k < model.OutputCount; k++)
        {
            double[] row = model.Components.Row(k).ToArray();
            Assert.True(row.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void The_solver_is_chosen_by_shape()
    {
        Assert.Equal(PcaSolver.FullSvd, Chosen(40, 10));
        Assert.Equal(PcaSolver.CovarianceEigen, Chosen(400, 10));
        Assert.Equal(PcaSolver.FullSvd, Chosen(10, 600));

        static PcaSolver Chosen(int n, int p) =>
            (PcaSolver)(int)new Pca { ComponentCount = 2 }.Fit(RandomMatrix(n, p)).Report.Details["solver"];
    }

    [Fact]
    public void Minkas_dimension_is_scikit_learns_for_spectra_of_data_and_of_noise()
    {
        JsonElement[] cases = [.. Golden.Read("pca-mle", "spectra")["cases"].EnumerateArray()];
        Assert.Equal(15, cases.Length);
        foreach (JsonElement one in cases)
        {
            double[] variances = one.GetProperty("variances").Deserialize<double[]>()!;
            Assert.Equal(one.GetProperty("dimension").GetInt32(), MinkaDimension.Of(variances, one.GetProperty("rows").GetInt32()));
        }
        // They are not all alike.
        Assert.True(cases.Select(one => one.GetProperty("dimension").GetInt32()).Distinct().Count() >= 6);
    }

    [Fact]
    public void Bad_requests_are_refused_in_words()
    {
        Matrix x = RandomMatrix(5, 3);
        Assert.Contains("ComponentCount must be at most min(n, p) = 3, was 4", Fail(() => new Pca { ComponentCount = 4 }.Fit(x)));
        Assert.Contains("needs at least two rows", Fail(() => new Pca().Fit(x.Rows(0, 1))));
        Assert.Contains("needs a number of components", Fail(() => new Pca { Solver = PcaSolver.Randomized }.Fit(x)));
        Assert.Contains("as many rows as features", Fail(() => new Pca { ComponentCount = ComponentCount.Mle }.Fit(x.Rows(0, 2))));
        Assert.Contains("the model has 3 components, this matrix has 2 columns",
            Fail(() => new Pca().Fit(x).InverseTransform(RandomMatrix(2, 2))));
        Assert.Contains("share of the variance must be in (0, 1), was 1", Fail(() => ComponentCount.Share(1)));
        foreach (string text in new[] { "all", "mle", "3", "0.95" }) Assert.Equal(text, ComponentCount.Parse(text).ToString());
    }

    [Fact]
    public void A_number_of_components_is_a_number_and_no_share()
    {
        Assert.Equal(ComponentCount.Of(1), (ComponentCount)1);
        Assert.Equal(ComponentCount.Of(12), ComponentCount.Parse("12"));
        Assert.Equal((12, null, false), (ComponentCount.Of(12).Number, ComponentCount.Of(12).VarianceShare, ComponentCount.Of(12).IsMle));
        Assert.Equal((null, 0.5, false), (ComponentCount.Share(0.5).Number, ComponentCount.Share(0.5).VarianceShare, ComponentCount.Share(0.5).IsMle));
        Assert.Equal((null, null, true), (ComponentCount.Mle.Number, ComponentCount.Mle.VarianceShare, ComponentCount.Mle.IsMle));
        Assert.Equal((null, null, false), (ComponentCount.All.Number, ComponentCount.All.VarianceShare, ComponentCount.All.IsMle));
        Assert.Contains("component count must be at least 1, was 0", Fail(() => ComponentCount.Of(0)));
    }

    private static void Compare(Golden golden, PcaModel model, PcaSolver solver)
    {
        double[] variances = golden.Numbers("variances"), ratios = golden.Numbers("ratios");
        Assert.Equal(variances.Length, model.OutputCount);
        Close(golden.Numbers("mean"), model.Mean, 1e-13);
        // A covariance knows variances to ε of the largest; singular values know deviations to ε, so variances to 2ε·√(largest·own).
        bool squares = solver != PcaSolver.FullSvd;
        for (int k = 0; k < variances.Length; k++)
        {
            double allowed = squares ? 1e-10 * variances[k] + 3e-15 * variances[0]
                : 1e-10 * variances[k] + 1e-14 * Math.Sqrt(variances[k] * variances[0]) + 1e-29 * variances[0];
            Assert.InRange(model.ExplainedVariance[k], variances[k] - allowed, variances[k] + allowed);
            Assert.Equal(ratios[k], model.ExplainedVarianceRatio[k], 1e-13);
        }
        Assert.Equal(golden.Number("noise"), model.NoiseVariance, 1e-10 * Math.Max(golden.Number("noise"), 1e-5 * variances[0]));
        Matrix expected = golden.Matrix("components");
        double total = variances[0];
        for (int k = 0; k < variances.Length; k++)
        {
            double gap = Math.Min(k == 0 ? total : variances[k - 1] - variances[k], k + 1 < variances.Length
                ? variances[k] - variances[k + 1] : variances[k]);
            // A direction turns by the error over the gap; where nothing stands apart there is nothing to compare.
            if (gap < 1e-9 * total) continue;
            Close(expected.Row(k), model.Components.Row(k), 1e-12 * total / gap);
        }
        int firm = variances.Count(v => v > 1e-9 * total);
        Assert.True(Subspaces.SineOfAngle(expected.Rows(0, firm), model.Components.Rows(0, firm)) < 1e-7);
        // Where a direction has no variance there is no density.
        bool isDensity = golden.Number("noise") > 1e-14 || variances.Length == model.FeatureCount && variances[^1] > 1e-14;
        Assert.Equal(isDensity, golden.Has("likelihood"));
        if (isDensity)
        {
            double likelihood = golden.Number("likelihood");
            Assert.Equal(likelihood, model.LogLikelihood(golden.Matrix("x")),
                1e-6 * Math.Abs(likelihood) * (squares && variances[^1] < 1e-10 * total ? 1e6 : 1));
        }
    }

    private static ComponentCount Wanted(Golden golden) => golden["components_wanted"].ValueKind switch
    {
        JsonValueKind.Null => ComponentCount.All,
        JsonValueKind.String => ComponentCount.Mle,
        _ => golden.Number("components_wanted") is var number && number < 1 ? ComponentCount.Share(number) : (int)number,
    };

    private static Matrix Wine()
    {
        Features x = Datasets.Wine().Features;
        return (Matrix)new ClassicML.Preprocessing.StandardScaler().Fit(x).Transform(x);
    }

    private static double[] Covariance(Matrix x)
    {
        int p = x.ColumnCount;
        double[] mean = new double[p], covariance = new double[p * p];
        for (int i = 0; i < x.RowCount; i++) Kernels.AddScaled(1.0 / x.RowCount, x.Row(i), mean);
        for (int i = 0; i < x.RowCount; i++)
            for (int j = 0; j < p; j++)
                for (int l = 0; l < p; l++) covariance[j * p + l] += (x[i, j] - mean[j]) * (x[i, l] - mean[l]) / (x.RowCount - 1);
        return covariance;
    }
}
