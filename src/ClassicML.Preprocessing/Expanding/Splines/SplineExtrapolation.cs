namespace ClassicML.Preprocessing;

/// <summary>What splines do beyond the first and the last knot.</summary>
public enum SplineExtrapolation
{
    /// <summary>Values there are refused.</summary>
    Error,

    /// <summary>They stay as they are at the end.</summary>
    Constant,

    /// <summary>They go on as straight lines.</summary>
    Linear,

    /// <summary>They go on as the polynomials that they are at the end.</summary>
    Continue,

    /// <summary>They begin again, as for angles and hours: the first and the last knot are one point.</summary>
    Periodic,
}
