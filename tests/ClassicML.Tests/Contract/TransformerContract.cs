using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every transformer promises.</summary>
public class TransformerContract
{
    public static TheoryData<string> Transformers => Learners.Transformers;

    [Theory, MemberData(nameof(Transformers))]
    public void A_second_fit_and_any_number_of_threads_give_the_same_bits(string name)
    {
        ISupervisedTransformer<ITransformerModel> learner = Learners.Transformer(name);
        ClassificationData data = Rows.Of(3, 5000);
        string first = Written(learner.Fit(data, new FitContext { MaxThreads = 1 }));
        Assert.Equal(first, Written(learner.Fit(data, new FitContext { MaxThreads = 1 })));
        Assert.Equal(first, Written(learner.Fit(data, new FitContext { MaxThreads = 8 })));
    }

    [Theory, MemberData(nameof(Transformers))]
    public void A_batch_maps_as_its_rows_do(string name)
    {
        ClassificationData data = Rows.Of(3, 133);
        ITransformerModel model = Learners.Transformer(name).Fit(data);
        var mapped = (Matrix)model.Transform(data.Features);
        Assert.Equal((data.RowCount, model.OutputCount), (mapped.RowCount, mapped.ColumnCount));
        for (int i = 0; i < data.RowCount; i++)
            Assert.Equal(mapped.Row(i).ToArray(), ((Matrix)model.Transform(data.X().Rows(i, 1))).Span.ToArray());
    }

    [Theory, MemberData(nameof(Transformers))]
    public void What_maps_back_maps_back(string name)
    {
        ClassificationData data = Rows.Of(3);
        ITransformerModel model = Learners.Transformer(name).Fit(data);
        if (model.As<IInverseTransform>() is not { } inverse || model.OutputCount < model.FeatureCount) return;
        ReadOnlySpan<double> back = ((Matrix)inverse.InverseTransform(model.Transform(data.Features))).Span, x = data.X().Span;
        Close(x, back, 1e-10);
    }

    [Theory, MemberData(nameof(Transformers))]
    public void Another_width_or_an_infinity_is_refused(string name)
    {
        ITransformerModel model = Learners.Transformer(name).Fit(Rows.Of(3));
        Assert.Contains("the model was fitted on 4 features, this matrix has 3", Fail(() => model.Transform(new Matrix(new double[2, 3]))));
        Assert.Contains("row 0, column 1 is Infinity", Fail(() => model.Transform(new Matrix(new[,] { { 1, double.PositiveInfinity, 1, 1 } }))));
        Assert.Throws<ArgumentNullException>(() => model.Transform(null!));
        Assert.Equal(0, model.Transform(Matrix.Wrap([], 0, 4)).RowCount);
    }

    [Theory, MemberData(nameof(Transformers))]
    public void A_cancelled_fit_throws(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Learners.Transformer(name).Fit(Rows.Of(3), new FitContext { Cancellation = new CancellationToken(true) }));

    [Theory, MemberData(nameof(Transformers))]
    public void A_model_written_and_read_maps_the_same(string name)
    {
        ClassificationData data = Rows.Of(3);
        ITransformerModel model = Learners.Transformer(name).Fit(data);
        string text = Learners.Registry.Write(model).ToString();
        var read = Learners.Registry.Read<ITransformerModel>(WireForm.Parse(text));
        Assert.Equal(text, Learners.Registry.Write(read).ToString());
        Assert.Equal(((Matrix)model.Transform(data.Features)).Span, ((Matrix)read.Transform(data.Features)).Span);
    }
}
