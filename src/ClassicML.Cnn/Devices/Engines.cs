using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn;

/// <summary>The one place where an engine is chosen.</summary>
internal static class Engines
{
    /// <summary>The engine, and in words where it runs and why.</summary>
    public static (ITrainingEngine Engine, string Description) Create(TrainingProblem problem, Device device, TrainingEngine kind)
    {
        if (device.Place == Device.Kind.Cuda)
            return kind == TrainingEngine.Managed
                ? throw new ArgumentException($"the managed engine runs on the processor, not on {device}", nameof(device))
                : Described(new GraphEngine(problem, device), null);
        string? reason = null;
        if (device.Place == Device.Kind.Auto && kind != TrainingEngine.Managed)
        {
            (GraphEngine? onDevice, reason) = GraphEngine.TryCuda(problem);
            if (onDevice is not null) return Described(onDevice, "a step runs there");
        }
        return Described(kind == TrainingEngine.Graph ? new GraphEngine(problem, Device.Cpu) : new ManagedEngine(problem), reason);
    }

    private static (ITrainingEngine, string) Described(ITrainingEngine engine, string? reason) =>
        (engine, reason is null ? engine.Description : $"{engine.Description}: {reason}");
}
