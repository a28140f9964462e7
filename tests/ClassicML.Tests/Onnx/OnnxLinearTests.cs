using ClassicML.Linear;
using ClassicML.Onnx;
using ClassicML.Preprocessing;
using ClassicML.Svm;

namespace ClassicML.Tests.Onnx;

/// <summary>Linear models, support vector machines and calibration in the runtime.</summary>
public class OnnxLinearTests
{
    // Every entry of a kernel is stored as a float in our machines, and in double in the graph: 6e-8 of the sum of coefficients.
    private const double FloatEntries = 1e-5;

    private static readonly Samples three = Samples.OfClasses(3), two = Samples.OfClasses(2), hard = OnnxData.Hard();

    [Theory]
    [InlineData(LogisticMultiClass.Multinomial), InlineData(LogisticMultiClass.OneVersusRest)]
    public void Logistic_regressions_of_any_number_of_classes(LogisticMultiClass multiClass)
    {
        var learner = new LogisticRegression { MultiClass = multiClass };
        foreach (Samples samples in (Samples[])[two, three, hard]) OnnxParity.Holds(learner.Fit(samples.Classes), samples.X, 1e-5);
        // Far from all classes every sigmoid is zero, and its share is a softmax.
        OnnxParity.Holds(learner.Fit(three.Classes), Matrix.Wrap([1e4, -1e5, 2e4, 3e4, -1e4, 1e5, -2e4, -3e4], 2, 4), 1e-5);
        OnnxParity.Holds(learner.Fit(Integers(three)), three.X);
        OnnxParity.Holds(learner.Fit(WithoutMiddle(three)), three.X);
    }

    [Fact]
    public void Linear_models_without_probabilities()
    {
        foreach (IClassifier<IClassifierModel> learner in (IClassifier<IClassifierModel>[])
            [new Perceptron(), new Adaline(), new RidgeClassifier(), new SgdClassifier(), new LinearSvmClassifier()])
            foreach (Samples samples in (Samples[])[two, three, hard])
                OnnxParity.Holds(learner.Fit(samples.Classes), samples.X, 1e-5);
        OnnxParity.Holds(new RidgeClassifier().Fit(WithoutMiddle(three)), three.X);
    }

    [Fact]
    public void Linear_regressions()
    {
        foreach (IRegressor<IRegressorModel> learner in (IRegressor<IRegressorModel>[])
            [new LinearRegression(), new Ridge(), new Lasso { Alpha = 0.01 }, new ElasticNet { Alpha = 0.01 }, new LinearSvmRegressor(), new SgdRegressor()])
            OnnxParity.Holds(learner.Fit(three.Numbers), three.X);
        OnnxParity.Holds(new LinearRegression().Fit(hard.Numbers), hard.X, 1e-5);
    }

    [Theory]
    [InlineData(SvmMultiClass.OneVersusOne), InlineData(SvmMultiClass.OneVersusRest)]
    public void Support_vector_machines_with_every_kernel(SvmMultiClass multiClass)
    {
        Samples five = Samples.OfClasses(5);
        foreach (KernelFunction kernel in (KernelFunction[])
        [
            KernelFunction.Linear, KernelFunction.Rbf(), KernelFunction.Polynomial(constant: 1), KernelFunction.Polynomial(2, 0.01),
            KernelFunction.Sigmoid(0.001, -1), KernelFunction.Laplacian(), KernelFunction.Cosine,
        ])
        {
            var learner = new SvmClassifier { Kernel = kernel, MultiClass = multiClass };
            foreach (Samples samples in (Samples[])[two, three, five]) OnnxParity.Holds(learner.Fit(samples.Classes), samples.X, FloatEntries);
            OnnxParity.Holds(new SvmRegressor { Kernel = kernel }.Fit(three.Numbers), three.X, FloatEntries);
            OnnxParity.Holds(new OneClassSvm { Kernel = kernel }.Fit(three.X), three.X, FloatEntries);
        }
        Matrix counts = Matrix.Wrap([.. ((Matrix)three.X).Span.ToArray().Select(value => Math.Max(0, Math.Round(value)))], 90, 4);
        var histograms = new SvmClassifier { Kernel = KernelFunction.ChiSquared(0.5), MultiClass = multiClass };
        OnnxParity.Holds(histograms.Fit((three with { X = counts }).Classes), counts, FloatEntries);
        // The coefficients of ν-SVC are divided by the margin: here they sum to 160,000.
        OnnxParity.Holds(new SvmClassifier { Nu = 0.3, MultiClass = multiClass }.Fit(three.Classes), three.X, 160_000 * 6e-8);
        OnnxParity.Holds(new SvmRegressor { Nu = 0.3 }.Fit(three.Numbers), three.X, FloatEntries);
        OnnxParity.Holds(new SvmClassifier { MultiClass = multiClass }.Fit(WithoutMiddle(three)), three.X, FloatEntries);
        // A year's worth of seconds makes kernel values of neighbours near 1.
        OnnxParity.Holds(new SvmClassifier { MultiClass = multiClass }.Fit(hard.Classes), hard.X, FloatEntries);
        // And one of half a second those of strangers 0, where products of 10⁷ seconds would leave an error of hundredths in the exponent.
        OnnxParity.Holds(new SvmClassifier { Kernel = KernelFunction.Rbf(0.5), MultiClass = multiClass }.Fit(hard.Classes), hard.X, FloatEntries);
        OnnxParity.Holds(new SvmClassifier { Kernel = KernelFunction.Rbf(0.5), MultiClass = multiClass }.Fit(
            (three with { X = SparseMatrix.FromDense(counts) }).Classes), counts, FloatEntries);
    }

