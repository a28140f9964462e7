namespace ClassicML.MLNet;

/// <summary>A model bound to the schema of rows that it is to predict: the columns that it reads, and those that it adds after them.</summary>
internal sealed class Binding
{
    // So many numbers are read ahead and predicted at once, in so many rows at most: enough for products of matrices, and little memory.
    private const int BlockNumbers = 1 << 18, MaxBlockRows = 1024;

    private readonly MLNetColumns names;
    private readonly DataViewSchema.Column[] features;

    /// <exception cref="ArgumentException">A column is missing or of another kind than the model reads.</exception>
    public Binding(IModel model, MLNetColumns names, ModelOutputs outputs, DataViewSchema input)
    {
        (this.names, Outputs, Input) = (names, outputs, input);
        ColumnShapes.CheckFeatures(MLNetInternals.Shape(input), names);
        features = [.. names.Features.Select(name => SchemaColumns.Find(input, name))];
        Width = features.Sum(column => Size(column.Type));
        if (Width != model.FeatureCount)
            throw new ArgumentException(
                FormattableString.Invariant($"{string.Join(", ", names.Features.Select(name => $"'{name}'"))} gives {Width} numbers and texts a row, ")
                + FormattableString.Invariant($"the model was fitted on {model.FeatureCount}"), nameof(input));
        var output = new DataViewSchema.Builder();
        output.AddColumns(input);
        output.AddColumns(outputs.Columns);
        Output = output.ToSchema();
    }

    public ModelOutputs Outputs { get; }

    public DataViewSchema Input { get; }

    /// <summary>All columns of the input, and then the model's own.</summary>
    public DataViewSchema Output { get; }

    /// <summary>How many values the model reads of a row.</summary>
    public int Width { get; }

    /// <summary>Which of the columns of the output are among some.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        bool[] active = new bool[Output.Count];
        foreach (DataViewSchema.Column column in columns) active[column.Index] = true;
        return active;
    }

    /// <summary>Which of the model's own columns are active.</summary>
    public bool[] ActiveOutputs(bool[] active) => active[Input.Count..];

    /// <summary>The columns of the input that active columns of the output are made of.</summary>
    public IEnumerable<DataViewSchema.Column> Needed(bool[] active) =>
        Input.Where(column => active[column.Index]).Concat(ActiveOutputs(active).Contains(true) ? features : []).DistinctBy(column => column.Index);

    /// <summary>Reads what the model reads of a row.</summary>
    public RowReader Reader(DataViewRow row, int capacity) => FitRows.Features(row, features, names.IsSparse, capacity);

    /// <summary>How many rows a cursor reads ahead.</summary>
    public int BlockRows(bool[] active)
    {
        DataViewSchema.Column[] passed = [.. Input.Where(column => active[column.Index])];
        return !ActiveOutputs(active).Contains(true) || !passed.All(column => PassedColumn.CanKeep(column.Type)) ? 1
            : (int)Math.Clamp(BlockNumbers / (Width + passed.Sum(column => (long)Size(column.Type))), 1, MaxBlockRows);
    }

    private static int Size(DataViewType type) => type is VectorDataViewType vector ? Math.Max(vector.Size, 1) : 1;
}
