using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Architecture;

/// <summary>What a user may call, a test calls: read from what the compiled tests refer to, and the checks that they run.</summary>
public class PublicMembersTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Every_public_member_is_called_by_a_test()
    {
        HashSet<Call> calls = Calls();
        // The contract of options sets each of them by its name.
        HashSet<(Type, string)> options = [.. Learners.Registry.Types.Where(type => type.CanCreate)
            .SelectMany(type => type.Options.Select(option => (type.CreateDefault().GetType(), option.Name)))];
        // Programs have public types for others' frameworks to find.
        Type[] types = [.. Learners.PublicTypes.Where(type => type.Assembly.EntryPoint is null && !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type))];
        string[] missing = [.. types.SelectMany(type => Members(type).Where(member => !member.Any(call => IsCalled(type, call, calls)))
            .Select(member => (Type: type, Name: member[0].Name.Replace("get_", "").Replace("set_", "")))
            .Where(member => !options.Contains(member))
            .Select(member => $"{member.Type.FullName}.{member.Name}")).Distinct().Order(StringComparer.Ordinal)];
        Assert.NotEmpty(types);
        Assert.True(missing.Length == 0, "no test calls " + string.Join(", ", missing));
    }

    // A property is called where one of its accessors is. What the compiler wrote is none of ours, constants leave no trace, and the
    // constructors of records are where their values come from: what a fit returns is read.
    private static IEnumerable<Call[]> Members(Type type)
    {
        MethodInfo[] accessors = [.. type.GetProperties(Declared).SelectMany(property => property.GetAccessors())];
        IEnumerable<MethodBase> methods = type.GetMethods(Declared).Except(accessors).Cast<MethodBase>().Concat(
            type.IsAbstract || type.GetMethod("<Clone>$") is not null ? []
                : type.GetConstructors(Declared & ~BindingFlags.Static).Where(one => one.GetParameters().Length > 0));
        return [
            .. methods.Where(IsWritten).Select(method => new[] { Of(method) }),
            .. type.GetProperties(Declared).Where(property => property.Name != "EqualityContract")
                .Select(property => property.GetAccessors().Select(Of).ToArray()),
            .. type.GetFields(Declared).Where(field => !field.IsLiteral).Select(field => new[] { new Call(NameOf(type), field.Name, -1) }),
        ];

        Call Of(MethodBase method) => new(NameOf(type), method.Name, method.GetParameters().Length);

        static bool IsWritten(MethodBase method) =>
            !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.Name is not (nameof(GetHashCode) or "op_Equality" or "op_Inequality");
    }

    // Calls of an override or of an interface's member go through what it overrides or implements, or through the form of it that allocates.
    private static bool IsCalled(Type type, Call call, HashSet<Call> calls)
    {
        if (calls.Contains(call) || calls.Any(one => one.Type == typeof(ModelExtensions).FullName && one.Name == call.Name)) return true;
        if (call.Name == ".ctor") return false;
        IEnumerable<Type> above = type.GetInterfaces();
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType) above = above.Append(parent);
        return above.Any(one => calls.Contains(call with { Type = NameOf(one) }));
    }

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;

    private static HashSet<Call> Calls()
    {
        var calls = new HashSet<Call>();
        foreach (Type one in (Type[])[typeof(PublicMembersTests), typeof(LearnerContract)]) AddCalls(one.Assembly.Location, calls);
        return calls;
    }

    private static void AddCalls(string assembly, HashSet<Call> calls)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (TypeOf(metadata, member.Parent) is not { } type) continue;
            BlobReader signature = metadata.GetBlobReader(member.Signature);
            SignatureHeader header = signature.ReadSignatureHeader();
            if (header.IsGeneric) signature.ReadCompressedInteger();
            calls.Add(new Call(type, metadata.GetString(member.Name), header.Kind == SignatureKind.Field ? -1 : signature.ReadCompressedInteger()));
        }
    }

    // The full name as reflection has it; of an instance of a generic type that of its definition; null for arrays and the like.
    private static string? TypeOf(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            BlobReader signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
            signature.ReadByte();
            return TypeOf(metadata, signature.ReadTypeHandle());
        }
        if (handle.Kind != HandleKind.TypeReference) return null;
        TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)handle);
        string name = metadata.GetString(type.Name), space = metadata.GetString(type.Namespace);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{TypeOf(metadata, type.ResolutionScope)}+{name}"
            : space.Length == 0 ? name : $"{space}.{name}";
    }

    /// <summary>A member by its type, name, and number of parameters; -1 for a field.</summary>
    private readonly record struct Call(string Type, string Name, int ParameterCount);
}
