using System.Collections.Immutable;

namespace ClassicML.Wire;

/// <summary>The types that can be written and read by name. Immutable; a user's own types are added with <see cref="With"/>.</summary>
public sealed class WireRegistry
{
    private readonly Dictionary<string, WireType> byName = new(StringComparer.Ordinal);

    /// <summary>A registry of pipelines, calibration and the given types.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public WireRegistry(params IEnumerable<WireType> types)
    {
        Types = [.. PipelineWireTypes.All.Concat(CalibrationWireTypes.All).Concat(Check.NotNull(types, nameof(types))).Distinct()];
        foreach (WireType type in Types)
            if (!byName.TryAdd(type.Name, type)) throw new ArgumentException($"two types are named '{type.Name}'", nameof(types));
    }

    /// <summary>All types, in the order in which they were given.</summary>
    public ImmutableArray<WireType> Types { get; }

    /// <summary>This registry and more types.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public WireRegistry With(params IEnumerable<WireType> types) => new(Types.Concat(Check.NotNull(types, nameof(types))));

    /// <summary>The type of a name, or null.</summary>
    public WireType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The type that describes an instance, or null.</summary>
    public WireType? Find(object instance)
    {
        foreach (WireType type in Types)
            if (type.Describes(instance)) return type;
        return null;
    }

    /// <summary>The form of an instance.</summary>
    /// <exception cref="ArgumentException">Its type, or that of a part, is not registered. Nothing is written then.</exception>
    public WireForm Write(object instance) =>
        (Find(Check.NotNull(instance, nameof(instance)))
            ?? throw new ArgumentException($"{instance.GetType().Name} is not registered, so it can't be written: add its WireType to the registry", nameof(instance)))
        .Write(instance, this);

    /// <summary>The form of an instance, or null where its type, or that of a part, has none.</summary>
    internal WireForm? WriteOrNone(object instance)
    {
        try
        {
            return Write(instance);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The instance of a form.</summary>
    /// <exception cref="WireException">The name is unknown, the values are not its type's, or the result is no <typeparamref name="T"/>.</exception>
    public T Read<T>(WireForm form) where T : class
    {
        WireType type = Find(Check.NotNull(form, nameof(form)).Name)
            ?? throw new WireException($"no type is registered under the name '{form.Name}'");
        return type.Read(form, this) as T ?? throw new WireException($"'{form.Name}' is not a {typeof(T).Name}");
    }
}
