namespace ClassicML.MLNet;

/// <summary>A data view with what a model predicts of its rows. Nothing is predicted before a cursor comes to it.</summary>
internal sealed class PredictedView(Binding binding, IDataView input) : IDataView
{
    public DataViewSchema Schema => binding.Output;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        return new PredictedCursor(binding, input.GetRowCursor(binding.Needed(active), rand), active);
    }

    // One cursor: a block is predicted by all threads already.
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}

/// <summary>The same for rows one by one, as prediction engines ask for them.</summary>
internal sealed class PredictedMapper(Binding binding) : IRowToRowMapper
{
    public DataViewSchema InputSchema => binding.Input;

    public DataViewSchema OutputSchema => binding.Output;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        binding.Needed(binding.Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => input.Schema == InputSchema
        ? new PredictedRow(binding, input, binding.Active(activeColumns))
        : throw new ArgumentException("the row has another schema than the mapper was made for", nameof(input));
}
