namespace ClassicML.Preprocessing;

/// <summary>How values are distributed once they have been mapped by their quantiles.</summary>
public enum QuantileOutput
{
    /// <summary>Evenly over [0, 1].</summary>
    Uniform,

    /// <summary>As a standard normal variable, within ±5.2.</summary>
    Normal,
}
