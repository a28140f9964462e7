using System.Collections.Immutable;

namespace ClassicML;

/// <summary>How a fit went. Not converging is reported here, not thrown.</summary>
public sealed record FitReport
{
    /// <summary>The number of iterations of the outermost loop; 0 for methods that have none.</summary>
    public int Iterations { get; init; }

    /// <summary>Whether the stopping rule was met.</summary>
    public bool Converged { get; init; } = true;

    /// <summary>Whether <see cref="FitContext.Stop"/> ended the fit early.</summary>
    public bool Stopped { get; init; }

    /// <summary>Why the fit did not converge, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The final value of the objective that the learner documents, or null.</summary>
    public double? Objective { get; init; }

    /// <summary>The final duality gap, or null.</summary>
    public double? DualityGap { get; init; }

    /// <summary>The time that the fit took. The one member that differs between equal fits.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The names of the columns that were fitted on, in their order; null where the data had none.</summary>
    public ImmutableArray<string>? FeatureNames { get; init; }

    /// <summary>What a family adds, such as "node_count" or "support_vector_count".</summary>
    public ImmutableSortedDictionary<string, double> Details { get; init; } =
        ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>
    /// The learner that made the model, with its options as they were. Null where none is known, as for weights from elsewhere and for a
    /// model that was read whose learner has no form.
    /// </summary>
    public object? Learner { get; init; }

    /// <summary>The report of a fit that ends now: with its learner, its time and the names of the columns.</summary>
    /// <param name="learner">The learner whose fit this is.</param>
    /// <param name="elapsed">The time that it took; 100 ns where it was less, so that no fit takes none.</param>
    /// <param name="featureNames">The names of the columns; null, the default, where the data has none.</param>
    public FitReport Ended(object learner, TimeSpan elapsed, ImmutableArray<string>? featureNames = null) =>
        this with
        {
            Learner = Check.NotNull(learner, nameof(learner)),
            FeatureNames = featureNames,
            Elapsed = elapsed > TimeSpan.Zero ? elapsed : TimeSpan.FromTicks(1),
        };

    /// <summary>The same report with one more detail.</summary>
    public FitReport With(string name, double value) => this with { Details = Details.SetItem(name, value) };
}
