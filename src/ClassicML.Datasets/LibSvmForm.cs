using System.Collections.Immutable;

namespace ClassicML;

/// <summary>The form of a LIBSVM text, as found in it.</summary>
/// <param name="FirstIndex">What indices count from: 0 where index 0 occurs, else 1.</param>
/// <param name="FeatureCount">The number of columns, p, by the largest index; 0 where no row has a value.</param>
/// <param name="HasGroups">Whether rows have groups (<c>qid:N</c>).</param>
/// <param name="Findings">A sentence, without a full stop, for each thing that is not the default, such as "indices count from 0".</param>
public sealed record LibSvmForm(int FirstIndex, int FeatureCount, bool HasGroups, ImmutableArray<string> Findings);
