namespace ClassicML;

/// <summary>How the numbers of a file are written: with a point or a comma before the fraction, and perhaps the other between groups of digits.</summary>
internal static class NumberRule
{
    private static readonly NumberText points = new('.', ','), commas = new(',', '.');

    /// <summary>Both ways.</summary>
    public static NumberText[] Any { get; } = [points, commas];

    /// <summary>The options with the separators of numbers.</summary>
    /// <param name="records">The fields.</param>
    /// <param name="options">The form of the file, with its separator.</param>
    /// <param name="given">The decimal separator, or null to find it.</param>
    public static CsvOptions Settle(string[][] records, CsvOptions options, char? given)
    {
        // Numbers that can be read in one way alone; and those like 1.234, whose point may be either.
        long decimalPoints = 0, decimalCommas = 0, groupPoints = 0, groupCommas = 0, somePoints = 0, someCommas = 0;
        foreach (string[] record in records)
            foreach (string field in record)
            {
                int comma = field.LastIndexOf(','), point = field.LastIndexOf('.');
                if (comma < 0 && point < 0) continue;
                bool byPoint = points.TryRead(field, out _), byComma = commas.TryRead(field, out _);
                if (!byPoint && !byComma) continue;
                // A group does not begin with 0, as 0.125 does.
                bool isEither = byPoint && byComma && !field.AsSpan().TrimStart("+-").StartsWith('0');
                if (isEither)
                {
                    if (point >= 0) somePoints++;
                    else someCommas++;
                }
                else if (comma >= 0 && point >= 0)
                {
                    if (byComma) groupPoints++;
                    else groupCommas++;
                }
                else if (comma >= 0)
                {
                    if (byComma) decimalCommas++;
                    else groupCommas++;
                }
                else if (byPoint) decimalPoints++;
                else groupPoints++;
            }
        long forCommas = decimalCommas + groupPoints, forPoints = decimalPoints + groupCommas;
        bool hasCommas = forCommas != forPoints ? forCommas > forPoints : someCommas > 0 && somePoints == 0 && options.Separator == ';';
        char separator = given ?? (hasCommas ? ',' : '.');
        char? group = separator switch
        {
            ',' when groupPoints + somePoints > 0 => '.',
            '.' when groupCommas + someCommas > 0 => ',',
            _ => null,
        };
        return options with { DecimalSeparator = separator, GroupSeparator = group };
    }
}
