using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Transforms columns by kind or name, each part by a transformer of its own, and sets what comes out side by side.</summary>
/// <remarks>
/// <code>
/// var prepare = new ColumnTransformer()
///     .With("numbers", Columns.OfKind(ColumnKind.Number), new SimpleImputer().Then(new StandardScaler()))
///     .With("places", Columns.Named("city", "country"), new OneHotEncoder());
/// var learner = prepare.Then(new LogisticRegression());
/// </code>
/// All that parts learn, they learn of the rows that they are fitted on, and those that look at targets get them. What comes out is a table where a part
/// makes one, sparse where a part makes sparse rows and less than <see cref="SparseBelow"/> of all values are stored, and else dense. A name is that which
/// the part gives; where several parts give it, it is that of the part, two underscores and the name.
/// </remarks>
public sealed record ColumnTransformer
    : ITransformer<ColumnTransformerModel>, ILearner<ClassificationData, ColumnTransformerModel>, ILearner<RegressionData, ColumnTransformerModel>,
        ICrossFits<ClassificationData>, ICrossFits<RegressionData>
{
    /// <summary>A transformer without parts: see <see cref="With(string, Columns, ISupervisedTransformer{ITransformerModel})"/>.</summary>
    public ColumnTransformer() : this([])
    {
    }

    /// <summary>A transformer of some parts.</summary>
    /// <exception cref="ArgumentException">Two parts have one name.</exception>
    public ColumnTransformer(params IEnumerable<ColumnPart> parts) => Parts = [.. Check.NotNull(parts, nameof(parts))];

    /// <summary>The parts, in the order in which their columns come out.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ImmutableArray<ColumnPart> Parts
    {
        get;
        init
        {
            string? twice = value.GroupBy(part => Check.NotNull(part, nameof(Parts)).Name, StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1)?.Key;
            if (twice is not null) throw new ArgumentException($"two parts are named '{twice}'", nameof(Parts));
            field = value;
        }
    }

    /// <summary>What becomes of columns that no part reads. Default <see cref="Remainder.Drop"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public Remainder Remainder { get; init => field = Check.Defined(value, nameof(Remainder)); }

    /// <summary>The share of stored values below which rows come out sparse, where a part makes sparse ones. Default 0.3, in [0, 1]; 0 is always
    /// dense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double SparseBelow { get; init => field = Check.Within(value, Interval.Share, nameof(SparseBelow)); } = 0.3;

    /// <summary>The same with one more part.</summary>
    /// <param name="name">A name that no other part has.</param>
    /// <param name="columns">The columns that it reads.</param>
    /// <param name="transformer">What is fitted on them.</param>
    /// <exception cref="ArgumentException">Another part has the name.</exception>
    public ColumnTransformer With(string name, Columns columns, ISupervisedTransformer<ITransformerModel> transformer) =>
        this with { Parts = Parts.Add(new ColumnPart(name, columns, transformer)) };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A column is not there, a part refuses its columns or needs targets, or nothing would come out.</exception>
    public ColumnTransformerModel Fit(Features x, FitContext context = default) =>
        Fit(x, (part, own) => part.Transformer is ILearner<Features, ITransformerModel> plain
            ? FitPlain(plain, own, context)
            : throw new ArgumentException($"part '{part.Name}', {part.Transformer.GetType().Name}, learns from targets; fit on labelled data", nameof(x))).Model;

    /// <inheritdoc/>
    public ColumnTransformerModel Fit(ClassificationData data, FitContext context = default) => FitOn(data, context).Model;

    /// <inheritdoc/>
    public ColumnTransformerModel Fit(RegressionData data, FitContext context = default) => FitOn(data, context).Model;

    (ITransformerModel, Features) ICrossFits<ClassificationData>.FitTransform(ClassificationData data, FitContext context) => FitOn(data, context);

    (ITransformerModel, Features) ICrossFits<RegressionData>.FitTransform(RegressionData data, FitContext context) => FitOn(data, context);

    /// <inheritdoc/>
    public bool Equals(ColumnTransformer? other) =>
        other is not null && Parts.AsSpan().SequenceEqual(other.Parts.AsSpan()) && Remainder == other.Remainder && SparseBelow.Equals(other.SparseBelow);

    /// <inheritdoc/>
    public override int GetHashCode() => Parts.Aggregate(HashCode.Combine(Remainder, SparseBelow), HashCode.Combine);

    /// <summary>A line for each part: its name, its columns and its steps.</summary>
    public override string ToString()
    {
        (string Name, string Columns, string Steps)[] lines =
        [
            .. Parts.Select(part => (part.Name, part.Columns.ToString()!, Steps(part.Transformer))),
            ("remainder", "all others", Remainder == Remainder.Drop ? "left out" : "as they are"),
        ];
        int first = lines.Max(line => line.Name.Length), second = lines.Max(line => line.Columns.Length);
        return string.Join('\n', lines.Select(line => $"{line.Name.PadRight(first)}  {line.Columns.PadRight(second)}  {line.Steps}"));
    }

    private static string Steps(object transformer) =>
        transformer is IPipeline pipeline ? $"{Steps(pipeline.First)}, {Steps(pipeline.Last)}" : transformer.GetType().Name;

    private (ColumnTransformerModel Model, Features Rows) FitOn<TData>(TData data, FitContext context) where TData : class, IData<TData> =>
        Fit(Check.NotNull(data, nameof(data)).Features, (part, own) => part.Transformer switch
        {
            ILearner<TData, ITransformerModel> learner => Transformation.FitTransform(learner, data.WithFeatures(own), context),
            ILearner<Features, ITransformerModel> plain => FitPlain(plain, own, context),
            _ => throw new ArgumentException($"part '{part.Name}', {part.Transformer.GetType().Name}, can't learn from {typeof(TData).Name}", nameof(data)),
        });

    private static (ITransformerModel, Features) FitPlain(ILearner<Features, ITransformerModel> learner, Features own, FitContext context)
    {
        ITransformerModel model = learner.Fit(own, context);
        return (model, model.Transform(own));
    }

    private (ColumnTransformerModel Model, Features Rows) Fit(Features x, Func<ColumnPart, Features, (ITransformerModel, Features)> fit)
    {
        var clock = Stopwatch.StartNew();
        Check.Magnitudes(x);
        List<FittedPart> fitted = [];
        List<Features> blocks = [];
        bool[] isRead = new bool[x.ColumnCount];
        foreach (ColumnPart part in Parts)
        {
            int[] columns = part.Columns.Of(x);
            foreach (int column in columns) isRead[column] = true;
            Add(part, columns);
        }
        if (Remainder == Remainder.Pass)
            Add(new ColumnPart("remainder", Columns.All, new PassThrough()), [.. Enumerable.Range(0, isRead.Length).Where(j => !isRead[j])]);
        if (fitted.Count == 0) throw new ArgumentException($"{nameof(ColumnTransformer)} has no part that reads a column of this data, so nothing comes out", nameof(x));
        ColumnStorage storage = Blocks.StorageOf(blocks, SparseBelow);
        var model = new ColumnTransformerModel(fitted, x.ColumnCount, storage, new FitReport
        {
            Converged = fitted.TrueForAll(part => part.Model.Report.Converged),
            Reason = fitted.Find(part => !part.Model.Report.Converged) is { } first ? $"part '{first.Name}': {first.Model.Report.Reason}" : null,
            Stopped = fitted.Exists(part => part.Model.Report.Stopped),
        }.Ended(this, clock.Elapsed, x.ColumnNames));
        return (model, Blocks.Join(blocks, storage, model.OutputNames));

        void Add(ColumnPart part, int[] columns)
        {
            if (columns.Length == 0) return;
            var (model, rows) = fit(part, x.SelectColumns(columns));
            fitted.Add(new FittedPart(part.Name, columns, model));
            blocks.Add(rows);
        }
    }
}
