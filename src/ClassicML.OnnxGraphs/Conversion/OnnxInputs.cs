namespace ClassicML.Onnx;

/// <summary>What a graph reads.</summary>
public enum OnnxInputs
{
    /// <summary>One tensor, N×p, with the columns in the order that the model was fitted on.</summary>
    Tensor,

    /// <summary>Each column that the model reads as an input of its own, N×1, by its name: numbers, texts or dates.</summary>
    Columns,
}
