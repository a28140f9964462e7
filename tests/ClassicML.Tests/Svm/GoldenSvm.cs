using System.Text.Json;

namespace ClassicML.Tests.Svm;

/// <summary>A golden case of a kernel SVM.</summary>
internal sealed class GoldenSvm(string algorithm, string name)
{
    private readonly Golden golden = Golden.Read(algorithm, name);

    public JsonElement Root => golden.Root;

    public Matrix X => golden.Matrix("x");

    public SparseMatrix Sparse =>
        new(Get<int[]>("row_starts"), Get<int[]>("columns"), Get<double[]>("values"), Get<int>("column_count"));

    public double[]? Weights => golden.Has("weights") ? golden.Numbers("weights") : null;

    public double Objective => golden.Number("objective");

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
            JsonElement given = golden["class_weights"];
            return given.ValueKind switch
            {
                JsonValueKind.Null => ClassWeights.None,
                JsonValueKind.String => ClassWeights.Balanced,
                _ => ClassWeights.Of(given.EnumerateObject().Select(pair => (pair.Name, pair.Value.GetDouble()))),
            };
        }
    }

    public JsonElement Option(string name) => golden["options"].GetProperty(name);

    public T Get<T>(string name) => golden[name].Deserialize<T>()!;
}
