using System.Collections.Immutable;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>A fitted <see cref="OneHotEncoder"/>.</summary>
public sealed class OneHotEncoderModel : ITransformerModel, IInverseTransform
{
    /// <summary>The output column of a value that is all zeros, -1, in <see cref="OutputsOf"/>.</summary>
    public const int Zeros = -1;

    /// <summary>The output column of a value that is refused, -2, in <see cref="OutputsOf"/>.</summary>
    public const int Refused = -2;

    private const int BlockSize = 1024;

    private readonly ColumnCategories[] categories;

    // The output column of each category of each column, after them of a missing value and of an unknown one.
    private readonly int[][] places;

    // For each output column the category that it decodes to.
    private readonly int[] decoded;

    // For each column the first of its output columns, and at the end their number.
    private readonly int[] starts;

    internal OneHotEncoderModel(OneHotEncoder options, ColumnCategories[] categories, bool[][]? rare, FitReport report)
    {
        (Options, this.categories, Rare, Report) = (options, categories, rare, report);
        places = new int[categories.Length][];
        starts = new int[categories.Length + 1];
        List<int> decodes = [];
        List<string> suffixes = [];
        for (int j = 0; j < categories.Length; j++) Place(j, decodes, suffixes);
        decoded = [.. decodes];
        OutputSources = [.. Enumerable.Range(0, categories.Length).SelectMany(j => Enumerable.Repeat(j, starts[j + 1] - starts[j]))];
        OutputNames = report.FeatureNames is { } names ? [.. suffixes.Select((suffix, at) => $"{names[OutputSources.Value[at]]}_{suffix}")] : null;
    }

    /// <inheritdoc/>
    public int FeatureCount => categories.Length;

    /// <inheritdoc/>
    public int OutputCount => starts[^1];

    /// <inheritdoc/>
    public ImmutableArray<string>? OutputNames { get; }

