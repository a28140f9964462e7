namespace ClassicML.Svm;

/// <summary>What a linear SVM pays for its weights.</summary>
public enum LinearSvmPenalty
{
    /// <summary>½‖w‖²: the widest margin.</summary>
    L2,

    /// <summary>‖w‖₁: most weights become zero, useful with many irrelevant features. Needs <see cref="HingeLoss.SquaredHinge"/>.</summary>
    L1,
}

/// <summary>How a linear SVM treats more than two classes.</summary>
public enum LinearSvmMultiClass
{
    /// <summary>A machine for each class against all others, and the highest score.</summary>
    OneVersusRest,

    /// <summary>All classes in one problem: a row's own class must beat the best other by 1. It has a loss of its own.</summary>
    CrammerSinger,
}

/// <summary>How a linear SVM is solved; the optimum is the same.</summary>
public enum LinearSvmSolver
{
    /// <summary>The primal where the loss is squared, the penalty L2 and dense rows are at least four times the columns; else the
    /// dual.</summary>
    Auto,

    /// <summary>Dual coordinate descent with shrinking, for either loss; with L1 coordinate descent on the weights.</summary>
    CoordinateDescent,

    /// <summary>A trust-region Newton method on the primal: a squared loss with L2.</summary>
    TrustRegionNewton,
}
