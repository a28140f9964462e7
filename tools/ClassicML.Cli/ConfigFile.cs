using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClassicML.Internal;

namespace ClassicML.Cli;

/// <summary>
/// The options of a command in a JSON file, by their names; each model has its own settings:
/// <c>{"command":"train","train":"a.csv","models":[{"model":"svm","set":["C=5"]}]}</c>.
/// </summary>
internal static class ConfigFile
{
    private const string Models = "models", Command = "command", Arguments = "arguments";

    // These belong to the model before them.
    private static readonly string[] OfModels = ["--model", "--set", "--vary"];

    /// <summary>Writes what was given. The file appears whole or not at all.</summary>
    public static void Write(string file, ParseResult parsed)
    {
        TypedOptions typed = TypedOptions.Of(parsed);
        var config = new JsonObject { [Command] = parsed.CommandResult.Command.Name };
        if (typed.Arguments.Count > 0) config[Arguments] = List(typed.Arguments);
        foreach (var same in typed.Options.Where(pair => !OfModels.Contains(pair.Option.Name)).GroupBy(pair => pair.Option))
        {
            string name = same.Key.Name[2..];
            if (name is "config" or "write-config") continue;
            config[name] = TypedOptions.IsMultiple(same.Key) ? List(same.Select(pair => pair.Value!)) : Value(same.Last().Value);
        }
        var models = new JsonArray();
        foreach ((Option option, string? value) in typed.Options.Where(pair => OfModels.Contains(pair.Option.Name)))
        {
            if (option.Name == "--model" || models.Count == 0) models.Add((JsonNode)new JsonObject());
            var model = (JsonObject)models[^1]!;
            if (option.Name == "--model") model["model"] = value;
            else if (model[option.Name[2..]] is JsonArray given) given.Add((JsonNode?)value);
            else model[option.Name[2..]] = List([value!]);
        }
        if (models.Count > 0) config[Models] = models;
        AtomicFile.Write(file, stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            config.WriteTo(writer);
        });
    }

    /// <summary>The command line with a file's options before those that were typed. What was typed takes the place of what the file says of the same
    /// option; of models only, where the line names one itself, so that a typed <c>--set</c> goes to the file's last.</summary>
    /// <exception cref="InvalidDataException">The file is no such JSON, or is of another command.</exception>
    public static string[] Expand(string file, ParseResult parsed, IReadOnlyList<string> args)
    {
        JsonObject config = Read(file);
        string command = parsed.CommandResult.Command.Name;
        if (Text(config[Command]) is { } other && other != command)
            throw new InvalidDataException($"{file} has options of 'classicml {other}', not of 'classicml {command}'");
        TypedOptions typed = TypedOptions.Of(parsed);
        string[] known = [.. TypedOptions.Known(parsed).Keys.Where(name => name.StartsWith("--", StringComparison.Ordinal))];
        var given = typed.Options.Select(pair => pair.Option.Name).ToHashSet(StringComparer.Ordinal);
        // The command's own words stay first.
        int words = 0;
        while (words < args.Count && !args[words].StartsWith('-') && !typed.Arguments.Contains(args[words])) words++;
        var line = new List<string>(args.Take(words));
        if (typed.Arguments.Count == 0) line.AddRange(Texts(config[Arguments], Arguments));
        foreach ((string name, JsonNode? value) in config)
        {
            if (name is Command or Arguments or Models || given.Contains("--" + name)) continue;
            if (!known.Contains("--" + name))
                throw new InvalidDataException($"{file}: 'classicml {command}' has no option '{name}'{NearNames.Hint(name, [.. known.Select(option => option[2..])])}");
            if (value is JsonArray several) line.AddRange(Texts(several, name).Select(text => $"--{name}={text}"));
            else if (value?.GetValueKind() == JsonValueKind.True) line.Add("--" + name);
            else if (value is not null && value.GetValueKind() != JsonValueKind.False) line.Add($"--{name}={Text(value) ?? throw Odd(name)}");
        }
        if (!given.Contains("--model") && config[Models] is { } models)
        {
            foreach (JsonNode? model in models as JsonArray ?? throw Odd(Models))
            {
                if (model is not JsonObject one) throw Odd(Models);
                if (Text(one["model"]) is { } name) line.Add($"--model={name}");
                foreach (string key in (string[])["set", "vary"])
                    line.AddRange(Texts(one[key], key).Select(text => $"--{key}={text}"));
            }
        }
        line.AddRange(args.Skip(words));
        return [.. line];

        InvalidDataException Odd(string name) => new($"{file}: '{name}' has a value of another kind than --write-config writes");

        IEnumerable<string> Texts(JsonNode? list, string name) =>
            list is null ? [] : list is JsonArray all ? all.Select(each => Text(each) ?? throw Odd(name)) : throw Odd(name);
    }

    private static JsonObject Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new InvalidDataException($"{file} has no JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no JSON: {e.Message}", e);
        }
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private static JsonNode? Value(string? text) => text is null ? JsonValue.Create(true) : JsonValue.Create(text);

    private static string? Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };
}
