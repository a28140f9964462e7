using System.Collections.Immutable;
using ClassicML.ModelSelection;

namespace ClassicML.Cli.Selection;

/// <summary>What a search returns, of classes or of numbers.</summary>
/// <param name="Best">The model that predicts.</param>
/// <param name="BestResult">How its candidate did.</param>
/// <param name="Results">How every candidate did, in their order.</param>
internal sealed record SearchView(IModel Best, CandidateResult BestResult, ImmutableArray<CandidateResult> Results)
{
    public static SearchView? Of(IModel model) => model switch
    {
        SearchModel classes => new(classes.Best, classes.BestResult, classes.Results),
        RegressorSearchModel numbers => new(numbers.Best, numbers.BestResult, numbers.Results),
        _ => null,
    };

    public int BestIndex => Results.Index().First(each => ReferenceEquals(each.Item, BestResult)).Index;
}
