namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>MNIST to 50 components.</summary>
internal sealed class PcaMnist : PcaCase
{
    public override string Name => "pca-mnist";

    public override string Summary => "PCA of MNIST (60,000×784) to 50 components";

    protected override int Count => 50;

    protected override Matrix Rows() => (Matrix)MnistRows.Train().Features;
}
