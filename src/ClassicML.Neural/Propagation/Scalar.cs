namespace ClassicML.Neural;

/// <summary>The activations of one number, as the formulas stand.</summary>
internal static class Scalar
{
    public static double Activate(Activation f, double u) => f switch
    {
        Activation.Logistic => 1 / (1 + Math.Exp(-u)),
        Activation.Tanh => Math.Tanh(u),
        Activation.Relu => Math.Max(0, u),
        Activation.Identity => u,
    };

    public static double Derivative(Activation f, double a) => f switch
    {
        Activation.Logistic => a * (1 - a),
        Activation.Tanh => 1 - a * a,
        Activation.Relu => a > 0 ? 1 : 0,
        Activation.Identity => 1,
    };
}
