namespace ClassicML.ModelSelection;

/// <summary>Where a sequential selection of features starts.</summary>
public enum SelectionDirection
{
    /// <summary>With none: the feature that helps most is added.</summary>
    Forward,

    /// <summary>With all: the feature whose loss costs least is dropped.</summary>
    Backward,
}
