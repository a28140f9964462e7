using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;
using ClassicML.Cnn.Training;

namespace ClassicML.Cnn;

/// <summary>The one place where an engine is chosen.</summary>
internal static class Engines
{
    public static ITrainingEngine Create(TrainingProblem problem, Device device, TrainingEngine engine)
    {
        if (engine == TrainingEngine.Managed && device.Place == Device.Kind.Cuda)
            throw new InvalidOperationException($"the managed engine runs on the processor, not on {device}");
        if (device.Place == Device.Kind.Cuda) return new Managed.ManagedEngine(problem);
        if (device.Place == Device.Kind.Auto && engine != TrainingEngine.Managed && GraphEngine.TryCuda(problem) is { } onDevice) return onDevice;
        return engine == TrainingEngine.Graph ? new ManagedEngine(problem) : new ManagedEngine(problem);
    }
}
