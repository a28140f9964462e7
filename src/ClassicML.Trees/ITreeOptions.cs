namespace ClassicML.Trees;

/// <summary>The options that all learners of trees have.</summary>
internal interface ITreeOptions
{
    int? MaxDepth { get; }

    int MinSamplesSplit { get; }

    int MinSamplesLeaf { get; }

    double MinWeightShareLeaf { get; }

    double MinImpurityDecrease { get; }

    int? MaxLeafCount { get; }

    MaxFeatures MaxFeatures { get; }

    CategoricalFeatures CategoricalFeatures { get; }

    MonotonicConstraints MonotonicConstraints { get; }

    int Seed { get; }

    /// <summary>Whether thresholds are drawn instead of searched.</summary>
    bool IsRandom { get; }
}
