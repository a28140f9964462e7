using System.Collections.Immutable;

namespace ClassicML.Serialization;

/// <summary>What a model file says beside the model.</summary>
public sealed record ModelFileOptions
{
    /// <summary>What the model was trained on: <c>DataSummary.Of(training)</c>. Default null: not known.</summary>
    public DataSummary? Data { get; init; }

    /// <summary>Texts of one's own by name, such as an author or a ticket. Default: none.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ImmutableSortedDictionary<string, string> Notes { get; init => field = Check.NotNull(value, nameof(Notes)); } =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The time of writing. Default null: now. A given one makes equal files of equal models.</summary>
    public DateTimeOffset? Saved { get; init; }
}
