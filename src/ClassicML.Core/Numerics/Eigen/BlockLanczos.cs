namespace ClassicML.Internal;

/// <summary>The largest eigenvalues of a symmetric matrix by a restarted block Lanczos method with full reorthogonalisation.</summary>
/// <remarks>
/// Each step multiplies a block of vectors by A, one product of matrices; takes out twice what lies in the basis; and appends the rest. The
/// matrix projected on the basis, Q A Qᵀ, is decomposed; its vectors (Rayleigh-Ritz) are the approximations, and ‖R·s‖, with R what the
/// last block left over and s a vector's part in that block, is the residual of one. Then the best vectors and the newest block stay.
/// Sources: Golub, Underwood, "The block Lanczos method for computing eigenvalues", 1977; Wu, Simon, "Thick-restart Lanczos method for
/// symmetric eigenvalue problems", 2000. A block finds eigenvalues of a multiplicity up to its size in one go. That happens only when the
/// basis is full: a decomposition costs more than the steps that an earlier look would save. Stops when every wanted residual is below
/// 1e-12·‖A‖: values are then right to rounding, vectors to 1e-12·‖A‖/gap. The start is pseudo-random under a fixed seed. Cost: 2·b·n²
/// flops a step, some 2·d·b·n more for a basis of d; memory 2·d·n doubles.
/// </remarks>
internal sealed class BlockLanczos
{
    private const double Tolerance = 1e-12;
    private const int MaxSteps = 300;

    private readonly ReadOnlyMemory<double> a;
    private readonly int n, wanted, block, room;
    private readonly FitContext context;
    private readonly Rng rng = new(0x1A2C05);

    // The basis as rows, the first `size` of room; the projected matrix, room×room; the newest block has no product yet.
    private double[] basis;
    private double[] projected;
    private int size;

    private BlockLanczos(ReadOnlyMemory<double> a, int n, int wanted, FitContext context)
    {
        (this.a, this.n, this.wanted, this.context) = (a, n, wanted, context);
        block = Math.Clamp((wanted + 1) / 2, 8, 32);
        room = Math.Min(n, 3 * wanted + 8 * block);
        basis = new double[room * n];
        projected = new double[room * room];
    }

    public static SymmetricEigen Top(ReadOnlyMemory<double> a, int n, int wanted, FitContext context) =>
        new BlockLanczos(a, n, wanted, context).Run();

    private SymmetricEigen Run()
    {
        int threads = context.Threads;
        double norm = 0;
        double[] newest = new double[block * n];
        foreach (ref double value in newest.AsSpan()) value = rng.NextDouble() - 0.5;
        RowSpace.Orthonormalize(newest, block, n, basis, 0, 0, rng);
        for (int step = 1; ; step++)
        {
            context.ThrowIfCancelled();
            newest.CopyTo(basis.AsSpan(size * n));
            newest = Product(newest);
            for (int i = 0; i < block; i++) norm = Math.Max(norm, RowSpace.Norm(newest.AsSpan(i * n, n)));
            size += block;
            double[] coupling = RowSpace.Deflate(newest, block, basis, size, n, threads);
            RowSpace.Deflate(newest, block, basis, size, n, threads);
            Project(coupling);
            double[] r = RowSpace.Orthonormalize(newest, block, n, basis, size, 1e-14 * norm, rng);
            if (size + block <= room && step < MaxSteps) continue;
            SymmetricEigen ritz = Ritz();
            if (LargestResidual(ritz, r) <= Tolerance * Math.Max(Math.Abs(ritz.Values[0]), Math.Abs(ritz.Values[^1]))) return Result(ritz, step);
            if (size + block > n || step == MaxSteps) return Everything(step);
            Restart(ritz);
        }
    }

    private SymmetricEigen Ritz()
    {
        double[] current = new double[size * size];
        for (int i = 0; i < size; i++) projected.AsSpan(i * room, size).CopyTo(current.AsSpan(i * size));
        return SymmetricEigen.Decompose(current, size, context);
    }

    private double[] Product(double[] rows)
    {
        double[] product = new double[block * n];
        Gemm.Multiply(new MatrixView<double>(rows, block, n), new MatrixView<double>(a.Span, n, n), product, context.Threads);
        return product;
    }

    private void Project(double[] coupling)
    {
        int first = size - block;
        for (int i = 0; i < block; i++)
            for (int j = 0; j < size; j++)
                projected[(first + i) * room + j] = projected[j * room + first + i] =
                    j < first ? coupling[i * size + j] : 0.5 * (coupling[i * size + j] + coupling[(j - first) * size + first + i]);
    }

    // Of Ritz vector s the residual is Σⱼ sⱼ·(row j of what is left over), j in the last block.
    private double LargestResidual(SymmetricEigen ritz, double[] r)
    {
        double largest = 0;
        double[] left = new double[block];
        for (int k = 0; k < wanted; k++)
        {
            left.AsSpan().Clear();
            for (int j = 0; j < block; j++)
                Kernels.AddScaled(ritz.Vectors[k * size + size - block + j], r.AsSpan(j * block, block), left);
            largest = Math.Max(largest, RowSpace.Norm(left));
        }
        return largest;
    }

    private void Restart(SymmetricEigen ritz)
    {
        int kept = Math.Min(size - block, wanted + block);
        double[] fresh = new double[room * n];
        RowSpace.AddProduct(1, ritz.Vectors, basis, fresh, kept, size, n, context.Threads);
        basis = fresh;
        projected = new double[room * room];
        for (int i = 0; i < kept; i++) projected[i * room + i] = ritz.Values[i];
        size = kept;
    }

    private SymmetricEigen Result(SymmetricEigen ritz, int steps)
    {
        double[] vectors = new double[wanted * n];
        RowSpace.AddProduct(1, ritz.Vectors, basis, vectors, wanted, size, n, context.Threads);
        return new SymmetricEigen(ritz.Values[..wanted], vectors, n, steps);
    }

    // The basis can't grow, or values lie too close together to be told apart in time.
    private SymmetricEigen Everything(int steps)
    {
        SymmetricEigen all = SymmetricEigen.Decompose(a.Span, n, context);
        return new SymmetricEigen(all.Values[..wanted], all.Vectors[..(wanted * n)], n, steps);
    }
}
