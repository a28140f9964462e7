namespace ClassicML.Trees;

/// <summary>What trees are grown on: rows as numbers, in which NaN means missing, what they weigh, and the levels behind the numbers.</summary>
internal sealed class TreeInput
{
    private TreeInput(Matrix x, RowWeights rows, TableLevels? levels) => (X, Rows, Levels) = (x, rows, levels);

    /// <summary>The rows, n×p.</summary>
    public Matrix X { get; }

    /// <summary>The rows that count, and what they weigh.</summary>
    public RowWeights Rows { get; }

    /// <summary>The levels of a table's columns, or null.</summary>
    public TableLevels? Levels { get; }

    /// <summary>Training rows: of a table the columns of text and categories become numbers of their levels.</summary>
    /// <exception cref="ArgumentException">The rows are sparse, or a column holds dates.</exception>
    public static TreeInput Of(Features x, RowWeights rows, string reader)
    {
        TableLevels? levels = TableLevels.Of(x, rows.Numbers);
        return new TreeInput(Read(x, levels, reader), rows, levels);
    }

    /// <summary>Rows to predict as a dense matrix without infinities.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="levels">The levels that were fitted on, or null.</param>
    /// <param name="reader">Who asks, for the message.</param>
    /// <exception cref="ArgumentException">It is of another kind, or a value is infinite; the message names row and column.</exception>
    public static Matrix Read(Features x, TableLevels? levels, string reader)
    {
        Matrix matrix = levels is null ? Check.Dense(x, reader) : levels.Encode(x, reader);
        Check.Magnitudes(matrix);
        return matrix;
    }

    /// <summary>Refuses a forest that was fitted on a table with other levels.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    public void CheckLevels(TableLevels? fitted)
    {
        if (Levels is null ? fitted is not null : !Levels.Same(fitted))
            throw new ArgumentException("the forest was fitted on columns of other kinds or other levels than those of this data", "data");
    }

    /// <summary>Whether a value is missing.</summary>
    public static bool HasMissing(ReadOnlySpan<double> values) => System.Numerics.Tensors.TensorPrimitives.IsNaNAny(values);

    /// <summary>Whether each column holds categories: those that are named, and those that have levels.</summary>
    /// <exception cref="ArgumentException">One is named that the data doesn't have.</exception>
    public bool[] Categorical(CategoricalFeatures named)
    {
        bool[] flags = named.Flags(X);
        for (int j = 0; j < flags.Length; j++) flags[j] |= Levels?.Levels[j] is not null;
        return flags;
    }
}
