namespace ClassicML.MLNet;

/// <summary>A row with what a model predicts of it: what a prediction engine reads.</summary>
internal sealed class PredictedRow : DataViewRow
{
    private readonly Binding binding;
    private readonly DataViewRow input;
    private readonly bool[] active;
    private readonly RowReader? reader;
    private readonly OutputBlock? block;
    private long predicted = -1;

    public PredictedRow(Binding binding, DataViewRow input, bool[] active)
    {
        (this.binding, this.input, this.active) = (binding, input, active);
        if (!binding.ActiveOutputs(active).Contains(true)) return;
        reader = binding.Reader(input, 1);
        block = binding.Outputs.NewBlock(binding.ActiveOutputs(active));
    }

    public override DataViewSchema Schema => binding.Output;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Getters.CheckActive(active, column);
        if (column.Index < binding.Input.Count) return input.GetGetter<TValue>(binding.Input[column.Index]);
        RowValue<TValue> value = Getters.Typed<TValue>(block!.Value(column.Index - binding.Input.Count), column.Name, column.Type);
        return (ref TValue to) =>
        {
            Predict();
            value(0, ref to);
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private void Predict()
    {
        if (input.Position == predicted) return;
        reader!.Read();
        block!.Predict(reader.Take());
        predicted = input.Position;
    }
}
