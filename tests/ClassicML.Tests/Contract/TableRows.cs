namespace ClassicML.Tests.Contract;

/// <summary>Rows for the learners that read nothing but columns of one kind of a table.</summary>
internal static class TableRows
{
    private static readonly string[] Words =
        ["the", "Fox", "fox", "dog", "Über", "uber", "café", "a", "I", "x1", "snake_case", "не", "🎉", "don't", "run,", "runs!", "and", "of"];

    /// <summary>Two columns of the kind that a learner or a model of theirs reads; some values are missing.</summary>
    public static Table Of(string name, int rows = 40, ulong seed = 1) =>
        name.StartsWith("date", StringComparison.Ordinal) ? Dates(rows, seed) : Texts(rows, seed);

    private static Table Dates(int rows, ulong seed)
    {
        var rng = new Rng(seed);
        DateTime?[] Draw() => [.. Enumerable.Range(0, rows).Select(i => i % 9 == 4 ? (DateTime?)null
            : new DateTime(1960, 1, 1).AddDays(rng.NextInt(40_000)).AddMinutes(i % 3 == 0 ? rng.NextInt(1440) : 0))];
        return new Table(new DateColumn("born", Draw()), new DateColumn("joined", Draw()));
    }

    private static Table Texts(int rows, ulong seed)
    {
        var rng = new Rng(seed);
        string?[] Draw() => [.. Enumerable.Range(0, rows).Select(i => i % 11 == 7 ? null
            : string.Join(' ', Enumerable.Range(0, rng.NextInt(9)).Select(_ => Words[Math.Min(rng.NextInt(Words.Length), rng.NextInt(Words.Length))])))];
        return new Table(new TextColumn("review", Draw()), new TextColumn("title", Draw()));
    }
}
