namespace ClassicML.Cnn.Graph;

/// <summary>The names of a training step's inputs and outputs.</summary>
internal static class StepNames
{
    public const string Pixels = "pixels", Classes = "classes", Rows = "rows", Weights = "weights", Share = "share", Rate = "rate";

    /// <summary>What a step reads and writes anew: parameters, both moments, and the sums of losses and of rows found.</summary>
    public static readonly string[] State = ["parameters", "first", "second", "loss", "correct"];

    public static string After(string state) => state + "_after";

    public static string Factors(int layer) => $"factors_{layer}";
}
