using System.Text.Json;
using ClassicML.Numerics;

namespace ClassicML.Tests.Decomposition;

/// <summary>A golden case of this family, and a comparison of subspaces.</summary>
internal sealed class Golden(JsonElement root)
{
    public static Golden Read(string algorithm, string name) => new(JsonDocument.Parse(Repository.Golden(algorithm, name)).RootElement);

    public JsonElement this[string name] => root.GetProperty(name);

    public bool Has(string name) => root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public Matrix Matrix(string name) => new(root.GetProperty(name).Deserialize<double[][]>()!);

    public double[] Numbers(string name) => root.GetProperty(name).Deserialize<double[]>()!;

    public int[] Codes(string name) => root.GetProperty(name).Deserialize<int[]>()!;

    public ClassificationData Data() => ClassificationData.Create(Matrix("x"), Codes("y"));

    /// <summary>The sine of the largest principal angle between the spans of two sets of orthonormal rows of one length.</summary>
    public static double SineOfAngle(Matrix a, Matrix b)
    {
        double largest = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            double[] left = a.Row(i).ToArray();
            for (int pass = 0; pass < 2; pass++)
                for (int j = 0; j < b.RowCount; j++) Kernels.AddScaled(-Kernels.Dot(left, b.Row(j)), b.Row(j), left);
            largest = Math.Max(largest, Math.Sqrt(Kernels.Dot(left, left)));
        }
        return largest;
    }

    public static Matrix Random(int n, int p, ulong seed = 1)
    {
        var rng = new Rng(seed);
        return ClassicML.Matrix.Wrap([.. Enumerable.Range(0, n * p).Select(_ => rng.NextDouble() - 0.5)], n, p);
    }
}
