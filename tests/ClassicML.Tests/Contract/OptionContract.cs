using System.Collections.Concurrent;
using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>Every option of every learner does what it is there for: a fit with another value differs, or does not for a reason.</summary>
public class OptionContract
{
    // Neighbour lists have the options of the learners that search them; splitters fit nothing.
    private static readonly WireType[] Types =
    [
        .. Learners.Registry.Types
            .Where(type => !type.Options.IsEmpty && type.Kind != WireKind.Splitter && type.Name != "nearest-neighbors"),
    ];

    private static readonly ConcurrentDictionary<string, Seen> Bases = new();

    public static TheoryData<string> Names { get; } = [.. Types.Select(type => type.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_option_and_every_choice_is_tried(string name)
    {
        WireType type = Learners.Registry.Find(name)!;
        Trial[] trials = OptionTrials.All.GetValueOrDefault(name) ?? [];
        Assert.Equal(type.Options.Select(option => option.Name).Order(), trials.Select(trial => trial.Option).Distinct().Order());
        foreach (WireOption option in type.Options)
        {
            string[] members = option.Allowed.Replace(", or a form in JSON", "", StringComparison.Ordinal).Split(" or ");
            bool isChoice = option.Allowed != "any text" && Array.TrueForAll(members, member => Record.Exception(() => option.Parse(member)) is null);
            string[] tried = [.. trials.Where(trial => trial.Option == option.Name).Select(trial => trial.Value)];
            if (isChoice) Assert.DoesNotContain(members, member => member != option.Default && !tried.Contains(member));
            if (option.Default.Length > 0) Assert.DoesNotContain(option.Default, tried);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void An_option_does_what_it_is_there_for(string name)
    {
        foreach (Trial trial in OptionTrials.All[name])
        {
            string what = $"{name}: {trial.Option}={trial.Value}{string.Concat(trial.With.Select(with => $", {with}"))}, {trial.Data} rows";
            Seen plain = Bases.GetOrAdd($"{name} {string.Join(", ", trial.With)} {trial.Data}", _ => See(name, trial.With, trial.Data));
            Seen other = See(name, [.. trial.With, $"{trial.Option}={trial.Value}"], trial.Data);
            if (trial.Effect == Effect.Refuses)
            {
                Assert.True(plain.Refusal is null, $"{what}: refused without it, {plain.Refusal}");
                Assert.True(other.Refusal?.Contains(trial.Words, StringComparison.Ordinal), $"{what}: {other.Refusal ?? "not refused"}");
                continue;
            }
            Assert.True(other.Refusal is null, $"{what}: {other.Refusal}");
            switch (trial.Effect)
            {
                case Effect.Moves:
                    Expect.Differ(plain.Outputs, other.Outputs, trial.Tolerance, what);
                    break;
                case Effect.Tells:
                    Assert.True(plain.Report != other.Report, $"{what}: the report is the same, {other.Report}");
                    break;
                case Effect.Shows:
                    WireForm without = plain.Form!.Without(trial.Option);
                    bool same = without.Equals(other.Form!.Without(trial.Option)) && plain.Made == other.Made;
                    Assert.False(same, $"{what}: the model is the same");
                    break;
                default:
                    Close(plain.Outputs, other.Outputs, trial.Tolerance, what);
                    break;
            }
        }
    }

    private static string[] Always(string name) => OptionTrials.Always.GetValueOrDefault(name) ?? [];

    private static Seen See(string name, string[] settings, string kind)
    {
        try
        {
            (Samples samples, Features probe) = Data(kind);
            IModel model = AnyLearner.Fit(Learner(name, settings), samples);
            ReportContract.IsSound(model.Report, name);
            WireForm form = Learners.Form(model);
            string made = model is ITransformerModel transformer ? transformer.Transform(probe).GetType().Name : "";
            return new Seen(AnyLearner.Outputs(model, probe), form["Report"]!.AsForm().ToString(), form, made, null);
        }
        catch (ArgumentException e)
        {
            return new Seen([], "", null, "", e.Message);
        }
    }

    // A part is set into the learner that hosts it.
    private static object Learner(string name, string[] settings)
    {
        object made = With(Learners.Registry.Find(name)!, [.. Always(name), .. settings]);
        if (!OptionTrials.Hosts.TryGetValue(name, out (string Learner, string Option) host)) return made;
        WireType type = Learners.Registry.Find(host.Learner)!;
        return type.Option(host.Option).Set(
            With(type, Always(host.Learner)), new WireValue.Form(Learners.Registry.Write(made)), Learners.Registry);
    }

    private static object With(WireType type, string[] settings)
    {
        object learner = type.CreateDefault();
        foreach (string setting in settings)
        {
            int at = setting.IndexOf('=', StringComparison.Ordinal);
            WireOption option = type.Option(setting[..at]);
            learner = option.Set(learner, option.Parse(setting[(at + 1)..]), Learners.Registry);
        }
        return learner;
    }

    private static (Samples Samples, Features Probe) Data(string kind)
    {
        // Some probes lie outside of what was fitted on.
        Samples plain = Samples.Of(63), probe = Samples.Of(120, seed: 6);
        return kind switch
        {
            "plain" => (plain, probe.X),
            "two classes" => (plain.TwoClasses(), probe.X),
            "counts" => (plain.Counts(), probe.X),
            "positive" => (plain.Positive(), probe.Positive().X),
            "codes" => (plain.Whole(), plain.Whole().X),
            "codes and new ones" => (plain.Whole(), new Matrix(new double[,] { { 77, 0, 0, 0 }, { 0, 0, 0, 0 } })),
            "two categories" => (Signs(plain), Signs(plain).X),
            "missing" => (
                Holed(Samples.Of(63, columns: 6), [0, 0.25, 0.4, 0.1, 0.3, 1]),
                Holed(Samples.Of(120, columns: 6, seed: 6), [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]).X),
            "dates" => (plain with { X = TableRows.Of("date-features", 63) }, TableRows.Of("date-features", 40, seed: 6)),
            "texts" => (plain with { X = TableRows.Of("text-vectorizer", 63) }, TableRows.Of("text-vectorizer", 40, seed: 6)),
            "wide" => (Samples.Of(40, columns: 30), Samples.Of(20, columns: 30, seed: 6).X),
            _ => throw new ArgumentException(kind, nameof(kind)),
        };

        // Shares of values that are missing, by column; the first is whole at the fit, and of the last nothing is there.
        static Samples Holed(Samples samples, double[] shares)
        {
            var rng = new Rng(9);
            double[] x = ((Matrix)samples.X).Span.ToArray();
            for (int i = 0; i < x.Length; i++)
                if (rng.NextDouble() < shares[i % shares.Length]) x[i] = double.NaN;
            return samples with { X = Matrix.Wrap(x, samples.Count, shares.Length) };
        }

        static Samples Signs(Samples samples) => samples with
        {
            X = Matrix.Wrap([.. ((Matrix)samples.X).Span.ToArray().Select(value => value > 0 ? 1.0 : 0)], samples.Count, samples.X.ColumnCount),
        };
    }

    /// <summary>What a fit gives: its outputs on rows to predict, its report, its form and the storage it makes, or why it was
    /// refused.</summary>
    private sealed record Seen(double[] Outputs, string Report, WireForm? Form, string Made, string? Refusal);
}
