using System.Globalization;

namespace ClassicML.Decomposition;

/// <summary>How far a covariance is drawn towards a multiple of the identity: (1-s)·Σ + s·(tr Σ/p)·I.</summary>
/// <remarks>The default value is <see cref="None"/>.</remarks>
public readonly record struct Shrinkage
{
    // 0 none, in (0, 1] a number, -1 Ledoit and Wolf's.
    private readonly double code;

    private Shrinkage(double code) => this.code = code;

    /// <summary>The covariance as it is.</summary>
    public static Shrinkage None => default;

    /// <summary>
    /// The s of least expected squared error, estimated for each class from its standardised columns. O. Ledoit, M. Wolf, "A
    /// well-conditioned estimator for large-dimensional covariance matrices", 2004; scikit-learn's "auto".
    /// </summary>
    public static Shrinkage LedoitWolf => new(-1);

    /// <summary>A number s in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public static Shrinkage Of(double share) => new(Check.Within(share, Interval.Share, "shrinkage"));

    /// <summary>The number, or null where it is estimated.</summary>
    public double? Number => code >= 0 ? code : null;

    /// <summary>Reads "none", "ledoit-wolf" or a number.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in [0, 1].</exception>
    public static Shrinkage Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "none" => None,
        "ledoit-wolf" => LedoitWolf,
        _ => Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
    };

    /// <summary>"none", "ledoit-wolf" or the number.</summary>
    public override string ToString() =>
        Number is not { } number ? "ledoit-wolf" : number == 0 ? "none" : number.ToString("R", CultureInfo.InvariantCulture);
}
