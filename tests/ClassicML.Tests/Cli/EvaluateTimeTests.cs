using System.Text.Json;
using ClassicML.Wire;

namespace ClassicML.Tests.Cli;

/// <summary>What <c>evaluate</c> says that a fit and a prediction took, by a clock that nothing else moves.</summary>
public sealed class EvaluateTimeTests : IDisposable
{
    private const double FitSeconds = 3, PredictSeconds = 0.5;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("slow-classes"), InlineData("slow-numbers")]
    public async Task The_fit_and_the_prediction_are_timed_each_by_itself(string model)
    {
        var clock = new Clock();
        WireRegistry registry = BuiltIn.Registry.With(
            new WireOptions<SlowClasses>("slow-classes", WireKind.Classifier, "Takes its time", () => new(clock)).Flag("Is", _ => true, (l, _) => l),
            new WireOptions<SlowNumbers>("slow-numbers", WireKind.Regressor, "Takes its time", () => new(clock)).Flag("Is", _ => true, (l, _) => l));
        string file = folder.Write("a.csv", "x,y\n1,1\n2,3\n3,2\n4,4\n5,6\n6,5\n7,8\n8,7\n");
        string[] data = model == "slow-classes" ? ["--data", "iris"] : ["--train", file];
        (int code, string output, string errors) = await InProcess.Run(registry, clock, ["evaluate", "--json", "--model", model, .. data]);
        Assert.True(code == 0, errors);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((FitSeconds, PredictSeconds), (json.GetProperty("fit_seconds").GetDouble(), json.GetProperty("predict_seconds").GetDouble()));
    }

    private sealed class Clock : TimeProvider
    {
        private long now = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now;

        public void Pass(double seconds) => now += (long)(seconds * TimestampFrequency);
    }

    private sealed record SlowClasses(Clock Clock) : IClassifier<SlowModel>
    {
        public SlowModel Fit(ClassificationData data, FitContext context = default)
        {
            Clock.Pass(FitSeconds);
            return new SlowModel(Clock, data.Labels, data.FeatureCount);
        }
    }

    private sealed record SlowNumbers(Clock Clock) : IRegressor<SlowModel>
    {
        public SlowModel Fit(RegressionData data, FitContext context = default)
        {
            Clock.Pass(FitSeconds);
            return new SlowModel(Clock, new ClassLabels(["none"]), data.FeatureCount);
        }
    }

    /// <summary>A model of both kinds, which answers the first class or zero.</summary>
    private sealed record SlowModel(Clock Clock, ClassLabels Labels, int FeatureCount) : IClassifierModel, IRegressorModel
    {
        public FitReport Report { get; } = new();

        public void Predict(Features x, Memory<int> destination)
        {
            Clock.Pass(PredictSeconds);
            destination.Span.Clear();
        }

        public void Predict(Features x, Memory<double> destination)
        {
            Clock.Pass(PredictSeconds);
            destination.Span.Clear();
        }
    }
}
