using System.Collections.Immutable;
using ClassicML.Serialization;

namespace ClassicML.Cli.Input;

/// <summary>What training rows looked like, so that other rows are read in the same way.</summary>
/// <param name="FeatureCount">The number of features.</param>
/// <param name="Names">Their names in their order; null where they have none.</param>
/// <param name="Kinds">What each holds, by its name.</param>
/// <param name="Target">The name of the target; null where it had none.</param>
/// <param name="FirstIndex">Of LIBSVM text, what its indices count from; null where that isn't known.</param>
internal sealed record RowLayout(
    int FeatureCount, ImmutableArray<string>? Names, ImmutableDictionary<string, ColumnKind> Kinds, string? Target, int? FirstIndex)
{
    public static RowLayout Of(RowSet train) => new(train.Features.ColumnCount, train.Features.ColumnNames, train.Kinds, train.Target?.Name, train.FirstIndex);

    public static RowLayout Of(ModelFileInfo model)
    {
        var kinds = ImmutableDictionary<string, ColumnKind>.Empty;
        if (model is { FeatureNames: { } names, Data: { } data } && data.FeatureKinds.Length == names.Length)
            kinds = names.Zip(data.FeatureKinds).ToImmutableDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return new(model.FeatureCount, model.FeatureNames, kinds, model.Data?.TargetName, FirstIndexOf(model));
    }

    /// <summary>The note of a model file that says what the indices of its training rows counted from.</summary>
    public const string FirstIndexNote = "libsvm-first-index";

    private static int? FirstIndexOf(ModelFileInfo model) => model.Notes.GetValueOrDefault(FirstIndexNote) switch
    {
        "0" => 0,
        "1" => 1,
        _ => null,
    };
}
