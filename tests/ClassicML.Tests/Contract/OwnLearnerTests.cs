using System.Diagnostics;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

// page: learner
public sealed record MeanRegressor : IRegressor<MeanModel>
{
    /// <summary>How far the mean is drawn to zero, in [0, 1]. Default 0.</summary>
    public double Shrink { get; init => field = Check.Within(value, Interval.Share, nameof(Shrink)); }

    public MeanModel Fit(RegressionData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        context.ThrowIfCancelled();
        Check.Complete(Check.NotNull(data, nameof(data)).Features, nameof(MeanRegressor));
        double[] weights = data.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, data.RowCount)] : data.Weights.ToArray();
        double mean = weights.Select((weight, i) => weight * data.Targets[i]).Sum() / weights.Sum();
        return new MeanModel((1 - Shrink) * mean, data.FeatureCount, new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }
}

public sealed record MeanModel(double Mean, int FeatureCount, FitReport Report) : IRegressorModel
{
    public void Predict(Features x, Memory<double> destination)
    {
        Check.Complete(x.AlignedTo(this), nameof(MeanModel));
        Check.Destination(destination.Length, x.RowCount);
        destination.Span.Fill(Mean);
    }
}
// end

/// <summary>A user's own learner under the contract, as the page of ClassicML.Testing shows it.</summary>
// page: test
public class MeanRegressorTests
{
    private static readonly WireRegistry Registry = new(
        new WireOptions<MeanRegressor>("mean-regressor", WireKind.Regressor, "The mean of the targets", () => new())
            .Number("Shrink", Interval.Share, l => l.Shrink, (l, shrink) => l with { Shrink = shrink }),
        new WireType<MeanModel>("mean-model", WireKind.Model, "A mean",
            (m, w) => w.Number("Mean", m.Mean).Integer("FeatureCount", m.FeatureCount).Report(m.Report),
            r => new MeanModel(r.Number("Mean"), r.Integer("FeatureCount", minimum: 1), r.Report())));

    private static readonly Dictionary<string, ContractCheck> Checks =
        LearnerContract.Regressor(new MeanRegressor { Shrink = 0.1 }, Registry).ToDictionary(check => check.Name);

    public static TheoryData<string> Promises => [.. Checks.Keys];

    [Theory, MemberData(nameof(Promises))]
    public void It_keeps_its_promise(string promise) => Checks[promise].Run();
}
// end
