using ClassicML.Internal;

namespace ClassicML.Decomposition;

/// <summary>Rows from scores, by kernel ridge regression of the training rows on their scores: x ≈ Σ cᵢ k(zᵢ, z), c = (K +
/// αI)⁻¹X.</summary>
/// <remarks>
/// Bakir, Weston, Schölkopf, "Learning to find pre-images", 2004; scikit-learn's fit_inverse_transform. The kernel is the option's, its
/// rules resolved against the scores. Where K + αI is not positive definite (a sigmoid kernel), it is refused.
/// </remarks>
/// <param name="Kernel">The kernel function between scores.</param>
/// <param name="Scores">The scores of the training rows, n×k.</param>
/// <param name="Coefficients">c as columns, p×n.</param>
internal sealed record PreImages(KernelFunction Kernel, Matrix Scores, Matrix Coefficients)
{
    public static PreImages Fit(KernelFunction rule, Matrix rows, double[] dual, double[] eigenvalues, double penalty, FitContext context)
    {
        int n = rows.RowCount, p = rows.ColumnCount, k = eigenvalues.Length;
        double[] scores = new double[n * k];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < k; j++) scores[i * k + j] = dual[j * n + i] * eigenvalues[j];
        Matrix places = Matrix.Wrap(scores, n, k);
        KernelFunction kernel = rule.Resolve(places);
        double[] gram = kernel.Gram(places, context.Threads).Span.ToArray();
        for (int i = 0; i < n; i++) gram[i * n + i] += penalty;
        PositiveDefinite factor = PositiveDefinite.TryFactor(gram, n, context)
            ?? throw new ArgumentException(
                "the kernel function gives no positive definite matrix of scores, so no inverse; raise InversePenalty", "x");
        context.ThrowIfCancelled();
        double[] coefficients = new double[p * n];
        for (int j = 0; j < p; j++)
        {
            for (int i = 0; i < n; i++) coefficients[j * n + i] = rows[i, j];
            factor.Solve(coefficients.AsSpan(j * n, n));
        }
        return new PreImages(kernel, places, Matrix.Wrap(coefficients, p, n));
    }

    public Matrix Of(Matrix scores)
    {
        int m = scores.RowCount, n = Scores.RowCount, p = Coefficients.RowCount;
        double[] back = new double[checked(m * p)];
        Gemm.MultiplyTransposed(Kernel.Gram(scores, Scores, Workers.MaxThreads).Span, Coefficients.Span, back, m, p, n, Workers.MaxThreads);
        return Matrix.Wrap(back, m, p);
    }
}
