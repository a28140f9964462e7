using Microsoft.ML;
using Microsoft.ML.Data;

namespace ClassicML.Benchmarks.MLNet;

/// <summary>Rows in the form that ML.NET reads: floats and keys.</summary>
internal sealed class MLNetRows
{
    public float[] Features = [];
    public uint Label;

    public static IDataView View(MLContext ml, Matrix x, ReadOnlySpan<int> codes, int classes)
    {
        var rows = new MLNetRows[x.RowCount];
        for (int i = 0; i < rows.Length; i++) rows[i] = new MLNetRows { Features = Floats(x.Row(i)), Label = (uint)codes[i] };
        SchemaDefinition schema = SchemaDefinition.Create(typeof(MLNetRows));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, x.ColumnCount);
        schema[nameof(Label)].ColumnType = new KeyDataViewType(typeof(uint), classes);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>The same for trainers of two classes.</summary>
    public static IDataView BinaryView(MLContext ml, Matrix x, ReadOnlySpan<int> codes)
    {
        var rows = new MLNetBinaryRow[x.RowCount];
        for (int i = 0; i < rows.Length; i++) rows[i] = new MLNetBinaryRow { Features = Floats(x.Row(i)), Label = codes[i] == 1 };
        SchemaDefinition schema = SchemaDefinition.Create(typeof(MLNetBinaryRow));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, x.ColumnCount);
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private static float[] Floats(ReadOnlySpan<double> row)
    {
        float[] floats = new float[row.Length];
        for (int j = 0; j < floats.Length; j++) floats[j] = (float)row[j];
        return floats;
    }
}

internal sealed class MLNetBinaryRow
{
    public float[] Features = [];
    public bool Label;
}
