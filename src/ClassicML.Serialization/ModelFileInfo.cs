using System.Collections.Immutable;
using System.Globalization;
using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>What the header of a model file says, without the arrays.</summary>
public sealed record ModelFileInfo
{
    private static readonly WireType<ModelFileInfo> Form = new("model-summary", WireKind.Part, "What a model file says of its model", Write, Read);

    private ModelFileInfo()
    {
    }

    /// <summary>The version of ClassicML that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Saved { get; init; }

    /// <summary>The registered name of the model's type, such as "forest-model".</summary>
    public string ModelType { get; private init; } = "";

    /// <summary>What kind of learner makes such a model: one of classes, numbers, features or outliers.</summary>
    public required WireKind Kind { get; init; }

    /// <summary>The number of features, p.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The names of the columns, p of them; null where the training rows had none.</summary>
    public required ImmutableArray<string>? FeatureNames { get; init; }

    /// <summary>The classes of a classifier; null for other models.</summary>
    public required ClassLabels? Labels { get; init; }

    /// <summary>The learner with its options, as a form in JSON; null where it is not known.</summary>
    public required string? Learner { get; init; }

    /// <summary>The learner's seed, or that of the part of it that draws; null where none draws.</summary>
    public required int? Seed { get; init; }

    /// <summary>How the fit went. <see cref="FitReport.Learner"/> is null: it is in <see cref="Learner"/>.</summary>
    public required FitReport Report { get; init; }

    /// <summary>What the model was trained on; null where the writer did not say.</summary>
    public required DataSummary? Data { get; init; }

    /// <summary>The writer's own texts.</summary>
    public required ImmutableSortedDictionary<string, string> Notes { get; init; }

    /// <summary>The arrays, in the order of their bytes.</summary>
    public ImmutableArray<TensorEntry> Arrays { get; private init; } = [];

    internal static WireForm Describe(IModel model, WireForm form, WireRegistry registry, ModelFileOptions options)
    {
        WireForm? learner = form["Report"] is WireValue.Form { Value: var report } && report["Learner"] is WireValue.Form made ? made.Value : null;
        var info = new ModelFileInfo
        {
            Version = typeof(Features).Assembly.GetName().Version!.ToString(3), Saved = options.Saved ?? DateTimeOffset.UtcNow,
            Kind = model switch
            {
                IClassifierModel => WireKind.Classifier,
                IRegressorModel => WireKind.Regressor,
                IOutlierModel => WireKind.OutlierDetector,
                _ => WireKind.Transformer,
            },
            FeatureCount = model.FeatureCount, FeatureNames = model.FeatureNames, Labels = (model as IClassifierModel)?.Labels,
            Learner = learner?.ToString(), Seed = learner is null ? null : SeedOf(new WireValue.Form(learner)),
            Report = model.Report with { Learner = null }, Data = options.Data, Notes = options.Notes,
        };
        return Form.Write(info, registry);
    }

    /// <summary>A form in the form of the file.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    internal static WireForm Part(WireForm file, string name) =>
        file[name] is WireValue.Form part ? part.Value : throw new ModelFormatException($"'{ModelFile.Format}' lacks '{name}'");

    internal static ModelFileInfo Of(TensorHeader header)
    {
        WireForm form = FormFile.FormOf(header, ModelFile.Format);
        try
        {
            return (ModelFileInfo)Form.Read(Part(form, "Summary"), new WireRegistry()) with { ModelType = Part(form, "Model").Name, Arrays = header.Entries };
        }
        catch (WireException e)
        {
            throw new ModelFormatException(e.Message, e);
        }
    }

    private static void Write(ModelFileInfo info, WireWriter w)
    {
        w.Text("Version", info.Version).Text("Saved", info.Saved.ToString("O", CultureInfo.InvariantCulture)).Choice("Kind", info.Kind)
            .Integer("FeatureCount", info.FeatureCount).OptionalTexts("FeatureNames", info.FeatureNames);
        if (info.Labels is { } labels) w.Labels("Labels", labels);
        w.Text("Learner", info.Learner).Integer("Seed", info.Seed).Report(info.Report)
            .Integer("DataRows", info.Data?.RowCount).Text("DataHash", info.Data?.Hash).Text("TargetName", info.Data?.TargetName)
            .OptionalTexts("FeatureKinds", info.Data?.FeatureKinds.Select(kind => kind.ToString()))
            .Texts("NoteNames", info.Notes.Keys).Texts("Notes", info.Notes.Values);
    }

    private static ModelFileInfo Read(WireReader r)
    {
        var kind = r.Choice<WireKind>("Kind");
        string[]? names = r.OptionalTexts("FeatureNames"), kinds = r.OptionalTexts("FeatureKinds");
        string[] noteNames = r.Texts("NoteNames"), notes = r.Texts("Notes");
        int? rows = r.OptionalInteger("DataRows");
        string? hash = r.OptionalText("DataHash"), target = r.OptionalText("TargetName");
        Check.Length(notes.Length, noteNames.Length, "Notes", "name");
        return new ModelFileInfo
        {
            Version = r.OptionalText("Version") ?? "", Kind = kind,
            Saved = DateTimeOffset.ParseExact(r.OptionalText("Saved") ?? "", "O", CultureInfo.InvariantCulture),
            FeatureCount = r.Integer("FeatureCount"), FeatureNames = names is null ? null : [.. names],
            Labels = kind == WireKind.Classifier ? r.Labels("Labels", minimum: 1) : null,
            Learner = r.OptionalText("Learner"), Seed = r.OptionalInteger("Seed"), Report = r.Report(),
            Data = rows is { } count ? new DataSummary(count, hash ?? "", target, [.. (kinds ?? []).Select(KindOf)]) : null,
            Notes = noteNames.Zip(notes, KeyValuePair.Create).DistinctBy(pair => pair.Key).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private static ColumnKind KindOf(string name) => Check.Defined(Enum.Parse<ColumnKind>(name), "FeatureKinds");

    private static int? SeedOf(WireValue value) => value switch
    {
        WireValue.Form { Value: var form } when form["Seed"] is WireValue.Integer seed => (int)seed.Value,
        WireValue.Form { Value: var form } => form.Values.Select(pair => SeedOf(pair.Value)).FirstOrDefault(seed => seed is not null),
        WireValue.List list => list.Values.Select(SeedOf).FirstOrDefault(seed => seed is not null),
        _ => null,
    };
}
