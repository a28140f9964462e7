using System.Diagnostics;
using ClassicML.Calibration;

namespace ClassicML;

/// <summary>A classifier with scores, given probabilities that are right on the average: of rows at 80 %, four in five are of the
/// class.</summary>
/// <remarks>
/// Scores of rows that a model was fitted on are too sure. So the rows are cut into <see cref="FoldCount"/> folds that keep the shares of
/// the
/// classes; each fold is scored by a model of the others, and one map from score to probability is fitted on all these scores. The scores
/// to be
/// mapped come from a model of all rows, as in LIBSVM (scikit-learn's <c>ensemble=False</c>). With several classes each is calibrated
/// against
/// the rest, and the row is divided by its sum. Cost: that of <see cref="FoldCount"/> + 1 fits.
/// </remarks>
public sealed record CalibratedClassifier : IClassifier<CalibratedClassifierModel>
{
    /// <summary>A calibrated form of a learner.</summary>
    /// <param name="learner">A classifier whose model has scores, <see cref="IDecisionScores"/>.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public CalibratedClassifier(IClassifier<IClassifierModel> learner) => Learner = learner;

    /// <summary>The learner whose scores are calibrated.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public IClassifier<IClassifierModel> Learner { get; init => field = Check.NotNull(value, nameof(Learner)); }

    /// <summary>How a score becomes a probability. Default <see cref="CalibrationMethod.Platt"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public CalibrationMethod Method { get; init => field = Check.Defined(value, nameof(Method)); } = CalibrationMethod.Platt;

    /// <summary>The number of folds. Default 5, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>The seed of the folds. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <remarks>Every class that has rows needs two of them; a row of weight zero is none. A class without rows gets probability
    /// zero. Weights count in relation to one another: all of them times anything give the same probabilities.</remarks>
    public CalibratedClassifierModel Fit(ClassificationData data, FitContext context = default)
    {
        var clock = Stopwatch.StartNew();
        Check.SeveralClasses(Check.NotNull(data, nameof(data)), nameof(CalibratedClassifier));
        context.ThrowIfCancelled();
        int[] counts = new int[data.ClassCount];
        for (int i = 0; i < data.RowCount; i++)
            if (Counts(data, i)) counts[data.Codes[i]]++;
        for (int k = 0; k < counts.Length; k++)
            if (counts[k] == 1)
                throw new ArgumentException(
                    $"class '{data.Labels[k]}' has one row{(data.Weights.IsEmpty ? "" : " that weighs more than nothing")}; "
                    + $"{nameof(CalibratedClassifier)} needs at least two of each class", nameof(data));
        int[] folds = Folds(data);
        int width = data.ClassCount == 2 ? 1 : data.ClassCount;
        double[] scores = new double[data.RowCount * width];
        var models = new IClassifierModel?[FoldCount + 1];
        // The fit of all rows comes first: what it refuses is named by the caller's own rows.
        Workers.For(FoldCount + 1, context.Threads, item =>
        {
            FitContext each = context.ForEachOf(FoldCount + 1) with { Stop = context.Stop };
            int fold = item - 1;
            int[] held = Rows(folds, f => f == fold);
            if (fold >= 0 && held.Length == 0) return;
            models[item] = Learner.Fit(fold < 0 ? data : data.SelectRows(Rows(folds, f => f != fold)), each);
            if (fold < 0) return;
            IDecisionScores scoring = Scoring(models[item]!);
            double[] own = new double[held.Length * width];
            scoring.DecisionScores(data.Features.SelectRows(held), own);
            for (int r = 0; r < held.Length; r++) own.AsSpan(r * width, width).CopyTo(scores.AsSpan(held[r] * width));
        }, context.Cancellation);

        var maps = new ScoreMap?[width];
        for (int m = 0; m < width; m++)
        {
            int code = width == 1 ? 1 : m;
            if (counts[code] == 0 && width > 1) continue;
            double[] column = new double[data.RowCount];
            bool[] positive = new bool[data.RowCount];
            for (int i = 0; i < column.Length; i++) (column[i], positive[i]) = (scores[i * width + m], data.Codes[i] == code);
            maps[m] = ScoreMap.Fit(Method, column, positive, data.Weights);
        }
        _ = Scoring(models[0]!);
        return new CalibratedClassifierModel(models[0]!, Method, maps, Joined(models).Ended(this, clock.Elapsed, data.FeatureNames));
    }

    // Numbers are those of the fit of all rows; it converged where each of the fits did.
    private static FitReport Joined(IClassifierModel?[] models)
    {
        FitReport[] reports = [.. models.OfType<IClassifierModel>().Select(model => model.Report)];
        return reports[0] with
        {
            Converged = Array.TrueForAll(reports, report => report.Converged),
            Stopped = Array.Exists(reports, report => report.Stopped),
            Reason = reports.Select(report => report.Reason).FirstOrDefault(reason => reason is not null),
        };
    }

    private static IDecisionScores Scoring(IClassifierModel model) =>
        model.As<IDecisionScores>()
        ?? throw new ArgumentException(
            $"{nameof(CalibratedClassifier)} needs a model with scores; {model.GetType().Name} has none", nameof(Learner));

    private static bool Counts(ClassificationData data, int row) => data.Weights.IsEmpty || data.Weights[row] > 0;

    // The rows of each class in random order, those that weigh something first, dealt to the folds in turn; the next class goes on where
    // the last one ended.
    private int[] Folds(ClassificationData data)
    {
        int[] folds = new int[data.RowCount];
        int next = 0;
        for (int k = 0; k < data.ClassCount; k++)
        {
            int code = k;
            ReadOnlySpan<int> codes = data.Codes;
            var own = new List<int>();
            for (int i = 0; i < codes.Length; i++)
                if (codes[i] == code) own.Add(i);
            int[] rows = [.. own];
            new Rng((ulong)Seed, (ulong)k).Shuffle(rows.AsSpan());
            foreach (bool counts in (ReadOnlySpan<bool>)[true, false])
                foreach (int row in rows)
                    if (Counts(data, row) == counts) folds[row] = next++ % FoldCount;
        }
        return folds;
    }

    private static int[] Rows(int[] folds, Func<int, bool> wanted)
    {
        var rows = new List<int>();
        for (int i = 0; i < folds.Length; i++)
            if (wanted(folds[i])) rows.Add(i);
        return [.. rows];
    }
}
