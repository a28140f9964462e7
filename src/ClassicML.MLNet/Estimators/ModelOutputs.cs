namespace ClassicML.MLNet;

/// <summary>The columns that a model adds to a data view.</summary>
internal abstract class ModelOutputs
{
    /// <summary>The columns, in the order in which a block gives them.</summary>
    public abstract DataViewSchema.DetachedColumn[] Columns { get; }

    /// <summary>What predicts and keeps the predictions until the next.</summary>
    /// <param name="isActive">For each column whether somebody asks for it.</param>
    public abstract OutputBlock NewBlock(bool[] isActive);

    /// <summary>Those of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="names">How the columns are called.</param>
    /// <param name="label">What the labels of a classifier were.</param>
    public static ModelOutputs Of(IModel model, MLNetColumns names, LabelKind? label) => model switch
    {
        IClassifierModel classifier when label!.IsBinary => new BinaryOutputs(classifier, names),
        IClassifierModel classifier => new MulticlassOutputs(classifier, names, label!),
        IRegressorModel regressor => new RegressionOutputs(regressor, names),
        IOutlierModel detector => new OutlierOutputs(detector, names),
        ITransformerModel transformer => new TransformerOutputs(transformer, names),
        _ => throw new ArgumentException($"{model.GetType().Name} predicts nothing that ML.NET has a column for", nameof(model)),
    };

    /// <summary>A column of scores, probabilities or predicted labels, with the annotations that ML.NET's own scorers give them.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="task">What is predicted: "BinaryClassification" and so on.</param>
    /// <param name="value">What this is of it: "Score", "Probability" or "PredictedLabel".</param>
    /// <param name="add">Adds annotations of its own.</param>
    protected static DataViewSchema.DetachedColumn Scored(
        string name, DataViewType type, string task, string value, Action<DataViewSchema.Annotations.Builder>? add = null) =>
        new(name, type, Annotation.Build(builder =>
        {
            Annotation.AddText(builder, Annotation.ScoreColumnKind, task);
            Annotation.AddText(builder, Annotation.ScoreValueKind, value);
            add?.Invoke(builder);
        }));
}

/// <summary>The predictions of the rows that were read last.</summary>
internal abstract class OutputBlock
{
    /// <summary>Predicts rows.</summary>
    public abstract void Predict(Features x);

    /// <summary>What gives the value of a row in a column: a <see cref="RowValue{T}"/>.</summary>
    public abstract Delegate Value(int column);

    /// <summary>Makes an array at least so long, and returns that part of it.</summary>
    protected static Memory<T> Room<T>(ref T[] values, int length)
    {
        if (values.Length < length) values = new T[length];
        return values.AsMemory(0, length);
    }
}
