using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Cli;

/// <summary>A learner as the command line describes it.</summary>
/// <param name="Type">Its registered type.</param>
/// <param name="Bare">The learner with its options.</param>
/// <param name="Scaler">What scales the features first, or null.</param>
/// <param name="Scale">The scaler's name, or null.</param>
internal sealed record LearnerArguments(WireType Type, object Bare, ITransformer<ITransformerModel>? Scaler, string? Scale)
{
    /// <summary>The learner behind its scaler, as a classifier; null if it is a regressor.</summary>
    public IClassifier<IClassifierModel>? Classifier =>
        Bare is not IClassifier<IClassifierModel> learner ? null : Scaler is null ? learner : Scaler.Then(learner);

    /// <summary>The learner behind its scaler, as a regressor; null if it is a classifier.</summary>
    public IRegressor<IRegressorModel>? Regressor =>
        Bare is not IRegressor<IRegressorModel> learner ? null : Scaler is null ? learner : Scaler.Then(learner);

    /// <exception cref="UsageException">A name is not known.</exception>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static LearnerArguments Build(WireRegistry registry, string name, string[] settings, string? scale, int? seed)
    {
        WireType[] known = [.. registry.Types.Where(type => type.Kind is WireKind.Classifier or WireKind.Regressor && type.CanCreate)];
        WireType type = known.FirstOrDefault(type => type.Name == name)
            ?? throw new UsageException($"--model must be one of {string.Join(", ", known.Select(type => type.Name))}, was '{name}'");
        object learner = type.CreateDefault();
        if (seed is { } given && type.Options.Any(option => option.Name == "Seed"))
            learner = type.Option("Seed").Set(learner, new WireValue.Integer(given), registry);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--set takes NAME=VALUE, was '{setting}'");
            WireOption option = Find(type, setting[..equals]);
            learner = option.Set(learner, option.Parse(setting[(equals + 1)..]), registry);
        }
        return new LearnerArguments(type, learner, scale switch
        {
            null => null,
            "standard" => new StandardScaler(),
            "min-max" => new MinMaxScaler(),
            _ => throw new UsageException($"--scale must be standard or min-max, was '{scale}'"),
        }, scale);
    }

    private static WireOption Find(WireType type, string name) =>
        type.Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"'{type.Name}' has no option '{name}'; it has {string.Join(", ", type.Options.Select(option => option.Name))}");
}
