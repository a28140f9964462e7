using System.Globalization;

namespace ClassicML.Cnn;

/// <summary>While training, sets a random share of the values to zero and multiplies the others by 1/(1-rate); afterwards it does nothing.</summary>
/// <remarks>Source: Srivastava et al., "Dropout", 2014. A share is met in steps of 1/65536.</remarks>
public sealed record Dropout : CnnLayer
{
    /// <summary>A dropout of the given rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in [0, 1).</exception>
    public Dropout(double rate) => Rate = rate;

    /// <summary>The share that is dropped, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double Rate { get; init => field = Check.Within(value, new Interval(0, 1, HighOpen: true), nameof(Rate)); }

    /// <inheritdoc/>
    public override string Caption => "dropout " + Rate.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes) => input;

    /// <inheritdoc/>
    public override string ToString() => "dropout " + Rate.ToString("R", CultureInfo.InvariantCulture);
}
