using System.Collections.Immutable;

namespace ClassicML.Benchmarks.Iris;

/// <summary>All that was measured; <see cref="IrisPage"/> and <see cref="IrisJson"/> tell it.</summary>
/// <param name="Results">The learners, the most accurate first.</param>
/// <param name="Curves">Learning curves of some of ours; empty where the study was stopped before.</param>
/// <param name="DataSets">Learners by data sets; null where the study was stopped before.</param>
/// <param name="IsPartial">Whether the study was stopped.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record IrisReport(
    ImmutableArray<IrisResult> Results, ImmutableArray<IrisCurve> Curves, DataSetTable? DataSets, bool IsPartial, TimeSpan Elapsed)
{
    public Machine Machine => Machine.This;
}
