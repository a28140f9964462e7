using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="PassThrough"/>.</summary>
public sealed class PassThroughModel : ITransformerModel, IInverseTransform
{
    internal PassThroughModel(int featureCount, FitReport report) => (FeatureCount, Report) = (featureCount, report);

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount => FeatureCount;

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames => Report.FeatureNames;

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources => [.. Enumerable.Range(0, FeatureCount)];

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <summary>Gives the rows back, with their columns in order.</summary>
    /// <inheritdoc/>
    public Features Transform(Features x)
    {
        Features aligned = x.AlignedTo(this);
        Check.Magnitudes(aligned);
        return aligned is Table && OutputNames is null ? aligned : aligned.WithNames(OutputNames);
    }

    /// <summary>Gives the rows back.</summary>
    /// <inheritdoc/>
    public Features InverseTransform(Features x) => Transform(x);
}
