namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>MNIST's training part, where it is on this machine.</summary>
internal static class MnistRows
{
    /// <exception cref="PeerAbsentException">It is not there; a benchmark downloads nothing.</exception>
    public static ClassificationData Train() => Datasets.HasMnist
        ? Datasets.Mnist().Train
        : throw new PeerAbsentException("MNIST is not on this machine: see datasets/README.md, or call Datasets.Mnist() once");

    /// <summary>The first rows of both parts, for peers that take minutes on all.</summary>
    /// <exception cref="PeerAbsentException">It is not there.</exception>
    public static (ClassificationData Train, ClassificationData Test) First(int train, int test) =>
        (Train().SelectRows([.. Enumerable.Range(0, train)]), Datasets.Mnist().Test.SelectRows([.. Enumerable.Range(0, test)]));
}
