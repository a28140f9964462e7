namespace ClassicML.Onnx;

/// <summary>How a model is exported.</summary>
public sealed record OnnxOptions
{
    /// <summary>What the graph reads. Default <see cref="OnnxInputs.Tensor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a member of the enumeration.</exception>
    public OnnxInputs Inputs { get; init => field = Check.Defined(value, nameof(Inputs)); }

    /// <summary>The name of the one tensor. Default "input".</summary>
    /// <exception cref="ArgumentException">It is empty, or null.</exception>
    public string InputName { get; init => field = Named(value, nameof(InputName)); } = "input";

    /// <summary>The type of the numbers that go in and come out: <see cref="OnnxElement.Float"/>, the default, or <see cref="OnnxElement.Double"/>. Between
    /// the graph computes in double precision either way.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    public OnnxElement Element
    {
        get;
        init => field = value is OnnxElement.Float or OnnxElement.Double ? value
            : throw new ArgumentException($"Element must be Float or Double, was {value}", nameof(Element));
    } = OnnxElement.Float;

    /// <summary>The name of the graph. Default "classicml".</summary>
    /// <exception cref="ArgumentException">It is empty, or null.</exception>
    public string Name { get; init => field = Named(value, nameof(Name)); } = "classicml";

    private static string Named(string value, string name) =>
        !string.IsNullOrWhiteSpace(Check.NotNull(value, name)) ? value : throw new ArgumentException($"{name} must not be empty", name);
}
