using System.Globalization;
using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;

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

    internal static LayerKind Kind { get; } = new("dropout", "dropout 0.25", text =>
        text is { Activation: LayerActivation.Identity, Arguments: [var rate] }
        && double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) ? new Dropout(share) : null);

    /// <inheritdoc/>
    public override string Caption => "dropout " + Rate.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override LayerShape OutputShape(LayerShape input, int classes) => input;

    internal override ManagedLayer? Kernels(PlacedLayer place, bool training) => training ? new DropoutKernels(this, place) : null;

    internal override LayerNodes Nodes(LayerSource source, string x) => DropoutNodes.Of(this, source, x);

    /// <inheritdoc/>
    public override string ToString() => "dropout " + Rate.ToString("R", CultureInfo.InvariantCulture);
}
