using ClassicML.Wire;

namespace ClassicML.Tests.Core;

public class KernelFunctionTests
{
    private static readonly Dictionary<string, KernelFunction> Functions = new()
    {
        ["linear"] = KernelFunction.Linear,
        ["polynomial"] = KernelFunction.Polynomial(4, 0.3, 0.7),
        ["rbf"] = KernelFunction.Rbf(0.4),
        ["rbf_scale"] = KernelFunction.Rbf(),
        ["rbf_auto"] = KernelFunction.Rbf(Gamma.Auto),
        ["sigmoid"] = KernelFunction.Sigmoid(0.2, -0.3),
        ["laplacian"] = KernelFunction.Laplacian(0.6),
        ["chi-squared"] = KernelFunction.ChiSquared(0.9),
        ["cosine"] = KernelFunction.Cosine,
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Equals_scikit_learn(string name)
    {
        Golden golden = Golden.Read("kernel-functions", "all");
        Matrix x = golden.Matrix("x"), y = golden.Matrix("y"), expected = golden.Matrix(name);
        KernelFunction kernel = Functions[name].Resolve(x);
        // Sums of five terms and one function: a few units in the last place; the distance of an RBF by norms some more.
        Close(expected.Span, kernel.Gram(x, y).Span, 2e-14);
        for (int i = 0; i < 5; i++) Assert.Equal(expected[i, 2], kernel.Evaluate(x.Row(i), y.Row(2)),
            2e-14 * Math.Max(1, Math.Abs(expected[i, 2])));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_value_has_the_same_bits_in_any_block_and_on_any_threads(string name)
    {
        Matrix x = Positive(150, 20);
        KernelFunction kernel = Functions[name].Resolve(x);
        Matrix gram = kernel.Gram(x), whole = kernel.Gram(x, x, 8);
        KernelRows rows = kernel.Prepare(x);
        for (int start = 0; start < 150; start += 37)
        {
            int count = Math.Min(37, 150 - start);
            double[] block = new double[count * 150];
            kernel.Block(rows, start, count, rows, block);
            Assert.Equal(whole.Rows(start, count).Span.ToArray(), block);
        }
        for (int i = 0; i < 150; i++)
            for (int j = 0; j < 150; j++)
            {
                Assert.Equal(gram[i, j], gram[j, i]);
                if (j <= i) Assert.Equal(whole[i, j], gram[i, j]);
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_row_alone_has_the_bits_of_a_block(string name)
    {
        Matrix x = Positive(150, 20);
        KernelFunction kernel = Functions[name].Resolve(x);
        double[] own = new double[150];
        foreach (Features fitted in (Features[])[x, SparseMatrix.FromDense(x)])
        {
            KernelRows rows = kernel.Prepare(fitted);
            Matrix gram = kernel.Gram(x, fitted);
            for (int i = 0; i < 150; i += 11)
            {
                kernel.Evaluate(x.Row(i), rows, own);
                Assert.Equal(gram.Row(i), own);
            }
            Assert.Contains("20", Fail(() => kernel.Evaluate(x.Row(0)[..19], rows, own)));
            Assert.Contains("150", Fail(() => kernel.Evaluate(x.Row(0), rows, new double[149])));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Sparse_rows_give_what_dense_rows_give_and_the_same_bits_in_any_block(string name)
    {
        double[] some = [.. Positive(90, 20).Span.ToArray().Select((value, at) => at * 7 % 5 == 0 && at / 20 != 11 ? Math.Abs(value) : 0)];
        if (name != "chi-squared")
            for (int at = 0; at < some.Length; at += 3) some[at] = -some[at];
        Matrix x = Matrix.Wrap(some, 90, 20);
        SparseMatrix sparse = SparseMatrix.FromDense(x);
        KernelFunction kernel = Functions[name].Resolve(x), same = Functions[name].Resolve(sparse);
        Matrix expected = kernel.Gram(x, x), gram = kernel.Gram(sparse), whole = kernel.Gram(sparse, sparse, 8);
        // Sums of up to 20 terms of size 1 in another order, γ in two; functions of them have a slope of a few.
        Close(expected.Span, gram.Span, 1e-13);
        Close(expected.Span, same.Gram(sparse).Span, 1e-13);
        Close(expected.Span, kernel.Gram(x, sparse).Span, 1e-13);
        Close(expected.Span, kernel.Gram(sparse, x).Span, 1e-13);
        KernelRows rows = kernel.Prepare(sparse);
        Assert.True(rows.IsSparse);
        double[] diagonal = kernel.Diagonal(rows), block = new double[37 * 90], few = new double[90 * 2];
        kernel.Block(rows, 20, 37, rows, block);
        Assert.Equal(whole.Rows(20, 37).Span.ToArray(), block);
        kernel.Block(rows, 0, 90, rows.Select([5, 70]), few);
        for (int i = 0; i < 90; i++)
        {
            Assert.Equal((whole[i, 5], whole[i, 70]), (few[2 * i], few[2 * i + 1]));
            Assert.Equal(whole[i, i], diagonal[i]);
            for (int j = 0; j < 90; j++) Assert.Equal((whole[i, j], whole[i, j]), (whole[j, i], gram[i, j]));
            if (name.StartsWith("rbf") || name is "laplacian" or "chi-squared") Assert.Equal(1, diagonal[i]);
        }
    }

    [Fact]
    public void An_offset_costs_an_rbf_no_digits_and_equal_rows_give_one()
    {
        Matrix x = Positive(30, 4);
        Matrix moved = Matrix.Wrap([.. x.Span.ToArray().Select(value => value + 1e4)], 30, 4);
        ReadOnlySpan<double> near = KernelFunction.Rbf(1).Gram(x).Span, far = KernelFunction.Rbf(1).Gram(moved).Span;
        // The values themselves were rounded at 1e4·2⁻⁵³ each.
        for (int i = 0; i < near.Length; i++) Assert.Equal(near[i], far[i], 2e-11);
        for (int i = 0; i < 30; i++) Assert.Equal(1, KernelFunction.Rbf(1).Gram(moved)[i, i]);
        Matrix twice = moved.SelectRows([3, 3]);
        Assert.Equal(1, KernelFunction.Rbf(1).Gram(twice)[1, 0]);
    }

    [Fact]
    public void Gamma_is_a_rule_or_a_number()
    {
        Matrix x = new(new double[,] { { 1, 2 }, { 3, 6 } });
        // The variance of 1, 2, 3, 6 is 3.5.
        Assert.Equal(1 / 7.0, Gamma.Scale.Resolve(x).Value!.Value, 1e-15);
        Assert.Equal(0.5, Gamma.Auto.Resolve(x).Value);
        Assert.Equal(0.5, Gamma.Scale.Resolve(new Matrix(new double[3, 2])).Value);
        Assert.Equal(default, Gamma.Scale);
        foreach (string text in new[] { "scale", "auto", "0.25" }) Assert.Equal(text, Gamma.Parse(text).ToString());
        Assert.Contains("gamma must be positive, was 0", Assert.Throws<ArgumentOutOfRangeException>(() => Gamma.Of(0)).Message);
        Assert.Contains(
            "resolve the kernel function", Assert.Throws<InvalidOperationException>(() => KernelFunction.Rbf().Evaluate([1], [2])).Message);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_value_is_that_of_the_plain_formula_at_every_width(string name)
    {
        // Around vectors of 8 and 32 values and a block of 256; rows beyond a piece of 512 columns of the product.
        foreach ((int n, int p) in new[] { (40, 1), (9, 7), (9, 8), (9, 9), (20, 31), (21, 33), (5, 257), (600, 3) })
        {
            double[] values = Positive(n, p).Span.ToArray();
            // Some columns are zero in one row or in both; distances stay of size 1.
            for (int at = 0; at < values.Length; at++) values[at] = at * 5 % 7 < 2 ? 0 : Math.Abs(values[at]) * 3 / Math.Sqrt(p);
            Matrix x = Matrix.Wrap(values, n, p), y = x.Rows(0, Math.Min(n, 30));
            KernelFunction kernel = Functions[name].Resolve(x);
            double[,] plain = PlainKernel.Gram(kernel, x, y);
            Matrix some = kernel.Gram(x, y, 3), all = kernel.Gram(x, 3),
                sparse = kernel.Gram(SparseMatrix.FromDense(x), SparseMatrix.FromDense(y));
            double[] diagonal = kernel.Diagonal(kernel.Prepare(x));
            for (int i = 0; i < n; i++)
            {
                // Sums of p terms of size 1 at most, and the slope of the function.
                double tolerance = 1e-14 * (p + 10);
                Assert.Equal(PlainKernel.Value(kernel, x.Row(i).ToArray(), x.Row(i).ToArray()), diagonal[i], tolerance);
                for (int j = 0; j < y.RowCount; j++)
                {
                    Assert.Equal(plain[i, j], some[i, j], tolerance);
                    Assert.Equal(plain[i, j], all[i, j], tolerance);
                    Assert.Equal(plain[i, j], sparse[i, j], tolerance);
                }
            }
        }
    }

    [Fact]
    public void Powers_are_those_of_repeated_products()
    {
        for (int degree = 1; degree <= 12; degree++)
            foreach (double product in new[] { -3, -0.5, 0, 2 })
            {
                // 2·product - 1, times itself.
                double expected = 1;
                for (int d = 0; d < degree; d++) expected *= 2 * product - 1;
                Assert.Equal(expected, KernelFunction.Polynomial(degree, 2, -1).Evaluate([product], [1]), 1e-14 * Math.Abs(expected));
            }
    }

    [Theory, InlineData(1), InlineData(37), InlineData(2000)]
    public void Gammas_rules_are_those_of_all_values_dense_or_sparse(int n)
    {
        const int p = 6;
        double[] values = [.. Enumerable.Range(0, n * p).Select(at => at % 5 == 0 ? 0 : Math.Round(Math.Sin(at) * 1024) / 64)];
        foreach (double offset in new[] { 0, 1e7 })
        {
            // All are multiples of 1/64, and so are their sums in decimal.
            decimal[] moved = Array.ConvertAll(values, value => (decimal)value + (decimal)offset);
            decimal mean = moved.Sum() / moved.Length;
            double variance = (double)(moved.Sum(value => (value - mean) * (value - mean)) / moved.Length);
            Matrix x = Matrix.Wrap(Array.ConvertAll(moved, value => (double)value), n, p);
            Assert.Equal(1 / (p * variance), Gamma.Scale.Resolve(x).Value!.Value, 1e-12 / (p * variance));
            Assert.Equal(1.0 / p, Gamma.Auto.Resolve(x).Value);
            // Sparse rows are summed about their mean, zeros with them.
            Assert.Equal(1 / (p * variance), Gamma.Scale.Resolve(SparseMatrix.FromDense(x)).Value!.Value, 1e-10 / (p * variance));
            Assert.Equal(1.0 / p, Gamma.Auto.Resolve(SparseMatrix.FromDense(x)).Value);
            Assert.Equal(0.25, Gamma.Of(0.25).Resolve(x).Value);
            foreach (KernelFunction kernel in new[]
                { KernelFunction.Rbf(), KernelFunction.Polynomial(), KernelFunction.Sigmoid(), KernelFunction.Laplacian() })
            {
                KernelFunction resolved = kernel.Resolve(x);
                Assert.NotEqual(kernel, resolved);
                Assert.Equal(Gamma.Scale.Resolve(x), resolved switch
                {
                    RbfKernel k => k.Gamma,
                    PolynomialKernel k => k.Gamma,
                    SigmoidKernel k => k.Gamma,
                    _ => ((LaplacianKernel)resolved).Gamma,
                });
            }
        }
    }

    [Fact]
    public void A_precomputed_kernel_is_looked_up_by_the_number_of_the_right_row()
    {
        Matrix values = RandomMatrix(5, 5), rows = PrecomputedKernel.Rows(values);
        int[] left = [4, 0, 2], right = [1, 3];
        Matrix gram = KernelFunction.Precomputed.Gram(rows.SelectRows(left), rows.SelectRows(right));
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 2; j++) Assert.Equal(values[left[i], right[j]], gram[i, j]);
        double[] block = new double[2];
        KernelRows all = KernelFunction.Precomputed.Prepare(rows);
        KernelFunction.Precomputed.Block(all, 2, 1, all.Select(right), block);
        Assert.Equal([values[2, 1], values[2, 3]], block);
        // The largest number is that of the last column; the next is none.
        foreach (double number in new[] { 0, 6, 1.5, -1 })
        {
            double[] bad = rows.Span.ToArray();
            bad[6] = number;
            Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() =>
                KernelFunction.Precomputed.Gram(rows, Matrix.Wrap(bad, 5, 6))).Message);
        }
    }

    [Fact]
    public void Rows_and_destinations_that_do_not_fit_are_refused()
    {
        Matrix x = Positive(4, 3);
        KernelFunction kernel = KernelFunction.Rbf(1);
        KernelRows rows = kernel.Prepare(x);
        Assert.Throws<ArgumentException>(() => kernel.Block(rows, 0, 4, rows, new double[15]));
        Assert.Throws<ArgumentException>(() => kernel.Gram(x, new double[15]));
        Assert.Throws<ArgumentException>(() => kernel.Gram(x, Positive(4, 2)));
        Assert.Throws<ArgumentException>(() => kernel.Prepare(Positive(4, 2), rows));
        Assert.ThrowsAny<OperationCanceledException>(() => kernel.Gram(x, new double[16], 1, new CancellationToken(true)));
        foreach (KernelFunction one in Functions.Values.Select(function => function.Resolve(x)))
            foreach (Features some in new Features[] { x, SparseMatrix.FromDense(x) })
                Assert.ThrowsAny<OperationCanceledException>(() => one.Diagonal(one.Prepare(some), new CancellationToken(true)));
        Assert.Equal((4, 3, false), (rows.Count, rows.ColumnCount, rows.IsSparse));
    }

    [Fact]
    public void Bad_rows_are_refused()
    {
        Assert.Contains("row 0, column 1 is -1",
            Assert.Throws<ArgumentException>(() => KernelFunction.ChiSquared().Evaluate([1, -1], [1, 2])).Message);
        Assert.Contains("row 1, column 2 is -3",
            Assert.Throws<ArgumentException>(() =>
                KernelFunction.ChiSquared().Prepare(new SparseMatrix([0, 1, 3], [0, 1, 2], [1, 2, -3], 4))).Message);
        Assert.Throws<ArgumentException>(() => KernelFunction.Linear.Evaluate([1, 2], [1]));
        Assert.Equal(0, KernelFunction.Cosine.Evaluate([0, 0], [1, 2]));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_function_written_and_read_is_equal(string name)
    {
        WireForm form = WireForm.Parse(BuiltIn.Registry.Write(Functions[name]).ToString());
        Assert.Equal(Functions[name], BuiltIn.Registry.Read<KernelFunction>(form));
    }

    private static Matrix Positive(int n, int p)
    {
        double[] x = RandomMatrix(n, p).Span.ToArray();
        return Matrix.Wrap(Array.ConvertAll(x, value => value + 0.5), n, p);
    }
}
