namespace ClassicML.Neural;

/// <summary>The numbers that a network is trained in. A model predicts in double either way.</summary>
public enum Precision
{
    /// <summary>64 bits.</summary>
    Double,

    /// <summary>32 bits: about half the time and memory. L-BFGS, whose line search needs the digits, does not read it.</summary>
    Single,
}
