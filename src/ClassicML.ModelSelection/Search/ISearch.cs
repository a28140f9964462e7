using System.Collections.Immutable;
using ClassicML.Wire;

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
internal interface ISearchModel : IModel
{
    /// <summary>The model that predicts.</summary>
    IModel Best { get; }

    /// <summary>The number of its candidate.</summary>
    int BestIndex { get; }

    /// <summary>Every candidate, in order.</summary>
    ImmutableArray<CandidateResult> Results { get; }

    /// <summary>How the winner did on the folds.</summary>
    CandidateResult BestResult { get; }

    /// <summary>The form of a kind of them.</summary>
    static WireType<TSelf> Form<TSelf, TModel>(string name, string summary, Func<SearchOutcome<TModel>, TSelf> make)
        where TSelf : class, ISearchModel
        where TModel : class, IModel => new(
            name, WireKind.Model, summary,
            (m, w) => w.Object("Best", m.Best).Integer("BestIndex", m.BestIndex).Objects("Results", m.Results).Report(m.Report),
            r =>
            {
                var (model, best, results) = (r.Object<TModel>("Best"), r.Integer("BestIndex"), r.Objects<CandidateResult>("Results"));
                Check.Within(best, new Interval(0, results.Length - 1), "BestIndex");
                return make(new SearchOutcome<TModel>(model, best, [.. results], r.Report()));
            });
}
