namespace ClassicML.MLNet;

/// <summary>
/// A cursor over rows with what a model predicts of them. It reads a block of rows ahead, predicts them at once and gives them one by one; what goes through
/// is kept meanwhile. Rows with a value that can't be kept, such as a picture, go one by one.
/// </summary>
internal sealed class PredictedCursor : DataViewRowCursor
{
    private readonly Binding binding;
    private readonly DataViewRowCursor input;
    private readonly bool[] active;
    private readonly RowReader? reader;
    private readonly OutputBlock? block;
    private readonly int blockRows;
    private readonly PassedColumn?[] passed;
    private readonly PassedColumn<DataViewRowId> ids;
    private readonly long[] batches;
    private int row = -1, count;
    private long position = -1;
    private bool isOver;

    public PredictedCursor(Binding binding, DataViewRowCursor input, bool[] active)
    {
        (this.binding, this.input, this.active) = (binding, input, active);
        blockRows = binding.BlockRows(active);
        passed = [.. binding.Input.Select(column => active[column.Index] && blockRows > 1 ? PassedColumn.Of(input, column, blockRows) : null)];
        ids = new PassedColumn<DataViewRowId>(input.GetIdGetter(), blockRows, (in DataViewRowId from, ref DataViewRowId to) => to = from);
        batches = new long[blockRows];
        if (!binding.ActiveOutputs(active).Contains(true)) return;
        reader = binding.Reader(input, blockRows);
        block = binding.Outputs.NewBlock(binding.ActiveOutputs(active));
    }

    public override DataViewSchema Schema => binding.Output;

    public override long Position => position;

    public override long Batch => position < 0 ? 0 : batches[row];

    public override bool MoveNext()
    {
        row++;
        if (row >= count) ReadBlock();
        bool isThere = row < count;
        position = isThere ? position + 1 : -1;
        return isThere;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => Of((RowValue<DataViewRowId>)ids.Value);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(active, column);
        Delegate? kept = column.Index >= binding.Input.Count ? block!.Value(column.Index - binding.Input.Count) : passed[column.Index]?.Value;
        return kept is null ? input.GetGetter<TValue>(binding.Input[column.Index]) : Of(Getters.Typed<TValue>(kept, column.Name, column.Type));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private void ReadBlock()
    {
        for (count = 0; count < blockRows && !isOver; count++)
        {
            isOver = !input.MoveNext();
            if (isOver) break;
            reader?.Read();
            ids.Read(count);
            batches[count] = input.Batch;
            foreach (PassedColumn? column in passed) column?.Read(count);
        }
        row = 0;
        if (count > 0 && reader is not null) block!.Predict(reader.Take());
    }

    private ValueGetter<T> Of<T>(RowValue<T> value) => (ref T to) => value(
        position >= 0 ? row : throw new InvalidOperationException("the cursor stands on no row: call MoveNext first"), ref to);
}
