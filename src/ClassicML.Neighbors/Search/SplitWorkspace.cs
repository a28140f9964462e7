namespace ClassicML.Neighbors;

/// <summary>Room for one thread to split columns of up to so many places.</summary>
internal sealed class SplitWorkspace(int capacity)
{
    // Vectors are stored whole, so a little room is left behind.
    private const int Slack = 32;

    /// <summary>Two rooms for values that are being selected from.</summary>
    public double[] First { get; } = GC.AllocateUninitializedArray<double>(capacity + Slack);

    public double[] Second { get; } = GC.AllocateUninitializedArray<double>(capacity + Slack);

    /// <summary>Where numbers of the right half wait.</summary>
    public int[] Numbers { get; } = GC.AllocateUninitializedArray<int>(capacity + Slack);
}
