using ClassicML.Tests.Decomposition;
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
        Golden.Close(expected.Span, kernel.Gram(x, y).Span, 2e-14);
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
        Golden.Close(expected.Span, gram.Span, 1e-13);
        Golden.Close(expected.Span, same.Gram(sparse).Span, 1e-13);
        Golden.Close(expected.Span, kernel.Gram(x, sparse).Span, 1e-13);
        Golden.Close(expected.Span, kernel.Gram(sparse, x).Span, 1e-13);
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
        double[] x = Golden.Random(n, p).Span.ToArray();
        return Matrix.Wrap(Array.ConvertAll(x, value => value + 0.5), n, p);
    }
}
