using System.Text.Json;

namespace ClassicML.Tests.Svm;

/// <summary>A golden case of a kernel SVM.</summary>
internal sealed class GoldenSvm : IDisposable
{
    private readonly JsonDocument document;

    public GoldenSvm(string algorithm, string name) => document = JsonDocument.Parse(Repository.Golden(algorithm, name));

    public JsonElement Root => document.RootElement;

    public Matrix X => new(Root.GetProperty("x").Deserialize<double[][]>()!);

    public SparseMatrix Sparse =>
        new(Get<int[]>("row_starts"), Get<int[]>("columns"), Get<double[]>("values"), Get<int>("column_count"));

    public double[]? Weights => Root.GetProperty("weights").Deserialize<double[]?>();

    public double Objective => Root.GetProperty("objective").GetDouble();

    public double C => Option("C").GetDouble();

    public double? Nu => Option("Nu").Deserialize<double?>();

    public double Tolerance => Option("Tolerance").GetDouble();

    public KernelFunction Kernel
    {
        get
        {
            JsonElement given = Option("gamma");
            Gamma gamma = given.ValueKind == JsonValueKind.Number ? given.GetDouble() : Gamma.Parse(given.GetString()!);
            double constant = Option("coef0").GetDouble();
            return Option("kernel").GetString() switch
            {
                "linear" => KernelFunction.Linear,
                "poly" => KernelFunction.Polynomial(Option("degree").GetInt32(), gamma, constant),
                "sigmoid" => KernelFunction.Sigmoid(gamma, constant),
                "laplacian" => KernelFunction.Laplacian(gamma),
                "chi2" => KernelFunction.ChiSquared(gamma.Value!.Value),
                _ => KernelFunction.Rbf(gamma),
            };
        }
    }

    public ClassWeights ClassWeights
    {
        get
        {
            JsonElement given = Root.GetProperty("class_weights");
            return given.ValueKind switch
            {
                JsonValueKind.Null => ClassWeights.None,
                JsonValueKind.String => ClassWeights.Balanced,
                _ => ClassWeights.Of(given.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetDouble()))),
            };
        }
    }

    public JsonElement Option(string name) => Root.GetProperty("options").GetProperty(name);

    public T Get<T>(string name) => Root.GetProperty(name).Deserialize<T>()!;

    public void Dispose() => document.Dispose();
}
