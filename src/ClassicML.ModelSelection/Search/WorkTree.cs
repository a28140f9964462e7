using System.Collections.Immutable;

namespace ClassicML.ModelSelection;

/// <summary>The candidates of a search as a tree of stages: what several begin with stands in it once; what shares work, together.</summary>
/// <remarks>
/// A pipeline is the path of its transformers from the root, then its last learner. Equal transformers on equal paths are one branch, fitted
/// once for each fold; transformers and learners that share work (<see cref="ISharesWork{TData, TModel}"/>) are fitted in one call.
/// </remarks>
internal sealed class WorkTree
{
    private readonly Dictionary<object, WorkTree> branches = [];

    private WorkTree()
    {
    }

    /// <summary>Transformers with what comes after each of them; those that share work are in one list.</summary>
    public List<List<(object Transformer, WorkTree Next)>> Stages { get; } = [];

    /// <summary>Learners with the numbers of their candidates; those that share work are in one list.</summary>
    public List<List<(object Learner, int Candidate)>> Leaves { get; } = [];

    /// <summary>The numbers of all candidates from here on.</summary>
    public List<int> Candidates { get; } = [];

    /// <param name="candidates">What is to be done.</param>
    /// <param name="isStage">Whether a pipeline's transformer can be fitted by itself.</param>
    /// <param name="shareStages">Whether two transformers share work.</param>
    /// <param name="shareFits">Whether two learners do.</param>
    public static WorkTree Of(
        ImmutableArray<Candidate> candidates, Func<object, bool> isStage, Func<object, object, bool> shareStages, Func<object, object, bool> shareFits)
    {
        var root = new WorkTree();
        for (int c = 0; c < candidates.Length; c++)
        {
            WorkTree at = root;
            at.Candidates.Add(c);
            object learner = candidates[c].Learner;
            for (; learner is IPipeline pipeline && Stage(pipeline.First, isStage) is { } transformers; learner = pipeline.Last)
                foreach (object transformer in transformers)
                {
                    at = at.Branch(transformer, shareStages);
                    at.Candidates.Add(c);
                }
            Join(at.Leaves, (Learner: learner, Candidate: c), leaf => leaf.Learner, shareFits);
        }
        return root;
    }

    // The transformers of a pipeline's first stage; null for one of a kind that nobody knows, which then stays in its pipeline.
    private static object[]? Stage(object first, Func<object, bool> isStage) =>
        first is IPipeline pipeline && Stage(pipeline.First, isStage) is { } before && Stage(pipeline.Last, isStage) is { } after
            ? [.. before, .. after]
        : isStage(first) ? [first] : null;

    private WorkTree Branch(object transformer, Func<object, object, bool> share)
    {
        if (branches.TryGetValue(transformer, out WorkTree? known)) return known;
        WorkTree made = branches[transformer] = new WorkTree();
        Join(Stages, (Transformer: transformer, Next: made), stage => stage.Transformer, share);
        return made;
    }

    private static void Join<T>(List<List<T>> groups, T one, Func<T, object> worker, Func<object, object, bool> share)
    {
        if (groups.Find(group => share(worker(group[0]), worker(one))) is { } group) group.Add(one);
        else groups.Add([one]);
    }
}
