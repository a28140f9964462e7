using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ClassicML.Serialization;
using ClassicML.Wire;
using Microsoft.ML.Runtime;

namespace ClassicML.MLNet;

/// <summary>Models of this library in ML.NET's files.</summary>
public static class MLNetModels
{
    private const string Loader = "ClassicMLModel", Signature = "CLASSICM";

    // Raised where a file's fields change, so that an older program says so.
    private const int Format = 1;

    private static readonly ConditionalWeakTable<ComponentCatalog, WireRegistry> Registries = [];

    /// <summary>
    /// Lets <c>context.Model.Load</c> read models of this library. A program that has made an estimator of a learner with this context needs no call, one that
    /// only loads does.
    /// </summary>
    /// <param name="context">The context that models are loaded with.</param>
    /// <param name="registry">The types that are written and read; null, the default, for <see cref="BuiltIn.Registry"/>. Add your own by its With.</param>
    public static void RegisterClassicML(this MLContext context, WireRegistry? registry = null)
    {
        ComponentCatalog catalog = Check.NotNull(context, nameof(context)).ComponentCatalog;
        MLNetInternals.Register(catalog, typeof(ModelTransformer), typeof(MLNetModels), Loader);
        Registries.AddOrUpdate(catalog, registry ?? BuiltIn.Registry);
    }

    /// <summary>Registers unless that was done.</summary>
    internal static void EnsureRegistered(MLContext context)
    {
        if (!Registries.TryGetValue(context.ComponentCatalog, out _)) context.RegisterClassicML();
    }

    /// <summary>Writes a transformer into a file of ML.NET's.</summary>
    internal static void Save(ComponentCatalog catalog, ModelTransformer transformer, ModelSaveContext file)
    {
        // Before anything is written: it may have no form.
        byte[] model = Bytes(RegistryOf(catalog), transformer.Model);
        BinaryWriter writer = MLNetInternals.Begin(file, Signature, Loader);
        MLNetColumns columns = transformer.Columns;
        writer.Write(Format);
        writer.Write(columns.Features.Length);
        foreach (string feature in columns.Features) writer.Write(feature);
        writer.Write(columns.IsSparse);
        writer.Write(columns.Label);
        writer.Write(columns.Weight ?? "");
        writer.Write(columns.Group ?? "");
        writer.Write(columns.Score);
        writer.Write(columns.Probability);
        writer.Write(columns.PredictedLabel);
        writer.Write(columns.Output);
        writer.Write(transformer.Label is not null);
        writer.Write($"{transformer.Label}");
        writer.Write(model.Length);
        writer.Write(model);
    }

    /// <summary>Reads what <see cref="Save"/> has written: ML.NET calls it by this name.</summary>
    internal static ModelTransformer Create(IHostEnvironment context, object file)
    {
        BinaryReader reader = MLNetInternals.Reader(file);
        int format = reader.ReadInt32();
        if (format != Format) throw new InvalidDataException(FormattableString.Invariant($"the model's format is {format}; this version reads {Format}"));
        int count = reader.ReadInt32();
        var features = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < count; i++) features.Add(reader.ReadString());
        var columns = new MLNetColumns
        {
            Features = features.ToImmutable(), IsSparse = reader.ReadBoolean(), Label = reader.ReadString(), Weight = Given(reader.ReadString()),
            Group = Given(reader.ReadString()), Score = reader.ReadString(), Probability = reader.ReadString(), PredictedLabel = reader.ReadString(),
            Output = reader.ReadString(),
        };
        bool hasLabel = reader.ReadBoolean();
        string label = reader.ReadString();
        int length = reader.ReadInt32();
        byte[] bytes = reader.ReadBytes(length);
        if (bytes.Length != length) throw new InvalidDataException("the model's file is cut short");
        IModel model = Model(RegistryOf(context.ComponentCatalog), bytes);
        return new ModelTransformer(context.ComponentCatalog, model, columns, hasLabel ? LabelKind.Parse(label) : null);

        static string? Given(string text) => text.Length == 0 ? null : text;
    }

    private static WireRegistry RegistryOf(ComponentCatalog catalog) => Registries.TryGetValue(catalog, out WireRegistry? known) ? known : BuiltIn.Registry;

    private static byte[] Bytes(WireRegistry registry, IModel model)
    {
        using var file = new MemoryStream();
        ModelFile.Save(model, file, registry);
        return file.ToArray();
    }

    private static IModel Model(WireRegistry registry, byte[] bytes) => ModelFile.Load<IModel>(new MemoryStream(bytes), registry);
}
