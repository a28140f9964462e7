namespace ClassicML.Linear;

/// <summary>What the steps of a stochastic gradient descent follow, whatever the learner: loss, penalty and rate.</summary>
internal sealed record SgdRule(
    SgdLoss Loss, double Epsilon, Penalty Penalty, double Alpha, double L1Ratio, SgdSchedule Schedule, double LearningRate, double Power,
        bool FitIntercept, bool Averaged)
{
    public double L1Share => Penalty switch { Penalty.L1 => 1, Penalty.ElasticNet => L1Ratio, _ => 0 };

    public double Strength => Penalty == Penalty.None ? 0 : Alpha;

    /// <summary>t₀ of the optimal rate (Bottou, as in scikit-learn): the first step is that of a weight of typical size, α^-¼.</summary>
    public double OptimalStart
    {
        get;
    } = 1 / (Math.Sqrt(1 / Math.Sqrt(Alpha)) / Math.Max(1, Slope(Loss, Epsilon, -Math.Sqrt(1 / Math.Sqrt(Alpha)), 1)) * Alpha);

    public double RateAt(double t, double current) => Schedule switch
    {
        SgdSchedule.Optimal => 1 / (Alpha * (OptimalStart + t - 1)),
        SgdSchedule.InverseScaling => LearningRate / Math.Pow(t, Power),
        SgdSchedule.Constant or SgdSchedule.Adaptive => current,
    };

    public double LossOf(double z, double y)
    {
        double r = Math.Abs(z - y);
        return Loss switch
        {
            SgdLoss.Hinge => Math.Max(0, 1 - z * y),
            SgdLoss.Log => Math.Max(0, -z * y) + Math.Log(1 + Math.Exp(-Math.Abs(z))),
            SgdLoss.Huber when r > Epsilon => Epsilon * r - 0.5 * Epsilon * Epsilon,
            SgdLoss.Huber or SgdLoss.Squared => 0.5 * r * r,
        };
    }

    public double Slope(double z, double y) => Slope(Loss, Epsilon, z, y);

    /// <summary>Whether steps grow with the error, so that those beyond the target can grow without bound.</summary>
    public bool CanOvershoot => Loss == SgdLoss.Squared;

    private static double Slope(SgdLoss loss, double epsilon, double z, double y) => loss switch
    {
        SgdLoss.Hinge => z * y <= 1 ? -y : 0,
        SgdLoss.Log => -y / (1 + Math.Exp(z * y)),
        SgdLoss.Huber => Math.Clamp(z - y, -epsilon, epsilon),
        SgdLoss.Squared => z - y,
    };
}
