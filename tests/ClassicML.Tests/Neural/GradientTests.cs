using ClassicML.Neural;
using CsCheck;

namespace ClassicML.Tests.Neural;

public class GradientTests
{
    private static readonly Gen<int[]> Hidden = Gen.Int[1, 7].Array[0, 3];

    // ReLU has kinks, where a difference tells of both sides.
    private static readonly Gen<Activation> Smooth = Gen.Int[0, 2].Select(i => (Activation)i);

    [Fact]
    public void Back_propagation_agrees_with_finite_differences_for_any_network_of_classes() =>
        Gen.Select(Hidden, Smooth, Gen.Int[2, 4], Gen.Int[0, 1000]).Sample((hidden, f, classes, seed) =>
        {
            ClassificationData data = Contract.Rows.Of(classes, 17, 3, (ulong)seed);
            data = Scaled(data).WithWeights([.. Enumerable.Range(0, 17).Select(i => 0.5 + i % 3)]);
            var learner = new MlpClassifier
            {
                HiddenLayers = LayerSizes.Create(hidden), Activation = f, Alpha = 0.3, Seed = seed, ClassWeights = ClassWeights.Balanced,
                Start = (WeightStart)(seed % 4),
            };
            Assert.InRange(GradientCheck.Run(learner, data).RelativeError, 0, 1e-7);
        }, iter: 60);

    [Fact]
    public void Back_propagation_agrees_with_finite_differences_for_any_network_of_numbers() =>
        Gen.Select(Hidden, Smooth, Smooth, Gen.Int[0, 1000]).Sample((hidden, f, output, seed) =>
        {
            RegressionData data = Contract.Rows.Numbers(15, 1, (ulong)seed);
            var learner = new MlpRegressor
            {
                HiddenLayers = LayerSizes.Create(hidden), Activation = f, OutputActivation = output, Alpha = 0.1, Seed = seed,
            };
            Assert.InRange(GradientCheck.Run(learner, data).RelativeError, 0, 1e-7);
        }, iter: 60);

    [Fact]
    public void ReLU_agrees_where_no_weight_is_at_its_kink()
    {
        GradientCheckResult result = GradientCheck.Run(new MlpClassifier { HiddenLayers = [9, 4], Seed = 3 }, Scaled(Contract.Rows.Of(3)));
        Assert.InRange(result.RelativeError, 0, 1e-7);
        Assert.Equal((4 + 1) * 9 + (9 + 1) * 4 + (4 + 1) * 3, result.CheckedCount);
    }

    [Fact]
    public void A_check_of_a_model_takes_its_weights_and_at_most_as_many_as_wanted()
    {
        ClassificationData data = Scaled(Contract.Rows.Of(3));
        MlpClassifierModel model = new MlpClassifier { HiddenLayers = [6], Activation = Activation.Tanh, MaxEpochs = 3 }.Fit(data);
        GradientCheckResult result = GradientCheck.Run(model, data, alpha: 0.2, maxCount: 20);
        Assert.Equal(20, result.CheckedCount);
        Assert.InRange(result.RelativeError, 0, 1e-7);
        Assert.InRange(result.LargestDifference, 0, 1e-8);
        Assert.Contains("step must be positive, was 0", Fail(() => GradientCheck.Run(model, data, step: 0)));
        Assert.Contains("maxCount must be at least 1, was 0", Fail(() => GradientCheck.Run(model, data, maxCount: 0)));
    }

    [Fact]
    public void A_difference_that_is_wrong_is_seen()
    {
        // Steps of ten leave the tangent.
        GradientCheckResult result = GradientCheck.Run(
            new MlpClassifier { HiddenLayers = [5], Activation = Activation.Tanh }, Scaled(Contract.Rows.Of(2)), step: 10);
        Assert.True(result.RelativeError > 1e-3);
    }

    [Fact]
    public void Gradients_want_rows_of_the_models_features_and_classes()
    {
        MlpClassifierModel model = new MlpClassifier { MaxEpochs = 1 }.Fit(Contract.Rows.Of(3));
        Assert.Contains("the model was fitted on 4 features, this matrix has 2",
            Fail(() => Gradients.Of(model, Contract.Rows.Of(3, columns: 2))));
        Assert.Contains("the model has classes", Fail(() => Gradients.Of(model, Contract.Rows.Of(2))));
    }

    internal static ClassificationData Scaled(ClassificationData data) =>
        data.WithFeatures(new ClassicML.Preprocessing.StandardScaler().Fit(data.Features).Transform(data.Features));
}
