using System.Buffers;
using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Svm;

/// <summary>A fitted <see cref="SvmClassifier"/>: the support vectors, the only rows that the border depends on, and their
/// coefficients.</summary>
public sealed class SvmClassifierModel : IClassifierModel, IDecisionScores, IRowClassifier
{
    private const int OnStack = 512;

    private readonly int[] supportIndices, supportCounts, supportStarts;
    private readonly double[] intercept;
    private readonly SupportExpansion expansion;
    // The classes of each machine; the second is -1 for "all others".
    private readonly (int Positive, int Negative)[] sides;
    // The classes that pairs vote for.
    private readonly int[] voted;

    internal SvmClassifierModel(
        KernelFunction kernel, SvmMultiClass strategy, ClassLabels labels, Features supportVectors, int[] supportIndices,
            int[] supportCounts,
        Matrix dualCoefficients, double[] intercept, FitReport report, double[]? centre = null)
    {
        Kernel = kernel;
        MultiClass = strategy;
        Labels = labels;
        SupportVectors = supportVectors;
        this.supportIndices = supportIndices;
        this.supportCounts = supportCounts;
        DualCoefficients = dualCoefficients;
        this.intercept = intercept;
        Report = report;
        int[] present = [.. Enumerable.Range(0, intercept.Length).Where(m => !double.IsNaN(intercept[m]))];
        sides = Array.ConvertAll(present, Sides);
        voted = [.. sides.SelectMany(side => new[] { side.Positive, side.Negative }).Distinct()];
        supportStarts = new int[labels.Count];
        for (int k = 1; k < supportStarts.Length; k++) supportStarts[k] = supportStarts[k - 1] + supportCounts[k - 1];
        expansion = new SupportExpansion(kernel, supportVectors, Array.ConvertAll(present, MachineOf), centre);
    }

    private SvmClassifierModel(SvmClassifierModel other, FitReport report, SupportExpansion expansion)
    {
        (Kernel, MultiClass, Labels, SupportVectors) = (other.Kernel, other.MultiClass, other.Labels, other.SupportVectors);
        (supportIndices, supportCounts, DualCoefficients, intercept) =
            (other.supportIndices, other.supportCounts, other.DualCoefficients, other.intercept);
        (Report, sides, voted, supportStarts, this.expansion) = (report, other.sides, other.voted, other.supportStarts, expansion);
    }

    /// <summary>The kernel function, with γ as a number.</summary>
    public KernelFunction Kernel { get; }

    /// <summary>How more than two classes are treated.</summary>
    public SvmMultiClass MultiClass { get; }

    /// <inheritdoc/>
    public ClassLabels Labels { get; }

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public int FeatureCount => SupportVectors.ColumnCount;

    /// <summary>The support vectors, m×p, class by class; sparse where the rows were trained on as sparse ones.</summary>
    public Features SupportVectors { get; }

    /// <summary>The training row of each support vector.</summary>
    public ReadOnlySpan<int> SupportIndices => supportIndices;

    /// <summary>The number of support vectors of each class, K values.</summary>
    public ReadOnlySpan<int> SupportCounts => supportCounts;

    /// <summary>
    /// yα of each support vector. Two classes: 1×m, positive for the second. One-versus-rest: K×m. One-versus-one: (K-1)×m in LIBSVM's
    /// order, where a support vector of class i has its coefficient against class j in row j-1 if i &lt; j and in row j if i &gt; j, and
    /// the
    /// first class of a pair is positive.
    /// </summary>
    public Matrix DualCoefficients { get; }

    /// <summary>b: 1 for two classes; for more, one a pair (0,1), (0,2), …, or one a class. NaN where a class had no row.</summary>
    public ReadOnlySpan<double> Intercept => intercept;

    /// <summary>For a linear kernel the weights w, machines×p; empty for others.</summary>
    public ReadOnlySpan<double> Weights => expansion.Weights;

    /// <inheritdoc/>
    public int ScoreCount => Labels.Count == 2 ? 1 : Labels.Count;

