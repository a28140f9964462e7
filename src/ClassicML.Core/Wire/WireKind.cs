namespace ClassicML.Wire;

/// <summary>What a registered type is.</summary>
public enum WireKind
{
    /// <summary>A learner of classes.</summary>
    Classifier,

    /// <summary>A learner of numbers.</summary>
    Regressor,

    /// <summary>A learner of a map from features to features.</summary>
    Transformer,

    /// <summary>A learner of what is usual.</summary>
    OutlierDetector,

    /// <summary>A way to split rows into folds.</summary>
    Splitter,

    /// <summary>A search over learners.</summary>
    Search,

    /// <summary>A fitted model.</summary>
    Model,

    /// <summary>What others are made of.</summary>
    Part,
}
