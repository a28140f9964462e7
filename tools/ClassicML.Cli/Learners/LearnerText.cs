using System.Text.Json;
using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Cli.Learners;

/// <summary>A learner as a person would type it: its steps with the options that are not at their defaults.</summary>
internal static class LearnerText
{
    /// <summary><c>standard-scaler, svm-classifier c=5 kernel=rbf-kernel:gamma=0.02</c>.</summary>
    public static string Of(object learner, WireRegistry registry) =>
        registry.Find(learner) is null ? learner.ToString()! : Of(SavedModel.Form(learner, registry), registry);

    public static string Of(JsonElement form, WireRegistry registry) => string.Join(", ", Steps(form, registry));

    private static IEnumerable<string> Steps(JsonElement form, WireRegistry registry)
    {
        string name = form.GetProperty("type").GetString()!;
        if (form.TryGetProperty("First", out JsonElement first) && form.TryGetProperty("Last", out JsonElement last))
            return Steps(first, registry).Concat(Steps(last, registry));
        if (form.TryGetProperty("Parts", out JsonElement parts) && name == "column-transformer")
            return [$"[{string.Join("; ", parts.EnumerateArray().Select(part =>
                $"{part.GetProperty("Name").GetString()}: {Of(part.GetProperty("Transformer"), registry)}"))}]"];
        return [string.Join(' ', Set(form, registry).Prepend(name))];
    }

    // The options that differ from their defaults.
    private static IEnumerable<string> Set(JsonElement form, WireRegistry registry)
    {
        WireType? type = registry.Find(form.GetProperty("type").GetString()!);
        if (type is not { CanCreate: true }) yield break;
        JsonElement usual = SavedModel.Form(type.CreateDefault(), registry);
        foreach (JsonProperty option in form.EnumerateObject())
        {
            if (option.Name is "type" or "format" || usual.TryGetProperty(option.Name, out JsonElement same)
                && same.GetRawText() == option.Value.GetRawText()) continue;
            string value = option.Value.ValueKind switch
            {
                JsonValueKind.Null => "none",
                JsonValueKind.String => option.Value.GetString()!,
                JsonValueKind.Object when option.Value.TryGetProperty("type", out JsonElement part) =>
                    string.Join(':', Set(option.Value, registry).Prepend(part.GetString()!)),
                _ => option.Value.GetRawText(),
            };
            yield return $"{NearNames.Kebab(option.Name)}={value}";
        }
    }
}
