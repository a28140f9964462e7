using ClassicML.Decomposition;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neural;
using ClassicML.Preprocessing;

namespace ClassicML.Tests.Onnx;

/// <summary>Principal components, discriminants and networks in the runtime.</summary>
public class OnnxDecompositionTests
{
    private static readonly Samples two = Samples.OfClasses(2), three = Samples.OfClasses(3), hard = OnnxData.Hard();

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Components_whitened_or_not(bool whiten)
    {
        // As many as there are columns: the constant one has no variance.
        OnnxParity.Holds(new Pca { Whiten = whiten }.Fit(hard.X), hard.X, 1e-5);
        OnnxParity.Holds(new Pca { ComponentCount = 2, Whiten = whiten }.Fit(three.X), three.X);
        OnnxParity.Holds(new IncrementalPca { ComponentCount = 3, Whiten = whiten }.Fit(three.X), three.X);
        PcaModel model = new Pca { Whiten = whiten }.Fit(hard.X);
        Assert.Equal(whiten ? double.PositiveInfinity : 1, model.ScoreScales[^1]);
        Assert.Equal(whiten ? Math.Sqrt(model.ExplainedVariance[0]) : 1, model.ScoreScales[0]);
    }

    [Fact]
    public void Kernel_components_with_every_kernel()
    {
        foreach (KernelFunction kernel in (KernelFunction[])
        [
            KernelFunction.Linear, KernelFunction.Rbf(), KernelFunction.Polynomial(2, 0.01, 1), KernelFunction.Sigmoid(0.0001), KernelFunction.Laplacian(),
            KernelFunction.Cosine,
        ])
            OnnxParity.Holds(new KernelPca { Kernel = kernel, ComponentCount = 3 }.Fit(three.X), three.X, 1e-5);
        KernelPcaModel linear = new KernelPca { Kernel = KernelFunction.Linear }.Fit(hard.X);
        OnnxParity.Holds(linear, hard.X, 1e-5);
        // Of centred rows every mean of products is zero.
        Assert.All(linear.GramMeans.ToArray(), mean => Assert.Equal(0, mean / linear.Eigenvalues[0], 12));
    }

    [Fact]
    public void Discriminants_with_any_priors()
    {
        foreach (Samples samples in (Samples[])[two, three])
        {
            OnnxParity.Holds(new LinearDiscriminantAnalysis().Fit(samples.Classes), samples.X);
            OnnxParity.Holds(new QuadraticDiscriminantAnalysis().Fit(samples.Classes), samples.X);
            OnnxParity.Holds(new QuadraticDiscriminantAnalysis { Regularization = 0.3 }.Fit(samples.Classes), samples.X);
        }
        OnnxParity.Holds(new LinearDiscriminantAnalysis { Priors = Priors.Of(0.2, 0, 0.8) }.Fit(three.Classes), three.X);
        OnnxParity.Holds(new QuadraticDiscriminantAnalysis { Priors = Priors.Of(0.2, 0, 0.8) }.Fit(three.Classes), three.X);
        OnnxParity.Holds(new LinearDiscriminantProjection().Fit(hard.Classes), hard.X, 1e-5);
        OnnxParity.Holds(new LinearDiscriminantAnalysis().Fit(hard.Classes), hard.X, 1e-5);
        OnnxParity.Holds(new QuadraticDiscriminantAnalysis { Regularization = 0.1 }.Fit(hard.Classes), hard.X, 1e-5);
    }

    /// <summary>Their trace is that of the covariance of the class; the rest is nothing where all directions are there.</summary>
    [Fact]
    public void The_shape_of_a_class_is_told()
    {
        QuadraticDiscriminantAnalysisModel model = new QuadraticDiscriminantAnalysis().Fit(three.Classes);
        Matrix x = (Matrix)three.X;
        for (int code = 0; code < 3; code++)
        {
            int[] rows = [.. Enumerable.Range(0, 90).Where(i => three.Codes[i] == code)];
            double trace = 0;
            for (int j = 0; j < 4; j++)
            {
                double mean = rows.Average(i => x[i, j]);
                trace += rows.Sum(i => (x[i, j] - mean) * (x[i, j] - mean)) / (rows.Length - 1);
            }
            double told = 0;
            foreach (double variance in model.Variances(code)) told += variance;
            Assert.Equal(1, told / trace, 10);
            Assert.Equal((4, 4), (model.Directions(code).RowCount, model.Directions(code).ColumnCount));
            Assert.Equal(Math.Log(1 / 3.0), model.LogPrior(code), 12);
            Assert.True(model.RestVariance(code) >= 0);
        }
    }

    [Theory]
    [InlineData(Activation.Identity), InlineData(Activation.Logistic), InlineData(Activation.Tanh), InlineData(Activation.Relu)]
    public void Networks_of_every_activation(Activation activation)
    {
        foreach (Samples samples in (Samples[])[two, three])
            OnnxParity.Holds(new MlpClassifier { HiddenLayers = [7, 5], Activation = activation, MaxEpochs = 20 }.Fit(samples.Classes), samples.X);
        ClassificationData absent = three.Classes.SelectRows([.. Enumerable.Range(0, 90).Where(i => three.Codes[i] != 1)]);
        OnnxParity.Holds(new MlpClassifier { HiddenLayers = [5], Activation = activation, MaxEpochs = 5 }.Fit(absent), three.X);
        OnnxParity.Holds(new MlpRegressor { HiddenLayers = [6], Activation = activation, MaxEpochs = 20 }.Fit(three.Numbers), three.X);
        OnnxParity.Holds(new StandardScaler().Then(new MlpClassifier { HiddenLayers = [6], MaxEpochs = 20 }).Fit(hard.Classes), hard.X, 1e-5);
        OnnxParity.Holds(
            MlpRegressorModel.FromWeights([new DenseLayer(Matrix.Wrap([1, 2, -1, 0.5], 4, 1), [0.3])], output: activation), three.X);
    }

    [Fact]
    public void Searches_give_their_best_model()
    {
        var search = new GridSearch(
            ParameterGrid.For(new LogisticRegression()).Vary("C", [0.1, 10.0], (l, c) => l with { C = c }));
        OnnxParity.Holds(search.Fit(three.Classes), three.X);
    }
}
