using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>One learner that a search tries, and the settings that tell it from the others.</summary>
/// <param name="Learner">The learner, with the settings made: a classifier, a regressor or an outlier detector, or a pipeline that ends in one.</param>
/// <param name="Settings">Name and value, as text, of what a grid varied; empty for the grid's learner itself.</param>
public sealed record Candidate(object Learner, ImmutableArray<KeyValuePair<string, string>> Settings)
{
    internal static WireType<Candidate> WireType { get; } = new("candidate", WireKind.Part, "A learner and the settings that a grid made",
        (c, w) => w.Object("Learner", c.Learner).Texts("Names", c.Settings.Select(s => s.Key)).Texts("Values", c.Settings.Select(s => s.Value)),
        r =>
        {
            var (learner, names, values) = (r.Object<object>("Learner"), r.Texts("Names"), r.Texts("Values"));
            if (learner is not (IClassifier<IClassifierModel> or IRegressor<IRegressorModel> or ILearner<OutlierData, IOutlierModel>))
                throw new ArgumentException($"Learner must be a classifier, a regressor or an outlier detector, {learner.GetType().Name} is none");
            Check.Length(values.Length, names.Length, "Values", "name");
            return new Candidate(learner, [.. names.Zip(values, KeyValuePair.Create)]);
        });

    /// <summary>The learner as a classifier.</summary>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public IClassifier<IClassifierModel> Classifier => (IClassifier<IClassifierModel>)Learner;

    /// <summary>The learner as a regressor.</summary>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public IRegressor<IRegressorModel> Regressor => (IRegressor<IRegressorModel>)Learner;

    /// <summary>The learner as an outlier detector, or a search of them.</summary>
    /// <exception cref="InvalidCastException">It is none.</exception>
    public ILearner<OutlierData, IOutlierModel> OutlierDetector => (ILearner<OutlierData, IOutlierModel>)Learner;

    /// <summary>The settings, such as "C=10, gamma=0.1".</summary>
    public override string ToString() => string.Join(", ", Settings.Select(setting => $"{setting.Key}={setting.Value}"));

    // A setting's value as grids and spaces write it.
    internal static string Text<T>(T value) =>
        value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "none";
}
