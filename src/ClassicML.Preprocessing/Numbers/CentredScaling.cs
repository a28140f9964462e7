using System.Numerics.Tensors;

namespace ClassicML.Preprocessing;

/// <summary>(x - c)/s by column, and back. Sparse rows stay sparse where nothing is subtracted.</summary>
internal sealed class CentredScaling
{
    private readonly double[]? centers;
    private readonly double[] scales;
    private readonly string? reader;

    // The same, repeated for several rows.
    private readonly double[]? centerTile;
    private readonly double[] scaleTile;

    /// <param name="centers">What is subtracted from each column, or null for nothing.</param>
    /// <param name="scales">What each column is divided by.</param>
    /// <param name="reader">Who can't read sparse rows, for messages. Default: the model.</param>
    public CentredScaling(double[]? centers, double[] scales, string? reader = null)
    {
        (this.centers, this.scales, this.reader) = (centers, scales, reader);
        centerTile = centers is null ? null : ColumnTiles.Repeat(centers);
        scaleTile = ColumnTiles.Repeat(scales);
    }

    public Features Transform(Features x, ITransformerModel model)
    {
        Features rows = Rows(x, model);
        if (rows is SparseMatrix sparse)
            return ColumnTiles.MapStored(sparse, (columns, from, to) =>
            {
                for (int i = 0; i < from.Length; i++) to[i] = from[i] / scales[columns[i]];
            }).WithNames(model.OutputNames);
        return ColumnTiles.Map((Matrix)rows, TransformRow).WithNames(model.OutputNames);
    }

    /// <summary>Maps a row, or the rows of a tile.</summary>
    public void TransformRow(ReadOnlySpan<double> from, Span<double> to)
    {
        if (centerTile is null) from.CopyTo(to);
        else TensorPrimitives.Subtract(from, centerTile.AsSpan(0, from.Length), to);
        TensorPrimitives.Divide(to, scaleTile.AsSpan(0, to.Length), to);
    }

    public Features InverseTransform(Features x, ITransformerModel model)
    {
        Features rows = Rows(x, model);
        if (rows is SparseMatrix sparse)
            return ColumnTiles.MapStored(sparse, (columns, from, to) =>
            {
                for (int i = 0; i < from.Length; i++) to[i] = from[i] * scales[columns[i]];
            }).WithNames(model.FeatureNames);
        return ColumnTiles.Map((Matrix)rows, (from, to) =>
        {
            TensorPrimitives.Multiply(from, scaleTile.AsSpan(0, from.Length), to);
            if (centerTile is not null) TensorPrimitives.Add(to, centerTile.AsSpan(0, to.Length), to);
        }).WithNames(model.FeatureNames);
    }

    private Features Rows(Features x, ITransformerModel model) =>
        centers is null ? ColumnTiles.ReadableRows(x, model) : ColumnTiles.Readable(x, model, reader);
}
