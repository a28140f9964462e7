namespace ClassicML.Metrics;

/// <summary>Brings what a model says into the classes of the data it is scored on: by label, never by raw code.</summary>
internal static class LabelAlignment
{
    /// <summary>The data's classes, followed by those that only the model knows; so codes of the data stay what they are.</summary>
    public static ClassLabels Union(ClassLabels data, ClassLabels model)
    {
        string[] others = [.. model.Names.Where(name => data.IndexOf(name) < 0)];
        if (others.Length == 0) return data;
        return data.AreIntegers && model.AreIntegers
            ? new ClassLabels(
                [.. Enumerable.Range(0, data.Count).Select(data.Integer), .. others.Select(name => model.Integer(model.IndexOf(name)))])
            : new ClassLabels(data.Names.Concat(others));
    }

    /// <summary>Codes of <paramref name="from"/> as codes of <paramref name="to"/>, which has them all.</summary>
    public static int[] Codes(int[] codes, ClassLabels from, ClassLabels to)
    {
        if (from.Equals(to)) return codes;
        int[] map = to.CodesOf(from);
        return Array.ConvertAll(codes, code => map[code]);
    }

    /// <summary>Columns of one set as columns of another that has them all; a class new there gets <paramref name="missing"/>.</summary>
    public static Matrix Columns(Matrix columns, ClassLabels from, ClassLabels to, double missing)
    {
        if (from.Equals(to)) return columns;
        int[] map = to.CodesOf(from);
        double[] aligned = new double[checked(columns.RowCount * to.Count)];
        Array.Fill(aligned, missing);
        for (int i = 0; i < columns.RowCount; i++)
        {
            ReadOnlySpan<double> row = columns.Row(i);
            for (int k = 0; k < row.Length; k++) aligned[i * to.Count + map[k]] = row[k];
        }
        return Matrix.Wrap(aligned, columns.RowCount, to.Count);
    }
}
