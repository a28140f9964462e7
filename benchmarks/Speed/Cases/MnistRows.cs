namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>MNIST's training part, where it is on this machine.</summary>
internal static class MnistRows
{
    /// <exception cref="PeerAbsentException">It is not there; a benchmark downloads nothing.</exception>
    public static ClassificationData Train() => Datasets.HasMnist
        ? Datasets.Mnist().Train
        : throw new PeerAbsentException("MNIST is not on this machine: see datasets/README.md, or call Datasets.Mnist() once");
}
