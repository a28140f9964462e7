namespace ClassicML.Neural;

/// <summary>What a unit makes of its weighted sum u: a = f(u). Each has a derivative that a alone gives, so u need not be kept.</summary>
public enum Activation
{
    /// <summary>f(u) = u, f′ = 1.</summary>
    Identity,

    /// <summary>f(u) = 1/(1 + exp(-u)), f′ = a(1 - a): at most 1/4, so gradients vanish with depth.</summary>
    Logistic,

    /// <summary>f(u) = tanh u, f′ = 1 - a²: at most 1.</summary>
    Tanh,

    /// <summary>f(u) = max(0, u), f′ = 1 where a > 0, else 0.</summary>
    Relu,
}
