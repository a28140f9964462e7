namespace ClassicML.Cnn.Training;

/// <summary>How a gradient g moves the parameters w.</summary>
/// <remarks>
/// Adam: m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², w ← w - rate·m/(√v + ε), where the correction of the means' bias is folded into
/// rate = η√(1-β₂ᵗ)/(1-β₁ᵗ) (Kingma and Ba, "Adam", 2015, end of section 2; Keras does the same). Gradient descent: m ← μm - ηg, w ← w + m.
/// </remarks>
internal readonly record struct OptimizerRule(CnnSolver Kind, double LearningRate, double Momentum, double Beta1, double Beta2, double Epsilon)
{
    /// <summary>The rate of the step after so many.</summary>
    public double Rate(long stepsDone) => Kind == CnnSolver.Sgd
        ? LearningRate
        : LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, stepsDone + 1)) / (1 - Math.Pow(Beta1, stepsDone + 1));
}
