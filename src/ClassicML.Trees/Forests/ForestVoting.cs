namespace ClassicML.Trees;

/// <summary>How the trees of a forest decide together.</summary>
public enum ForestVoting
{
    /// <summary>
    /// The class of largest mean probability over the trees; of equal ones the first. It uses how sure each leaf is, so it needs fewer trees
    /// for smooth probabilities, and ties are rare.
    /// </summary>
    MeanProbability,

    /// <summary>The class that most trees predict; of equal ones the first. Probabilities are shares of votes (Breiman, 2001).</summary>
    Majority,
}
