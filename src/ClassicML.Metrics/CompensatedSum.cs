namespace ClassicML.Metrics;

/// <summary>A sum that carries its rounding error along (Neumaier, 1974), so the order of rows changes a last bit at most.</summary>
internal struct CompensatedSum
{
    private double sum, lost;

    public readonly double Value => sum + lost;

    public void Add(double value)
    {
        double next = sum + value;
        lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }
}
