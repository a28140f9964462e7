namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>A million rows of a hundred columns that share ten factors.</summary>
/// <param name="suffix">What the case's name ends in.</param>
/// <param name="route">Python's route, for the summary.</param>
internal sealed class PcaTall(string suffix, string route) : PcaCase
{
    public override string Name => "pca-tall" + suffix;

    public override string Summary => $"PCA of 1,000,000×100 rows of ten factors and noise to 10 components; in Python by {route}";

    protected override int Count => 10;

    protected override Matrix Rows()
    {
        const int n = 1_000_000, p = 100, factors = 10;
        var rng = new Rng(1);
        double[] x = new double[n * p], loadings = [.. Enumerable.Range(0, factors * p).Select(_ => rng.NextDouble() - 0.5)],
            row = new double[factors];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < factors; k++) row[k] = (factors - k) * (rng.NextDouble() - 0.5);
            for (int j = 0; j < p; j++) x[i * p + j] = rng.NextDouble();
            Internal.Gemv.AddTransposed(loadings, row, x.AsSpan(i * p, p));
        }
        return Matrix.Wrap(x, n, p);
    }
}
