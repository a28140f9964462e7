using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Leaves columns as they are: for a part of a <see cref="ColumnTransformer"/>.</summary>
public sealed record PassThrough : ITransformer<PassThroughModel>
{
    /// <inheritdoc/>
    public PassThroughModel Fit(Features x, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Check.Magnitudes(x);
        return new PassThroughModel(x.ColumnCount, new FitReport().Ended(this, clock.Elapsed, x.ColumnNames));
    }
}
