using System.Numerics.Tensors;
using ClassicML.Internal;

namespace ClassicML.Preprocessing;

/// <summary>Bayesian ridge regression: how noisy the targets are and how large the weights, is found from the data.</summary>
/// <remarks>
/// Problem: y ~ N(Xw + b, 1/α) and w ~ N(0, 1/λ), with Gamma(1 + 10⁻⁶, 10⁻⁶) priors of α and λ, which maximise the evidence; w is then the
/// mean of its posterior, (XᵀX + λ/α·1)⁻¹Xᵀy in centred columns. Method: MacKay, "Bayesian interpolation", 1992, as scikit-learn's
/// BayesianRidge at its defaults: at first α = 1/var(y) and λ = 1; then, with γ = Σ αs²/(λ + αs²) over the singular values s of X,
/// λ = (γ + 2·10⁻⁶)/(‖w‖² + 2·10⁻⁶) and α = (n - γ + 2·10⁻⁶)/(‖y - Xw‖² + 2·10⁻⁶), until Σ|Δw| is below 10⁻³, at most 300 times.
/// Directions of X that are zero but for rounding have weight 0. Row weights are not looked at.
/// Cost: the singular values of X, some 3·n·p² flops, and 2·n·p an iteration.
/// </remarks>
internal sealed record BayesianRidge : IRegressor<BayesianRidgeModel>
{
    private const double Prior = 1e-6, Tolerance = 1e-3, Epsilon = 1.0 / (1L << 52);
    private const int MaxIterations = 300, BlockRows = 1024;

    public BayesianRidgeModel Fit(RegressionData data, FitContext context = default)
    {
        Matrix rows = Check.Complete(data.Features, nameof(BayesianRidge));
        int n = rows.RowCount, p = rows.ColumnCount, iterations = 0;
        double[] means = ColumnMoments.Of(rows, context).Means, targets = data.Targets.ToArray();
        double mean = ColumnMoments.Of(Matrix.Wrap(targets, n, 1), context).Means[0], variance = 0;
        Matrix x = Centred(rows, means);
        double[] y = Array.ConvertAll(targets, target => target - mean);
        foreach (double value in y) variance += value * value / n;
        RightSingular svd = RightSingular.Of(x, default, context);
        double[] along = Along(svd, CrossProducts(x, y, context.Threads)), w, before = [];
        double alpha = 1 / (variance + Epsilon), lambda = 1, change = double.PositiveInfinity;
        do
        {
            w = Weights(svd, along, lambda / alpha);
            double gamma = 0;
            foreach (double s in svd.Values) gamma += alpha * s * s / (lambda + alpha * s * s);
            lambda = (gamma + 2 * Prior) / (Kernels.Dot(w, w) + 2 * Prior);
            alpha = (n - gamma + 2 * Prior) / (SquaredResiduals(x, y, w, context.Threads) + 2 * Prior);
            if (before.Length > 0)
            {
                change = 0;
                for (int j = 0; j < p; j++) change += Math.Abs(w[j] - before[j]);
            }
            before = w;
        }
        while (!(change < Tolerance) && ++iterations < MaxIterations);
        w = Weights(svd, along, lambda / alpha);
        return new BayesianRidgeModel(w, mean - Kernels.Dot(means, w), new FitReport { Iterations = iterations });
    }

    private static Matrix Centred(Matrix x, double[] means)
    {
        int p = x.ColumnCount;
        double[] centred = x.Span.ToArray();
        for (int i = 0; i < x.RowCount; i++) TensorPrimitives.Subtract(centred.AsSpan(i * p, p), means, centred.AsSpan(i * p, p));
        return Matrix.Wrap(centred, x.RowCount, p);
    }

    // Xᵀy in the directions of the singular vectors; 0 in those that are zero but for rounding.
    private static double[] Along(RightSingular svd, double[] products)
    {
        double[] along = new double[svd.Values.Length];
        double least = svd.Values[0] * svd.Size * Epsilon;
        for (int k = 0; k < along.Length; k++)
            if (svd.Values[k] > least) along[k] = Kernels.Dot(svd.Vectors.AsSpan(k * svd.Size, svd.Size), products);
        return along;
    }

    // Σₖ vₖ·(vₖᵀXᵀy)/(s² + λ/α).
    private static double[] Weights(RightSingular svd, double[] along, double ratio)
    {
        double[] w = new double[svd.Size];
        for (int k = 0; k < along.Length; k++)
            if (along[k] != 0)
                Kernels.AddScaled(along[k] / (svd.Values[k] * svd.Values[k] + ratio), svd.Vectors.AsSpan(k * svd.Size, svd.Size), w);
        return w;
    }

    private static double[] CrossProducts(Matrix x, double[] y, int threads)
    {
        double[][] sums = new double[(y.Length + BlockRows - 1) / BlockRows][];
        Workers.ForBlocks(y.Length, BlockRows, ColumnTiles.Threads(x, threads), (start, end) =>
        {
            double[] sum = sums[start / BlockRows] = new double[x.ColumnCount];
            for (int i = start; i < end; i++) Kernels.AddScaled(y[i], x.Row(i), sum);
        });
        for (int block = 1; block < sums.Length; block++) Kernels.AddScaled(1, sums[block], sums[0]);
        return sums[0];
    }

    private static double SquaredResiduals(Matrix x, double[] y, double[] w, int threads)
    {
        double[] sums = new double[(y.Length + BlockRows - 1) / BlockRows];
        Workers.ForBlocks(y.Length, BlockRows, ColumnTiles.Threads(x, threads), (start, end) =>
        {
            double sum = 0;
            for (int i = start; i < end; i++)
            {
                double residual = y[i] - Kernels.Dot(x.Row(i), w);
                sum += residual * residual;
            }
            sums[start / BlockRows] = sum;
        });
        double total = 0;
        foreach (double sum in sums) total += sum;
        return total;
    }
}

/// <summary>What an <see cref="IterativeImputer"/> fills a column by, unless it is given a regressor: wᵀx + b.</summary>
public sealed class BayesianRidgeModel : IRegressorModel
{
    private readonly double[] coefficients;

    internal BayesianRidgeModel(double[] coefficients, double intercept, FitReport report) =>
        (this.coefficients, Intercept, Report) = (coefficients, intercept, report);

    /// <summary>The weights w, one for each other column.</summary>
    public ReadOnlySpan<double> Coefficients => coefficients;

    /// <summary>b.</summary>
    public double Intercept { get; }

    /// <inheritdoc/>
    public int FeatureCount => coefficients.Length;

    /// <inheritdoc/>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public void Predict(Features x, Memory<double> destination) =>
        LinearScores.Compute(x, Matrix.Wrap(coefficients, 1, FeatureCount), new[] { Intercept }, destination, this);
}
