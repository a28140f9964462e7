using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>What happens to features before a learner sees them: what it can't read becomes numbers, all learned of the training rows.</summary>
/// <param name="Scaler">Scales numbers; null for none.</param>
/// <param name="Imputer">Fills missing numbers; null for none, or the default where <paramref name="ImputesWhereNeeded"/>.</param>
/// <param name="ImputesWhereNeeded">Whether missing numbers are filled where the learner wants none.</param>
/// <param name="Note">Is told what is done that nobody asked for.</param>
internal sealed record Preparation(
    ITransformer<ITransformerModel>? Scaler, ITransformer<ITransformerModel>? Imputer, bool ImputesWhereNeeded, Action<string> Note)
{
    /// <summary>The most categories of a column that get a column of their own; rarer ones share one.</summary>
    private const int MostCategories = 100;

    // Trees split on missing values and on sets of categories.
    private static readonly string[] ReadTables =
        ["decision-tree", "decision-tree-regressor", "random-forest", "random-forest-regressor", "extra-trees", "extra-trees-regressor"];

    private static readonly string[] ReadSparseRows =
    [
        "logistic-regression", "linear-regression", "ridge", "lasso", "elastic-net", "ridge-classifier", "perceptron", "adaline", "sgd-classifier",
        "sgd-regressor", "svm-classifier", "svm-regressor", "linear-svm", "linear-svm-regressor", "mlp-classifier", "mlp-regressor",
    ];

    /// <summary>The learner behind its preparation, as one learner.</summary>
    /// <param name="type">The learner's type.</param>
    /// <param name="learner">The learner: a classifier or a regressor.</param>
    /// <param name="x">The training rows.</param>
    /// <param name="others">Rows that are known to be predicted: where they miss numbers, these will have to be filled.</param>
    /// <returns>A learner of the same kind.</returns>
    public object Before(WireType type, object learner, Features x, Features? others = null) => For(type, x, others)(learner);

    /// <summary>What puts one and the same preparation before each of several learners of a type.</summary>
    public Func<object, object> For(WireType type, Features x, Features? others = null)
    {
        object? steps = Steps(type, x, others);
        return learner => steps switch
        {
            null => learner,
            ColumnTransformer columns => learner is IClassifier<IClassifierModel> classifier
                ? columns.Then(classifier) : columns.Then((IRegressor<IRegressorModel>)learner),
            ITransformer<ITransformerModel> one => learner is IClassifier<IClassifierModel> classifier
                ? one.Then(classifier) : one.Then((IRegressor<IRegressorModel>)learner),
            var other => throw new NotSupportedException(other.GetType().Name),
        };
    }

    private object? Steps(WireType type, Features x, Features? others)
    {
        bool native = ReadTables.Contains(type.Name);
        // LIBSVM's text of mostly zeros: a column transformer without sparse output makes dense rows, also of those that are predicted later.
        if (x is SparseMatrix && !ReadSparseRows.Contains(type.Name))
            return new ColumnTransformer { SparseBelow = 0 }.With("all", Columns.All, Scaler ?? new PassThrough());
        if (x is not Table table) return Numbers(native, Missing(x) || Missing(others), "features");
        TableColumn[] numbers = [.. table.Columns.Where(column => column.Kind is ColumnKind.Number or ColumnKind.Boolean)];
        TableColumn[] words = [.. table.Columns.Where(column => column.Kind is ColumnKind.Text or ColumnKind.Category)];
        TableColumn[] dates = [.. table.Columns.Where(column => column.Kind == ColumnKind.Date)];
        string holes = Names(numbers.Where(Misses));
        ITransformer<ITransformerModel>? ofNumbers = Numbers(native, holes.Length > 0, holes);
        if (words.Length == 0 && dates.Length == 0) return ofNumbers;
        if (native && dates.Length == 0 && ofNumbers is null) return null;
        var steps = new ColumnTransformer();
        if (numbers.Length > 0) steps = steps.With("numbers", Named(numbers), ofNumbers ?? new PassThrough());
        if (words.Length > 0) steps = steps.With("categories", Named(words), native ? new PassThrough() : OneHot(words));
        if (dates.Length > 0)
        {
            Note($"dates become year, month, weekday and the like: {Names(dates)}");
            ITransformer<ITransformerModel> parts = new DateFeatures();
            ITransformer<ITransformerModel>? after = Numbers(native, dates.Any(Misses), Names(dates.Where(Misses)));
            steps = steps.With("dates", Named(dates), after is null ? parts : parts.Then(after));
        }
        return steps;

        bool Misses(TableColumn column) => column.MissingCount > 0 || others is Table more && more.Has(column.Name) && more[column.Name].MissingCount > 0;
    }

    private ITransformer<ITransformerModel>? Numbers(bool native, bool missing, string names)
    {
        ITransformer<ITransformerModel>? filled = Imputer;
        if (filled is null && ImputesWhereNeeded && missing && !native)
        {
            Note($"missing numbers are filled with the median of their column: {names} (--impute for other rules)");
            filled = new SimpleImputer { Statistic = ImputationStatistic.Median };
        }
        return filled is null ? Scaler : Scaler is null ? filled : filled.Then(Scaler);
    }

    private ITransformer<ITransformerModel> OneHot(TableColumn[] words)
    {
        Note($"text is one-hot encoded: {Names(words)}");
        string[] rich = [.. words.OfType<CodedColumn>().Where(column => column.PresentLevels().Length > MostCategories).Select(column => column.Name)];
        if (rich.Length > 0)
            Note(FormattableString.Invariant($"only the {MostCategories} most frequent categories have a column of their own in ")
                + $"{string.Join(", ", rich.Select(name => $"'{name}'"))}; --drop leaves a column out");
        return new OneHotEncoder { Unknown = UnknownCategory.Ignore, MaxCategories = rich.Length > 0 ? MostCategories : null };
    }

    private static bool Missing(Features? x)
    {
        if (x is Matrix matrix)
            foreach (double value in matrix.Span)
                if (double.IsNaN(value)) return true;
        return false;
    }

    private static Columns Named(TableColumn[] columns) => Columns.Named(columns.Select(column => column.Name));

    private static string Names(IEnumerable<TableColumn> columns)
    {
        TableColumn[] all = [.. columns];
        return string.Join(", ", all.Take(8).Select(column => $"'{column.Name}'"))
            + (all.Length > 8 ? FormattableString.Invariant($" and {all.Length - 8} more") : "");
    }
}
