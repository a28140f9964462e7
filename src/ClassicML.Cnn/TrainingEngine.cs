namespace ClassicML.Cnn;

/// <summary>What does the training steps. Both give the same losses within rounding; each gives the same bits again on one device.</summary>
public enum TrainingEngine
{
    /// <summary>The managed kernels on the processor, the ONNX graph on a CUDA device.</summary>
    Auto,

    /// <summary>The managed kernels, on the processor only. Bits do not depend on the number of threads.</summary>
    Managed,

    /// <summary>The training step as an ONNX graph, run by ONNX Runtime.</summary>
    Graph,
}
