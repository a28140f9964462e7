using System.Collections.Immutable;

namespace ClassicML;

/// <summary>The form of a CSV file, as found in it.</summary>
/// <param name="Options">How to read the file. <see cref="CsvOptions.Encoding"/> is null where it is UTF-8 and none was given.</param>
/// <param name="Findings">A sentence, without a full stop, for each thing that was found and is not the default, such as "fields are separated by ';'"; none
/// for what was given.</param>
/// <param name="ColumnNames">The names in the header; null where there is none.</param>
public sealed record CsvForm(CsvOptions Options, ImmutableArray<string> Findings, ImmutableArray<string>? ColumnNames);
