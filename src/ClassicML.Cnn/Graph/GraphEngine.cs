using ClassicML.Cnn.Training;

namespace ClassicML.Cnn.Graph;

internal static class GraphEngine
{
    public static ITrainingEngine? TryCuda(TrainingProblem problem) => null;
}
