using ClassicML.Internal;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

/// <summary>A fit ends soon after it is cancelled, also while its kernel matrix is made: counted in kernel values, not in
/// seconds.</summary>
public class SvmCancellationTests
{
    private const int Rows = 400, Before = 2000;

    public static TheoryData<string> Kernels { get; } =
        ["rbf, single precision", "rbf, double precision", "polynomial", "laplacian", "sparse rbf"];

    // A whole matrix where there is room for it, else rows of it.
    [Theory, InlineData(1000), InlineData(1)]
    public void A_fit_ends_within_a_row_of_kernel_values(int megabytes)
    {
        // Three classes make several machines, for which the whole matrix is made.
        ClassificationData data = SvmData.Blobs(3, Rows, 2);
        using var cancel = new CancellationTokenSource();
        var kernel = new Cancelling { Cancel = cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => new SvmClassifier { Kernel = kernel, MemoryMegabytes = megabytes }.Fit(
            data, new FitContext { Cancellation = cancel.Token, MaxThreads = 1 }));
        Assert.InRange(kernel.Count - Before, 0, Rows);
    }

    [Theory, MemberData(nameof(Kernels))]
    public void Nothing_is_made_of_a_kernel_matrix_after_the_token(string name)
    {
        ClassificationData blobs = SvmData.Blobs(3, Rows, 20);
        Features x = name == "sparse rbf" ? SparseMatrix.FromDense((Matrix)blobs.Features) : blobs.Features;
        KernelFunction kernel = name switch
        {
            "rbf, single precision" => KernelFunction.Rbf(1e-3),
            "polynomial" => KernelFunction.Polynomial(2, 1e-3),
            "laplacian" => KernelFunction.Laplacian(1e-3),
            _ => KernelFunction.Rbf(10),
        };
        using var cancel = new CancellationTokenSource();
        var context = new FitContext { Cancellation = cancel.Token };
        var training = new TrainingRows(x, context);
        // The rows are prepared before the token is given; products are what is left.
        IKernelSource source = training.Source(kernel, 1, 3);
        Assert.IsNotType<GramSource>(source);
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => training.Source(kernel, 1000, 3));
        Assert.ThrowsAny<OperationCanceledException>(() => training.Source(kernel, 1000, 3, shared: true));
        Assert.ThrowsAny<OperationCanceledException>(() => source.Rows([.. Enumerable.Range(0, Rows)], 0).Require([0, 1, 2]));
    }

    [Fact]
    public void Products_end_within_a_piece_of_their_matrix()
    {
        const int n = 1600, p = 5;
        double[] values = [.. Enumerable.Range(0, n * p).Select(i => (double)(i % 7))];
        SparseMatrix sparse = SparseMatrix.FromDense(new Matrix(values, n, p)), transposed = sparse.Transpose();
        void Ends(Action<Counting, CancellationToken> multiply)
        {
            using var cancel = new CancellationTokenSource();
            var counts = new long[1];
            Assert.ThrowsAny<OperationCanceledException>(() => multiply(new Counting(cancel, counts), cancel.Token));
            // 512 columns of as many rows as a block has, or 64 rows at most.
            Assert.InRange(counts[0], 1, n * n / 4);
        }

        Ends((epilogue, token) => Gemm.Multiply(
            new MatrixView<double>(values, n, p), new MatrixView<double>(values, n, p).Transposed, epilogue, 1, token));
        Ends((epilogue, token) => Syrk.RowProducts(new MatrixView<double>(values, n, p), epilogue, 1, token));
        Ends((epilogue, token) => SparseProduct.Multiply(sparse, 0, n, transposed, epilogue, 1, token));
        Ends((epilogue, token) => SparseProduct.RowProducts(sparse, transposed, epilogue, 1, token));
    }

    // A kernel function that gives the token while it is asked for values.
    private sealed record Cancelling : PairwiseKernelFunction
    {
        public CancellationTokenSource? Cancel { get; init; }

        public int Count { get; private set; }

        protected override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            if (++Count == Before) Cancel!.Cancel();
            return Math.Exp(-Internal.Kernels.SquaredDistance(x, y));
        }
    }

    // Gives the token at the first elements, and counts all.
    private readonly struct Counting(CancellationTokenSource cancel, long[] counts) : IGemmEpilogue<double>
    {
        public void Take(Span<double> values, int row, int column)
        {
            cancel.Cancel();
            counts[0] += values.Length;
        }
    }
}
