namespace ClassicML.Linear;

/// <summary>The method that finds the optimum of a <see cref="LogisticRegression"/>. All find the same one.</summary>
public enum LogisticSolver
{
    /// <summary>Chosen by shape and penalty.</summary>
    Auto,

    /// <summary>L-BFGS: gradients alone, for many weights. Not with an L1 penalty.</summary>
    LBfgs,

    /// <summary>Newton's method with Cholesky's factorisation (iteratively reweighted least squares): few weights, many rows. Not with an
    /// L1 penalty.</summary>
    NewtonCholesky,

    /// <summary>Newton's method with a trust region and conjugate gradients: sparse rows, many columns. Not with an L1 penalty.</summary>
    TrustRegionNewton,

    /// <summary>Newton's method whose quadratic problems are solved by coordinate descent on a working set of columns. Any
    /// penalty.</summary>
    CoordinateDescent,

    /// <summary>Stochastic average gradient: a step for each row. Any penalty; wants standardised columns.</summary>
    Saga,
}
