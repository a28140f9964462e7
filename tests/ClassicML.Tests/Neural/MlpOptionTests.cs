using ClassicML.Neural;

namespace ClassicML.Tests.Neural;

public class MlpOptionTests
{
    [Fact]
    public void Options_outside_their_range_are_refused_in_words()
    {
        Assert.Contains("BatchSize must be at least 1, was 0", Fail(() => new MlpClassifier { BatchSize = 0 }));
        Assert.Contains("LearningRate must be positive, was 0", Fail(() => new MlpClassifier { LearningRate = 0 }));
        Assert.Contains("Alpha must be at least 0, was -1", Fail(() => new MlpRegressor { Alpha = -1 }));
        Assert.Contains("Dropout must be in [0, 1), was 1", Fail(() => new MlpRegressor { Dropout = 1 }));
        Assert.Contains("Momentum must be in [0, 1], was 1.5", Fail(() => new MlpClassifier { Momentum = 1.5 }));
        Assert.Contains("ValidationShare must be in [0, 1), was 1", Fail(() => new MlpClassifier { ValidationShare = 1 }));
        Assert.Contains("Solver must be one of Adam, Sgd, LBfgs, was 7", Fail(() => new MlpClassifier { Solver = (MlpSolver)7 }));
        Assert.Contains("the size of hidden layer 2 must be at least 1, was 0", Fail(() => new MlpClassifier { HiddenLayers = [3, 0] }));
    }

    [Fact]
    public void Options_that_can_not_go_together_are_refused_at_the_fit()
    {
        Assert.Contains("Dropout must be 0 with Solver LBfgs, whose objective can't be random, was 0.5",
            Fail(() => new MlpClassifier { Solver = MlpSolver.LBfgs, Dropout = 0.5 }.Fit(Contract.Rows.Of(2))));
        Assert.Contains("ValidationShare must be 0 with Solver LBfgs, which has no epochs, was 0.2",
            Fail(() => new MlpRegressor { Solver = MlpSolver.LBfgs, ValidationShare = 0.2 }.Fit(Contract.Rows.Numbers())));
        Assert.Contains("a ValidationShare of 0.01 of 12 rows leaves none with a weight to learn from or to score",
            Fail(() => new MlpClassifier { ValidationShare = 0.01 }.Fit(Contract.Rows.Of(2, 12))));
        Assert.Contains("needs rows of at least two classes with a weight above zero",
            Fail(() => new MlpClassifier { ClassWeights = ClassWeights.Of(("class a", 0)) }.Fit(Contract.Rows.Of(2))));
    }

    [Fact]
    public void Sizes_of_layers_have_a_text_and_are_equal_by_content()
    {
        LayerSizes sizes = [256, 128];
        Assert.Equal("256,128", sizes.ToString());
        Assert.Equal(sizes, LayerSizes.Parse("256,128"));
        Assert.True(sizes == LayerSizes.Create([256, 128]) && sizes != default);
        Assert.Equal("none", default(LayerSizes).ToString());
        Assert.Equal(default, LayerSizes.Parse("none"));
        Assert.Equal(new MlpClassifier { HiddenLayers = [5] }, new MlpClassifier { HiddenLayers = [5] });
        Assert.Throws<FormatException>(() => LayerSizes.Parse("5;6"));
        Assert.Contains("the size of hidden layer 1 must be at least 1", Fail(() => LayerSizes.Parse("0,4")));
        Assert.Equal((2, 256, 128), (sizes.Count, sizes[0], sizes[1]));
        List<int> all = [];
        foreach (int size in sizes) all.Add(size);
        foreach (int size in default(LayerSizes)) all.Add(size);
        Assert.Equal([256, 128], all);
        Assert.True(sizes != LayerSizes.Create([128, 256]) && sizes != LayerSizes.Create([256]));
        Assert.True(sizes.Equals((object)LayerSizes.Parse("256,128")) && !sizes.Equals("256,128"));
        Assert.Equal(sizes.GetHashCode(), LayerSizes.Parse("256,128").GetHashCode());
        Assert.Equal(default, LayerSizes.Parse(""));
    }

    [Fact]
    public void Weights_from_elsewhere_must_fit_one_another()
    {
        var first = new DenseLayer(new Matrix(new double[3, 4]), new double[4]);
        Assert.Contains("layer 2 must take the 4 outputs of the one before, takes 5",
            Fail(() => MlpRegressorModel.FromWeights([first, new DenseLayer(new Matrix(new double[5, 1]), [0])])));
        Assert.Contains("the last layer must have 1 output, has 4", Fail(() => MlpRegressorModel.FromWeights([first])));
        Assert.Contains("the last layer must have 3 outputs for 3 classes, has 4",
            Fail(() => MlpClassifierModel.FromWeights([first], new ClassLabels(["a", "b", "c"]))));
        Assert.Contains("layers must hold at least one layer", Fail(() => MlpRegressorModel.FromWeights([])));
        Assert.Contains("biases must have 4 entries", Fail(() => new DenseLayer(new Matrix(new double[3, 4]), [1])));
    }
}
