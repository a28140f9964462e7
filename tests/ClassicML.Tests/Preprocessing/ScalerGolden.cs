using System.Text.Json;

namespace ClassicML.Tests.Preprocessing;

/// <summary>A golden case of a scaler; null stands for NaN, which JSON has not.</summary>
internal sealed class ScalerGolden(JsonElement root)
{
    public JsonElement Options => root.GetProperty("options");

    public static ScalerGolden Read(string scaler, string name) => new(JsonDocument.Parse(Repository.Golden(scaler, name)).RootElement);

    public Matrix Rows(string name)
    {
        double?[][] rows = root.GetProperty(name).Deserialize<double?[][]>()!;
        return new Matrix(Array.ConvertAll(rows, Numbers));
    }

    public double[]? Values(string name) => root.GetProperty(name).Deserialize<double?[]?>() is { } values ? Numbers(values) : null;

    /// <summary>Compares by column: |expected - actual| within the column's tolerance, NaN only where NaN is.</summary>
    public static void Close(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, Func<int, double> tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(double.IsNaN(expected[i]), double.IsNaN(actual[i]));
            if (double.IsNaN(expected[i])) continue;
            double allowed = tolerance(i) * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - actual[i]) <= allowed, $"value {i}: {expected[i]:R} was expected, {actual[i]:R} came");
        }
    }

    private static double[] Numbers(double?[] values) => Array.ConvertAll(values, value => value ?? double.NaN);
}
