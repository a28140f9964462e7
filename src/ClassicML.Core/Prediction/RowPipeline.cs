using System.Buffers;

namespace ClassicML;

/// <summary>A row through a pipeline: what the transformer makes of it stands on the stack, or where it is long in a buffer of a pool.</summary>
internal sealed class RowPipeline(IRowTransformer first, int width, object last) : IRowClassifier, IRowRegressor, IRowTransformer
{
    private const int OnStack = 512;

    /// <summary>The row form of two stages; null where one has none, or it isn't what is asked for.</summary>
    public static T? Of<T>(ITransformerModel first, IModel last) where T : class =>
        first.As<IRowTransformer>() is { } transformer && last.As<T>() is { } stage ? new RowPipeline(transformer, first.OutputCount, stage) as T : null;

    public int PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double[]? rented = null;
        Span<double> between = width <= OnStack ? stackalloc double[width] : Rent(out rented);
        first.TransformRow(row, between);
        int code = ((IRowClassifier)last).PredictRow(between, probabilities);
        Return(rented);
        return code;
    }

    public double PredictRow(ReadOnlySpan<double> row)
    {
        double[]? rented = null;
        Span<double> between = width <= OnStack ? stackalloc double[width] : Rent(out rented);
        first.TransformRow(row, between);
        double value = ((IRowRegressor)last).PredictRow(between);
        Return(rented);
        return value;
    }

    public void TransformRow(ReadOnlySpan<double> row, Span<double> destination)
    {
        double[]? rented = null;
        Span<double> between = width <= OnStack ? stackalloc double[width] : Rent(out rented);
        first.TransformRow(row, between);
        ((IRowTransformer)last).TransformRow(between, destination);
        Return(rented);
    }

    private Span<double> Rent(out double[] rented) => (rented = ArrayPool<double>.Shared.Rent(width)).AsSpan(0, width);

    private static void Return(double[]? rented)
    {
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
    }
}
