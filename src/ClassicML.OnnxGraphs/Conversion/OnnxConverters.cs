using System.Collections.Immutable;

namespace ClassicML.Onnx;

/// <summary>The types of models that can be exported. Immutable; a user's own types are added with <see cref="With"/>.</summary>
public sealed class OnnxConverters
{
    /// <summary>A set of converters; of two that know a model the first counts.</summary>
    public OnnxConverters(params IEnumerable<OnnxConverter> converters) => All = [.. Check.NotNull(converters, nameof(converters))];

    /// <summary>All of them, in the order in which they were given.</summary>
    public ImmutableArray<OnnxConverter> All { get; }

    /// <summary>These converters and more; what is added goes before what was there.</summary>
    public OnnxConverters With(params IEnumerable<OnnxConverter> converters) => new(Check.NotNull(converters, nameof(converters)).Concat(All));

    /// <summary>The converter of a model, or null.</summary>
    public OnnxConverter? Find(IModel model) => All.FirstOrDefault(converter => converter.Converts(Check.NotNull(model, nameof(model))));
}
