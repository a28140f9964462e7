using System.Collections.Immutable;

namespace ClassicML.MLNet;

/// <summary>The columns of a data view that an estimator reads and writes. The defaults are ML.NET's own names.</summary>
public sealed record MLNetColumns
{
    /// <summary>
    /// What is learned from. One column of vectors is a matrix, whose columns are named after the slots where these have names; one of another kind, or
    /// several, are a table, where a vector is a column for each slot. Default "Features".
    /// </summary>
    /// <exception cref="ArgumentException">No name is given.</exception>
    public ImmutableArray<string> Features { get; init => field = Named(value); } = ["Features"];

    /// <summary>Whether vectors are read as sparse rows, for learners that take them. Default false.</summary>
    public bool IsSparse { get; init; }

    /// <summary>
    /// What is to be learned: for classes truth values, keys, texts or whole numbers; for regressors numbers. Default "Label".
    /// </summary>
    public string Label { get; init => field = Named(value, nameof(Label)); } = "Label";

    /// <summary>What each row counts: a column of numbers. Null, the default: every row counts 1.</summary>
    public string? Weight { get; init => field = value is null ? null : Named(value, nameof(Weight)); }

    /// <summary>Rows of one value stay together in a search's splits: keys, texts or whole numbers. Null, the default: there are no groups.</summary>
    public string? Group { get; init => field = value is null ? null : Named(value, nameof(Group)); }

    /// <summary>Where scores come: default "Score".</summary>
    public string Score { get; init => field = Named(value, nameof(Score)); } = "Score";

    /// <summary>Where the probability of the true class comes, where labels are truth values: default "Probability".</summary>
    public string Probability { get; init => field = Named(value, nameof(Probability)); } = "Probability";

    /// <summary>Where predicted classes come: default "PredictedLabel".</summary>
    public string PredictedLabel { get; init => field = Named(value, nameof(PredictedLabel)); } = "PredictedLabel";

    /// <summary>Where the vectors come that a transformer makes; it may be the column that they are made of. Default "Features".</summary>
    public string Output { get; init => field = Named(value, nameof(Output)); } = "Features";

    private static string Named(string? name, string what) =>
        string.IsNullOrEmpty(name) ? throw new ArgumentException($"{what} must be the name of a column, was {(name is null ? "null" : "empty")}", what) : name;

    private static ImmutableArray<string> Named(ImmutableArray<string> names)
    {
        if (names.IsDefaultOrEmpty) throw new ArgumentException($"{nameof(Features)} must name one column or several, named none", nameof(Features));
        foreach (string name in names) Named(name, nameof(Features));
        return names;
    }
}
