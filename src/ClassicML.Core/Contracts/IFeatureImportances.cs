namespace ClassicML;

/// <summary>The capability of saying how much each feature counts, by which features are selected.</summary>
public interface IFeatureImportances
{
    /// <summary>The number of features, p, that the model was fitted on.</summary>
    int FeatureCount { get; }

    /// <summary>
    /// How much each feature counts, p numbers of at least 0: by impurity in trees and forests; in linear models the magnitude of its
    /// weight, added up over the classes, which compares features of one scale.
    /// </summary>
    ReadOnlySpan<double> FeatureImportances { get; }

    /// <summary>Whether what doesn't count is exactly 0, as an L1 penalty makes it. Default false.</summary>
    bool IsSparse => false;
}
