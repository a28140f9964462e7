
namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>MNIST to 50 components, beside one of the routes that Python has.</summary>
/// <param name="suffix">What the case's name ends in.</param>
/// <param name="route">Python's route, for the summary.</param>
internal sealed class PcaMnist(string suffix, string route) : PcaCase
{
    public override string Name => "pca-mnist" + suffix;

    public override string Summary => $"PCA of MNIST (60,000×784) to 50 components; in Python by {route}";

    protected override int Count => 50;

    protected override Matrix Rows() => (Matrix)MnistRows.Train().Features;
}

/// <summary>So few rows that every peer decomposes them in seconds.</summary>
internal sealed class PcaMnist1k : PcaCase
{
    public override string Name => "pca-mnist1k";

    public override string Summary => "PCA of 1,000 digits of MNIST to 50 components; in Python by numpy's covariance and eigh";

    public override IReadOnlyList<CasePeer> Peers => [.. base.Peers, Accord];

    protected override int Count => 50;

    protected override Matrix Rows() => (Matrix)MnistRows.First(1000, 1).Train.Features;
}
