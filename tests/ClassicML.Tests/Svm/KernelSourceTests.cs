using ClassicML.Svm;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Svm;

/// <summary>Kernel entries as the solver gets them, against the plain formula: whole matrices, rows over some columns, in single and double
/// precision, dense and sparse, and in any unit.</summary>
public class KernelSourceTests
{
    private static readonly Dictionary<string, KernelFunction> Kernels = new()
    {
        ["rbf, single precision"] = KernelFunction.Rbf(0.05), ["rbf, double precision"] = KernelFunction.Rbf(3),
        ["linear"] = KernelFunction.Linear, ["polynomial"] = KernelFunction.Polynomial(3, 0.2, -0.7),
        ["sigmoid"] = KernelFunction.Sigmoid(0.1, 0.3), ["laplacian"] = KernelFunction.Laplacian(0.4),
        ["chi-squared"] = KernelFunction.ChiSquared(0.3), ["cosine"] = KernelFunction.Cosine,
    };

    public static TheoryData<string, bool> Cases { get; } =
        [.. from name in Kernels.Keys from isSparse in new[] { false, true } select (name, isSparse)];

    [Theory, MemberData(nameof(Cases))]
    public void Every_way_to_an_entry_gives_the_value_of_the_formula(string name, bool isSparse)
    {
        // A matrix of 548 kB, more than half of the least limit.
        const int n = 370, p = 9;
        // Values of at least zero, about half of them zeros; an offset for dense rows, which a centre takes out.
        double[] x = [.. ((Matrix)SvmData.Whole(2, n, p, 4).Features).Span.ToArray()
            .Select(value => isSparse ? Math.Max(0, value) : value + 5.5)];
        Matrix dense = Matrix.Wrap(x, n, p);
        Features rows = isSparse ? SparseMatrix.FromDense(dense) : dense;
        KernelFunction kernel = Kernels[name];
        int[] all = [.. Enumerable.Range(0, n)], some = [.. all.Where(i => i % 5 is 0 or 2)], items = [n - 2, 0, 7, n - 1, 100];
        double[,] plain = PlainKernel.Gram(kernel, dense.SelectRows(items), dense);
        double[] diagonal = [.. PlainKernel.Rows(dense).Select(row => PlainKernel.Value(kernel, row, row))];
        var training = new TrainingRows(rows, default);
        IKernelSource[] sources =
        [
            training.Source(kernel, 1000, 1), training.Source(kernel, 1000, 3), training.Source(kernel, 1000, 3, shared: true),
            training.Source(kernel, 1, 3),
        ];
        Assert.All(sources[..3], source => Assert.IsType<GramSource>(source));
        Assert.IsNotType<GramSource>(sources[3]);
        foreach (IKernelSource source in sources)
        {
            Assert.Equal(n, source.Count);
            for (int i = 0; i < n; i++) Assert.Equal(diagonal[i], source.Diagonal(i), 1e-12 * Math.Max(1, Math.Abs(diagonal[i])));
            IKernelRows[] ways = [source.Rows(all, 100_000), source.Rows(some, 100_000), source.Rows(all, 100_000).Only(some)];
            foreach (IKernelRows over in ways)
            {
                over.Require(items);
                for (int k = 0; k < items.Length; k++)
                    foreach (int column in some)
                        // Floats have 24 digits; products in single precision move an entry by 2⁻²¹.
                        Assert.Equal(
                            plain[k, column], over.Row(items[k])[over.ColumnOf(column)],
                            Math.ScaleB(1, name == "rbf, single precision" ? -21 : -24) * Math.Max(1, Math.Abs(plain[k, column])));
            }
        }
    }

