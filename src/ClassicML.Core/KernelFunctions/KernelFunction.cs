using System.Globalization;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>A kernel function k(x, y): the inner product of φ(x) and φ(y) in some space that is never built. Immutable.</summary>
/// <remarks>
/// A learner holds one as an option, resolves it against its data once (<see cref="Resolve"/> turns rules for γ into numbers), prepares its
/// rows (<see cref="Prepare(Features)"/>), and asks for blocks of the Gram matrix: one matrix product and an operation on each element
/// while it is in the cache. An element depends on its two rows alone: the same bits in any block, on any number of threads.
/// Rows that were prepared dense are read dense, and rows that were prepared sparse sparse, by products of what both rows store; only
/// precomputed kernels and functions of one's own make them dense. The two ways differ by rounding.
/// A function of one's own derives from <see cref="PairwiseKernelFunction"/>.
/// </remarks>
public abstract record KernelFunction
{
    // 2 GiB of doubles.
    private const long DenseLimit = 1L << 28;

    private protected KernelFunction()
    {
    }

    /// <summary>xᵀy.</summary>
    public static KernelFunction Linear { get; } = new LinearKernel();

    /// <summary>(γ·xᵀy + c)^d.</summary>
    public static KernelFunction Polynomial(int degree = 3, Gamma gamma = default, double constant = 0) =>
        new PolynomialKernel { Degree = degree, Gamma = gamma, Constant = constant };

    /// <summary>exp(-γ‖x-y‖²).</summary>
    public static KernelFunction Rbf(Gamma gamma = default) => new RbfKernel { Gamma = gamma };

    /// <summary>tanh(γ·xᵀy + c), which is positive semi-definite for few γ and c.</summary>
    public static KernelFunction Sigmoid(Gamma gamma = default, double constant = 0) =>
        new SigmoidKernel { Gamma = gamma, Constant = constant };

    /// <summary>exp(-γ‖x-y‖₁).</summary>
    public static KernelFunction Laplacian(Gamma gamma = default) => new LaplacianKernel { Gamma = gamma };

    /// <summary>exp(-γ Σ (xᵢ-yᵢ)²/(xᵢ+yᵢ)) for values of at least 0, such as counts.</summary>
    public static KernelFunction ChiSquared(double gamma = 1) => new ChiSquaredKernel { Gamma = gamma };

    /// <summary>xᵀy/(‖x‖‖y‖); 0 where a norm is 0.</summary>
    public static KernelFunction Cosine { get; } = new CosineKernel();

    /// <summary>Kernel values computed elsewhere: see <see cref="PrecomputedKernel"/> for what rows look like.</summary>
    public static KernelFunction Precomputed { get; } = new PrecomputedKernel();

    /// <summary>Whether γ is still a rule, which a model has no data for.</summary>
    internal virtual bool HasRule => false;

    /// <summary>The same function with numbers in the place of rules.</summary>
    /// <param name="x">The data that a rule looks at, n×p.</param>
    public virtual KernelFunction Resolve(Features x) => this;

