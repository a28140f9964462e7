using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.Cli.Input;

/// <summary>The rows of a file: what there is to predict from, and beside it what the command line says other columns are.</summary>
/// <param name="Source">The file or data set, for messages.</param>
/// <param name="Features">n rows; a table, or a matrix without names.</param>
internal sealed record RowSet(string Source, Features Features)
{
    /// <summary>What is to be predicted; null where the file has no such column.</summary>
    public TableColumn? Target { get; init; }

    /// <summary>What each row counts; none where all count one.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>Which rows stay together; none where each stands alone.</summary>
    public int[] Groups { get; init; } = [];

    /// <summary>What a row is called; null where rows have no names.</summary>
    public TableColumn? Ids { get; init; }

    /// <summary>Of LIBSVM text, what its indices count from.</summary>
    public int? FirstIndex { get; init; }

    /// <summary>Where each row stands among those of its file, from 0.</summary>
    public required int[] Places { get; init; }

    public int RowCount => Features.RowCount;

    /// <summary>What each column holds, by its name; empty for rows without names.</summary>
    public ImmutableDictionary<string, ColumnKind> Kinds => Features is Table table
        ? table.Columns.ToImmutableDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal)
        : ImmutableDictionary<string, ColumnKind>.Empty;

    public RowSet Select(int[] rows) => this with
    {
        Features = Features.SelectRows(rows),
        Target = Target is null ? null : new Table(Target).SelectRows(rows).Columns[0],
        Ids = Ids is null ? null : new Table(Ids).SelectRows(rows).Columns[0],
        Weights = Weights.Length == 0 ? [] : Array.ConvertAll(rows, row => Weights[row]),
        Groups = Groups.Length == 0 ? [] : Array.ConvertAll(rows, row => Groups[row]),
        Places = Array.ConvertAll(rows, row => Places[row]),
    };

    /// <summary>The rows with their classes.</summary>
    /// <param name="known">The classes of the training rows; null where these are they.</param>
    /// <exception cref="InvalidDataException">A row has a class that is not among the known ones.</exception>
    public ClassificationData ToClassification(ClassLabels? known = null)
    {
        TableColumn target = Needed();
        if (known is null)
        {
            ClassificationData own = new Table(target, new NumberColumn(target.Name + " ", new double[RowCount])).ToClassification(target.Name);
            return new ClassificationData(Features, own.Codes, own.Labels, Weights, Groups, targetName: target.Name);
        }
        int[] codes = new int[RowCount];
        for (int row = 0; row < codes.Length; row++)
        {
            string label = target.Text(row)!;
            codes[row] = known.IndexOf(label) is >= 0 and var code ? code : throw new InvalidDataException(
                FormattableString.Invariant($"{Source}, row {Places[row]}: the class '{label}' of column '{target.Name}' is none of the training rows, which have ")
                + string.Join(", ", known.Names.Take(10)) + (known.Count > 10 ? ", …" : ""));
        }
        return new ClassificationData(Features, codes, known, Weights, Groups, targetName: target.Name);
    }

    /// <summary>The rows with their numbers.</summary>
    /// <exception cref="ArgumentException">The target holds something else.</exception>
    public RegressionData ToRegression()
    {
        TableColumn target = Needed();
        return target is NumberColumn numbers
            ? new RegressionData(Features, numbers.Values, Weights, Groups, targetName: target.Name)
            : throw new ArgumentException($"column '{target.Name}' holds {target.Holds}, and a regressor predicts numbers");
    }

    /// <summary>What the target is taken for.</summary>
    public LearningKind Kind(LearningKind? asked, IReadOnlyCollection<WireKind> offered, Action<string> note) =>
        TargetRule.Decide(Needed(), asked, offered, note);

    /// <summary>Holds some rows out to test on, as the library does: of classes each keeps its share, and no group is on both sides.</summary>
    public (RowSet Train, RowSet Test) Split(double testShare, int seed, LearningKind kind)
    {
        // Each row knows its place.
        var places = new Matrix([.. Enumerable.Range(0, RowCount)], RowCount, 1);
        (Features train, Features test) = kind == LearningKind.Classification
            ? Halves(ToClassification().WithFeatures(places), data => Groups.Length > 0 ? data.SplitByGroup(testShare, seed)
                : data.Split(testShare, seed, stratified: true))
            : Halves(ToRegression().WithFeatures(places), data => Groups.Length > 0 ? data.SplitByGroup(testShare, seed) : data.Split(testShare, seed));
        return (Select(Numbers(train)), Select(Numbers(test)));

        static (Features, Features) Halves<T>(T data, Func<T, (T Train, T Test)> split) where T : class, IData<T>
        {
            (T train, T test) = split(data);
            return (train.Features, test.Features);
        }

        static int[] Numbers(Features rows) => Array.ConvertAll(((Matrix)rows).Span.ToArray(), place => (int)place);
    }

    private TableColumn Needed() => Target ?? throw new ArgumentException($"{Source} has no target column");
}
