using System.Collections.Immutable;

namespace ClassicML.Neural;

/// <summary>The weights between one layer and the next: u = aᵀW + b.</summary>
public sealed class DenseLayer
{
    /// <summary>A layer of given weights.</summary>
    /// <param name="weights">inputs×outputs: column j holds the weights of unit j.</param>
    /// <param name="biases">One for each output.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the matrix is empty.</exception>
    public DenseLayer(Matrix weights, ReadOnlySpan<double> biases)
    {
        Weights = Check.NotNull(weights, nameof(weights));
        if (weights.RowCount == 0 || weights.ColumnCount == 0)
            throw new ArgumentException(
                $"weights must have at least one row and one column, are {weights.RowCount}×{weights.ColumnCount}", nameof(weights));
        Check.Length(biases.Length, weights.ColumnCount, nameof(biases), "output");
        Biases = [.. biases];
    }

    /// <summary>The weights, inputs×outputs.</summary>
    public Matrix Weights { get; }

    /// <summary>The biases, one for each output.</summary>
    public ImmutableArray<double> Biases { get; }
}
