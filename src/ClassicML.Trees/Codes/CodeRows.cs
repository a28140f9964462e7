namespace ClassicML.Trees;

/// <summary>Codes of rows, row-major, of 1, 2 or 4 bytes each: one of the three arrays is there.</summary>
internal sealed class CodeRows
{
    /// <param name="codes">The codes, row-major.</param>
    /// <param name="featureCount">The number of codes of a row.</param>
    /// <param name="columns">The same codes column by column, or null.</param>
    public CodeRows(Array codes, int featureCount, byte[][]? columns = null)
    {
        (Bytes, Shorts, Ints) = (codes as byte[], codes as ushort[], codes as int[]);
        FeatureCount = featureCount;
        Columns = columns;
    }

    /// <summary>The codes where all are below 2⁸, or null.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The codes where they need 16 bits, or null.</summary>
    public ushort[]? Shorts { get; }

    /// <summary>The codes where they need more, or null.</summary>
    public int[]? Ints { get; }

    /// <summary>Codes of one byte column by column too, which large nodes read faster; else null.</summary>
    public byte[][]? Columns { get; }

    /// <summary>The number of codes of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>The bytes of a row.</summary>
    public int RowBytes => FeatureCount * (Bytes is not null ? 1 : Shorts is not null ? 2 : 4);

    /// <summary>Room for rows of the same kind.</summary>
    public CodeRows Empty(int rowCount)
    {
        int count = rowCount * FeatureCount;
        return new CodeRows(
            Bytes is not null ? GC.AllocateUninitializedArray<byte>(count)
            : Shorts is not null ? GC.AllocateUninitializedArray<ushort>(count)
            : GC.AllocateUninitializedArray<int>(count),
            FeatureCount);
    }

    /// <summary>Copies some rows to the first ones of another of the same kind, in their order.</summary>
    public void CopyTo(CodeRows to, ReadOnlySpan<int> rows)
    {
        if (Bytes is not null) Copy(Bytes, to.Bytes!, rows);
        else if (Shorts is not null) Copy(Shorts, to.Shorts!, rows);
        else Copy(Ints!, to.Ints!, rows);
    }

    private void Copy<TCode>(TCode[] from, TCode[] to, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length; i++) from.AsSpan(rows[i] * FeatureCount, FeatureCount).CopyTo(to.AsSpan(i * FeatureCount));
    }
}
