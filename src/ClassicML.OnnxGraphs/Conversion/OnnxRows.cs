using System.Collections.Immutable;

namespace ClassicML.Onnx;

/// <summary>Rows inside a graph: columns of numbers or texts, wherever their values stand. Immutable.</summary>
/// <remarks>
/// Numbers are in double precision whatever the inputs are, so that an offset such as years costs no digits. A column that is an input by itself becomes
/// one when it is first read, as numbers, texts or dates, whichever is asked for; one that nobody reads is no input.
/// </remarks>
public sealed class OnnxRows
{
    private readonly OnnxGraph graph;
    private readonly ImmutableArray<(OnnxColumns Source, int Place)> columns;

    private OnnxRows(OnnxGraph graph, ImmutableArray<(OnnxColumns, int)> columns) => (this.graph, this.columns) = (graph, columns);

    internal OnnxRows(OnnxGraph graph, params IEnumerable<OnnxColumns> sources) : this(
        graph, [.. sources.SelectMany(source => Enumerable.Range(0, source.Count).Select(place => (source, place)))])
    {
    }

    /// <summary>The number of columns, p.</summary>
    public int ColumnCount => columns.Length;

    /// <summary>The columns of a value of numbers.</summary>
    /// <param name="graph">The graph that the value is of.</param>
    /// <param name="value">A value in double precision, N×p.</param>
    /// <param name="columnCount">p.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is negative.</exception>
    public static OnnxRows Of(OnnxGraph graph, string value, int columnCount)
    {
        Check.AtLeast(columnCount, 0, nameof(columnCount));
        return new(Check.NotNull(graph, nameof(graph)), new OnnxColumns.Tensor(Check.NotNull(value, nameof(value)), columnCount));
    }

    /// <summary>One column of a value of texts, N×1.</summary>
    public static OnnxRows OfText(OnnxGraph graph, string value) =>
        new(Check.NotNull(graph, nameof(graph)), new OnnxColumns.Text(Check.NotNull(value, nameof(value))));

    /// <summary>The columns of several, side by side.</summary>
    /// <param name="graph">The graph that they are of.</param>
    /// <param name="parts">The parts, in order.</param>
    public static OnnxRows Join(OnnxGraph graph, params IEnumerable<OnnxRows> parts) =>
        new(Check.NotNull(graph, nameof(graph)), [.. Check.NotNull(parts, nameof(parts)).SelectMany(part => part.columns)]);

    /// <summary>Some of the columns, in the order given.</summary>
    public OnnxRows Select(params ReadOnlySpan<int> numbers)
    {
        var chosen = ImmutableArray.CreateBuilder<(OnnxColumns, int)>(numbers.Length);
        foreach (int number in numbers) chosen.Add(columns[number]);
        return new OnnxRows(graph, chosen.MoveToImmutable());
    }

    /// <summary>Whether a column is known to hold texts: nobody may read it as numbers.</summary>
    public bool IsText(int column) => columns[column].Source is OnnxColumns.Text or OnnxColumns.Input { Element: OnnxElement.String };

    /// <summary>All columns as one value in double precision, N×p; NaN where a value is missing.</summary>
    /// <exception cref="ArgumentException">A column holds texts.</exception>
    public string Numbers()
    {
        List<string> parts = [];
        for (int at = 0; at < columns.Length;)
        {
            OnnxColumns source = columns[at].Source;
            int end = at;
            while (end < columns.Length && columns[end].Source == source) end++;
            long[] places = [.. columns[at..end].Select(column => (long)column.Place)];
            string all = source.Numbers(graph);
            bool isWhole = places.Length == source.Count && places.Index().All(pair => pair.Index == pair.Item);
            parts.Add(isWhole ? all : graph.Add("Gather", [all, graph.Integers(places)], OnnxAttribute.Integer("axis", 1)));
            at = end;
        }
        return parts.Count == 1 ? parts[0] : graph.Add("Concat", [.. parts], OnnxAttribute.Integer("axis", 1));
    }

    /// <summary>One column of numbers in double precision, N×1.</summary>
    /// <exception cref="ArgumentException">It holds texts.</exception>
    public string Number(int column) => Select(column).Numbers();

    /// <summary>One column of texts, N×1; a missing one is empty.</summary>
    /// <exception cref="ArgumentException">It holds something else.</exception>
    public string Text(int column) => columns[column].Source.Texts(graph);

    /// <summary>One column of dates, int64, N×1: microseconds since the beginning of 1970, without a time zone; a missing one is the least integer.</summary>
    /// <exception cref="ArgumentException">It holds something else.</exception>
    public string Date(int column) => columns[column].Source.Dates(graph);
}
