namespace ClassicML.MLNet;

/// <summary>Of a transformer: what it makes of a row, as a vector whose slots have the names of its columns.</summary>
internal sealed class TransformerOutputs(ITransformerModel model, MLNetColumns names) : ModelOutputs
{
    public override DataViewSchema.DetachedColumn[] Columns { get; } =
        [new(names.Output, new VectorDataViewType(NumberDataViewType.Single, model.OutputCount), Annotation.Slots(model.OutputNames))];

    public override OutputBlock NewBlock(bool[] isActive) => new Block(model);

    private sealed class Block(ITransformerModel model) : OutputBlock
    {
        private ViewColumn<VBuffer<float>>? made;

        public override void Predict(Features x) =>
            made = (ViewColumn<VBuffer<float>>)FeatureColumns.Vectors(model.Transform(x), nameof(Block), NumberDataViewType.Single);

        public override Delegate Value(int column) => (RowValue<VBuffer<float>>)((int row, ref VBuffer<float> vector) => made!.Read(row, ref vector));
    }
}
