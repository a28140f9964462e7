using System.Globalization;
using ClassicML.Internal;

namespace ClassicML;

/// <summary>The factor γ of a kernel function: a number, or a rule that makes one from the data.</summary>
/// <remarks>The default value is <see cref="Scale"/>. A double converts to a γ.</remarks>
public readonly record struct Gamma
{
    private readonly double value;

    private Gamma(double value) => this.value = value;

    /// <summary>1/(p·v), with v the variance of all n·p values (divided by n·p); 1/p where that is 0, or so near it that 1/(p·v) is no
    /// number. The rule of scikit-learn's SVMs.</summary>
    public static Gamma Scale => default;

    /// <summary>1/p. LIBSVM's rule.</summary>
    public static Gamma Auto => new(-1);

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public static Gamma Of(double value) => new(Check.Positive(value, "gamma"));

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public static implicit operator Gamma(double value) => Of(value);

    /// <summary>The number, or null for a rule.</summary>
    public double? Value => value > 0 ? value : null;

    /// <summary>The number that the rule makes of data.</summary>
    /// <param name="x">n×p, dense or sparse; n and p at least 1.</param>
    public Gamma Resolve(Features x)
    {
        Check.NotNull(x, nameof(x));
        if (Value is not null) return this;
        double variance = this == Auto ? 1 : x is SparseMatrix sparse ? Variance(sparse) : Variance((Matrix)x);
        double scaled = 1 / (x.ColumnCount * variance);
        return Of(double.IsFinite(scaled) ? scaled : 1.0 / x.ColumnCount);
    }

    /// <summary>Reads "scale", "auto" or a number.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static Gamma Parse(string text) => Check.NotNull(text, nameof(text)) switch
    {
        "scale" => Scale,
        "auto" => Auto,
        _ => Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
    };

    /// <summary>"scale", "auto" or the number.</summary>
    public override string ToString() => Value is { } number ? Check.Text(number) : this == Auto ? "auto" : "scale";

    // In two passes, with the sum of each row apart, so that an offset costs no digits.
    private static double Variance(Matrix x)
    {
        double mean = 0, sum = 0;
        for (int i = 0; i < x.RowCount; i++) mean += Sum(x.Row(i)) / x.RowCount;
        mean /= x.ColumnCount;
        double[] level = new double[x.ColumnCount];
        Array.Fill(level, mean);
        for (int i = 0; i < x.RowCount; i++) sum += Kernels.SquaredDistance(x.Row(i), level) / x.RowCount;
        return sum / x.ColumnCount;
    }

    private static double Variance(SparseMatrix x)
    {
        double all = (double)x.RowCount * x.ColumnCount, mean = 0, sum = 0;
        for (int i = 0; i < x.RowCount; i++) mean += Sum(x.RowValues(i)) / all;
        foreach (double value in x.Values) sum += (value - mean) * (value - mean) / all;
        return sum + (all - x.StoredCount) / all * mean * mean;
    }

    private static double Sum(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double value in row) sum += value;
        return sum;
    }
}
