namespace ClassicML.Neural;

/// <summary>What the weights of a layer with n inputs and m outputs are drawn from; biases start at zero.</summary>
/// <remarks>
/// Glorot's variance 2/(n + m) keeps signals and gradients of one size from layer to layer while f′ is about 1 (Glorot, Bengio 2010); He's
/// 2/n makes up for the half that ReLU cuts off (He, Zhang, Ren, Sun 2015).
/// </remarks>
public enum WeightStart
{
    /// <summary>Uniform in ±√(6/(n + m)), also called Xavier.</summary>
    GlorotUniform,

    /// <summary>Normal, variance 2/(n + m), also called Xavier.</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6/n).</summary>
    HeUniform,

    /// <summary>Normal, variance 2/n.</summary>
    HeNormal,
}
