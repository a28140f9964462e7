namespace ClassicML.Preprocessing;

/// <summary>A score of each column, and its p-value where the score has one.</summary>
/// <param name="Scores">p numbers, at least 0.</param>
/// <param name="PValues">p numbers in [0, 1]; empty where there are none.</param>
internal readonly record struct ScoredColumns(double[] Scores, double[] PValues)
{
    public static ScoredColumns WithPValues(int count) => new(new double[count], new double[count]);

    public static ScoredColumns WithoutPValues(int count) => new(new double[count], []);
}
