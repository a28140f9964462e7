using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using ClassicML.Wire;

namespace ClassicML.ModelSelection;

/// <summary>Where a search keeps what it has finished: an append-only file, one checksummed record for each candidate on each fold.</summary>
/// <remarks>
/// A search that was killed and is started again with the same journal repeats at most what was in flight, and ends with the same result. A
/// journal of other data, candidates, folds, metrics or version is refused with what differs. A last record that was torn is dropped.
/// While a search writes to it, the file is locked: a second one, of this process or another, gets an <see cref="IOException"/> that says
/// so.
/// Searches that run beside each other, as in nested cross-validation, or on other rows, as for a learning curve, get a file each:
/// <see cref="ForPart"/>.
/// </remarks>
/// <param name="Path">The file; it is made if there is none.</param>
/// <param name="Registry">Knows the learners: candidates are told apart by their wire form.</param>
public sealed record SearchJournal(string Path, WireRegistry Registry)
{
    /// <summary>The journal of a part of the work, in a file beside this one.</summary>
    public SearchJournal ForPart(string part) => this with { Path = $"{Path}.{part}" };

    internal JournalFile Open(
        string part, ImmutableArray<Candidate> candidates, ISplitter splitter, ImmutableArray<string> metrics, int foldCount, string data)
    {
        string[] forms = [.. candidates.Select(candidate => Registry.Write(candidate.Learner).ToString())];
        return new JournalFile(part.Length == 0 ? Path : $"{Path}.{part}",
        [
            KeyValuePair.Create("journal version", "3"),
            KeyValuePair.Create("library version",
                typeof(SearchJournal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]),
            KeyValuePair.Create("data", data),
            KeyValuePair.Create("grid", $"{forms.Length} candidates, "
                + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', forms.Order(StringComparer.Ordinal)))))),
            KeyValuePair.Create("splitter", Registry.Write(splitter).ToString()),
            KeyValuePair.Create("metrics", string.Join(' ', metrics)),
        ], forms, foldCount, metrics.Length);
    }
}