    /// <summary>
    /// Two classes: Σ yα K(x, xₖ) + b, positive for the second. One-versus-rest: that of each class. One-versus-one: the votes of each
    /// class,
    /// and a third of s/(1+|s|), with s the sum of its pairs' scores, to order classes of equal votes: scikit-learn's "ovr" shape. Negative
    /// infinity for a class without rows.
    /// </summary>
    /// <inheritdoc/>
    public void DecisionScores(Features x, Memory<double> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, (long)x.RowCount * ScoreCount);
        expansion.Scores(Check.CompleteRows(x, nameof(SvmClassifierModel)), (row, scores) =>
        {
            Span<double> to = destination.Span.Slice(row * ScoreCount, ScoreCount);
            if (Labels.Count == 2) scores.CopyTo(to);
            else Combine(scores, to);
        });
    }

    /// <inheritdoc/>
    /// <remarks>One-versus-one: the class of most votes, of equal ones the first, as in LIBSVM. Else the class of the highest
    /// score.</remarks>
    public void Predict(Features x, Memory<int> destination)
    {
        x = x.AlignedTo(this);
        Check.Destination(destination.Length, x.RowCount);
        expansion.Scores(Check.CompleteRows(x, nameof(SvmClassifierModel)), (row, scores) => destination.Span[row] = ClassOf(scores));
    }

    int IRowClassifier.PredictRow(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowChecks.Complete(row, this);
        int count = expansion.MachineCount;
        double[]? rented = null;
        Span<double> scores = count <= OnStack ? stackalloc double[count] : (rented = ArrayPool<double>.Shared.Rent(count)).AsSpan(0, count);
        expansion.ScoresOfRow(row, scores);
        int code = ClassOf(scores);
        if (rented is not null) ArrayPool<double>.Shared.Return(rented);
        return code;
    }

    T? IModel.As<T>() where T : class => typeof(T) == typeof(IRowClassifier) && !expansion.TakesRows ? null : this as T;

    /// <summary>Where the machine of a pair of classes stands among those of all pairs.</summary>
    internal static int PairIndex(int a, int b, int classCount) => a * classCount - a * (a + 1) / 2 + b - a - 1;

    /// <summary>What distances are taken from; empty where none are.</summary>
    internal ReadOnlySpan<double> Centre => expansion.Centre;

    /// <summary>The same model, for which some rows are already predicted.</summary>
    internal SvmClassifierModel Prepared(SharedQueries queries) => new(this, Report, expansion.Prepared(queries, supportIndices));

    /// <summary>The same model, reached by a learner with a report of its own.</summary>
    internal SvmClassifierModel Reported(FitReport report) => new(this, report, expansion);

    /// <summary>The training rows and coefficients of the machine of two classes; the second is -1 for "all others".</summary>
    internal IEnumerable<(int Row, double Coefficient)> CoefficientsOf(int positive, int negative)
    {
        bool pair = Labels.Count > 2 && negative >= 0;
        if (!pair) return supportIndices.Select((row, k) => (row, DualCoefficients[Labels.Count == 2 ? 0 : positive, k]));
        return Side(positive, negative - 1).Concat(Side(negative, positive));

        IEnumerable<(int, double)> Side(int code, int machine)
        {
            return Enumerable.Range(supportStarts[code], supportCounts[code])
                .Select(k => (supportIndices[k], DualCoefficients[machine, k]));
        }
    }

    private int ClassOf(ReadOnlySpan<double> scores)
    {
        if (Labels.Count == 2) return scores[0] > 0 ? 1 : 0;
        Span<double> votes = stackalloc double[Labels.Count];
        Votes(scores, votes);
        return TensorPrimitives.IndexOfMax<double>(votes);
    }

    private void Votes(ReadOnlySpan<double> scores, Span<double> votes)
    {
        votes.Fill(double.NegativeInfinity);
        if (MultiClass == SvmMultiClass.OneVersusRest)
        {
            for (int m = 0; m < sides.Length; m++) votes[sides[m].Positive] = scores[m];
            return;
        }
        foreach (int k in voted) votes[k] = 0;
        // Machines of one positive class follow one another. No branch: which side wins can't be foretold.
        for (int m = 0; m < sides.Length;)
        {
            int positive = sides[m].Positive;
            double won = 0;
            for (; m < sides.Length && sides[m].Positive == positive; m++)
            {
                double wins = scores[m] > 0 ? 1 : 0;
                won += wins;
                votes[sides[m].Negative] += 1 - wins;
            }
            votes[positive] += won;
        }
    }

    private void Combine(ReadOnlySpan<double> scores, Span<double> to)
    {
        Votes(scores, to);
        if (MultiClass == SvmMultiClass.OneVersusRest) return;
        Span<double> sums = stackalloc double[Labels.Count];
        sums.Clear();
        for (int m = 0; m < sides.Length; m++)
        {
            sums[sides[m].Positive] += scores[m];
            sums[sides[m].Negative] -= scores[m];
        }
        for (int k = 0; k < to.Length; k++) to[k] += sums[k] / (3 * (Math.Abs(sums[k]) + 1));
    }

    private (int, int) Sides(int machine)
    {
        if (Labels.Count == 2) return (1, 0);
        if (MultiClass == SvmMultiClass.OneVersusRest) return (machine, -1);
        int a = 0, first = 0;
        for (; machine - first >= Labels.Count - 1 - a; a++) first += Labels.Count - 1 - a;
        return (a, a + 1 + machine - first);
    }

    private Machine MachineOf(int machine)
    {
        if (Labels.Count == 2 || MultiClass == SvmMultiClass.OneVersusRest)
            return new Machine([(0, DualCoefficients.Row(machine).ToArray())], intercept[machine]);
        (int a, int b) = Sides(machine);
        return new Machine([Stretch(a, b - 1), Stretch(b, a)], intercept[machine]);
    }

    private (int, double[]) Stretch(int code, int row) =>
        (supportStarts[code], DualCoefficients.Row(row).Slice(supportStarts[code], supportCounts[code]).ToArray());
}
