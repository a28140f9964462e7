namespace ClassicML.Preprocessing;

/// <summary>What selection asks of a model.</summary>
internal static class Importances
{
    /// <exception cref="ArgumentException">It has none.</exception>
    public static IFeatureImportances Of(IModel model) =>
        model.As<IFeatureImportances>()
        ?? throw new ArgumentException($"features are selected by a model with importances; {model.GetType().Name} has none", "Learner");
}