    [Theory, InlineData(-150), InlineData(-35), InlineData(40), InlineData(120)]
    public void Distances_are_those_of_the_rows_in_any_unit(int exponent)
    {
        Matrix x = (Matrix)SvmData.Blobs(2, 50, 7).Features, scaled = Scaled(x, exponent);
        double gamma = Math.ScaleB(0.3, -2 * exponent);
        double[,] plain = PlainKernel.Gram(KernelFunction.Rbf(0.3), x, x);
        foreach (Features rows in new Features[] { scaled, SparseMatrix.FromDense(scaled) })
        {
            IKernelRows entries = new TrainingRows(rows, default).Source(KernelFunction.Rbf(gamma), 1000, 2)
                .Rows([.. Enumerable.Range(0, 50)], 0);
            int[] items = [0, 49];
            entries.Require(items);
            foreach (int item in items)
                // Some roundings of γ·max‖x‖²·2⁻²⁴, with γ·max‖x‖² of at most 8.
                for (int j = 0; j < 50; j++) Assert.Equal(plain[item, j], entries.Row(item)[j], Math.ScaleB(1, -20));
        }
    }

    [Fact]
    public void More_rows_than_are_made_at_once_are_all_made()
    {
        // Rows over 5,000 columns are made 400 at a time.
        const int n = 5000;
        double[] x = [.. Enumerable.Range(0, n).Select(i => (double)(i * 7919 % n) / n)];
        IKernelSource source = new FunctionSource(KernelFunction.Laplacian(1), Matrix.Wrap(x, n, 1), default);
        int[] all = [.. Enumerable.Range(0, n)], items = [.. Enumerable.Range(0, 410).Select(k => 11 * k)];
        IKernelRows rows = source.Rows(all, 0);
        rows.Require(items);
        foreach (int item in items)
            for (int j = 0; j < n; j += 37) Assert.Equal(Math.Exp(-Math.Abs(x[item] - x[j])), rows.Row(item)[j], 1e-7);
    }

    [Theory, InlineData("classifier"), InlineData("nu classifier"), InlineData("regressor"), InlineData("nu regressor")]
    [InlineData("one-class")]
    public void A_cache_that_lets_rows_go_leaves_every_bit_of_every_machine(string machine)
    {
        // 600 rows are more than a working set; their matrix takes 1.4 MB, and the limit leaves room for two thirds of it.
        ClassificationData data = SvmData.Whole(2, 600, 4);
        var numbers = new RegressionData(data.Features, [.. Enumerable.Range(0, 600).Select(i => (double)(data.Codes[i] + i % 5))]);
        KernelFunction kernel = machine.StartsWith("nu", StringComparison.Ordinal) ? KernelFunction.Laplacian(0.2) : KernelFunction.Rbf(0.2);
        double[] Fitted(int megabytes) => machine switch
        {
            "classifier" => Numbers(new SvmClassifier { Kernel = kernel, MemoryMegabytes = megabytes }.Fit(data)),
            "nu classifier" => Numbers(new SvmClassifier { Kernel = kernel, Nu = 0.6, MemoryMegabytes = megabytes }.Fit(data)),
            "regressor" => Numbers(new SvmRegressor { Kernel = kernel, MemoryMegabytes = megabytes }.Fit(numbers)),
            "nu regressor" => Numbers(new SvmRegressor { Kernel = kernel, Nu = 0.4, MemoryMegabytes = megabytes }.Fit(numbers)),
            _ => Numbers(new OneClassSvm { Kernel = kernel, Nu = 0.4, MemoryMegabytes = megabytes }.Fit(data.Features)),
        };
        Assert.Equal(Fitted(1000), Fitted(1));

        static double[] Numbers(IModel model) => model switch
        {
            SvmClassifierModel m => [.. m.DualCoefficients.Span, .. m.Intercept],
            SvmRegressorModel m => [.. m.DualCoefficients, m.Intercept],
            OneClassSvmModel m => [.. m.DualCoefficients, m.Rho],
            _ => throw new ArgumentException(model.ToString()),
        };
    }

    private static Matrix Scaled(Matrix x, int exponent) =>
        Matrix.Wrap(Array.ConvertAll(x.Span.ToArray(), value => Math.ScaleB(value, exponent)), x.RowCount, x.ColumnCount);
}
