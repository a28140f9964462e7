using ClassicML.Wire;

namespace ClassicML.Trees;

/// <summary>The levels of a table's columns, one column after another: how many each has, -1 for columns of numbers; nothing at all for a matrix.</summary>
internal static class TableLevelsWire
{
    public static void Write(WireWriter w, TableLevels? levels) => w
        .Integers("LevelCounts", levels is null ? [] : Array.ConvertAll(levels.Levels, own => own?.Length ?? -1))
        .Texts("Levels", levels is null ? [] : levels.Levels.OfType<string[]>().SelectMany(own => own));

    public static TableLevels? Read(WireReader r, int featureCount)
    {
        int[] counts = r.Integers("LevelCounts");
        string[] all = r.Texts("Levels");
        if (counts.Length > 0) Check.Length(counts.Length, featureCount, "LevelCounts", "feature");
        string[]?[] levels = new string[counts.Length][];
        int taken = 0;
        for (int j = 0; j < counts.Length; j++)
        {
            Check.Within(counts[j], new Interval(-1, all.Length - taken), "a number of levels");
            if (counts[j] < 0) continue;
            levels[j] = all[taken..(taken += counts[j])];
        }
        Check.Length(all.Length, taken, "Levels", "level of a feature");
        return Array.TrueForAll(levels, own => own is null) ? null : new TableLevels(levels);
    }

    /// <summary>The report of a fit, which has names wherever there are levels: the columns of a table are put in order by them.</summary>
    public static FitReport Report(WireReader r, TableLevels? levels)
    {
        FitReport report = r.Report();
        return levels is null || report.FeatureNames is not null ? report : throw new WireException("there are levels, as of a table, but no FeatureNames");
    }
}
