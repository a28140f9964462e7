using System.Globalization;

namespace ClassicML.Decomposition;

/// <summary>How many principal components to keep: all, a number, as many as explain a share of the variance, or Minka's
/// estimate.</summary>
/// <remarks>The default value is <see cref="All"/>. An int converts to a number of components.</remarks>
public readonly record struct ComponentCount
{
    private const double MleCode = -1;

    // 0 all, a whole number from 1 a count, a number in (0, 1) a share.
    private readonly double code;

    private ComponentCount(double code) => this.code = code;

    /// <summary>min(n, p) components.</summary>
    public static ComponentCount All => default;

    /// <summary>Minka's maximum-likelihood estimate of the dimension (<see cref="MinkaDimension"/>); needs n ≥ p.</summary>
    public static ComponentCount Mle => new(MleCode);

    /// <summary>A number of components, at least 1, at most min(n, p).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static ComponentCount Of(int count) => new(Check.Positive(count, "component count"));

    /// <summary>The fewest components that explain more than a share of the variance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in (0, 1).</exception>
    public static ComponentCount Share(double share) => new(Check.Within(share, new Interval(0, 1, true, true), "share of the variance"));

    /// <summary>A number of components.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static implicit operator ComponentCount(int count) => Of(count);

    /// <summary>The number, or null where it depends on the data.</summary>
    public int? Number => code >= 1 ? (int)code : null;

    /// <summary>The share of the variance, or null.</summary>
    public double? VarianceShare => code is > 0 and < 1 ? code : null;

    /// <summary>Whether it is Minka's estimate.</summary>
    public bool IsMle => code == MleCode;

    /// <summary>Reads "all", "mle", a whole number, or a share such as "0.95".</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static ComponentCount Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "all" => All,
        "mle" => Mle,
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count) => Of(count),
        _ => Share(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
    };

    /// <summary>"all", "mle", the number or the share.</summary>
    public override string ToString() => IsMle ? "mle" : code == 0 ? "all" : code.ToString("R", CultureInfo.InvariantCulture);
}
