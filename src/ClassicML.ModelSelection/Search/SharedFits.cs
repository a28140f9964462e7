using System.Collections.Immutable;
using System.Diagnostics;

namespace ClassicML.ModelSelection;

/// <summary>The candidates of a search that share work (<see cref="ISharesWork"/>), fitted together once for each fold.</summary>
internal sealed class SharedFits
{
    private readonly int[] groups, places;
    private readonly List<List<IClassifier<IClassifierModel>>> members = [];
    private readonly Dictionary<(int Group, int Fold), Lazy<(IReadOnlyList<IClassifierModel> Models, double Seconds)?>> fits = [];

    public SharedFits(ImmutableArray<Candidate> candidates)
    {
        groups = new int[candidates.Length];
        places = new int[candidates.Length];
        for (int c = 0; c < candidates.Length; c++)
        {
            IClassifier<IClassifierModel> learner = candidates[c].Classifier;
            groups[c] = learner is ISharesWork ? members.FindIndex(group => group[0] is ISharesWork first && first.SharesWith(learner)) : -1;
            if (groups[c] < 0)
            {
                groups[c] = members.Count;
                members.Add([]);
            }
            places[c] = members[groups[c]].Count;
            members[groups[c]].Add(learner);
        }
    }

    /// <summary>A candidate's model on a fold and its part of the time; null where it shares with no other, or one of them was refused.</summary>
    public (IClassifierModel Model, double Seconds)? Find(int candidate, int fold, ClassificationData train, ClassificationData test, FitContext context)
    {
        int group = groups[candidate];
        if (members[group].Count < 2) return null;
        Lazy<(IReadOnlyList<IClassifierModel>, double)?>? fit;
        lock (fits)
            if (!fits.TryGetValue((group, fold), out fit))
                fits.Add((group, fold), fit = new(() => Fit(members[group], train, test, context)));
        return fit.Value is var (models, seconds) ? (models[places[candidate]], seconds) : null;
    }

    private static (IReadOnlyList<IClassifierModel>, double)? Fit(
        List<IClassifier<IClassifierModel>> learners, ClassificationData train, ClassificationData test, FitContext context)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            IReadOnlyList<IClassifierModel> models = ((ISharesWork)learners[0]).FitShared(learners, train, test.Features, context);
            return (models, clock.Elapsed.TotalSeconds / learners.Count);
        }
        catch (ArgumentException)
        {
            // Each is then fitted by itself, so that only the one at fault fails.
            return null;
        }
    }
}
