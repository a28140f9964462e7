namespace ClassicML.Svm;

/// <summary>What a row inside the margin costs a linear SVM; ξ = max(0, 1 - y(wᵀx + b)).</summary>
public enum HingeLoss
{
    /// <summary>ξ, as in <see cref="SvmClassifier"/>.</summary>
    Hinge,

    /// <summary>ξ²: differentiable, and harder on rows far on the wrong side.</summary>
    SquaredHinge,
}
