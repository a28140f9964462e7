namespace ClassicML.Cnn;

/// <summary>The function that a layer puts on its sums.</summary>
public enum LayerActivation
{
    /// <summary>None: f(u) = u.</summary>
    Identity,

    /// <summary>f(u) = max(0, u); its slope is 1 above zero and 0 at and below it.</summary>
    Relu,

    /// <summary>fₖ(u) = exp(uₖ)/Σ exp(uⱼ), on the last layer only: the probabilities of the classes.</summary>
    Softmax,
}
