using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>A part that has been fitted: the numbers of the columns that it reads, and its model.</summary>
internal sealed record FittedPart(string Name, int[] Columns, ITransformerModel Model);

/// <summary>A fitted <see cref="ColumnTransformer"/>.</summary>
public sealed class ColumnTransformerModel : ITransformerModel
{
    internal ColumnTransformerModel(IReadOnlyList<FittedPart> parts, int featureCount, ColumnStorage storage, FitReport report)
    {
        Fitted = parts;
        FeatureCount = featureCount;
        Storage = storage;
        Report = report;
        OutputCount = parts.Sum(part => part.Model.OutputCount);
        OutputNames = parts.All(part => part.Model.OutputNames is not null) ? Names(parts) : null;
        OutputSources = [.. parts.SelectMany(part =>
            part.Model.OutputSources?.Select(source => source < 0 ? -1 : part.Columns[source]) ?? Enumerable.Repeat(-1, part.Model.OutputCount))];
    }

    /// <summary>The names of the parts that read at least one column, in order; a remainder that is passed is "remainder".</summary>
    public ImmutableArray<string> PartNames => [.. Fitted.Select(part => part.Name)];

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int OutputCount { get; }

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal IReadOnlyList<FittedPart> Fitted { get; }

    internal ColumnStorage Storage { get; }

    /// <summary>The fitted transformer of a part.</summary>
    /// <exception cref="ArgumentException">There is no such part, or it read no column.</exception>
    public ITransformerModel Part(string name) => Find(name).Model;

    private FittedPart Find(string name) =>
        Fitted.FirstOrDefault(part => part.Name == name)
        ?? throw new ArgumentException(
            $"there is no part '{name}' that reads a column; there are {string.Join(", ", PartNames.Select(one => $"'{one}'"))}", nameof(name));

    /// <summary>The numbers of the columns that a part reads, in its order.</summary>
    /// <exception cref="ArgumentException">There is no such part, or it read no column.</exception>
    public ReadOnlySpan<int> ColumnsOf(string name) => Find(name).Columns;

    /// <inheritdoc/>
    /// <returns>Rows of the storage that the fit decided on: dense, sparse or a table.</returns>
    public Features Transform(Features x)
    {
        Features rows = x.AlignedTo(this);
        return Blocks.Join([.. Fitted.Select(part => part.Model.Transform(rows.SelectColumns(part.Columns)))], Storage, OutputNames);
    }

    private static ImmutableArray<string> Names(IReadOnlyList<FittedPart> parts)
    {
        var counts = parts.SelectMany(part => part.Model.OutputNames!.Value).CountBy(name => name, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return [.. parts.SelectMany(part => part.Model.OutputNames!.Value.Select(name => counts[name] == 1 ? name : $"{part.Name}__{name}"))];
    }
}
