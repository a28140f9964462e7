using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>How one candidate of a search did.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Scores">Its score on each fold by the search's metric; NaN where the search was stopped before, or the fit was refused.</param>
/// <param name="MoreScores">Its scores by the further metrics, by name.</param>
/// <param name="Seconds">
/// The time of fitting and scoring on each fold, with an equal part of what it shared; NaN where the search was stopped before.
/// </param>
/// <param name="IsComplete">Whether it was scored on every fold, and on all rows where a search begins with fewer.</param>
/// <param name="Error">The message of the first fit that was refused, or null.</param>
public sealed record CandidateResult(
    Candidate Candidate, ImmutableArray<double> Scores, ImmutableSortedDictionary<string, ImmutableArray<double>> MoreScores,
    ImmutableArray<double> Seconds, bool IsComplete, string? Error)
{
    internal static WireType<CandidateResult> WireType { get; } = new("candidate-result", WireKind.Part, "The scores of a candidate", Write, Read);

    /// <summary>Its place among the candidates: 1 for the best, the same for equal scores; those that failed are last.</summary>
    public int Rank { get; init; }

    /// <summary>The mean of the scores, over the folds that it was scored on.</summary>
    public double MeanScore => Spread.Mean(Scored);

    /// <summary>The standard deviation of the scores, with k-1 below the root.</summary>
    public double ScoreDeviation => Spread.Deviation(Scored);

    private double[] Scored => [.. Scores.Where((_, fold) => IsScoredOn(fold))];

    /// <summary>Whether a search that was stopped had come to it on a fold.</summary>
    internal bool IsScoredOn(int fold) => !double.IsNaN(Seconds[fold]);

    internal static CandidateResult Of(
        Candidate candidate, ImmutableArray<string> metrics, ReadOnlySpan<TaskResult?> folds, Func<int, string> placeOf)
    {
        TaskResult?[] all = folds.ToArray();
        ImmutableArray<double> By(int metric) => [.. all.Select(fold => fold?.Scores[metric] ?? double.NaN)];
        int failed = Array.FindIndex(all, fold => fold?.Error is not null);
        string? error = failed < 0 ? null : $"{placeOf(failed)}: {all[failed]!.Error}";
        return new CandidateResult(
            candidate, By(0), Enumerable.Range(1, metrics.Length - 1).ToImmutableSortedDictionary(m => metrics[m], By, StringComparer.Ordinal),
            [.. all.Select(fold => fold?.Seconds ?? double.NaN)], error is null && !all.Contains(null), error);
    }

    private static void Write(CandidateResult result, WireWriter w) => w
        .Object("Candidate", result.Candidate).Doubles("Scores", result.Scores.AsSpan()).Texts("MoreNames", result.MoreScores.Keys)
        .Doubles("MoreScores", [.. result.MoreScores.Values.SelectMany(scores => scores)])
        .Doubles(WireReader.ElapsedName, result.Seconds.AsSpan()).Flag("IsComplete", result.IsComplete).Text("Error", result.Error)
        .Integer("Rank", result.Rank);

    private static CandidateResult Read(WireReader r)
    {
        var (candidate, scores, names) = (r.Object<Candidate>("Candidate"), r.Doubles("Scores", Interval.Any, orNaN: true), r.Texts("MoreNames"));
        double[] more = r.Doubles("MoreScores", Interval.Any, orNaN: true), seconds = r.Doubles(WireReader.ElapsedName, Interval.NonNegative, orNaN: true);
        Check.Length(seconds.Length, scores.Length, WireReader.ElapsedName, "fold");
        Check.Length(more.Length, (long)names.Length * scores.Length, "MoreScores", "metric and fold");
        return new CandidateResult(
            candidate, [.. scores], names.Index().ToImmutableSortedDictionary(
                name => name.Item, name => more.AsSpan(name.Index * scores.Length, scores.Length).ToImmutableArray(), StringComparer.Ordinal),
            [.. seconds], r.Flag("IsComplete"), r.OptionalText("Error"))
        { Rank = r.Integer("Rank", minimum: 1) };
    }
}
