namespace ClassicML.MLNet;

/// <summary>Rows of ours as ML.NET's trainers read them: "Features" and "Label", and "Weight" where rows weigh differently.</summary>
internal static class TrainerRows
{
    public const string Features = "Features", Label = "Label", Weight = "Weight";

    /// <param name="data">The rows.</param>
    /// <param name="isBoolean">Whether labels are truth values, true for the second class, rather than keys.</param>
    public static RowsView Of(ClassificationData data, bool isBoolean)
    {
        if (isBoolean && data.ClassCount != 2)
            throw new ArgumentException(
                FormattableString.Invariant($"truth values are labels of two classes, there are {data.ClassCount}: {data.Labels}"), nameof(data));
        return new RowsView(data.RowCount, [.. Columns(data), Labels(data.Labels, row => data.Codes[row], isBoolean)]);
    }

    public static RowsView Of(RegressionData data) =>
        new(data.RowCount, [.. Columns(data), Numbers(Label, data.Targets)]);

    /// <summary>Rows to predict, whose labels are all the first class, since pipelines may ask for the column.</summary>
    public static RowsView Of(Features x, ClassLabels labels, bool isBoolean) => new(x.RowCount, [.. Columns(x), Labels(labels, _ => 0, isBoolean)]);

    /// <summary>Rows to predict, whose labels are all 0.</summary>
    public static RowsView Of(Features x) =>
        new(x.RowCount, [.. Columns(x), new ViewColumn<float>(Label, NumberDataViewType.Single, (int _, ref float value) => value = 0)]);

    private static IEnumerable<ViewColumn> Columns<TData>(TData data) where TData : class, IData<TData> =>
        data.Weights.IsEmpty ? Columns(data.Features) : Columns(data.Features).Append(Numbers(Weight, data.Weights));

    private static IEnumerable<ViewColumn> Columns(Features x)
    {
        var table = x as Table;
        if (table is null || table.Columns.All(column => column.Numbers is not null))
            yield return FeatureColumns.Vectors(x, Features, NumberDataViewType.Single);
        foreach (TableColumn column in table?.Columns ?? []) yield return FeatureColumns.Of(column, NumberDataViewType.Single);
    }

    private static ViewColumn Labels(ClassLabels labels, Func<int, int> code, bool isBoolean) => isBoolean
        ? new ViewColumn<bool>(Label, BooleanDataViewType.Instance, (int row, ref bool value) => value = code(row) == 1)
        : FeatureColumns.Keys(Label, code, labels.Names);

    private static ViewColumn Numbers(string name, ReadOnlySpan<double> values) =>
        FeatureColumns.Numbers(name, values.ToArray(), NumberDataViewType.Single);
}
