using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Trees;

/// <summary>What every regressor of this family promises, as the contract suite asks of classifiers.</summary>
public class RegressorPromisesTests
{
    private static readonly Dictionary<string, IRegressor<IRegressorModel>> All = TreesWireTypes.All
        .Where(type => type.Kind == WireKind.Regressor).ToDictionary(type => type.Name, type => (IRegressor<IRegressorModel>)type.CreateDefault());

    public static TheoryData<string> Regressors => [.. All.Keys];

    [Theory, MemberData(nameof(Regressors))]
    public void A_second_fit_and_any_number_of_threads_give_the_same_bits(string name)
    {
        RegressionData data = RegressionTreeTests.Wavy(500, 5);
        string one = Written(All[name].Fit(data, new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(All[name].Fit(data, new FitContext { MaxThreads = 1 })));
        Assert.Equal(one, Written(All[name].Fit(data, new FitContext { MaxThreads = 8 })));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_batch_predicts_what_its_rows_predict(string name)
    {
        RegressionData data = RegressionTreeTests.Wavy(133, 5);
        IRegressorModel model = All[name].Fit(data);
        double[] predictions = model.Predict(data.Features);
        for (int i = 0; i < 133; i++) Assert.Equal(predictions[i], model.Predict(((Matrix)data.Features).Rows(i, 1))[0]);
        Assert.Empty(model.Predict(Matrix.Wrap([], 0, 5)));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Bad_input_is_refused_in_words_and_a_cancelled_fit_throws(string name)
    {
        var sparse = SparseMatrix.FromDense(new Matrix(new double[2, 2]));
        Assert.Contains("reads dense data", Fail(() => All[name].Fit(new RegressionData(sparse, [1, 2]))));
        RegressionData data = RegressionTreeTests.Wavy(60, 5);
        IRegressorModel model = All[name].Fit(data);
        Assert.Contains("the model was fitted on 5 features, this matrix has 2", Fail(() => model.Predict(new Matrix(new double[2, 2]))));
        Assert.Contains("destination must hold 60 values", Fail(() => model.Predict(data.Features, new double[3])));
        Assert.ThrowsAny<OperationCanceledException>(() => All[name].Fit(data, new FitContext { Cancellation = new CancellationToken(true) }));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_model_written_and_read_predicts_the_same(string name)
    {
        RegressionData data = RegressionTreeTests.Wavy(90, 5);
        IRegressorModel model = All[name].Fit(data);
        string text = BuiltIn.Registry.Write(model).ToString();
        var read = BuiltIn.Registry.Read<IRegressorModel>(WireForm.Parse(text));
        Assert.Equal(text, BuiltIn.Registry.Write(read).ToString());
        Assert.Equal(model.Predict(data.Features), read.Predict(data.Features));
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
    }
}
