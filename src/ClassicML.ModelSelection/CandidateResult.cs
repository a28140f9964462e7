using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>How one candidate of a search did.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Scores">Its score on each fold; NaN where the search was stopped before.</param>
/// <param name="Seconds">The time of fitting and scoring on each fold.</param>
/// <param name="IsComplete">Whether it was scored on every fold, and on all rows where a search begins with fewer.</param>
public sealed record CandidateResult(Candidate Candidate, ImmutableArray<double> Scores, ImmutableArray<double> Seconds, bool IsComplete)
{
    internal static WireType<CandidateResult> WireType { get; } = new("candidate-result", WireKind.Part, "The scores of a candidate",
        (c, w) => w.Object("Candidate", c.Candidate).Doubles("Scores", c.Scores.AsSpan())
            .Doubles(WireReader.ElapsedName, c.Seconds.AsSpan()).Flag("IsComplete", c.IsComplete),
        r => new CandidateResult(r.Object<Candidate>("Candidate"), [.. r.Doubles("Scores")], [.. r.Doubles(WireReader.ElapsedName)], r.Flag("IsComplete")));

    /// <summary>The mean of the scores.</summary>
    public double MeanScore => Spread.Mean(Scores);

    /// <summary>The standard deviation of the scores, with k-1 below the root.</summary>
    public double ScoreDeviation => Spread.Deviation(Scores);
}
