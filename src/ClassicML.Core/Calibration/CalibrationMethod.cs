namespace ClassicML;

/// <summary>How a score becomes a probability.</summary>
public enum CalibrationMethod
{
    /// <summary>A sigmoid, 1/(1 + exp(A·score + B)): two numbers, good with few rows.</summary>
    Platt,

    /// <summary>Any rising function, as steps joined by lines: needs some thousand rows.</summary>
    Isotonic,
}
