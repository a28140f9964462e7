using ClassicML.Cli.Input;
using ClassicML.Cli.Learners;
using ClassicML.Cli.Selection;
using ClassicML.ModelSelection;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Cli;

/// <summary>Candidates share what a search can share: one preparation, and learners that are fitted together.</summary>
public class CandidatesTests
{
    // Numbers with holes and words, so that there are all kinds of steps.
    private static readonly Table Rows = new(
        new NumberColumn("size", [1, double.NaN, 3, 4]), new NumberColumn("weight", [4, 3, 2, 1]), new TextColumn("city", ["a", "b", "a", "b"]));

    [Theory]
    [InlineData("svm-classifier", "C=1,2,5", true), InlineData("random-forest", "max-depth=2,4", false)]
    [InlineData("k-nearest-neighbors", "neighbor-count=1,3", true)]
    public void All_candidates_of_a_learner_have_one_preparation_and_share_their_work(string name, string vary, bool prepared)
    {
        Candidate[] candidates = Grid(name, vary);
        Assert.True(candidates.Length > 1);
        if (prepared)
        {
            object first = ((IPipeline)candidates[0].Learner).First;
            Assert.IsType<ColumnTransformer>(first);
            Assert.All(candidates, candidate => Assert.Same(first, ((IPipeline)candidate.Learner).First));
        }
        object[] last = [.. candidates.Select(candidate => candidate.Learner is IPipeline pipeline ? pipeline.Last : candidate.Learner)];
        Assert.Equal(candidates.Length, last.Distinct().Count());
        var shares = (ISharesWork<ClassificationData, IClassifierModel>)last[0];
        Assert.All(last[1..], other => Assert.True(shares.SharesWith((ILearner<ClassificationData, IClassifierModel>)other)));
    }

    /// <summary>A search makes equal first stages once, whichever learner follows.</summary>
    [Fact]
    public void Learners_that_want_the_same_preparation_have_equal_ones() =>
        Assert.Equal(((IPipeline)Grid("svm-classifier", "C=1")[0].Learner).First, ((IPipeline)Grid("logistic-regression", "C=1,2")[1].Learner).First);

    private static Candidate[] Grid(string name, string vary)
    {
        string[] pair = vary.Split('=');
        var spec = new LearnerSpec(name, [], [(pair[0], pair[1])]);
        (var type, object learner) = spec.Build(BuiltIn.Registry, LearningKind.Classification, null);
        var preparation = new Preparation(new StandardScaler(), null, ImputesWhereNeeded: true, _ => { });
        return Candidates.Grid(spec, learner, preparation.For(type, Rows), BuiltIn.Registry);
    }
}
