namespace ClassicML.Neural;

/// <summary>How the weights of a network are found.</summary>
public enum MlpSolver
{
    /// <summary>Adam: steps from running means of the gradient and its square (Kingma, Ba 2015).</summary>
    Adam,

    /// <summary>Stochastic gradient descent, with momentum.</summary>
    Sgd,

    /// <summary>Limited-memory BFGS over all rows: for small data, where it needs the fewest passes.</summary>
    LBfgs,
}
