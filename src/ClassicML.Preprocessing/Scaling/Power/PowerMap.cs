namespace ClassicML.Preprocessing;

/// <summary>The power transformation of one column, in units in which no power overflows, and back.</summary>
/// <remarks>
/// With a reference r the map is q(x) = (t(x) - t(r))/t′(r), up to the constant factor of t′: for Box-Cox ((x/r)^λ - 1)/λ, for Yeo-Johnson and
/// x, r ≥ 0 (((1+x)/(1+r))^λ - 1)/λ. A power of a ratio near 1 is harmless where that of a year overflows, and both are the same after
/// standardising. Without a reference, 0 for Yeo-Johnson and 1 for Box-Cox, q is t itself. Powers are taken as exp(λ·log) - 1, which keeps
/// all digits near λ = 0.
/// </remarks>
/// <param name="Family">The family.</param>
/// <param name="Lambda">λ; NaN makes everything missing.</param>
/// <param name="Reference">r: positive for Box-Cox; for Yeo-Johnson of the sign that all values of the column have, or 0.</param>
internal readonly record struct PowerMap(PowerFamily Family, double Lambda, double Reference)
{
    // A column of negative values is its mirror image with 2 - λ.
    private double Sign => Reference < 0 ? -1 : 1;

    private double OwnLambda => Reference < 0 ? 2 - Lambda : Lambda;

    private double OwnReference => Math.Abs(Reference);

    /// <summary>q(x).</summary>
    public double Forward(double x)
    {
        if (Family == PowerFamily.BoxCox) return Power(LogRatio(x, Reference, 0), Lambda);
        double own = Sign * x;
        if (!(own < 0)) return Sign * Power(LogRatio(own, OwnReference, 1), OwnLambda);
        double base0 = Elementary.Log1P(OwnReference), below = Power(Elementary.Log1P(-own), 2 - OwnLambda);
        return Sign * (Power(-base0, OwnLambda) - Math.Exp(Math.Log(below) - OwnLambda * base0));
    }

    /// <summary>The x of q(x); beyond the values that q takes, the x at its end.</summary>
    public double Backward(double q)
    {
        if (Family == PowerFamily.BoxCox) return Reference * Math.Exp(Log(q, Lambda));
        double own = Sign * q, base0 = Elementary.Log1P(OwnReference), atZero = Power(-base0, OwnLambda);
        if (!(own < atZero)) return Sign * (OwnReference + (1 + OwnReference) * Elementary.ExpM1(Log(own, OwnLambda)));
        return -Sign * Elementary.ExpM1(Log((atZero - own) * Math.Exp(OwnLambda * base0), 2 - OwnLambda));
    }

    /// <summary>(e^(λy) - 1)/λ, for λ = 0 y.</summary>
    public static double Power(double y, double lambda)
    {
        double exponent = lambda * y;
        return Math.Abs(exponent) < 1e-17 ? y : Elementary.ExpM1(exponent) / lambda;
    }

    /// <summary>log((x + shift)/(r + shift)), to all digits also where the ratio is near 1.</summary>
    public static double LogRatio(double x, double r, double shift)
    {
        double change = (x - r) / (r + shift);
        return change is > -0.5 and < 1 ? Elementary.Log1P(change) : Shifted(x, shift) - Shifted(r, shift);

        static double Shifted(double x, double shift) => shift == 0 ? Math.Log(x) : Elementary.Log1P(x);
    }

    // The y of (e^(λy) - 1)/λ.
    private static double Log(double q, double lambda)
    {
        double change = lambda * q;
        return Math.Abs(change) < 1e-17 ? q : Elementary.Log1P(Math.Max(change, -1)) / lambda;
    }
}
