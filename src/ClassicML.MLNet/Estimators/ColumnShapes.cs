using Shape = Microsoft.ML.SchemaShape.Column;

namespace ClassicML.MLNet;

/// <summary>What estimators ask of the columns that they read, and promise of those that they write, before there are rows.</summary>
internal static class ColumnShapes
{
    /// <exception cref="ArgumentException">A column is missing, or features can't be made of it.</exception>
    public static void CheckFeatures(SchemaShape input, MLNetColumns names)
    {
        foreach (string name in names.Features)
        {
            Shape column = Find(input, name);
            bool isRead = column.Kind switch
            {
                Shape.VectorKind.Scalar => column.IsKey || column.ItemType is TextDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType
                    || NumberKind.Of(column.ItemType) is not null,
                Shape.VectorKind.Vector => !column.IsKey && NumberKind.Of(column.ItemType) is not null,
                _ => false,
            };
            if (!isRead)
                throw new ArgumentException(
                    $"column '{name}' holds {Words(column)}; features are numbers, truth values, texts, keys, dates, or vectors of numbers of a known length",
                    nameof(input));
            if (names.IsSparse && (names.Features.Length > 1 || column.Kind == Shape.VectorKind.Scalar))
                throw new ArgumentException($"sparse rows are read of one column of vectors, and '{name}' holds {Words(column)} "
                    + FormattableString.Invariant($"among {names.Features.Length}: join them by Concatenate"), nameof(input));
        }
    }

    /// <exception cref="ArgumentException">There is no such column, or it holds no classes.</exception>
    public static void CheckClasses(SchemaShape input, string name) => CheckScalar(
        input, name, column => column.IsKey || column.ItemType is NumberDataViewType or TextDataViewType or BooleanDataViewType,
        "labels of classes are truth values, keys, texts or whole numbers");

    /// <exception cref="ArgumentException">There is no such column, or it holds no numbers.</exception>
    public static void CheckNumbers(SchemaShape input, string? name, string what)
    {
        if (name is not null) CheckScalar(input, name, column => !column.IsKey && column.ItemType is NumberDataViewType, $"{what} are numbers");
    }

    /// <exception cref="ArgumentException">There is no such column, or it holds no groups.</exception>
    public static void CheckGroups(SchemaShape input, string? name)
    {
        if (name is not null)
            CheckScalar(
                input, name, column => column.IsKey || column.ItemType is NumberDataViewType or TextDataViewType, "groups are keys, texts or whole numbers");
    }

    /// <summary>The columns of a classifier, by what its labels are.</summary>
    public static Shape[] OfClassifier(SchemaShape input, MLNetColumns names)
    {
        Shape label = Find(input, names.Label);
        if (label.ItemType is BooleanDataViewType && !label.IsKey)
            return
            [
                Scored(names.PredictedLabel, BooleanDataViewType.Instance), Scored(names.Score, NumberDataViewType.Single),
                Scored(names.Probability, NumberDataViewType.Single, [Scalar("IsNormalized", BooleanDataViewType.Instance)]),
            ];
        DataViewType? values = label.IsKey ? label.Annotations.FirstOrDefault(annotation => annotation.Name == Annotation.KeyValues).ItemType : label.ItemType;
        return
        [
            MLNetInternals.Shape(names.PredictedLabel, Shape.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true, Kinds(
                values is null ? [] : [MLNetInternals.Shape(Annotation.KeyValues, Shape.VectorKind.Vector, values, isKey: false)])),
            MLNetInternals.Shape(names.Score, Shape.VectorKind.Vector, NumberDataViewType.Single, isKey: false, Kinds(values is null ? [] : [Slots])),
        ];
    }

    /// <summary>The column of a regressor.</summary>
    public static Shape[] OfRegressor(MLNetColumns names) => [Scored(names.Score, NumberDataViewType.Single)];

    /// <summary>The columns of an outlier detector.</summary>
    public static Shape[] OfDetector(MLNetColumns names) =>
        [Scored(names.PredictedLabel, BooleanDataViewType.Instance), Scored(names.Score, NumberDataViewType.Single)];

    /// <summary>The column of a transformer.</summary>
    public static Shape[] OfTransformer(MLNetColumns names) =>
        [MLNetInternals.Shape(names.Output, Shape.VectorKind.Vector, NumberDataViewType.Single, isKey: false)];

    /// <summary>The columns of the input and others, which take the place of those that have their names.</summary>
    public static SchemaShape With(SchemaShape input, Shape[] others) =>
        new(input.Where(column => !Array.Exists(others, other => other.Name == column.Name)).Concat(others));

    private static Shape Slots => MLNetInternals.Shape(Annotation.SlotNames, Shape.VectorKind.Vector, TextDataViewType.Instance, isKey: false);

    private static Shape Scored(string name, DataViewType type, IEnumerable<Shape>? annotations = null) =>
        MLNetInternals.Shape(name, Shape.VectorKind.Scalar, type, isKey: false, Kinds(annotations ?? []));

    private static SchemaShape Kinds(IEnumerable<Shape> more) => new(more.Concat(
        [Scalar(Annotation.ScoreColumnKind, TextDataViewType.Instance), Scalar(Annotation.ScoreValueKind, TextDataViewType.Instance)]));

    private static Shape Scalar(string name, DataViewType type) => MLNetInternals.Shape(name, Shape.VectorKind.Scalar, type, isKey: false);

    private static void CheckScalar(SchemaShape input, string name, Func<Shape, bool> isRight, string rule)
    {
        Shape column = Find(input, name);
        if (column.Kind != Shape.VectorKind.Scalar || !isRight(column))
            throw new ArgumentException($"column '{name}' holds {Words(column)}; {rule}", nameof(input));
    }

    private static Shape Find(SchemaShape input, string name)
    {
        foreach (Shape column in Check.NotNull(input, nameof(input)))
            if (column.Name == name) return column;
        throw SchemaColumns.Missing(name, input.Select(column => column.Name));
    }

    private static string Words(Shape column)
    {
        string items = column.IsKey ? $"Key of {column.ItemType}" : $"{column.ItemType}";
        return column.Kind switch
        {
            Shape.VectorKind.Scalar => items,
            Shape.VectorKind.Vector => $"vectors of {items}",
            _ => $"vectors of {items} of unknown length",
        };
    }
}
