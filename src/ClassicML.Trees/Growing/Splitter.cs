namespace ClassicML.Trees;

/// <summary>How the threshold of a feature is chosen at a node.</summary>
public enum Splitter
{
    /// <summary>The best of all.</summary>
    Best,

    /// <summary>One drawn evenly between the feature's least and largest value at the node; the best feature by these is taken.</summary>
    Random,
}
