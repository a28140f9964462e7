namespace ClassicML.ModelSelection;

/// <summary>Any search, seen without its kind.</summary>
internal interface ISearch
{
    /// <summary>The metric that decides.</summary>
    string MetricName { get; }

    /// <summary>The search with a journal of its own, for a part of work whose parts run beside each other.</summary>
    object ForPart(string part);
}

/// <summary>What any search returns, seen without its kind.</summary>
internal interface ISearchModel
{
    /// <summary>How the winner did on the folds.</summary>
    CandidateResult BestResult { get; }
}
