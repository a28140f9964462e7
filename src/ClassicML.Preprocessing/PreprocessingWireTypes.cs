using ClassicML.Wire;

namespace ClassicML.Preprocessing;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class PreprocessingWireTypes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        .. ScalingWireTypes.All,
        .. EncodingWireTypes.All,
        .. BinWireTypes.All,
        .. ExpandingWireTypes.All,
        .. FunctionWireTypes.All,
        .. TargetWireTypes.All,
        .. VarianceThresholdWireTypes.All,
        .. ColumnWireTypes.All,
        .. ImputerWireTypes.All,
        .. SelectionWireTypes.All,
        .. DateWireTypes.All,
        .. TextWireTypes.All,
    ];
}
