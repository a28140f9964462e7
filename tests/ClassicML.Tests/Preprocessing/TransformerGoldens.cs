namespace ClassicML.Tests.Preprocessing;

/// <summary>How a transformer is held to a golden case: fitted on its rows, dense and where the case says so sparse, it makes of other rows
/// what scikit-learn does, and maps them back.</summary>
internal static class TransformerGoldens
{
    public static bool Flag(this Golden golden, string option) => golden["options"].GetProperty(option).GetBoolean();

    public static double Option(this Golden golden, string option) => golden["options"].GetProperty(option).GetDouble();

    public static string Text(this Golden golden, string option) => golden["options"].GetProperty(option).GetString()!;

    /// <summary>Compares, and returns the model of dense rows.</summary>
    public static TModel Holds<TModel>(this Golden golden, ITransformer<TModel> learner, double tolerance) where TModel : class, ITransformerModel
    {
        Matrix x = golden.Matrix("x"), other = golden.Matrix("other");
        TModel dense = learner.Fit(x);
        Compare(dense, other);
        if (!golden.Has("sparse") || !golden["sparse"].GetBoolean()) return dense;
        TModel sparse = learner.Fit(SparseMatrix.FromDense(x));
        Compare(sparse, other);
        Compare(sparse, SparseMatrix.FromDense(other));
        return dense;

        void Compare(TModel model, Features rows)
        {
            Features mapped = model.Transform(rows);
            Assert.Equal(rows.GetType(), mapped.GetType());
            Close(golden.Matrix("transformed").Span, Dense(mapped).Span, tolerance, "transformed");
            if (!golden.Has("inverse")) return;
            Features back = model.As<IInverseTransform>()!.InverseTransform(rows);
            Assert.Equal(rows.GetType(), back.GetType());
            Close(golden.Matrix("inverse").Span, Dense(back).Span, tolerance, "inverse");
        }
    }

    public static Matrix Dense(Features rows) => rows as Matrix ?? ((SparseMatrix)rows).ToDense();

    /// <summary>Refuses sparse rows in the fit and in what the model of dense rows is asked.</summary>
    public static void RefusesSparse(ITransformer<ITransformerModel> learner, string words)
    {
        var dense = new Matrix(new double[,] { { 1, 0 }, { 0, 2 }, { 3, 1 } });
        SparseMatrix sparse = SparseMatrix.FromDense(dense);
        Assert.Contains(words, Fail(() => learner.Fit(sparse)));
        ITransformerModel model = learner.Fit(dense);
        Assert.Contains(words, Fail(() => model.Transform(sparse)));
        if (model.As<IInverseTransform>() is { } inverse) Assert.Contains(words, Fail(() => inverse.InverseTransform(sparse)));
    }

    /// <summary>One column.</summary>
    public static Matrix Column(params double[] values) => Matrix.Wrap(values, values.Length, 1);
}
