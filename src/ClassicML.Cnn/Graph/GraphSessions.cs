using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Cnn.Graph;

/// <summary>How sessions of ONNX Runtime are set up.</summary>
internal static class GraphSessions
{
    public const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>Options for a device. On CUDA no node may fall back to the processor: a session that would let one is refused.</summary>
    /// <exception cref="PlatformNotSupportedException">The device can't run; the message says what is missing.</exception>
    public static SessionOptions Options(Device device, int threads)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            IntraOpNumThreads = threads,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "1");
        if (device.Place != Device.Kind.Cuda) return options;
        if (MissingProvider() is { } missing) throw new PlatformNotSupportedException($"{device} can't run: {missing}");
        options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        try
        {
            options.AppendExecutionProvider_CUDA(device.Index);
            return options;
        }
        catch (OnnxRuntimeException e)
        {
            options.Dispose();
            throw new PlatformNotSupportedException(
                $"{device} can't run: {e.Message}; `classicml devices` names the first missing link of card, driver, CUDA, cuDNN and provider", e);
        }
    }

    /// <summary>Why this build has no CUDA provider, or null if it has one.</summary>
    public static string? MissingProvider() => OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider)
        ? null
        : "this build is without the CUDA execution provider; build with -p:WithCuda=true";
}
