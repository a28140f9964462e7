using ClassicML.Wire;

namespace ClassicML.Tests.Contract;

/// <summary>What every regressor promises.</summary>
public class RegressorContract
{
    public static TheoryData<string> Regressors => Learners.Regressors;

    [Theory, MemberData(nameof(Regressors))]
    public void A_fit_leaves_the_learner_as_it_was_and_a_second_fit_is_the_same(string name)
    {
        IRegressor<IRegressorModel> learner = Learners.Regressor(name);
        string before = Learners.Registry.Write(learner).ToString();
        string first = Written(learner.Fit(Rows.Numbers())), second = Written(learner.Fit(Rows.Numbers()));
        Assert.Equal(first, second);
        Assert.Equal(before, Learners.Registry.Write(learner).ToString());
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        RegressionData data = Rows.Numbers(3000);
        string one = Written(Learners.Regressor(name).Fit(data, new FitContext { MaxThreads = 1 }));
        Assert.Equal(one, Written(Learners.Regressor(name).Fit(data, new FitContext { MaxThreads = 8 })));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_batch_predicts_what_its_rows_predict_in_any_order(string name)
    {
        RegressionData data = Rows.Numbers(133);
        IRegressorModel model = Learners.Regressor(name).Fit(data);
        double[] numbers = model.Predict(data.Features);
        int[] order = new Rng(5).Permutation(data.RowCount);
        Assert.Equal(order.Select(i => numbers[i]), model.Predict(data.Features.SelectRows(order)));
        for (int i = 0; i < data.RowCount; i++) Assert.Equal(numbers[i], model.Predict(data.X().Rows(i, 1))[0]);
        Assert.All(numbers, number => Assert.True(double.IsFinite(number)));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Values_that_are_no_numbers_are_refused_by_row_and_column(string name)
    {
        IRegressor<IRegressorModel> learner = Learners.Regressor(name);
        bool takesMissing = Learners.TakesMissing(name);
        if (takesMissing) learner.Fit(Rows.Numbers().With(7, 2, double.NaN));
        else Assert.Contains("row 7, column 2 is missing (NaN)", Fail(() => learner.Fit(Rows.Numbers().With(7, 2, double.NaN))));
        Assert.Contains("row 7, column 2 is Infinity", Fail(() => learner.Fit(Rows.Numbers().With(7, 2, double.PositiveInfinity))));
        IRegressorModel model = learner.Fit(Rows.Numbers());
        var missing = new Matrix(new[,] { { 1, double.NaN, 1, 1 } });
        if (takesMissing) Assert.Single(model.Predict(missing));
        else Assert.Contains("row 0, column 1 is missing (NaN)", Fail(() => model.Predict(missing)));
        Assert.Contains("row 0, column 1 is -Infinity", Fail(() => model.Predict(new Matrix(new[,] { { 1, double.NegativeInfinity, 1, 1 } }))));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Another_width_or_length_is_refused(string name)
    {
        IRegressorModel model = Learners.Regressor(name).Fit(Rows.Numbers());
        Assert.Contains("the model was fitted on 4 features, this matrix has 3", Fail(() => model.Predict(new Matrix(new double[2, 3]))));
        Assert.Contains("destination must hold 2 values, holds 1", Fail(() => model.Predict(new Matrix(new double[2, 4]), new double[1])));
        Assert.Throws<ArgumentNullException>(() => model.Predict(null!));
        Assert.Throws<ArgumentNullException>(() => Learners.Regressor(name).Fit(null!));
        Assert.Empty(model.Predict(Matrix.Wrap([], 0, 4)));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void Odd_shapes_fit_or_are_refused_in_words(string name)
    {
        IRegressor<IRegressorModel> learner = Learners.Regressor(name);
        FitsOrRefuses(learner, Rows.Numbers().SelectRows([0]));
        FitsOrRefuses(learner, Rows.Numbers(40, 1));
        FitsOrRefuses(learner, new RegressionData(Matrix.Wrap(new double[40], 20, 2), new double[20]));
        FitsOrRefuses(learner, Rows.Numbers(10, 30));
        RegressionData data = Rows.Numbers(12);
        FitsOrRefuses(learner, new RegressionData(data.Features, data.Targets, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_cancelled_fit_throws(string name) =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Learners.Regressor(name).Fit(Rows.Numbers(), new FitContext { Cancellation = new CancellationToken(true) }));

    [Theory, MemberData(nameof(Regressors))]
    public void A_model_written_and_read_predicts_the_same(string name)
    {
        RegressionData data = Rows.Numbers();
        IRegressorModel model = Learners.Regressor(name).Fit(data);
        string text = Learners.Registry.Write(model).ToString();
        var read = Learners.Registry.Read<IRegressorModel>(WireForm.Parse(text));
        Assert.Equal(text, Learners.Registry.Write(read).ToString());
        Assert.Equal(model.Predict(data.Features), read.Predict(data.Features));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void A_learner_written_and_read_fits_the_same_model(string name)
    {
        IRegressor<IRegressorModel> learner = Learners.Regressor(name);
        WireForm form = WireForm.Parse(Learners.Registry.Write(learner).ToString());
        var read = Learners.Registry.Read<IRegressor<IRegressorModel>>(form);
        Assert.Equal(form, Learners.Registry.Write(read));
        Assert.Equal(Written(learner.Fit(Rows.Numbers())), Written(read.Fit(Rows.Numbers())));
    }

    [Theory, MemberData(nameof(Regressors))]
    public void The_report_is_filled_in(string name)
    {
        IRegressorModel model = Learners.Regressor(name).Fit(Rows.Numbers());
        Assert.True(model.Report.Elapsed > TimeSpan.Zero);
        Assert.Equal(model.Report.Converged, model.Report.Reason is null);
        Assert.Equal(4, model.FeatureCount);
    }

    private static void FitsOrRefuses(IRegressor<IRegressorModel> learner, RegressionData data)
    {
        try
        {
            Assert.Equal(data.RowCount, learner.Fit(data).Predict(data.Features).Length);
        }
        catch (ArgumentException e)
        {
            Assert.True(e.Message.Length > 20, e.Message);
        }
    }
}