    [Fact]
    public void Kernels_that_are_code_or_computed_elsewhere_are_refused()
    {
        Matrix gram = PrecomputedKernel.Rows(KernelFunction.Linear.Gram(two.X));
        SvmClassifierModel precomputed = new SvmClassifier { Kernel = KernelFunction.Precomputed }.Fit((two with { X = gram }).Classes);
        Assert.Contains("its values are computed elsewhere", Assert.Throws<NotSupportedException>(() => precomputed.ToOnnx()).Message);
        SvmClassifierModel own = new SvmClassifier { Kernel = new Intersection() }.Fit(two.Classes);
        Assert.Contains("Intersection can't be exported: it is code of the user's own", Assert.Throws<NotSupportedException>(() => own.ToOnnx()).Message);
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt), InlineData(CalibrationMethod.Isotonic)]
    public void Calibrated_classifiers_of_any_scores(CalibrationMethod method)
    {
        IClassifier<IClassifierModel>[] exact = [new LinearSvmClassifier(), new StandardScaler().Then(new LogisticRegression())];
        // A step of an isotonic map is as steep as scores lie close, which makes much of scores whose entries are floats here.
        foreach (IClassifier<IClassifierModel> inner in method == CalibrationMethod.Platt ? [.. exact, new SvmClassifier()] : exact)
        {
            var learner = new CalibratedClassifier(inner) { Method = method, FoldCount = 3 };
            foreach (Samples samples in (Samples[])[two, three, hard]) OnnxParity.Holds(learner.Fit(samples.Classes), samples.X, 1e-5);
            OnnxParity.Holds(learner.Fit(WithoutMiddle(three)), three.X, 1e-5);
        }
    }

    [Fact]
    public void The_maps_of_a_calibration_are_told()
    {
        CalibratedClassifierModel platt = new CalibratedClassifier(new LogisticRegression()).Fit(two.Classes);
        double[] scores = platt.DecisionScores(two.X).Span.ToArray(), probabilities = platt.PredictProbabilities(two.X).Span.ToArray();
        Assert.True(platt.IsMapped(0));
        (double a, double b) = (platt.MapPoints(0)[0], platt.MapValues(0)[0]);
        for (int i = 0; i < scores.Length; i++) Assert.Equal(1 / (1 + Math.Exp(a * scores[i] + b)), probabilities[2 * i + 1], 12);
        CalibratedClassifierModel isotonic = new CalibratedClassifier(new LogisticRegression()) { Method = CalibrationMethod.Isotonic, FoldCount = 3 }
            .Fit(WithoutMiddle(three));
        Assert.False(isotonic.IsMapped(1));
        Assert.Equal(0, isotonic.MapPoints(1).Length);
        double[] points = isotonic.MapPoints(2).ToArray(), values = isotonic.MapValues(2).ToArray();
        Assert.Equal(points.Length, values.Length);
        Assert.Equal(points.Order(), points);
        Assert.Equal(values.Order(), values);
    }

    private static ClassificationData Integers(Samples samples) => new(samples.X, samples.Codes, new ClassLabels([30, -10, 20]));

    // The second class is known and has no row.
    private static ClassificationData WithoutMiddle(Samples samples) =>
        samples.Classes.SelectRows([.. Enumerable.Range(0, samples.Count).Where(i => samples.Codes[i] != 1)]);

    private sealed record Intersection : PairwiseKernelFunction
    {
        protected override double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double sum = 0;
            for (int j = 0; j < x.Length; j++) sum += Math.Min(x[j], y[j]);
            return sum;
        }
    }
}
