using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>Where a network is trained.</summary>
public readonly record struct Device
{
    private Device(Kind place, int index) => (Place, Index) = (place, index);

    internal enum Kind
    {
        Auto,
        Cpu,
        Cuda,
    }

    /// <summary>A CUDA device where a step runs on one, else the processor; the model says which, and why.</summary>
    public static Device Auto => default;

    /// <summary>The processor.</summary>
    public static Device Cpu => new(Kind.Cpu, 0);

    /// <summary>The index of a CUDA device; 0 otherwise.</summary>
    public int Index { get; }

    internal Kind Place { get; }

    /// <summary>A CUDA device, by index. Fitting throws where it can't run, and says what is missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is below 0.</exception>
    public static Device Cuda(int index = 0) => new(Kind.Cuda, Check.AtLeast(index, 0, nameof(index)));

    /// <summary>The device of a text: auto, cpu, cuda or cuda:1.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Device Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "auto" => Auto,
        "cpu" => Cpu,
        "cuda" => Cuda(),
        _ when text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out int index) =>
            Cuda(index),
        _ => throw new FormatException($"'{text}' is no device; there are auto, cpu, cuda and cuda:1"),
    };

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Place switch
    {
        Kind.Auto => "auto",
        Kind.Cpu => "cpu",
        Kind.Cuda => string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}"),
    };
}
