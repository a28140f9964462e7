using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML;

/// <summary>What the library brings along.</summary>
public static class BuiltIn
{
    /// <summary>Every learner, splitter, search and model of the library, by name. Add your own with <see cref="WireRegistry.With"/>.</summary>
    public static WireRegistry Registry { get; } = new(
    [
        .. LinearWireTypes.All, .. NeighborsWireTypes.All, .. SvmWireTypes.All, .. TreesWireTypes.All, .. PreprocessingWireTypes.All,
        .. ModelSelectionWireTypes.All,
        .. DecompositionWireTypes.All, .. NeuralWireTypes.All,
    ]);
}
