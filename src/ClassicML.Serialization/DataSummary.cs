using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Serialization;

/// <summary>What a model file says of the data that the model was trained on.</summary>
/// <param name="RowCount">The number of rows, n.</param>
/// <param name="Hash">SHA-256 of rows, targets, weights and groups: equal data have equal ones.</param>
/// <param name="TargetName">The name of the target; null where it has none.</param>
/// <param name="FeatureKinds">What each column holds, p of them; numbers for rows without a table.</param>
public sealed record DataSummary(int RowCount, string Hash, string? TargetName, ImmutableArray<ColumnKind> FeatureKinds)
{
    /// <summary>That of rows with classes.</summary>
    public static DataSummary Of(ClassificationData data) =>
        Of(Check.NotNull(data, nameof(data)).Features, DataHash.Of(data), data.TargetName);

    /// <summary>That of rows with numbers.</summary>
    public static DataSummary Of(RegressionData data) =>
        Of(Check.NotNull(data, nameof(data)).Features, DataHash.Of(data), data.TargetName);

    /// <summary>That of rows of which outliers are known.</summary>
    public static DataSummary Of(OutlierData data) => Of(Check.NotNull(data, nameof(data)).Features, DataHash.Of(data), null);

    private static DataSummary Of(Features x, string hash, string? target) => new(x.RowCount, hash, target,
        x is Table table ? [.. table.Columns.Select(column => column.Kind)] : [.. Enumerable.Repeat(ColumnKind.Number, x.ColumnCount)]);
}