    /// <summary>k(x, y) of one pair.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not allowed.</exception>
    /// <exception cref="InvalidOperationException">γ is still a rule: <see cref="Resolve"/> the function first.</exception>
    public double Evaluate(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"both rows must be of one length, have {x.Length} and {y.Length} values",
            nameof(y));
        KernelRows left = Prepare(new Matrix(x, 1, x.Length)), right = Prepare(new Matrix(y, 1, y.Length), left);
        double[] value = new double[1];
        Block(left, 0, 1, right, value);
        return value[0];
    }

    /// <summary>k(x, y) of one row with each of some prepared rows: the bits of a block, without allocating where these rows are dense.</summary>
    /// <param name="x">p values, finite.</param>
    /// <param name="rows">n prepared rows of width p.</param>
    /// <param name="destination">Receives n values.</param>
    /// <exception cref="ArgumentException">A value is not allowed, or a length does not fit.</exception>
    public void Evaluate(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination)
    {
        Check.Length(x.Length, Check.NotNull(rows, nameof(rows)).ColumnCount, nameof(x), "column");
        Check.Destination(destination.Length, rows.Count);
        if (rows.IsSparse) Block(Prepare(new Matrix(x, 1, x.Length), rows), 0, 1, rows, destination);
        else FillRow(x, rows, destination);
    }

    /// <summary>Rows in the form that blocks are made from, such as centred ones with their norms.</summary>
    /// <param name="x">n×p, finite, dense or sparse.</param>
    /// <exception cref="ArgumentException">A value is not allowed, or the function reads dense rows and these are too many and too
    /// wide.</exception>
    public KernelRows Prepare(Features x) => Prepare(Check.NotNull(x, nameof(x)), x is Matrix dense ? Centre(dense) : []);

    /// <summary>Rows in the same form as those of another call, so that both can meet in a block.</summary>
    /// <param name="x">n×p, finite, dense or sparse whatever the others are.</param>
    /// <param name="fitted">Rows of this function, of width p.</param>
    /// <exception cref="ArgumentException">A value is not allowed, the widths differ, or the others are dense and these rows too many and
    /// too wide to be.</exception>
    public KernelRows Prepare(Features x, KernelRows fitted)
    {
        Check.Width(x, Check.NotNull(fitted, nameof(fitted)).ColumnCount);
        return Prepare(fitted.IsSparse ? x as SparseMatrix ?? SparseMatrix.FromDense((Matrix)x) : Dense(x), fitted.Centre);
    }

    /// <summary>A block of the Gram matrix: k of some rows of one set with all rows of another.</summary>
    /// <param name="left">Prepared rows.</param>
    /// <param name="start">The first of the left rows.</param>
    /// <param name="count">How many of them, m.</param>
    /// <param name="right">n prepared rows.</param>
    /// <param name="destination">Receives m×n values, row-major.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at while the block is made.</param>
    /// <exception cref="ArgumentException">The destination does not hold m·n values.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void Block(
        KernelRows left, int start, int count, KernelRows right, Span<double> destination, int threads = 1,
        CancellationToken cancellation = default)
    {
        Check.NotNull(left, nameof(left));
        Check.Destination(destination.Length, (long)count * Check.NotNull(right, nameof(right)).Count);
        Fill(new KernelBlock(left, start, count, right, destination, threads, cancellation));
    }

    /// <summary>k(x, x) of each row, with the bits that it has in any block.</summary>
    /// <param name="rows">n prepared rows.</param>
    /// <param name="cancellation">Looked at before every few rows.</param>
    /// <returns>n values.</returns>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public double[] Diagonal(KernelRows rows, CancellationToken cancellation = default)
    {
        // A block of sparse rows takes a transpose, of p columns however few the rows.
        int together = Check.NotNull(rows, nameof(rows)).IsSparse ? 256 : 1;
        double[] diagonal = new double[rows.Count], block = new double[together * together];
        for (int start = 0; start < diagonal.Length; start += together)
        {
            // A product of few elements does not look itself.
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(together, diagonal.Length - start);
            KernelRows some = rows.Select([.. Enumerable.Range(start, count)]);
            Block(some, 0, count, some, block.AsSpan(0, count * count), 1, cancellation);
            for (int i = 0; i < count; i++) diagonal[start + i] = block[i * count + i];
        }
        return diagonal;
    }

    /// <summary>The Gram matrix of one set of rows, n×n, symmetric; half of it is computed.</summary>
    /// <param name="x">n×p, finite, dense or sparse.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    public Matrix Gram(Features x, int threads = 1)
    {
        int n = Check.NotNull(x, nameof(x)).RowCount;
        double[] gram = GC.AllocateUninitializedArray<double>(MemoryNeed.Doubles(n, n, "a Gram matrix", "take fewer rows"));
        Gram(x, gram, threads);
        return Matrix.Wrap(gram, n, n);
    }

    /// <summary>The Gram matrix of one set of rows, n×n, symmetric, into memory of the caller's.</summary>
    /// <param name="x">n×p, finite, dense or sparse.</param>
    /// <param name="destination">Receives n×n values.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at while the matrix is made.</param>
    /// <exception cref="ArgumentException">The destination does not hold n·n values, or a value is not allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void Gram(Features x, Span<double> destination, int threads = 1, CancellationToken cancellation = default)
    {
        KernelRows rows = Prepare(x);
        Check.Destination(destination.Length, (long)rows.Count * rows.Count);
        Fill(new KernelBlock(rows, 0, rows.Count, rows, destination, threads, cancellation) { IsSymmetric = true });
    }

    /// <summary>k of each row of x with each row of y, n×m.</summary>
    /// <param name="x">n×p, finite, dense or sparse.</param>
    /// <param name="y">m×p, finite, dense or sparse: as these are, all are read.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    public Matrix Gram(Features x, Features y, int threads = 1)
    {
        KernelRows right = Prepare(y), left = Prepare(x, right);
        double[] gram = GC.AllocateUninitializedArray<double>(
            MemoryNeed.Doubles(left.Count, right.Count, "a Gram matrix", "take fewer rows at once"));
        Block(left, 0, left.Count, right, gram, threads);
        return Matrix.Wrap(gram, left.Count, right.Count);
    }

    private protected abstract void Fill(in KernelBlock block);

    /// <summary>k of a row as it came with dense rows that are prepared.</summary>
    private protected abstract void FillRow(ReadOnlySpan<double> x, KernelRows rows, Span<double> destination);

    /// <summary>What dense rows are moved by before norms are taken, for functions of x - y; empty for others.</summary>
    private protected virtual double[] Centre(Matrix x) => [];

    private protected virtual KernelRows Prepare(Features x, double[] centre) => new(x, centre, []);

    /// <summary>Rows made dense.</summary>
    /// <exception cref="ArgumentException">They are too many and too wide.</exception>
    private protected Matrix Dense(Features x) => x is not SparseMatrix sparse ? (Matrix)x
        : (long)x.RowCount * x.ColumnCount <= DenseLimit ? sparse.ToDense()
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"{GetType().Name} reads dense rows here, and {x.RowCount}×{x.ColumnCount} ")
            + "are more than 2²⁸ values", nameof(x));

    private protected static double Number(Gamma gamma) =>
        gamma.Value ?? throw new InvalidOperationException(
            $"gamma is still the rule '{gamma}': resolve the kernel function against data first");
}
