using ClassicML.Linear;
using ClassicML.Preprocessing;
using static ClassicML.Tests.Preprocessing.TransformerGoldens;

namespace ClassicML.Tests.Preprocessing;

public class TransformedTargetTests
{
    public static TheoryData<string> GoldenCases => [.. Golden.Cases("transformed-target")];

    [Theory, MemberData(nameof(GoldenCases))]
    public void Equals_scikit_learn_transformed_target(string name)
    {
        Golden golden = Golden.Read("transformed-target", name);
        IRegressor<IRegressorModel> regressor = golden.Option("Alpha") > 0 ? new Ridge { Alpha = golden.Option("Alpha") } : new LinearRegression();
        ITransformer<ITransformerModel> transformer = name switch
        {
            "log" or "weights" => new FunctionTransformer { Function = ElementwiseFunction.Log },
            "log1p" => new FunctionTransformer { Function = ElementwiseFunction.Log1p },
            "square-root" => new FunctionTransformer { Function = ElementwiseFunction.SquareRoot },
            "standard" => new StandardScaler(),
            "min-max" => new MinMaxScaler(),
            "quantile" => new QuantileTransformer { QuantileCount = 30, Output = QuantileOutput.Normal },
            "power" => new PowerTransformer { Family = PowerFamily.BoxCox },
            _ => throw new ArgumentException(name, nameof(name)),
        };
        TransformedTargetModel model = new TransformedTarget(regressor, transformer).Fit(
            new RegressionData(golden.Matrix("x"), golden.Numbers("y"), golden.Weights));
        // λ of a power is found to about √ε.
        double tolerance = name == "power" ? 1e-5 : 1e-9;
        Close(golden.Numbers("coefficients"), ((LinearRegressionModel)model.Inner).Coefficients, tolerance, "coefficient");
        Close(golden.Numbers("predicted"), model.Predict(golden.Matrix("other")), tolerance, "prediction");
    }

    [Fact]
    public void What_grows_exponentially_is_a_line_of_logarithms()
    {
        double[] x = [0, 1, 2, 3, 4], y = Array.ConvertAll(x, value => 3 * Math.Exp(2 * value));
        var learner = new TransformedTarget(new LinearRegression(), new FunctionTransformer { Function = ElementwiseFunction.Log });
        TransformedTargetModel model = learner.Fit(new RegressionData(Column(x), y));
        Close([3 * Math.Exp(9), 3 * Math.Exp(-2)], model.Predict(Column(4.5, -1)), 1e-12);
        Assert.Equal(learner, model.Learner);
        Assert.Equal((learner.Learner, learner.Transformer), (new LinearRegression(), new FunctionTransformer { Function = ElementwiseFunction.Log }));
        Assert.IsType<FunctionTransformerModel>(model.Transformer);
    }

    [Fact]
    public void Predictions_end_where_targets_do()
    {
        var learner = new TransformedTarget(new LinearRegression(), new FunctionTransformer { Function = ElementwiseFunction.Log });
        TransformedTargetModel model = learner.Fit(new RegressionData(Column(0, 1, 2), [1, 10, 100]));
        Assert.Equal([1e75, 0], model.Predict(Column(1e5, -1e5)));
    }

    [Fact]
    public void Names_weights_and_groups_reach_the_regressor()
    {
        var data = new RegressionData(Column(0, 1, 2, 9), [1, 2, 4, 1000], [1, 1, 1, 0], featureNames: ["age"]);
        var learner = new TransformedTarget(new LinearRegression(), new FunctionTransformer { Function = ElementwiseFunction.Log });
        TransformedTargetModel model = learner.Fit(data);
        Assert.Equal(["age"], ((IModel)model).FeatureNames!.Value);
        Assert.Equal(["age"], ((IModel)model.Inner).FeatureNames!.Value);
        Close([8], model.Predict(Column(3)), 1e-12);
    }

    [Fact]
    public void A_transformer_that_does_not_map_one_column_back_and_targets_that_it_refuses_are_refused()
    {
        var data = new RegressionData(Column(0, 1, 2), [1, 0, 4]);
        TransformedTarget With(ITransformer<ITransformerModel> transformer) => new(new LinearRegression(), transformer);
        Assert.Contains("Transformer must map back; BinarizerModel has no inverse", Fail(() => With(new Binarizer()).Fit(data)));
        Assert.Contains("Transformer must map back; FunctionTransformerModel has no inverse",
            Fail(() => With(new FunctionTransformer { Function = ElementwiseFunction.Square }).Fit(data)));
        Assert.Contains("Transformer must make one column of one, it makes 3 of 1", Fail(() => With(new PolynomialFeatures()).Fit(data)));
        Assert.Contains("row 1, column 0 is 0; LogFunction takes values that are positive",
            Fail(() => With(new FunctionTransformer { Function = ElementwiseFunction.Log }).Fit(data)));
        Assert.Throws<ArgumentNullException>(() => With(null!));
        Assert.Throws<ArgumentNullException>(() => new TransformedTarget(null!, new StandardScaler()));
    }
}
