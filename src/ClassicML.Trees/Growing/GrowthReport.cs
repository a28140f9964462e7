using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.Trees;

/// <summary>How the growth of a tree or a forest went.</summary>
internal static class GrowthReport
{
    public static FitReport Of(object learner, bool stopped, Stopwatch clock, ImmutableArray<string>? featureNames) => new FitReport
    {
        Converged = !stopped,
        Stopped = stopped,
        Reason = stopped ? "the caller asked to stop" : null,
    }.Ended(learner, clock.Elapsed, featureNames);
}
