using ClassicML.Decomposition;
using MathNet.Numerics.LinearAlgebra;

namespace ClassicML.Tests.Decomposition;

public class IncrementalPcaTests
{
    [Theory, InlineData("iris"), InlineData("wine"), InlineData("offset")]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("incremental-pca", name);
        var learner = new IncrementalPca { ComponentCount = golden["count"].GetInt32(), BatchSize = golden["batch"].GetInt32() };
        PcaModel model = learner.Fit(golden.Matrix("x"));
        // scikit-learn's running mean loses some digits to an offset of 1e4.
        double tolerance = name == "offset" ? 1e-9 : 1e-12;
        Close(golden.Numbers("mean"), model.Mean, 1e-12);
        Close(golden.Numbers("variances"), model.ExplainedVariance, tolerance);
        Close(golden.Numbers("ratios"), model.ExplainedVarianceRatio, tolerance);
        Assert.Equal(golden.Number("noise"), model.NoiseVariance, tolerance);
        Close(golden.Matrix("components").Span, model.Components.Span, 100 * tolerance);
    }

    [Fact]
    public void With_all_components_kept_batches_give_what_all_rows_give()
    {
        Matrix x = RandomMatrix(100, 6);
        PcaModel whole = new Pca().Fit(x), streamed = new IncrementalPca().Fit(Enumerable.Range(0, 10).Select(i => x.Rows(10 * i, 10)));
        Close(whole.ExplainedVariance, streamed.ExplainedVariance, 1e-12);
        Close(whole.Components.Span, streamed.Components.Span, 1e-10);
        Assert.Equal(10, streamed.Report.Iterations);
    }

    [Theory, InlineData(25, 10, 6, 2), InlineData(26, 10, 6, 3), InlineData(30, 10, 6, 3), InlineData(36, 10, 6, 4)]
    [InlineData(35, 10, null, 4), InlineData(31, 10, null, 4), InlineData(30, 10, null, 3), InlineData(9, 10, null, 1)]
    public void A_last_batch_of_fewer_rows_than_components_goes_with_the_one_before(int rows, int size, int? count, int batches)
    {
        // With all six columns kept nothing is lost, whatever the batches.
        Matrix x = RandomMatrix(rows, 6, 4);
        var told = new List<FitProgress>();
        PcaModel model = new IncrementalPca { ComponentCount = count, BatchSize = size }
            .Fit(x, new FitContext { Progress = new ProgressSink(told.Add) });
        Assert.Equal(batches, model.Report.Iterations);
        Assert.Equal(Enumerable.Range(1, batches).Select(done => new FitProgress("batch", done, 0)), told);
        Assert.Equal(rows, model.RowCount);
        Close(new Pca { Solver = PcaSolver.FullSvd }.Fit(x).ExplainedVariance[..model.OutputCount], model.ExplainedVariance, 1e-12);
        // The default is five rows a column.
        Assert.Equal(4, new IncrementalPca().Fit(RandomMatrix(100, 6)).Report.Iterations);
    }

    [Fact]
    public void What_is_kept_is_that_of_the_stacked_rows_of_the_method()
    {
        // Batch by batch as Ross et al. write it, by MathNet.Numerics: diag(σ)V, the centred batch, and √(mb/(m+b))·(μ - β).
        const int p = 5, kept = 2;
        Matrix x = RandomMatrix(60, p, 9);
        Matrix<double> all = x.ToMathNet(), basis = Matrix<double>.Build.Dense(1, p);
        var mean = Vector<double>.Build.Dense(p);
        double[] values = [], every = [];
        for (int m = 0; m < 60; m += 15)
        {
            var batch = all.SubMatrix(m, 15, 0, p);
            var own = batch.ColumnSums() / 15;
            var rows = new List<Vector<double>>();
            for (int k = 0; k < values.Length; k++) rows.Add(values[k] * basis.Row(k));
            for (int i = 0; i < 15; i++) rows.Add(batch.Row(i) - own);
            if (m > 0) rows.Add(Math.Sqrt(15.0 * m / (m + 15)) * (mean - own));
            var svd = Matrix<double>.Build.DenseOfRowVectors(rows).Svd();
            (values, every, basis) = ([.. svd.S.Take(kept)], [.. svd.S], svd.VT.SubMatrix(0, kept, 0, p));
            mean = (m * mean + 15 * own) / (m + 15);
        }
        PcaModel model = new IncrementalPca { ComponentCount = kept, BatchSize = 15 }.Fit(x);
        Close(mean.ToArray(), model.Mean, 1e-14);
        Close(values.Select(s => s * s / 59).ToArray(), model.ExplainedVariance, 1e-12);
        for (int k = 0; k < kept; k++)
            Assert.Equal(1, Math.Abs(basis.Row(k) * Vector<double>.Build.Dense(model.Components.Row(k).ToArray())), 1e-12);
        Assert.Equal(every.Skip(kept).Average(s => s * s / 59), model.NoiseVariance, 1e-13);
        // The variance of all columns is known whatever was dropped.
        double total = 0;
        for (int j = 0; j < p; j++) total += all.Column(j).Sum(value => (value - mean[j]) * (value - mean[j])) / 59;
        Assert.Equal(total, model.TotalVariance, 1e-12);
    }

    [Fact]
    public void Empty_batches_are_passed_over()
    {
        Matrix x = RandomMatrix(40, 3);
        PcaModel plain = new IncrementalPca().Fit([x.Rows(0, 20), x.Rows(20, 20)]),
            gaps = new IncrementalPca().Fit([x.Rows(0, 20), x.Rows(0, 0), x.Rows(20, 20), x.Rows(0, 0)]);
        Assert.Equal(plain.Components.Span, gaps.Components.Span);
        Assert.Equal((40, 4), (gaps.RowCount, gaps.Report.Iterations));
    }

    [Fact]
    public void Bad_batches_are_refused()
    {
        Assert.Contains("ComponentCount must be at most 2",
            Fail(() => new IncrementalPca { ComponentCount = 3 }.Fit([RandomMatrix(2, 4)])));
        Assert.Contains("batch has 3 columns, the first had 4",
            Fail(() => new IncrementalPca().Fit([RandomMatrix(5, 4), RandomMatrix(5, 3)])));
        Assert.Contains("needs at least two rows, has 0", Fail(() => new IncrementalPca().Fit(Array.Empty<Matrix>())));
    }
}
