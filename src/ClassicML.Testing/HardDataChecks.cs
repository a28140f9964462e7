namespace ClassicML.Testing;

/// <summary>Data that people have and general position leaves out: a model of finite numbers, or a refusal in words.</summary>
internal static class HardDataChecks
{
    // What targets are multiplied by, and what is added to them.
    private static readonly (double Scale, double Offset)[] Units = [(1, 0), (1, 1e9), (1e-8, 0), (1e8, 0), (0, 3), (1e-200, 0), (1e74, 0)];

    public static IEnumerable<ContractCheck> Of(Subject s) =>
    [
        new(ContractTopic.HardData, "Hard data of ordinary kinds is fitted", () => Each(s, HardData.Ordinary, mustFit: true)),
        new(ContractTopic.HardData, "Extreme data is fitted or refused in words", () => Each(s, HardData.Extreme, mustFit: false)),
    ];

    private static void Each(Subject s, string[] kinds, bool mustFit)
    {
        foreach (string kind in kinds)
        {
            Samples samples = s.Traits.Prepare(HardData.Of(kind));
            bool mayRefuse = !mustFit || s.Traits.MayRefuse(kind);
            if (!s.IsRegressor) Expect.FitsOrRefuses(() => Look(s, samples), mayRefuse, kind);
            else
                foreach ((double scale, double offset) in Units)
                {
                    bool isOrdinary = scale is 1 or 1e-8 or 1e8 or 0;
                    double[] targets = Array.ConvertAll(samples.Targets, target => offset + scale * Math.Clamp(target, -10, 10));
                    string what = Invariant($"{kind}, targets × {scale} + {offset}");
                    Expect.FitsOrRefuses(() => Look(s, samples with { Targets = targets }), mayRefuse || !isOrdinary, what);
                }
        }
    }

    private static void Look(Subject s, Samples samples)
    {
        IModel model = s.Fit(samples);
        FitReport report = model.Report;
        Expect.True(report.Converged == report.Reason is null, $"converged {report.Converged}, with the reason '{report.Reason}'");
        foreach (double? number in (double?[])[report.Objective, report.DualityGap])
            if (number is { } given) Expect.Finite([given], "the report");
        PredictionChecks.IsPossible(model, samples.X);
    }
}
