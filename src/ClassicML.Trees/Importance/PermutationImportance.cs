using System.Collections.Immutable;

namespace ClassicML.Trees;

/// <summary>How much worse predictions get when a feature's values are permuted among the rows, so that it tells nothing any more.</summary>
/// <remarks>
/// Unlike impurity importances these don't favour features of many values, and on rows held out they count only what helps on new rows.
/// Of features that tell the same, each can stand in for the others, so all may seem unimportant. Features are what the model is given: of a
/// <see cref="Table"/> its columns, whatever their kind and whatever a pipeline makes of them. Source: Breiman, "Random forests", 2001;
/// Fisher, Rudin, Dominici, "All models are wrong, but many are useful", 2019.
/// </remarks>
public sealed class PermutationImportance
{
    private readonly double[] means, deviations;

    internal PermutationImportance(double loss, Matrix increases, ImmutableArray<string>? featureNames)
    {
        (Loss, Increases, FeatureNames) = (loss, increases, featureNames);
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

    /// <summary>The name of each feature; null where neither model nor data has names.</summary>
    public ImmutableArray<string>? FeatureNames { get; }

    /// <summary>By how much the loss rises: features × repeats, or features × trees.</summary>
    public Matrix Increases { get; }

    /// <summary>The mean increase by each feature.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>The standard deviation of the increases by each feature, divided by their number.</summary>
    public ReadOnlySpan<double> Deviations => deviations;

    /// <summary>Permutes each feature of held-out rows some times over; the loss is the weighted share of wrong classes. For any classifier.</summary>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">Rows that it was not fitted on, with the model's classes: a matrix or a table; columns with names may be in any order.</param>
    /// <param name="repeatCount">How often each feature is permuted. Default 5, at least 1.</param>
    /// <param name="seed">Chooses the permutations: that of (feature j, repeat r) derives from (seed, j·repeats + r). Default 0, at least 0.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="ArgumentException">The data has other columns or classes, or is sparse.</exception>
    public static PermutationImportance Of(
        IClassifierModel model, ClassificationData heldOut, int repeatCount = 5, int seed = 0, FitContext context = default)
    {
        if (!Check.NotNull(model, nameof(model)).Labels.Equals(Check.NotNull(heldOut, nameof(heldOut)).Labels))
            throw new ArgumentException($"the model has classes {model.Labels}, the data has {heldOut.Labels}", nameof(heldOut));
        heldOut = heldOut.AlignedTo(model);
        int[] predicted = new int[heldOut.RowCount];
        return Of(model, heldOut.Features, heldOut.Weights.ToArray(), repeatCount, seed, context, rows =>
        {
            model.Predict(rows, predicted);
            return i => predicted[i] == heldOut.Codes[i] ? 0 : 1;
        });
    }

    /// <summary>Permutes each feature of held-out rows some times over; the loss is the weighted mean squared error. For any regressor.</summary>
    /// <param name="model">The model.</param>
    /// <param name="heldOut">Rows that it was not fitted on: a matrix or a table; columns with names may be in any order.</param>
    /// <param name="repeatCount">How often each feature is permuted. Default 5, at least 1.</param>
    /// <param name="seed">Chooses the permutations: that of (feature j, repeat r) derives from (seed, j·repeats + r). Default 0, at least 0.</param>
    /// <param name="context">Cancellation.</param>
    /// <exception cref="ArgumentException">The data has other columns, or is sparse.</exception>
    public static PermutationImportance Of(
        IRegressorModel model, RegressionData heldOut, int repeatCount = 5, int seed = 0, FitContext context = default)
    {
        heldOut = Check.NotNull(heldOut, nameof(heldOut)).AlignedTo(Check.NotNull(model, nameof(model)));
        double[] predicted = new double[heldOut.RowCount];
        return Of(model, heldOut.Features, heldOut.Weights.ToArray(), repeatCount, seed, context, rows =>
        {
            model.Predict(rows, predicted);
            return i => (predicted[i] - heldOut.Targets[i]) * (predicted[i] - heldOut.Targets[i]);
        });
    }

    private static PermutationImportance Of(
        IModel model, Features x, double[] weights, int repeatCount, int seed, FitContext context, Func<Features, Func<int, double>> predict)
    {
        Check.Positive(repeatCount, nameof(repeatCount));
        Check.AtLeast(seed, 0, nameof(seed));
        double[] increases = new double[x.ColumnCount * repeatCount];
        Func<int, int[], Features> permuted = Permuting(x);
        double loss = Mean(x);
        for (int at = 0; at < increases.Length; at++)
        {
            context.ThrowIfCancelled();
            int feature = at / repeatCount;
            int[] order = new Rng(Rng.DeriveSeed((ulong)seed, (ulong)at)).Permutation(x.RowCount);
            increases[at] = Mean(permuted(feature, order)) - loss;
        }
        return new PermutationImportance(loss, Matrix.Wrap(increases, x.ColumnCount, repeatCount), x.ColumnNames ?? model.FeatureNames);

        double Mean(Features rows)
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

    // The same rows with one feature's values in another order; of a matrix good until the next are asked for.
    private static Func<int, int[], Features> Permuting(Features features)
    {
        if (features is Table table)
            return (feature, order) => table.With(table.SelectColumns([feature]).SelectRows(order).Columns);
        Matrix x = Check.Dense(features, nameof(PermutationImportance));
        double[] changed = x.Span.ToArray();
        Features rows = Matrix.Wrap(changed, x.RowCount, x.ColumnCount).WithNames(x.ColumnNames);
        int last = 0;
        return (feature, order) =>
        {
            for (int i = 0; i < order.Length; i++) changed[i * x.ColumnCount + last] = x[i, last];
            for (int i = 0; i < order.Length; i++) changed[i * x.ColumnCount + feature] = x[order[i], feature];
            last = feature;
            return rows;
        };
    }
}
