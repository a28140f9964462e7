using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Decomposition;

/// <summary>Principal component analysis of rows that come in batches, none of which is kept.</summary>
/// <remarks>
/// After m rows the model is (mean, σ, V) of rank k; a batch B of b rows with mean β gives the singular values of
/// [diag(σ)·V; B - 1βᵀ; √(mb/(m+b))·(μ - β)ᵀ], of which k are kept (Ross, Lim, Lin, Yang, "Incremental learning for robust visual
/// tracking", 2008; scikit-learn's IncrementalPCA). Exact while the rows seen have rank k at most or all components are kept; otherwise
/// what a batch drops is lost, so the order of rows counts. Signs as in <see cref="Pca"/>. Cost: (k+b)²·p flops a batch and some
/// 50·min(k+b, p)³; memory (k+b)·p doubles.
/// </remarks>
public sealed record IncrementalPca : ITransformer<PcaModel>
{
    /// <summary>How many components to keep. Default null: as many as the smaller of the first batch's rows and columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? ComponentCount { get; init => field = Check.AtLeast(value, 1, nameof(ComponentCount)); }

    /// <summary>The rows of a batch when all rows are at hand. Default null: 5·p.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? BatchSize { get; init => field = Check.AtLeast(value, 1, nameof(BatchSize)); }

    /// <summary>Whether each score is divided by its deviation. Default false.</summary>
    public bool Whiten { get; init; }

    /// <inheritdoc/>
    public PcaModel Fit(Features x, FitContext context = default)
    {
        Matrix rows = Check.Complete(x, nameof(IncrementalPca));
        return Fit(Batches(rows, BatchSize ?? 5 * rows.ColumnCount), context);
    }

    /// <summary>Fits on batches of rows, each read once.</summary>
    /// <param name="batches">Matrices of one width; the first with at least as many rows as components.</param>
    /// <param name="context">Cancellation, a thread limit, and progress by batch.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows, widths differ, or the first batch is too small.</exception>
    public PcaModel Fit(IEnumerable<Matrix> batches, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        IncrementalSpectrum? state = null;
        ImmutableArray<string>? names = null;
        int count = 0;
        foreach (Matrix batch in Check.NotNull(batches, nameof(batches)))
        {
            context.ThrowIfCancelled();
            Matrix rows = Check.Complete(batch, nameof(IncrementalPca));
            if (state is null) names = rows.ColumnNames;
            state ??= new IncrementalSpectrum(rows.ColumnCount, Wanted(rows));
            state.Add(rows, context);
            count++;
            context.Progress?.Report(new FitProgress("batch", count, 0));
        }
        if (state is null || state.RowCount < 2)
            throw new ArgumentException($"{nameof(IncrementalPca)} needs at least two rows, has {state?.RowCount ?? 0}", nameof(batches));
        return state.Model(Whiten, new FitReport { Iterations = count }.Ended(this, clock.Elapsed, names));
    }

    private int Wanted(Matrix first)
    {
        int most = Math.Min(first.RowCount, first.ColumnCount);
        if (most == 0)
            throw new ArgumentException(
                $"the first batch must have rows and columns, has {first.RowCount}×{first.ColumnCount}", "batches");
        if (ComponentCount > most)
            throw new ArgumentException(
                $"{nameof(ComponentCount)} must be at most {most}, the first batch's smaller side, was {ComponentCount}", "batches");
        return ComponentCount ?? most;
    }

    // scikit-learn's rule: a batch that would leave fewer rows than components takes them along.
    private IEnumerable<Matrix> Batches(Matrix rows, int size)
    {
        int start = 0, least = ComponentCount ?? 0;
        while (start + size + Math.Max(least, 1) <= rows.RowCount)
        {
            yield return rows.Rows(start, size);
            start += size;
        }
        yield return rows.Rows(start, rows.RowCount - start);
    }
}
