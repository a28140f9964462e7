namespace ClassicML.Decomposition;

/// <summary>How a linear discriminant is computed. All give the same answer where S_W is regular.</summary>
public enum DiscriminantSolver
{
    /// <summary>Two singular value decompositions, no covariance: for many features and collinear ones, whose directions it leaves
    /// out.</summary>
    Svd,

    /// <summary>S_W = LLᵀ, then the axes of L⁻¹ S_B L⁻ᵀ, which has rank K-1 at most: n·p² flops. Takes shrinkage. S_W must be
    /// regular.</summary>
    Eigen,

    /// <summary>Solves S_W·w = μ for each class: a classifier without axes. Takes shrinkage.</summary>
    LeastSquares,
}
