using System.Numerics;

namespace ClassicML.MLNet;

/// <summary>Features and targets as columns of a data view.</summary>
internal static class FeatureColumns
{
    /// <summary>The rows of a matrix as one column of vectors, whose slots are named after its columns.</summary>
    public static ViewColumn Vectors(Features x, string name, NumberDataViewType numbers)
    {
        return numbers.Equals(NumberDataViewType.Single) ? Of<float>() : Of<double>();

        ViewColumn Of<T>() where T : INumberBase<T> => new ViewColumn<VBuffer<T>>(
            name, new VectorDataViewType(numbers, x.ColumnCount),
            x is SparseMatrix sparse ? Sparse<T>(sparse) : Dense<T>(Check.Dense(x, "a column of vectors")),
            Annotation.Slots(x.ColumnNames));
    }

    /// <summary>A column of a table as a column of its kind.</summary>
    public static ViewColumn Of(TableColumn column, NumberDataViewType numbers) => column switch
    {
        // ML.NET knows no missing truth value.
        BooleanColumn { MissingCount: 0 } truths => new ViewColumn<bool>(
            truths.Name, BooleanDataViewType.Instance, (int row, ref bool value) => value = truths[row] == true),
        { Numbers: { } values } => Numbers(column.Name, values, numbers),
        TextColumn text => new ViewColumn<ReadOnlyMemory<char>>(
            text.Name, TextDataViewType.Instance, (int row, ref ReadOnlyMemory<char> value) => value = text[row].AsMemory()),
        CategoryColumn categories => Keys(categories.Name, row => categories.Codes[row], categories.Levels),
        DateColumn dates => new ViewColumn<DateTime>(
            dates.Name, DateTimeDataViewType.Instance, (int row, ref DateTime value) => value = dates[row] ?? default),
        _ => throw new NotSupportedException($"{column.Kind}"),
    };

    /// <summary>Numbers, NaN for missing.</summary>
    public static ViewColumn Numbers(string name, ReadOnlyMemory<double> values, NumberDataViewType numbers) =>
        numbers.Equals(NumberDataViewType.Single)
            ? new ViewColumn<float>(name, numbers, (int row, ref float value) => value = (float)values.Span[row])
            : new ViewColumn<double>(name, numbers, (int row, ref double value) => value = values.Span[row]);

    /// <summary>Codes as keys with the values that they stand for: 0 means missing, so they begin at 1.</summary>
    public static ViewColumn Keys(string name, Func<int, int> code, IReadOnlyList<string> values) => new ViewColumn<uint>(
        name, new KeyDataViewType(typeof(uint), Math.Max(values.Count, 1)), (int row, ref uint key) => key = (uint)(code(row) + 1),
        values.Count == 0 ? null : Annotation.Keys(values));

    private static RowValue<VBuffer<T>> Dense<T>(Matrix matrix) where T : INumberBase<T> => (int row, ref VBuffer<T> vector) =>
    {
        ReadOnlySpan<double> values = matrix.Row(row);
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, values.Length);
        for (int j = 0; j < values.Length; j++) editor.Values[j] = T.CreateSaturating(values[j]);
        vector = editor.Commit();
    };

    private static RowValue<VBuffer<T>> Sparse<T>(SparseMatrix matrix) where T : INumberBase<T> => (int row, ref VBuffer<T> vector) =>
    {
        ReadOnlySpan<double> values = matrix.RowValues(row);
        VBufferEditor<T> editor = VBufferEditor.Create(ref vector, matrix.ColumnCount, values.Length);
        // A row that stores every column is a dense vector, which has no places.
        if (values.Length < matrix.ColumnCount) matrix.RowColumns(row).CopyTo(editor.Indices);
        for (int at = 0; at < values.Length; at++) editor.Values[at] = T.CreateSaturating(values[at]);
        vector = editor.Commit();
    };
}
