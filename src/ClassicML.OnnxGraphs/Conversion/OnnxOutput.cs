namespace ClassicML.Onnx;

/// <summary>What a model makes of rows, as values inside a graph. Numbers are in double precision; the last step of an export rounds them.</summary>
public abstract record OnnxOutput
{
    private OnnxOutput()
    {
    }

    /// <summary>Classes.</summary>
    /// <param name="Labels">The K classes.</param>
    /// <param name="Codes">The code of each row's class, int64, N.</param>
    public sealed record Classes(ClassLabels Labels, string Codes) : OnnxOutput
    {
        /// <summary>The probability of each class, N×K; null where the model has none.</summary>
        public string? Probabilities { get; init; }

        /// <summary>The decision scores, N×1 for two classes, otherwise N×K; null where the model has none.</summary>
        public string? Scores { get; init; }
    }

    /// <summary>Numbers.</summary>
    /// <param name="Values">The number of each row, N×1.</param>
    public sealed record Numbers(string Values) : OnnxOutput;

    /// <summary>How usual rows are.</summary>
    /// <param name="Scores">The score of each row, N×1; above 0 for an inlier.</param>
    public sealed record Outliers(string Scores) : OnnxOutput;

    /// <summary>Transformed rows.</summary>
    /// <param name="Rows">The rows.</param>
    public sealed record Features(OnnxRows Rows) : OnnxOutput;
}