    /// <inheritdoc/>
    public ImmutableArray<int>? OutputSources { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    internal OneHotEncoder Options { get; }

    internal IReadOnlyList<ColumnCategories> Learned => categories;

    internal bool[][]? Rare { get; }

    /// <summary>The categories of a column, in order, with their kind.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public KnownCategories Known(int column) => new(categories[column]);

    /// <summary>The categories of a column as text, in order, rare ones among them.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<string> Categories(int column) => [.. Enumerable.Range(0, categories[column].Count).Select(categories[column].NameOf)];

    /// <summary>The output column that is 1 for each category of a column, in their order, then for a missing value and for one that was not there at
    /// the fit; <see cref="Zeros"/> where all are 0, <see cref="Refused"/> where it is refused.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such column.</exception>
    public ImmutableArray<int> OutputsOf(int column) => [.. places[column]];

    /// <summary>Encodes rows.</summary>
    /// <returns>As many rows with a column for each kept category, dense or sparse as the learner says.</returns>
    /// <exception cref="ArgumentException">
    /// The width differs from the one fitted on, a value is infinite, or missing or unknown where that is refused, a column holds text where it held
    /// numbers, or so many dense columns don't fit into memory.
    /// </exception>
    public Features Transform(Features x)
    {
        x = x.AlignedTo(this);
        if (x is not Table) x = Check.Dense(x, nameof(OneHotEncoderModel));
        int[][] codes = ColumnCategories.Encode(categories, x, nameof(OneHotEncoderModel));
        return (Options.SparseOutput ? Sparse(x, codes) : (Features)Dense(x, codes)).WithNames(OutputNames);
    }

    /// <summary>Gives back the category of the largest value among each column's; where none is above 0, the dropped one, or a missing value where
    /// unknown or missing values are all zeros.</summary>
    /// <returns>A matrix where all columns were numbers, else a table.</returns>
    /// <exception cref="ArgumentException">The width differs from the output's, a value is not finite, or a row has no category in a
    /// column although none is dropped or ignored.</exception>
    public Features InverseTransform(Features x)
    {
        if (Check.NotNull(x, nameof(x)).ColumnCount != OutputCount)
            throw new ArgumentException(FormattableString.Invariant($"the model encodes to {OutputCount} columns, this matrix has {x.ColumnCount}"), nameof(x));
        Matrix rows = Check.Complete(x is SparseMatrix sparse ? sparse.ToDense() : x, nameof(OneHotEncoderModel));
        int[][] codes = [.. categories.Select((_, j) => Enumerable.Range(0, rows.RowCount).Select(i => Decode(rows, i, j)).ToArray())];
        return ColumnCategories.Decode(categories, codes, Report.FeatureNames);
    }

    private void Place(int j, List<int> decodes, List<string> suffixes)
    {
        ColumnCategories own = categories[j];
        bool hasMissing = own.HasMissing && Options.Missing == MissingCategory.Own;
        int count = own.Count, all = count + (hasMissing ? 1 : 0);
        int[] place = places[j] = new int[count + 2];
        int next = 0, rare = -1;
        for (int code = 0; code < all; code++)
            if (Rare?[j][code] != true) place[code] = next++;
        for (int code = 0; code < all; code++)
            if (Rare?[j][code] == true) place[code] = rare = next;
        if (rare >= 0) next++;
        // The first output goes, that of the first category that is not rare; all above it move down by one.
        int dropped = all > 0 && (Options.Drop == OneHotDrop.First || Options.Drop == OneHotDrop.Binary && next == 2) ? 0 : -1;
        int[] outputs = [.. Enumerable.Range(0, next).Select(at => at == dropped ? Zeros : starts[j] + at - (dropped >= 0 && at > dropped ? 1 : 0))];
        place[count + 1] = Options.Unknown switch
        {
            UnknownCategory.Refuse => Refused,
            UnknownCategory.Ignore => Zeros,
            UnknownCategory.Rare => rare >= 0 ? outputs[rare] : Zeros,
            _ => throw new NotSupportedException($"{Options.Unknown}"),
        };
        int missing = hasMissing ? outputs[place[count]] : 0;
        for (int code = 0; code < count; code++) place[code] = outputs[place[code]];
        place[count] = hasMissing ? missing : Options.Missing switch
        {
            MissingCategory.Own => place[count + 1],
            MissingCategory.Zeros => Zeros,
            MissingCategory.Refuse => Refused,
            _ => throw new NotSupportedException($"{Options.Missing}"),
        };
        starts[j + 1] = checked(starts[j] + next - (dropped >= 0 ? 1 : 0));
        for (int at = starts[j]; at < starts[j + 1]; at++)
        {
            int code = Array.IndexOf(place, at, 0, count);
            bool isRare = rare >= 0 && outputs[rare] == at;
            decodes.Add(isRare || code < 0 ? ColumnCategories.Missing : code);
            suffixes.Add(isRare ? "(rare)" : code < 0 ? "(missing)" : own.NameOf(code));
        }
        Dropped.Add(dropped < 0 ? null : dropped == rare ? ColumnCategories.Missing : place.AsSpan(0, count).IndexOf(Zeros));
    }

    // What a column's dropped category decodes to; null where none is dropped.
    private List<int?> Dropped { get; } = [];

    private int Decode(Matrix rows, int i, int j)
    {
        int best = -1;
        double most = 0;
        for (int at = starts[j]; at < starts[j + 1]; at++)
            if (rows[i, at] > most) (best, most) = (at, rows[i, at]);
        if (best >= 0) return decoded[best];
        if (Dropped[j] is { } dropped) return dropped;
        if (Options.Unknown != UnknownCategory.Refuse || Options.Missing == MissingCategory.Zeros) return ColumnCategories.Missing;
        throw new ArgumentException(
            FormattableString.Invariant($"row {i} has no value above 0 among output columns {starts[j]} to {starts[j + 1] - 1}, ")
            + FormattableString.Invariant($"so no category in column {j}; where unknown ones are ignored it would be missing"), nameof(rows));
    }

    // The output column that is 1 for a code, or Zeros.
    private int Place(Features x, int i, int j, int code)
    {
        int count = categories[j].Count;
        int place = places[j][code >= 0 ? code : code == ColumnCategories.Missing ? count : count + 1];
        if (place == Refused)
            throw ColumnCategories.Refusal(x, i, j, code == ColumnCategories.Missing && Options.Missing == MissingCategory.Refuse
                ? $"{nameof(OneHotEncoder)} was told to refuse" : "was not there at the fit");
        return place;
    }

    private Matrix Dense(Features x, int[][] codes)
    {
        int n = x.RowCount, width = OutputCount;
        double[] to = new double[MemoryNeed.Doubles(n, width, "one-hot columns as a dense matrix", $"set {nameof(OneHotEncoder.SparseOutput)}")];
        Workers.ForBlocks(n, BlockSize, Threads(n), (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int j = 0; j < codes.Length; j++)
                    if (Place(x, i, j, codes[j][i]) is var at and >= 0) to[(long)i * width + at] = 1;
        });
        return Matrix.Wrap(to, n, width);
    }

    private SparseMatrix Sparse(Features x, int[][] codes)
    {
        int n = x.RowCount;
        int[] rowStarts = new int[n + 1];
        Workers.ForBlocks(n, BlockSize, Threads(n), (start, end) =>
        {
            for (int i = start; i < end; i++)
                for (int j = 0; j < codes.Length; j++)
                    if (Place(x, i, j, codes[j][i]) >= 0) rowStarts[i + 1]++;
        });
        for (int i = 0; i < n; i++) rowStarts[i + 1] = checked(rowStarts[i] + rowStarts[i + 1]);
        int[] columns = GC.AllocateUninitializedArray<int>(rowStarts[n]);
        Workers.ForBlocks(n, BlockSize, Threads(n), (start, end) =>
        {
            for (int i = start, to = rowStarts[start]; i < end; i++)
                for (int j = 0; j < codes.Length; j++)
                    if (Place(x, i, j, codes[j][i]) is var at and >= 0) columns[to++] = at;
        });
        double[] ones = GC.AllocateUninitializedArray<double>(columns.Length);
        Array.Fill(ones, 1);
        return SparseMatrix.Wrap(rowStarts, columns, ones, OutputCount);
    }

    private int Threads(int n) => (long)n * categories.Length < 50_000 ? 1 : Workers.MaxThreads;
}
