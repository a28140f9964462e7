namespace ClassicML.Preprocessing;

/// <summary>A family of power transformations.</summary>
public enum PowerFamily
{
    /// <summary>((1+x)^λ - 1)/λ for x ≥ 0 and -((1-x)^(2-λ) - 1)/(2-λ) below: for values of any sign; λ = 1 changes nothing.</summary>
    YeoJohnson,

    /// <summary>(x^λ - 1)/λ, for λ = 0 the logarithm: for positive values.</summary>
    BoxCox,
}
