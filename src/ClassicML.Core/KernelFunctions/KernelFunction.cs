namespace ClassicML;

/// <summary>A kernel function k(x, y): the inner product of φ(x) and φ(y) in some space that is never built. Immutable.</summary>
/// <remarks>
/// A learner holds one as an option, resolves it against its data once (<see cref="Resolve"/> turns rules for γ into numbers), prepares its
/// rows (<see cref="Prepare(Matrix)"/>), and asks for blocks of the Gram matrix: one matrix product and an operation on each element
/// while it is in the cache. An element depends on its two rows alone: the same bits in any block, on any number of threads.
/// A function of one's own derives from <see cref="PairwiseKernelFunction"/>.
/// </remarks>
public abstract record KernelFunction
{
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

    /// <summary>The same function with numbers in the place of rules.</summary>
    /// <param name="x">The data that a rule looks at, n×p.</param>
    public virtual KernelFunction Resolve(Matrix x) => this;

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

    /// <summary>Rows in the form that blocks are made from, such as centred ones with their norms.</summary>
    /// <param name="x">n×p, finite.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public KernelRows Prepare(Matrix x) => Prepare(Check.NotNull(x, nameof(x)), Centre(x));

    /// <summary>Rows in the same form as those of another call, so that both can meet in a block.</summary>
    /// <param name="x">n×p, finite.</param>
    /// <param name="fitted">Rows of this function, of width p.</param>
    /// <exception cref="ArgumentException">A value is not allowed, or the widths differ.</exception>
    public KernelRows Prepare(Matrix x, KernelRows fitted)
    {
        Check.Width(x, Check.NotNull(fitted, nameof(fitted)).ColumnCount);
        return Prepare(x, fitted.Centre);
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

    /// <summary>The Gram matrix of one set of rows, n×n, symmetric; half of it is computed.</summary>
    /// <param name="x">n×p, finite.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    public Matrix Gram(Matrix x, int threads = 1)
    {
        int n = Check.NotNull(x, nameof(x)).RowCount;
        double[] gram = GC.AllocateUninitializedArray<double>(checked(n * n));
        Gram(x, gram, threads);
        return Matrix.Wrap(gram, n, n);
    }

    /// <summary>The Gram matrix of one set of rows, n×n, symmetric, into memory of the caller's.</summary>
    /// <param name="x">n×p, finite.</param>
    /// <param name="destination">Receives n×n values.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    /// <param name="cancellation">Looked at while the matrix is made.</param>
    /// <exception cref="ArgumentException">The destination does not hold n·n values, or a value is not allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public void Gram(Matrix x, Span<double> destination, int threads = 1, CancellationToken cancellation = default)
    {
        KernelRows rows = Prepare(x);
        Check.Destination(destination.Length, (long)rows.Count * rows.Count);
        Fill(new KernelBlock(rows, 0, rows.Count, rows, destination, threads, cancellation) { IsSymmetric = true });
    }

    /// <summary>k of each row of x with each row of y, n×m.</summary>
    /// <param name="x">n×p, finite.</param>
    /// <param name="y">m×p, finite.</param>
    /// <param name="threads">The most threads. Default: 1.</param>
    public Matrix Gram(Matrix x, Matrix y, int threads = 1)
    {
        KernelRows right = Prepare(y), left = Prepare(x, right);
        double[] gram = GC.AllocateUninitializedArray<double>(checked(left.Count * right.Count));
        Block(left, 0, left.Count, right, gram, threads);
        return Matrix.Wrap(gram, left.Count, right.Count);
    }

    private protected abstract void Fill(in KernelBlock block);

    /// <summary>What rows are moved by before norms are taken, for functions of x - y; empty for others.</summary>
    private protected virtual double[] Centre(Matrix x) => [];

    private protected virtual KernelRows Prepare(Matrix x, double[] centre) => new(x, centre, []);

    private protected static double Number(Gamma gamma) =>
        gamma.Value ?? throw new InvalidOperationException(
            $"gamma is still the rule '{gamma}': resolve the kernel function against data first");
}
