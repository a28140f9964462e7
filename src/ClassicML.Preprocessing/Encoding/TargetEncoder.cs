using System.Diagnostics;

namespace ClassicML.Preprocessing;

/// <summary>Replaces each category by what the targets of its rows are on the average, drawn towards the average of all.</summary>
/// <remarks>
/// For a column of many levels, where one column each would be too many. A number to predict makes one column a feature; so do two classes, by the share of the
/// second; K &gt; 2 classes make K columns, one by the share of each. With weight n and mean m of a category's rows and mean μ of all, the value is
/// λm + (1 - λ)μ: λ = n/(n + s) for a <see cref="Smoothing"/> s, and by empirical Bayes, the default, λ = nV/(nV + v), with V the variance of all
/// targets and v that of the category's (Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", 2001; scikit-learn's
/// TargetEncoder, ≥ 1.3). A value that is missing is one more category; one that was not there at the fit is μ.
/// <para>
/// A row's own target must not be in what stands for it: a level of one row would say its target. So the rows that are fitted on are encoded by folds, each by
/// the others' rows (<see cref="ICrossFits{TData}"/>; a pipeline does it). <c>Fit</c> followed by <c>Transform</c> of the same rows leaks.
/// </para>
/// </remarks>
public sealed record TargetEncoder
    : ISupervisedTransformer<TargetEncoderModel>, IRegressionTransformer<TargetEncoderModel>, ICrossFits<ClassificationData>, ICrossFits<RegressionData>
{
    /// <summary>The weight s of the mean of all rows. Default null: by empirical Bayes. Not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double? Smoothing { get; init => field = value is { } number ? Check.NonNegative(number, nameof(Smoothing)) : null; }

    /// <summary>The number of folds by which training rows are encoded. Default 5, at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int FoldCount { get; init => field = Check.AtLeast(value, 2, nameof(FoldCount)); } = 5;

    /// <summary>Chooses the folds, which keep the shares of classes, and groups together. Default 0, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Seed { get; init => field = Check.AtLeast(value, 0, nameof(Seed)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A value is infinite, or a column holds dates.</exception>
    public TargetEncoderModel Fit(ClassificationData data, FitContext context = default) => Fit(Check.NotNull(data, nameof(data)), Targets(data), context);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A value is infinite, or a column holds dates.</exception>
    public TargetEncoderModel Fit(RegressionData data, FitContext context = default) =>
        Fit(Check.NotNull(data, nameof(data)), [data.Targets.ToArray()], context);

    /// <inheritdoc/>
    public (ITransformerModel Model, Features Rows) FitTransform(ClassificationData data, FitContext context = default)
    {
        double[][] targets = Targets(Check.NotNull(data, nameof(data)));
        return FitTransform(data, targets, data.Codes.ToArray(), context);
    }

    /// <inheritdoc/>
    public (ITransformerModel Model, Features Rows) FitTransform(RegressionData data, FitContext context = default) =>
        FitTransform(Check.NotNull(data, nameof(data)), [data.Targets.ToArray()], null, context);

    // One column of targets by output: of two classes whether a row is of the second, of more whether it is of each.
    private static double[][] Targets(ClassificationData data)
    {
        Check.SeveralClasses(data, nameof(TargetEncoder));
        int[] wanted = data.ClassCount == 2 ? [1] : [.. Enumerable.Range(0, data.ClassCount)];
        int[] codes = data.Codes.ToArray();
        return [.. wanted.Select(k => Array.ConvertAll(codes, code => code == k ? 1.0 : 0))];
    }

    private TargetEncoderModel Fit<TData>(TData data, double[][] targets, FitContext context) where TData : class, IData<TData>
    {
        var clock = Stopwatch.StartNew();
        return Fit(data, targets, Coded.Of(data, context), clock);
    }

    private TargetEncoderModel Fit<TData>(TData data, double[][] targets, Coded rows, Stopwatch clock) where TData : class, IData<TData>
    {
        var (means, values) = Learn(rows, targets, _ => true);
        return new TargetEncoderModel(rows.Categories, means, values, new FitReport().Ended(this, clock.Elapsed, data.FeatureNames));
    }

    private (ITransformerModel, Features) FitTransform<TData>(TData data, double[][] targets, int[]? strata, FitContext context)
        where TData : class, IData<TData>
    {
        var clock = Stopwatch.StartNew();
        Coded rows = Coded.Of(data, context);
        TargetEncoderModel model = Fit(data, targets, rows, clock);
        int n = data.RowCount, p = data.FeatureCount, k = targets.Length;
        int[] folds = Folds(n, strata, data.Groups);
        double[] encoded = new double[checked(n * p * k)];
        foreach (int fold in folds.Distinct().Order())
        {
            context.ThrowIfCancelled();
            var (means, values) = Learn(rows, targets, i => folds[i] != fold);
            for (int i = 0; i < n; i++)
                if (folds[i] == fold)
                    for (int j = 0; j < p; j++)
                        for (int t = 0; t < k; t++) encoded[(i * p + j) * k + t] = TargetEncoderModel.Value(means, values, rows.Codes[j][i], j, t);
        }
        return (model, Matrix.Wrap(encoded, n, p * k).WithNames(model.OutputNames));
    }

    // The value of each category of each column, a missing one last, for each target: values[j][t][code]. NaN where it had no row.
    private (double[] Means, double[][][] Values) Learn(Coded coded, double[][] targets, Func<int, bool> counts)
    {
        var (categories, codes, weights) = coded;
        int[] rows = [.. Enumerable.Range(0, weights.Length).Where(i => weights[i] > 0 && counts(i))];
        double total = rows.Sum(i => weights[i]);
        if (rows.Length == 0) throw new ArgumentException($"{nameof(TargetEncoder)} has no rows outside a fold; take fewer folds", "data");
        double[] means = Array.ConvertAll(targets, y => rows.Sum(i => weights[i] / total * y[i]));
        double[][][] values = new double[categories.Length][][];
        Workers.For(categories.Length, (long)rows.Length * categories.Length < 50_000 ? 1 : Workers.MaxThreads, j =>
            values[j] = [.. targets.Select((y, t) => Values(categories[j].Count + 1, codes[j], y, means[t], weights, rows, total))]);
        return (means, values);
    }

    private double[] Values(int count, int[] codes, double[] y, double mean, double[] weights, int[] rows, double total)
    {
        double[] sums = new double[count], sizes = new double[count], squares = new double[count];
        double variance = 0;
        foreach (int i in rows)
        {
            int code = codes[i] >= 0 ? codes[i] : count - 1;
            // About the mean of all, so that years and prices keep their digits.
            double off = y[i] - mean;
            sizes[code] += weights[i];
            sums[code] += weights[i] * off;
            variance += weights[i] / total * off * off;
        }
        for (int code = 0; code < count; code++) sums[code] /= sizes[code];
        foreach (int i in rows)
        {
            int code = codes[i] >= 0 ? codes[i] : count - 1;
            double off = y[i] - mean - sums[code];
            squares[code] += weights[i] / sizes[code] * off * off;
        }
        return [.. sums.Select((off, code) => sizes[code] == 0 ? double.NaN : mean + off * Share(sizes[code], squares[code]))];

        double Share(double size, double own)
        {
            if (Smoothing is { } s) return size / (size + s);
            double between = variance * size;
            return between + own > 0 ? between / (between + own) : 0;
        }
    }

    // A fold for each row: of each stratum, or of all rows, in a drawn order in turn; groups as a whole, the largest first to the smallest fold.
    private int[] Folds(int n, int[]? strata, ReadOnlySpan<int> groups)
    {
        int[] folds = new int[n], order = new Rng((ulong)Seed).Permutation(n);
        if (groups.IsEmpty)
        {
            int next = 0;
            foreach (IGrouping<int, int> stratum in order.GroupBy(i => strata?[i] ?? 0).OrderBy(stratum => stratum.Key))
                foreach (int i in stratum) folds[i] = next++ % FoldCount;
            return folds;
        }
        int[] own = groups.ToArray(), sizes = new int[FoldCount];
        foreach (IGrouping<int, int> group in order.GroupBy(i => own[i]).OrderByDescending(group => group.Count()))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            foreach (int i in group) folds[i] = fold;
            sizes[fold] += group.Count();
        }
        return folds;
    }

    // Rows as the numbers of their categories, with what each counts.
    private sealed record Coded(ColumnCategories[] Categories, int[][] Codes, double[] Weights)
    {
        public static Coded Of<TData>(TData data, FitContext context) where TData : class, IData<TData>
        {
            context.ThrowIfCancelled();
            ColumnCategories[] categories = ColumnCategories.Of(data.Features, nameof(TargetEncoder), context);
            return new Coded(
                categories, ColumnCategories.Encode(categories, data.Features, nameof(TargetEncoder)),
                data.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, data.RowCount)] : data.Weights.ToArray());
        }
    }
}
