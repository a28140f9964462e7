using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Neighbors;

/// <summary>A map of rows into m floats that never moves two rows apart, up to a known error: distances there are lower bounds.</summary>
/// <remarks>
/// Rows are shifted by the mean of a sample and scaled by a power of two, so that they are about one long. Up to 96 columns these are the
/// coordinates, z. With more columns, where it pays, they are the projections y = Pᵀz on leading directions of the sample and the length
/// of the rest, r = √(‖z‖² - ‖y‖²): for orthonormal P the map z → (y, r) shortens every distance or keeps it, since lengths of the rest
/// differ by no more than their difference. (Any orthonormal P is right, a good one only filters better; so a sample is enough.)
/// For two rows at scaled distance D whose images have squared lengths a and b, the squared distance of the images is at most
/// D² + 4.1ε(a + b), with ε = 2⁻²⁴ + 2√(2(p+8)2⁻⁵³) + √(2δ): rounding to float, that of the difference under the root, and δ ≥ ‖PᵀP - I‖.
/// </remarks>
internal sealed class RowEmbedding
{
    private const int MostDirect = 96, SampleCount = 1024;

    private readonly DistanceMetric metric;
    private readonly int p;
    private readonly double[] shift;
    private readonly double[]? directions;
    private readonly int directionCount;

    public RowEmbedding(Matrix x, DistanceMetric metric)
    {
        this.metric = metric;
        p = x.ColumnCount;
        int count = Math.Min(x.RowCount, SampleCount);
        double[] sample = new double[count * p];
        for (int i = 0; i < count; i++) Unscaled(x.Row((int)((long)i * x.RowCount / count)), sample.AsSpan(i * p, p));
        shift = new double[p];
        for (int i = 0; i < count; i++) Kernels.AddScaled(1.0 / count, sample.AsSpan(i * p, p), shift);
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            Span<double> row = sample.AsSpan(i * p, p);
            Kernels.AddScaled(-1, shift, row);
            largest = Math.Max(largest, Kernels.LargestMagnitude(row));
        }
        Exponent = largest > 0 && double.IsFinite(largest) ? Math.Clamp(Math.ILogB(largest * Math.Sqrt(p)), -1000, 1000) : 0;
        double orthogonality = 0;
        if (p > MostDirect && largest > 0 && double.IsFinite(largest))
        {
            foreach (ref double value in sample.AsSpan()) value = Math.ScaleB(value, -Exponent);
            if (LeadingDirections.Of(sample, count, p) is { } found)
            {
                (directions, directionCount, orthogonality) = found;
            }
        }
        Width = directions is null ? p : directionCount + 1;
        double error = Math.Pow(2, -24);
        if (directions is not null) error += 2 * Math.Sqrt(2 * (p + 8) * Math.Pow(2, -53)) + Math.Sqrt(2 * orthogonality);
        // To the error of the images comes that of a sum of m float products, and of the last subtractions.
        Slack = 4.1 * error + (Width + 12) * Math.Pow(2, -24);
    }

    /// <summary>The number of floats, m.</summary>
    public int Width { get; }

    /// <summary>Rows are scaled by two to the power of minus this.</summary>
    public int Exponent { get; }

    /// <summary>The share of a + b by which (a + b - 2·product) in floats may exceed the squared distance.</summary>
    public double Slack { get; }

    /// <summary>Maps rows.</summary>
    /// <param name="rows">The rows, n×p, row-major.</param>
    /// <param name="images">Receives coordinate k of row i at [group of i]·m·<paramref name="lanes"/> + k·lanes + [place of i in its group].</param>
    /// <param name="lanes">The rows of a group.</param>
    /// <param name="squares">Receives the squared length of each image; NaN where a row is too large to be held against others so.</param>
    public unsafe void Map(ReadOnlySpan<double> rows, float* images, int lanes, Span<double> squares)
    {
        int count = squares.Length, width = directions is null ? 0 : directionCount;
        double[] rented = ArrayPool<double>.Shared.Rent(count * (p + width) + Width);
        Span<double> shifted = rented.AsSpan(0, count * p), projected = rented.AsSpan(count * p, count * width);
        Span<double> image = rented.AsSpan(count * (p + width), Width);
        for (int i = 0; i < count; i++)
        {
            Span<double> row = shifted.Slice(i * p, p);
            Unscaled(rows.Slice(i * p, p), row);
            Kernels.AddScaled(-1, shift, row);
            Scale(row);
        }
        if (directions is not null) Gemm.MultiplyTransposed(shifted, directions, projected, count, directionCount, p);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = shifted.Slice(i * p, p);
            if (directions is null) row.CopyTo(image);
            else
            {
                ReadOnlySpan<double> y = projected.Slice(i * directionCount, directionCount);
                y.CopyTo(image);
                image[directionCount] = Math.Sqrt(Math.Max(0, Kernels.Dot(row, row) - Kernels.Dot(y, y)));
            }
            float* to = images + (long)(i / lanes) * Width * lanes + i % lanes;
            double sum = 0;
            foreach (double value in image) sum += (double)(float)value * (float)value;
            bool tame = sum <= 1e6;
            for (int k = 0; k < image.Length; k++) to[(long)k * lanes] = tame ? (float)image[k] : 0;
            squares[i] = tame ? sum : double.NaN;
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    // Cosine: half the squared distance of rows of length one.
    private void Unscaled(ReadOnlySpan<double> row, Span<double> to)
    {
        if (metric is CosineMetric) CosineMetric.Normalize(row, to);
        else row.CopyTo(to);
    }

    private void Scale(Span<double> row)
    {
        if (Exponent == 0) return;
        if (Math.Abs(Exponent) < 1000) TensorPrimitives.Multiply(row, Math.ScaleB(1, -Exponent), row);
        else
            foreach (ref double value in row) value = Math.ScaleB(value, -Exponent);
    }
}
