namespace ClassicML.Trees;

/// <summary>How much worse predictions get when a feature's values are permuted among the rows, so that it tells nothing any more.</summary>
/// <remarks>
/// Unlike impurity importances these don't favour features of many values, and on rows held out they count only what helps on new rows.
/// Of features that tell the same, each can stand in for the others, so all may seem unimportant. Source: Breiman, "Random forests", 2001;
/// Fisher, Rudin, Dominici, "All models are wrong, but many are useful", 2019.
/// </remarks>
public sealed class PermutationImportance
{
    private readonly double[] means, deviations;

    internal PermutationImportance(double loss, Matrix increases)
    {
        (Loss, Increases) = (loss, increases);
        (means, deviations) = (new double[increases.RowCount], new double[increases.RowCount]);
        for (int j = 0; j < means.Length; j++)
        {
            foreach (double increase in increases.Row(j)) means[j] += increase / increases.ColumnCount;
            foreach (double increase in increases.Row(j)) deviations[j] += (increase - means[j]) * (increase - means[j]) / increases.ColumnCount;
            deviations[j] = Math.Sqrt(deviations[j]);
        }
    }

    /// <summary>The loss without permuting: the share of wrong classes, or the mean squared error.</summary>
    public double Loss { get; }

    /// <summary>By how much the loss rises: features × repeats, or features × trees.</summary>
    public Matrix Increases { get; }

    /// <summary>The mean increase by each feature.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>The standard deviation of the increases by each feature, divided by their number.</summary>
    public ReadOnlySpan<double> Deviations => deviations;

    /// <summary>Permutes each feature of held-out rows some times over; the loss is the weighted share of wrong classes. For any classifier.</summary>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">Rows that it was not fitted on, with the model's classes; the features are the model's, in its order.</param>
    /// <param name="repeatCount">How often each feature is permuted. Default 5, at least 1.</param>
    /// <param name="seed">Chooses the permutations: that of (feature j, repeat r) derives from (seed, j·repeats + r). Default 0, at least 0.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="ArgumentException">The data has another width or other classes.</exception>
    public static PermutationImportance Of(
        IClassifierModel model, ClassificationData heldOut, int repeatCount = 5, int seed = 0, FitContext context = default)
    {
        if (!Check.NotNull(model, nameof(model)).Labels.Equals(Check.NotNull(heldOut, nameof(heldOut)).Labels))
            throw new ArgumentException($"the model has classes {model.Labels}, the data has {heldOut.Labels}", nameof(heldOut));
        heldOut = heldOut.AlignedTo(model);
        int[] predicted = new int[heldOut.RowCount];
        return Of(heldOut.Features, heldOut.Weights.ToArray(), repeatCount, seed, context, rows =>
        {
            model.Predict(rows, predicted);
            return i => predicted[i] == heldOut.Codes[i] ? 0 : 1;
        });
    }

    /// <summary>Permutes each feature of held-out rows some times over; the loss is the weighted mean squared error. For any regressor.</summary>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">Rows that it was not fitted on.</param>
    /// <param name="repeatCount">How often each feature is permuted. Default 5, at least 1.</param>
    /// <param name="seed">Chooses the permutations: that of (feature j, repeat r) derives from (seed, j·repeats + r). Default 0, at least 0.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="ArgumentException">The data has another width.</exception>
    public static PermutationImportance Of(
        IRegressorModel model, RegressionData heldOut, int repeatCount = 5, int seed = 0, FitContext context = default)
    {
        heldOut = Check.NotNull(heldOut, nameof(heldOut)).AlignedTo(Check.NotNull(model, nameof(model)));
        double[] predicted = new double[heldOut.RowCount];
        return Of(heldOut.Features, heldOut.Weights.ToArray(), repeatCount, seed, context, rows =>
        {
            model.Predict(rows, predicted);
            return i => (predicted[i] - heldOut.Targets[i]) * (predicted[i] - heldOut.Targets[i]);
        });
    }

    private static PermutationImportance Of(
        Features features, double[] weights, int repeatCount, int seed, FitContext context, Func<Matrix, Func<int, double>> predict)
    {
        Matrix x = Check.Dense(features, nameof(PermutationImportance));
        Check.Positive(repeatCount, nameof(repeatCount));
        Check.AtLeast(seed, 0, nameof(seed));
        double[] changed = x.Span.ToArray(), increases = new double[x.ColumnCount * repeatCount];
        Matrix rows = Matrix.Wrap(changed, x.RowCount, x.ColumnCount);
        double loss = Mean();
        for (int at = 0; at < increases.Length; at++)
        {
            context.ThrowIfCancelled();
            int feature = at / repeatCount;
            int[] order = new Rng(Rng.DeriveSeed((ulong)seed, (ulong)at)).Permutation(x.RowCount);
            for (int i = 0; i < order.Length; i++) changed[i * x.ColumnCount + feature] = x[order[i], feature];
            increases[at] = Mean() - loss;
            for (int i = 0; i < order.Length; i++) changed[i * x.ColumnCount + feature] = x[i, feature];
        }
        return new PermutationImportance(loss, Matrix.Wrap(increases, x.ColumnCount, repeatCount));

        double Mean()
        {
            Func<int, double> lossOf = predict(rows);
            double sum = 0, weight = 0;
            for (int i = 0; i < x.RowCount; i++)
            {
                double w = weights.Length == 0 ? 1 : weights[i];
                weight += w;
                sum += w * lossOf(i);
            }
            return sum / weight;
        }
    }
}
