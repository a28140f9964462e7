using ClassicML.Cnn.Training;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Cnn.Graph;

/// <summary>Training steps by ONNX Runtime: the state stays on the device, and goes from one set of values to another and back.</summary>
/// <remarks>
/// An output never lies on an input, since nodes still read that; hence two bindings, used in turn. Every bound value is kept in a field,
/// because a binding holds no reference to it. <c>OrtMemoryInfo.DefaultInstance</c> belongs to the runtime and is never disposed.
/// </remarks>
internal sealed class GraphEngine : ITrainingEngine
{
    private readonly TrainingProblem problem;
    private readonly Device device;
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly OrtValue[][] state;
    private readonly OrtIoBinding[] bindings;
    private readonly StateCopy copy;
    private readonly List<IDisposable> owned = [];
    private readonly Dictionary<int, BatchValues> batches = [];
    private readonly DropoutInput[] dropouts;
    private int turn;
    private long steps;

    public GraphEngine(TrainingProblem problem, Device device, Formulations? forms = null)
    {
        this.problem = problem;
        this.device = device;
        bool cuda = device.Place == Device.Kind.Cuda;
        using SessionOptions options = GraphSessions.Options(device, problem.Threads);
        var (model, inputs) = StepGraph.Build(problem, forms ?? (cuda ? Formulations.Cuda : Formulations.Cpu));
        session = new InferenceSession(model, options);
        dropouts = inputs;
        copy = new StateCopy(problem.Network.ParameterCount, device, session);
        state = [copy.NewState(), copy.NewState()];
        PixelRows pixels = problem.Pixels;
        long[] shape = [pixels.RowCount, pixels.Size];
        OrtValue images = Own(pixels.Bytes is { } bytes
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, bytes.AsMemory(), shape)
            : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels.Floats.AsMemory(), shape));
        OrtValue classes = Own(OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, OneHot(problem).AsMemory(), [pixels.RowCount, problem.Network.ClassCount]));
        bindings = [Bind(images, classes, 0), Bind(images, classes, 1)];
    }

    public string Description => $"an ONNX graph on {(device.Place == Device.Kind.Cuda ? device.ToString() : "the CPU")}";

    /// <summary>An engine on the first CUDA device if a step runs there, otherwise the reason why not.</summary>
    public static (GraphEngine? Engine, string? Reason) TryCuda(TrainingProblem problem)
    {
        if (GraphSessions.MissingProvider() is { } missing) return (null, missing);
        GraphEngine? engine = null;
        try
        {
            engine = new GraphEngine(problem, Device.Cuda());
            engine.Load(new TrainingState(problem.Network.InitialParameters(0)));
            engine.Step(new[] { 0 }, new[] { 1f });
            engine.Totals(reset: true);
            return (engine, null);
        }
        catch (Exception e) when (e is OnnxRuntimeException or PlatformNotSupportedException)
        {
            engine?.Dispose();
            return (null, $"no step runs on cuda:0: {e.Message}");
        }
    }

    public void Load(TrainingState from)
    {
        copy.Write(from, state[turn]);
        steps = from.Steps;
    }

    public void Save(TrainingState to)
    {
        copy.Read(state[turn], to);
        to.Steps = steps;
    }

    public void Step(ReadOnlyMemory<int> rows, ReadOnlyMemory<float> weights)
    {
        problem.Cancellation.ThrowIfCancellationRequested();
        if (!batches.TryGetValue(rows.Length, out BatchValues? batch)) batches.Add(rows.Length, batch = new BatchValues(dropouts, rows.Length));
        batch.Fill(rows.Span, weights.Span, problem.Rule.Rate(steps), problem.DropoutSeed, steps, problem.Threads);
        steps++;
        batch.Bind(bindings[turn]);
        session.RunWithBinding(run, bindings[turn]);
        turn = 1 - turn;
    }

    public (double Loss, double Correct) Totals(bool reset) => copy.Totals(state[turn], reset);

    public void Dispose()
    {
        foreach (OrtIoBinding? binding in bindings ?? []) binding?.Dispose();
        foreach (BatchValues batch in batches.Values) batch.Dispose();
        foreach (IDisposable value in owned) value.Dispose();
        foreach (OrtValue value in state.SelectMany(values => values)) value.Dispose();
        copy.Dispose();
        run.Dispose();
        session.Dispose();
    }

    private OrtIoBinding Bind(OrtValue images, OrtValue classes, int from)
    {
        OrtIoBinding binding = session.CreateIoBinding();
        binding.BindInput(StepNames.Pixels, images);
        binding.BindInput(StepNames.Classes, classes);
        for (int i = 0; i < StepNames.State.Length; i++)
        {
            binding.BindInput(StepNames.State[i], state[from][i]);
            binding.BindOutput(StepNames.After(StepNames.State[i]), state[1 - from][i]);
        }
        return binding;
    }

    private T Own<T>(T value) where T : IDisposable
    {
        owned.Add(value);
        return value;
    }

    private static float[] OneHot(TrainingProblem problem)
    {
        float[] truth = new float[(long)problem.Codes.Length * problem.Network.ClassCount];
        for (int i = 0; i < problem.Codes.Length; i++) truth[(long)i * problem.Network.ClassCount + problem.Codes[i]] = 1;
        return truth;
    }
}
