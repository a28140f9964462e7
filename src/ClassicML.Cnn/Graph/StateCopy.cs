using ClassicML.Cnn.Training;
using ClassicML.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Cnn.Graph;

/// <summary>Makes state values on a device and moves them to and from managed memory, through a graph that does nothing else.</summary>
internal sealed class StateCopy : IDisposable
{
    private readonly int count;
    private readonly OrtMemoryInfo? memory;
    private readonly OrtAllocator? allocator;
    private readonly InferenceSession? session;
    private readonly RunOptions run = new();

    public StateCopy(int parameterCount, Device device, InferenceSession owner)
    {
        count = parameterCount;
        if (device.Place != Device.Kind.Cuda) return;
        memory = new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, device.Index, OrtMemType.Default);
        allocator = new OrtAllocator(owner, memory);
        var graph = new OnnxGraph("copy");
        graph.AddNamed("to", "Identity", [graph.Input("from", OnnxElement.Float, "n")]);
        graph.Output("to", OnnxElement.Float, "n");
        using SessionOptions options = GraphSessions.Options(device, threads: 1);
        session = new InferenceSession(graph.ToModel(), options);
    }

    public OrtValue[] NewState() => Array.ConvertAll(StepNames.State, name =>
    {
        long[] shape = [name is "loss" or "correct" ? 1 : count];
        return allocator is null
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new float[shape[0]].AsMemory(), shape)
            : OrtValue.CreateAllocatedTensorValue(allocator, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, shape);
    });

    public void Write(TrainingState from, OrtValue[] to)
    {
        float[][] arrays = [from.Parameters, from.First, from.Second, [0], [0]];
        for (int i = 0; i < arrays.Length; i++) Move(arrays[i], to[i], toDevice: true);
    }

    public void Read(OrtValue[] from, TrainingState to)
    {
        float[][] arrays = [to.Parameters, to.First, to.Second];
        for (int i = 0; i < arrays.Length; i++) Move(arrays[i], from[i], toDevice: false);
    }

    public (double Loss, double Correct) Totals(OrtValue[] from, bool reset)
    {
        float[] loss = [0], correct = [0];
        Move(loss, from[3], toDevice: false);
        Move(correct, from[4], toDevice: false);
        if (reset)
        {
            Move([0], from[3], toDevice: true);
            Move([0], from[4], toDevice: true);
        }
        return (loss[0], correct[0]);
    }

    public void Dispose()
    {
        run.Dispose();
        session?.Dispose();
        allocator?.Dispose();
        memory?.Dispose();
    }

    private void Move(float[] host, OrtValue value, bool toDevice)
    {
        if (session is null)
        {
            if (toDevice) host.CopyTo(value.GetTensorMutableDataAsSpan<float>());
            else value.GetTensorDataAsSpan<float>().CopyTo(host);
            return;
        }
        using OrtValue here = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, host.AsMemory(), [host.Length]);
        using OrtIoBinding binding = session.CreateIoBinding();
        binding.BindInput("from", toDevice ? here : value);
        binding.BindOutput("to", toDevice ? value : here);
        session.RunWithBinding(run, binding);
    }
}
