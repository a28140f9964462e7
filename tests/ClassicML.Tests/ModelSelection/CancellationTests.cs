using ClassicML.ModelSelection;
using ClassicML.Wire;

namespace ClassicML.Tests.ModelSelection;

/// <summary>A search over any learner ends soon after it is cancelled, wherever it is: counted in fits and iterations, not in
/// seconds.</summary>
public class CancellationTests
{
    private const int Candidates = 20, CancelledAt = 7;

    private static readonly ClassificationData Small = Contract.Rows.Of(3, 120);
    private static readonly RegressionData SmallNumbers = Contract.Rows.Numbers(120);

    public static TheoryData<string> Classifiers { get; } = Names<IClassifier<IClassifierModel>>(WireKind.Classifier);

    public static TheoryData<string> Regressors { get; } = Names<IRegressor<IRegressorModel>>(WireKind.Regressor);

    [Theory, MemberData(nameof(Classifiers))]
    public void A_search_over_a_classifier_begins_no_further_fit_and_ends_none(string name)
    {
        var learner = (IClassifier<IClassifierModel>)BuiltIn.Registry.Find(name)!.CreateDefault();
        using var watch = new Watch();
        watch.Ends(context => new GridSearch(Enumerable.Range(0, Candidates).Select(i => new Candidate(new Watched(i, learner, watch), [])))
        { Failures = FailureHandling.Record }.Fit(Small, context));
        EndsAfterItsFirstReport(context => learner.Fit(Small, context));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_search_over_a_regressor_begins_no_further_fit_and_ends_none(string name)
    {
        var learner = (IRegressor<IRegressorModel>)BuiltIn.Registry.Find(name)!.CreateDefault();
        using var watch = new Watch();
        watch.Ends(context => new RegressorGridSearch(
            Enumerable.Range(0, Candidates).Select(i => new Candidate(new WatchedRegressor(i, learner, watch), [])))
        { Failures = FailureHandling.Record }.Fit(SmallNumbers, context));
        EndsAfterItsFirstReport(context => learner.Fit(SmallNumbers, context));
    }

    // A fit that tells how far it has come and gets the token then makes no further step.
    private static void EndsAfterItsFirstReport(Action<FitContext> fit)
    {
        using var cancel = new CancellationTokenSource();
        int told = 0;
        var progress = new ProgressSink(_ =>
        {
            told++;
            cancel.Cancel();
        });
        // One whose first step is its last may end well.
        if (Record.Exception(() => fit(new FitContext { Cancellation = cancel.Token, Progress = progress, MaxThreads = 1 })) is { } thrown)
            Assert.IsType<OperationCanceledException>(thrown, exactMatch: false);
        Assert.InRange(told, 0, 1);
    }

    private static TheoryData<string> Names<T>(WireKind kind) =>
        [.. BuiltIn.Registry.Types.Where(type => type.Kind == kind && type.CanCreate && type.CreateDefault() is T).Select(type => type.Name)];

    /// <summary>Counts fits, and gives the token when one of them begins.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly CancellationTokenSource cancel = new();
        private int begun, endedAfter;

        public void Dispose() => cancel.Dispose();

        public void Ends(Action<FitContext> search)
        {
            Assert.ThrowsAny<OperationCanceledException>(() => search(new FitContext { Cancellation = cancel.Token }));
            // Each other thread may have been on its way into a fit, or out of one.
            Assert.InRange(begun, CancelledAt, CancelledAt - 1 + Workers.MaxThreads);
            Assert.InRange(endedAfter, 0, Workers.MaxThreads - 1);
        }

        public T Run<T>(Func<T> fit)
        {
            int place = Interlocked.Increment(ref begun);
            if (place == CancelledAt) cancel.Cancel();
            // A fit that begins in between runs after the token only, however the threads are scheduled.
            else if (place > CancelledAt) cancel.Token.WaitHandle.WaitOne();
            T model = fit();
            if (cancel.IsCancellationRequested) Interlocked.Increment(ref endedAfter);
            return model;
        }
    }

    private sealed record Watched(int Number, IClassifier<IClassifierModel> Learner, Watch Watch) : IClassifier<IClassifierModel>
    {
        public IClassifierModel Fit(ClassificationData data, FitContext context = default) => Watch.Run(() => Learner.Fit(data, context));
    }

    private sealed record WatchedRegressor(int Number, IRegressor<IRegressorModel> Learner, Watch Watch) : IRegressor<IRegressorModel>
    {
        public IRegressorModel Fit(RegressionData data, FitContext context = default) => Watch.Run(() => Learner.Fit(data, context));
    }
}
