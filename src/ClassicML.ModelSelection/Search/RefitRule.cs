namespace ClassicML.ModelSelection;

/// <summary>Which candidate of a search is fitted on all rows.</summary>
public enum RefitRule
{
    /// <summary>The one with the best mean score; of equal ones the first.</summary>
    Best,

    /// <summary>
    /// The first whose mean score is within one standard error of the best, √(s²/k) of the best's k scores. With simpler candidates first it
    /// picks the simplest that is about as good (Breiman, Friedman, Olshen, Stone, "Classification and regression trees", 1984).
    /// </summary>
    OneStandardError,
}

/// <summary>What a search does when a learner refuses the rows of a fold.</summary>
public enum FailureHandling
{
    /// <summary>It throws; the message names candidate and fold.</summary>
    Throw,

    /// <summary>It records the error with the candidate, which ranks last, and goes on; it throws when every candidate fails.</summary>
    Record,
}
