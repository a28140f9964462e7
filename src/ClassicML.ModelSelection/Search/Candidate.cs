using System.Collections.Immutable;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>One learner that a search tries, and the settings that tell it from the others.</summary>
/// <param name="Learner">The learner, with the settings made.</param>
/// <param name="Settings">Name and value, as text, of what a grid varied; empty for the grid's learner itself.</param>
public sealed record Candidate(IClassifier<IClassifierModel> Learner, ImmutableArray<KeyValuePair<string, string>> Settings)
{
    internal static WireType<Candidate> WireType { get; } = new("candidate", WireKind.Part, "A learner and the settings that a grid made",
        (c, w) => w.Object("Learner", c.Learner).Texts("Names", c.Settings.Select(s => s.Key)).Texts("Values", c.Settings.Select(s => s.Value)),
        r => new Candidate(r.Object<IClassifier<IClassifierModel>>("Learner"),
            [.. r.Texts("Names").Zip(r.Texts("Values"), KeyValuePair.Create)]));

    /// <summary>The settings, such as "C=10, gamma=0.1".</summary>
    public override string ToString() => string.Join(", ", Settings.Select(setting => $"{setting.Key}={setting.Value}"));
}
