using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;
using Shape = Microsoft.ML.SchemaShape.Column;

namespace ClassicML.MLNet;

/// <summary>What ML.NET keeps to its own assemblies, and a transformer of others needs: shapes of schemas, and a place in saved models.</summary>
/// <remarks>These have stood as they are since ML.NET 1.0; <c>A_saved_model_predicts_the_same</c> would notice if they moved.</remarks>
internal static class MLNetInternals
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Core = typeof(ModelSaveContext).Assembly;

    /// <summary>The shape of a column.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern Shape Shape(string name, Shape.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations = null);

    /// <summary>The shape of a schema.</summary>
    public static SchemaShape Shape(DataViewSchema schema) => Create(null, schema);

    /// <summary>Says in a model's file who reads it, and returns what writes the rest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="signature">Eight characters that say what it holds.</param>
    /// <param name="loader">The name of what reads it.</param>
    public static BinaryWriter Begin(ModelSaveContext file, string signature, string loader)
    {
        object version = Activator.CreateInstance(
            TypeOf("Microsoft.ML.VersionInfo"), signature, 1u, 1u, 1u, typeof(MLNetInternals).Assembly.FullName, loader, null)!;
        typeof(ModelSaveContext).GetMethod("SetVersionInfo", Own)!.Invoke(file, [version]);
        return Writer(file);
    }

    /// <summary>What reads the rest of a model's file.</summary>
    public static BinaryReader Reader(object file) => (BinaryReader)file.GetType().GetField("Reader", Own)!.GetValue(file)!;

    /// <summary>Makes a type known as what reads models.</summary>
    /// <param name="catalog">Where it is looked up.</param>
    /// <param name="type">What is read.</param>
    /// <param name="reader">What reads it, by a static method <c>Create(IHostEnvironment, object)</c> of that type, which is given the file.</param>
    /// <param name="loader">The name under which models ask for it.</param>
    public static void Register(ComponentCatalog catalog, Type type, Type reader, string loader)
    {
        object attribute = Activator.CreateInstance(
            TypeOf("Microsoft.ML.LoadableClassAttribute"), Own, null,
            [type, reader, null, TypeOf("Microsoft.ML.SignatureLoadModel"), loader, Array.Empty<string>()], null)!;
        catalog.RegisterAssembly(new LoaderAssembly((Attribute)attribute));
    }

    private static Type TypeOf(string name) => Core.GetType(name, throwOnError: true)!;

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern SchemaShape Create(SchemaShape? shape, DataViewSchema schema);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Writer")]
    private static extern ref BinaryWriter Writer(ModelSaveContext file);

    /// <summary>
    /// What a catalogue asks of an assembly: the attributes that say what it can load. Ours can't have one of its own, since the compiler knows that the type
    /// of the attribute is ML.NET's alone.
    /// </summary>
    private sealed class LoaderAssembly(Attribute attribute) : Assembly
    {
        public override string FullName => nameof(LoaderAssembly) + typeof(LoaderAssembly).FullName;

        public override object[] GetCustomAttributes(Type attributeType, bool inherit) => new[] { attribute };

        public override Type[] GetTypes() => [];
    }
}
