using System.Numerics.Tensors;

namespace ClassicML;

/// <summary>exp(-γd) of a distance d = s(x, x) + s(y, y) - 2·s(x, y), where s is a sum over columns: for s = xᵀy, d = ‖x - y‖².</summary>
internal readonly struct DistanceShape(double gamma) : ProductKernel.IShape
{
    public void Apply(Span<double> products, double leftNorm, ReadOnlySpan<double> rightNorms)
    {
        TensorPrimitives.Multiply(products, -2, products);
        for (int j = 0; j < products.Length; j++) products[j] += leftNorm + rightNorms[j];
        // Rounding may leave a distance just below zero.
        TensorPrimitives.Max(products, 0, products);
        TensorPrimitives.Multiply(products, -gamma, products);
        ElementwiseExp.Apply(products);
    }
}
