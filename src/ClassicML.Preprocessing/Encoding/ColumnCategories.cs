using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML.Preprocessing;

/// <summary>The categories of one column, in order: numbers by value, texts and truth values ordinally, categories in the order of their levels.</summary>
internal sealed class ColumnCategories
{
    /// <summary>The code of a missing value, and of one that was not there at the fit.</summary>
    public const int Missing = -1, Unknown = -2;

    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);

    /// <summary>Known categories.</summary>
    /// <exception cref="ArgumentException">They don't rise, or one comes twice.</exception>
    public ColumnCategories(ColumnKind kind, double[] numbers, ImmutableArray<string> texts, bool hasMissing)
    {
        (Kind, Numbers, Texts, HasMissing) = (kind, numbers, texts, hasMissing);
        if (kind == ColumnKind.Date) throw new ArgumentException("dates are no categories");
        if ((kind == ColumnKind.Number ? texts.Length : numbers.Length) > 0) throw new ArgumentException("categories are either numbers or texts");
        for (int code = 1; code < numbers.Length; code++)
            if (!(numbers[code] > numbers[code - 1])) throw new ArgumentException("the categories of a column must rise");
        for (int code = 0; code < texts.Length; code++)
            if (!codes.TryAdd(texts[code], code)) throw new ArgumentException($"category '{texts[code]}' comes twice");
    }

    public ColumnKind Kind { get; }

    public double[] Numbers { get; }

    public ImmutableArray<string> Texts { get; }

    /// <summary>Whether a value was missing at the fit.</summary>
    public bool HasMissing { get; }

    public int Count => Numbers.Length + Texts.Length;

    public string NameOf(int code) => Kind == ColumnKind.Number ? Numbers[code].ToString("R", CultureInfo.InvariantCulture) : Texts[code];

    /// <summary>The categories of all columns.</summary>
    public static ColumnCategories[] Of(Features x, string reader, FitContext context)
    {
        ColumnTiles.RefuseEmpty(Check.NotNull(x, nameof(x)), reader);
        Features rows = x is Table ? x : Check.Dense(x, reader);
        Check.Magnitudes(rows);
        var categories = new ColumnCategories[x.ColumnCount];
        Workers.For(categories.Length, Threads(x, context.Threads), j => categories[j] = Of(rows, j, reader), context.Cancellation);
        return categories;
    }

    /// <summary>The code of each row of each column, column after column; <see cref="Missing"/> and <see cref="Unknown"/> for others.</summary>
    /// <exception cref="ArgumentException">A column holds text where it held numbers, or the other way round.</exception>
    public static int[][] Encode(ColumnCategories[] categories, Features x, string reader)
    {
        Features rows = x is Table ? x : Check.Dense(x, reader);
        Check.Magnitudes(rows);
        int[][] codes = new int[categories.Length][];
        Workers.For(codes.Length, Threads(x, Workers.MaxThreads), j => codes[j] = categories[j].Encode(rows, j));
        return codes;
    }

    private static int Threads(Features x, int threads) => (long)x.RowCount * x.ColumnCount < 50_000 ? 1 : threads;

    private static ColumnCategories Of(Features x, int j, string reader)
    {
        if (x is not Table table || table.Columns[j] is NumberColumn)
        {
            double[] values = NumbersOf(x, j);
            var distinct = new HashSet<double>();
            bool hasMissing = false;
            foreach (double value in values)
                if (double.IsNaN(value)) hasMissing = true;
                // Adding zero makes of -0 the one zero that there is.
                else distinct.Add(value + 0.0);
            return new ColumnCategories(ColumnKind.Number, [.. distinct.Order()], [], hasMissing);
        }
        return table.Columns[j] switch
        {
            CategoryColumn column => new(ColumnKind.Category, [], column.Levels, column.MissingCount > 0),
            TextColumn column => new(ColumnKind.Text, [], column.PresentLevels(), column.MissingCount > 0),
            BooleanColumn column => new(ColumnKind.Boolean, [], Truths(column), column.MissingCount > 0),
            var column => throw new ArgumentException($"column '{column.Name}' holds dates, which {reader} doesn't read; put DateFeatures before it", nameof(x)),
        };
    }

    private static ImmutableArray<string> Truths(BooleanColumn column)
    {
        ReadOnlySpan<double> values = column.Numbers!.Value.Span;
        return [.. values.Contains(0) ? ["false"] : (string[])[], .. values.Contains(1) ? ["true"] : (string[])[]];
    }

    private int[] Encode(Features x, int j)
    {
        int[] encoded = new int[x.RowCount];
        bool isNumber = x is not Table table || table.Columns[j] is NumberColumn;
        if (isNumber != (Kind == ColumnKind.Number))
        {
            // What has no value has no kind: neither a column that is empty now, nor one that was when the model was fitted.
            if (Count == 0 || IsEmpty(x, j))
            {
                for (int i = 0; i < encoded.Length; i++) encoded[i] = IsMissing(x, i, j) ? Missing : Unknown;
                return encoded;
            }
            throw new ArgumentException(
                $"column {(x.ColumnNames is { } names ? $"'{names[j]}'" : j.ToString(CultureInfo.InvariantCulture))} holds "
                + $"{(isNumber ? "numbers" : "no numbers")}; the model was fitted on {(isNumber ? "text" : "numbers")} there", nameof(x));
        }
        if (isNumber)
        {
            double[] values = NumbersOf(x, j);
            for (int i = 0; i < encoded.Length; i++)
            {
                if (double.IsNaN(values[i])) encoded[i] = Missing;
                else encoded[i] = Array.BinarySearch(Numbers, values[i] + 0.0) is var code and >= 0 ? code : Unknown;
            }
            return encoded;
        }
        switch (((Table)x).Columns[j])
        {
            case CodedColumn column:
                int[] map = [.. column.Levels.Select(CodeOf)];
                ReadOnlySpan<int> own = column.Codes;
                for (int i = 0; i < encoded.Length; i++) encoded[i] = own[i] < 0 ? Missing : map[own[i]];
                return encoded;
            case BooleanColumn column:
                (int no, int yes) = (CodeOf("false"), CodeOf("true"));
                for (int i = 0; i < encoded.Length; i++) encoded[i] = column[i] is { } value ? value ? yes : no : Missing;
                return encoded;
            case var column:
                throw new ArgumentException($"column '{column.Name}' holds {column.Kind.ToString().ToLowerInvariant()}s, no categories", nameof(x));
        }
    }

    // A matrix has no kind but numbers.
    private static bool IsEmpty(Features x, int j) => Enumerable.Range(0, x.RowCount).All(i => IsMissing(x, i, j));

    private static bool IsMissing(Features x, int i, int j) => x is Table table ? table.Columns[j].IsMissing(i) : double.IsNaN(((Matrix)x)[i, j]);

    private int CodeOf(string text) => codes.TryGetValue(text, out int code) ? code : Unknown;

    private static double[] NumbersOf(Features x, int j)
    {
        if (x is Table table) return table.Columns[j].Numbers!.Value.ToArray();
        var matrix = (Matrix)x;
        double[] values = new double[x.RowCount];
        for (int i = 0, at = j; i < values.Length; i++, at += x.ColumnCount) values[i] = matrix.Span[at];
        return values;
    }

    /// <summary>A column of the categories of some codes; a code that is none is missing.</summary>
    public TableColumn Decode(string name, int[] decoded) => Kind switch
    {
        ColumnKind.Number => NumberColumn.Wrap(name, Array.ConvertAll(decoded, code => code < 0 ? double.NaN : Numbers[code])),
        ColumnKind.Text => TextColumn.Wrap(name, Array.ConvertAll(decoded, code => Math.Max(code, -1)), Texts),
        ColumnKind.Category => CategoryColumn.Wrap(name, Array.ConvertAll(decoded, code => Math.Max(code, -1)), Texts),
        ColumnKind.Boolean => new BooleanColumn(name, decoded.Select(code => code < 0 ? (bool?)null : Texts[code] == "true")),
        ColumnKind.Date or _ => throw new NotSupportedException($"{Kind}"),
    };

    /// <summary>Columns of decoded categories: a matrix where all are numbers, else a table.</summary>
    public static Features Decode(ColumnCategories[] categories, int[][] codes, ImmutableArray<string>? names)
    {
        var table = new Table(categories.Select((one, j) => one.Decode(names?[j] ?? FormattableString.Invariant($"column{j}"), codes[j])));
        return Array.TrueForAll(categories, one => one.Kind == ColumnKind.Number) ? table.ToMatrix().WithNames(names) : table;
    }

    /// <summary>The refusal of a value, by its place.</summary>
    public static ArgumentException Refusal(Features x, int i, int j, string why)
    {
        string place = FormattableString.Invariant($"row {i}, column {j}") + (x.ColumnNames is { } names ? $" ('{names[j]}')" : "");
        string value = x is Table table ? table.Columns[j].Text(i) ?? "missing" : ((Matrix)x)[i, j].ToString("R", CultureInfo.InvariantCulture);
        return new ArgumentException($"{place} is {value}, which {why}", nameof(x));
    }
}
