namespace ClassicML.Decomposition;

/// <summary>What rows are moved by before a linear kernel sees them: their mean.</summary>
/// <remarks>Centred kernel values stay as they are then, and products of rows far from zero would lose the digits that count. A kernel
/// of distances moves rows itself; for others, such as a polynomial, an origin is part of the function.</remarks>
internal static class KernelOrigin
{
    /// <summary>p values; empty for a kernel function that must see the rows as they are.</summary>
    public static double[] Of(KernelFunction kernel, Matrix rows, FitContext context) =>
        kernel is LinearKernel ? Moments.Mean(rows, context) : [];

    /// <summary>The rows less an origin.</summary>
    public static Matrix Moved(Matrix rows, double[] origin) =>
        origin.Length == 0 ? rows : Matrix.Wrap(Moments.Centred(rows, origin), rows.RowCount, rows.ColumnCount);
}
