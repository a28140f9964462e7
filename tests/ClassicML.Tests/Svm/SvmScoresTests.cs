using System.Globalization;
using ClassicML.Svm;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Svm;

/// <summary>Scores and classes by the plain formula Σ aₖK(xₖ, x) + b, of more rows than a block holds, and votes with ties.</summary>
public class SvmScoresTests
{
    private const int Rows = 2_100, Trained = 60;

    // Around the ends of blocks of 64 and of 1,024 rows, and some between.
    private static readonly int[] Looked =
        [.. Enumerable.Range(0, Rows).Where(i => i % 211 == 0 || i % 1024 is < 2 or > 1021 || i is 63 or 64 or 1087 or 1088 or Rows - 1)];

    private static readonly Dictionary<string, KernelFunction> Kernels = new()
    {
        ["linear"] = KernelFunction.Linear, ["polynomial"] = KernelFunction.Polynomial(2, 0.5, 1),
        ["rbf, single precision"] = KernelFunction.Rbf(0.02), ["rbf, double precision"] = KernelFunction.Rbf(5),
        ["sigmoid"] = KernelFunction.Sigmoid(0.02, -0.1), ["laplacian"] = KernelFunction.Laplacian(0.5),
        ["chi-squared"] = KernelFunction.ChiSquared(0.5), ["cosine"] = KernelFunction.Cosine,
    };

    private static readonly ClassificationData Stored = SvmData.Texts(3, Rows, 500, 12), Dense = SvmData.Blobs(3, Rows, 3);

    public static TheoryData<string, bool> Cases { get; } =
        [.. from name in Kernels.Keys from isSparse in new[] { false, true } select (name, isSparse)];

    [Theory, MemberData(nameof(Cases))]
    public void Every_row_beyond_the_first_block_has_the_score_of_the_formula(string name, bool isSparse)
    {
        ClassificationData all = Data(isSparse), train = all.SelectRows([.. Enumerable.Range(0, Trained)]), two = FirstTwo(train);
        Features x = all.Features;
        KernelFunction kernel = Kernels[name];
        // Entries of RBF machines are floats that single products may move by 2⁻²¹: of 60 rows, with coefficients of at most 1.
        double tolerance = kernel is RbfKernel ? Trained * Math.ScaleB(1, -21) : 1e-11;
        void Close(Features vectors, ReadOnlySpan<double> coefficients, double intercept, Func<int, double> scores)
        {
            double[] expected = Sums(kernel, vectors, x, coefficients, intercept);
            for (int t = 0; t < Looked.Length; t++) Assert.Equal(expected[t], scores(Looked[t]), tolerance);
        }

        SvmClassifierModel classifier = new SvmClassifier { Kernel = kernel }.Fit(two);
        Assert.Equal(isSparse, classifier.SupportVectors is SparseMatrix);
        double[] scores = classifier.DecisionScores(x).Span.ToArray();
        Close(classifier.SupportVectors, classifier.DualCoefficients.Row(0), classifier.Intercept[0], i => scores[i]);
        Assert.Equal(scores.Select(score => score > 0 ? 1 : 0), classifier.Predict(x));

        SvmRegressorModel regressor = new SvmRegressor { Kernel = kernel }.Fit(
            new RegressionData(train.Features, [.. train.Codes.ToArray().Select((code, i) => code + 0.1 * (i % 4))]));
        double[] numbers = regressor.Predict(x);
        Close(regressor.SupportVectors, regressor.DualCoefficients, regressor.Intercept, i => numbers[i]);

        OneClassSvmModel detector = new OneClassSvm { Kernel = kernel }.Fit(train.Features);
        double[] usual = detector.Score(x);
        Close(detector.SupportVectors, detector.DualCoefficients, -detector.Rho, i => usual[i]);

        SvmClassifierModel rest = new SvmClassifier { Kernel = kernel, MultiClass = SvmMultiClass.OneVersusRest }.Fit(train);
        Matrix ofRest = rest.DecisionScores(x);
        int[] best = rest.Predict(x);
        for (int k = 0; k < 3; k++)
        {
            int code = k;
            Close(rest.SupportVectors, rest.DualCoefficients.Row(k), rest.Intercept[k], i => ofRest[i, code]);
        }
        for (int i = 0; i < Rows; i++) Assert.Equal(ofRest.Row(i).IndexOf(ofRest.Row(i).ToArray().Max()), best[i]);
        Votes(new SvmClassifier { Kernel = kernel }.Fit(train), x, tolerance);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Linear_models_score_every_row_beyond_the_first_block(bool isSparse)
    {
        ClassificationData data = Data(isSparse);
        int[] some = [.. Enumerable.Range(0, 90)];
        LinearSvmClassifierModel model = new LinearSvmClassifier().Fit(data.SelectRows(some));
        var numbers = new RegressionData(data.Features, [.. data.Codes.ToArray().Select(code => (double)code)]);
        LinearSvmRegressorModel regressor = new LinearSvmRegressor().Fit(numbers.SelectRows(some));
        Matrix scores = model.DecisionScores(data.Features);
        double[] predicted = regressor.Predict(data.Features);
        int[] codes = model.Predict(data.Features);
        double[][] rows = PlainKernel.Rows(data.Features.SelectRows(Looked));
        for (int t = 0; t < Looked.Length; t++)
        {
            for (int k = 0; k < 3; k++)
                Assert.Equal(
                    rows[t].Select((value, j) => value * model.Coefficients[k, j]).Sum() + model.Intercept[k], scores[Looked[t], k], 1e-12);
            Assert.Equal(
                rows[t].Select((value, j) => value * regressor.Coefficients[j]).Sum() + regressor.Intercept, predicted[Looked[t]], 1e-12);
        }
        for (int i = 0; i < Rows; i++) Assert.Equal(scores.Row(i).IndexOf(scores.Row(i).ToArray().Max()), codes[i]);
    }

    [Theory]
    [InlineData(3, "-1 -1 -1", 0), InlineData(3, "1 1 -1", 1), InlineData(3, "1 1 1", 2)]
    // The first beats the second, that the third, that the first: a vote each, and the first class has it, as svm-predict says.
    [InlineData(3, "-1 1 -1", 0), InlineData(3, "1 -1 1", 0)]
    // Of four classes the last three have two votes each; then the second and the last; then the last has three.
    [InlineData(4, "1 1 1 -1 1 -1", 1), InlineData(4, "1 -1 1 -1 1 -1", 1), InlineData(4, "1 -1 1 -1 1 1", 3)]
    // A score of zero is a vote for the second of a pair.
    [InlineData(3, "0 0 0", 2), InlineData(3, "0 1 -1", 1)]
    public void The_class_of_most_votes_wins_and_of_equal_ones_the_first(int classes, string rho, int expected)
    {
        // Machines without support vectors, whose b of -rho alone votes, for the first of a pair where it is above zero.
        string text = $"svm_type c_svc\nkernel_type linear\nnr_class {classes}\ntotal_sv 0\nrho {rho}\n"
            + $"label {string.Join(' ', Enumerable.Range(5, classes))}\nnr_sv {string.Join(' ', Enumerable.Repeat(0, classes))}\nSV\n";
        SvmClassifierModel model = LibSvmModelFile.Read(new StringReader(text), 2);
        var x = new Matrix(new double[1, 2]);
        Assert.Equal(expected, model.Predict(x)[0]);
        double[] votes = new double[classes], sums = new double[classes];
        double[] b = [.. rho.Split(' ').Select(word => -double.Parse(word, CultureInfo.InvariantCulture))];
        for (int first = 0, m = 0; first < classes; first++)
            for (int second = first + 1; second < classes; second++, m++)
            {
                votes[b[m] > 0 ? first : second]++;
                sums[first] += b[m];
                sums[second] -= b[m];
            }
        double[] scores = model.DecisionScores(x).Span.ToArray();
        for (int k = 0; k < classes; k++) Assert.Equal(votes[k] + sums[k] / (3 * (Math.Abs(sums[k]) + 1)), scores[k], 1e-15);
    }

    [Fact]
    public void A_class_without_rows_has_no_machine_no_vote_and_a_score_of_minus_infinity()
    {
        ClassificationData all = SvmData.Blobs(4, 120, 3), some = all.SelectRows([.. Enumerable.Range(0, 120).Where(i => i % 4 != 1)]);
        var three = new ClassificationData(
            some.Features, [.. some.Codes.ToArray().Select(code => code == 0 ? 0 : code - 1)], new ClassLabels([0, 2, 3]));
        foreach (SvmMultiClass strategy in Enum.GetValues<SvmMultiClass>())
        {
            var learner = new SvmClassifier { MultiClass = strategy };
            SvmClassifierModel model = learner.Fit(some), plain = learner.Fit(three);
            Matrix scores = model.DecisionScores(all.Features), expected = plain.DecisionScores(all.Features);
            for (int i = 0; i < all.RowCount; i++)
                Assert.Equal([expected[i, 0], double.NegativeInfinity, expected[i, 1], expected[i, 2]], scores.Row(i).ToArray());
            Assert.Equal(plain.PredictLabels(all.Features), model.PredictLabels(all.Features));
            // Pairs (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), or one a class.
            bool[] missing = strategy == SvmMultiClass.OneVersusOne
                ? [true, false, false, true, true, false] : [false, true, false, false];
            Assert.Equal(missing, model.Intercept.ToArray().Select(double.IsNaN));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_linear_kernels_weights_are_the_sum_of_its_support_vectors(bool isSparse)
    {
        ClassificationData train = Data(isSparse).SelectRows([.. Enumerable.Range(0, Trained)]);
        SvmClassifierModel model = new SvmClassifier { Kernel = KernelFunction.Linear }.Fit(FirstTwo(train));
        SvmRegressorModel regressor = new SvmRegressor { Kernel = KernelFunction.Linear }.Fit(
            new RegressionData(train.Features, [.. train.Codes.ToArray().Select(code => (double)code)]));
        double[][] vectors = PlainKernel.Rows(model.SupportVectors), own = PlainKernel.Rows(regressor.SupportVectors);
        for (int j = 0; j < train.FeatureCount; j++)
        {
            Assert.Equal(vectors.Select((row, s) => model.DualCoefficients[0, s] * row[j]).Sum(), model.Weights[j], 1e-12);
            Assert.Equal(own.Select((row, s) => regressor.DualCoefficients[s] * row[j]).Sum(), regressor.Weights[j], 1e-12);
        }
        Assert.True(new SvmClassifier().Fit(train).Weights.IsEmpty);
    }

    // Of a pair (a, b) coefficients of class a stand in row b-1, those of class b in row a.
    private static void Votes(SvmClassifierModel model, Features x, double tolerance)
    {
        int[] codes = [.. Enumerable.Range(0, 3).SelectMany(k => Enumerable.Repeat(k, model.SupportCounts[k]))];
        (int A, int B)[] sides = [(0, 1), (0, 2), (1, 2)];
        double[][] scores = [.. sides.Select((side, m) => Sums(
            model.Kernel, model.SupportVectors, x,
            codes.Select((code, s) => code == side.A ? model.DualCoefficients[side.B - 1, s]
                : code == side.B ? model.DualCoefficients[side.A, s] : 0).ToArray(), model.Intercept[m]))];
        Matrix combined = model.DecisionScores(x);
        int[] predicted = model.Predict(x);
        for (int t = 0; t < Looked.Length; t++)
        {
            // A score so near zero that rounding may turn it says nothing.
            if (scores.Any(own => Math.Abs(own[t]) < 10 * tolerance)) continue;
            double[] votes = new double[3], sums = new double[3];
            for (int m = 0; m < 3; m++)
            {
                votes[scores[m][t] > 0 ? sides[m].A : sides[m].B]++;
                sums[sides[m].A] += scores[m][t];
                sums[sides[m].B] -= scores[m][t];
            }
            Assert.Equal(Array.IndexOf(votes, votes.Max()), predicted[Looked[t]]);
            for (int k = 0; k < 3; k++)
                Assert.Equal(votes[k] + sums[k] / (3 * (Math.Abs(sums[k]) + 1)), combined[Looked[t], k], 2 * tolerance);
        }
    }

    private static double[] Sums(KernelFunction kernel, Features vectors, Features x, ReadOnlySpan<double> coefficients, double intercept)
    {
        double[,] values = PlainKernel.Gram(kernel, x.SelectRows(Looked), vectors);
        double[] sums = new double[Looked.Length];
        for (int t = 0; t < sums.Length; t++)
        {
            sums[t] = intercept;
            for (int s = 0; s < coefficients.Length; s++) sums[t] += coefficients[s] * values[t, s];
        }
        return sums;
    }

    private static ClassificationData Data(bool isSparse) => isSparse ? Stored : Dense;

    private static ClassificationData FirstTwo(ClassificationData data)
    {
        ClassificationData two = data.SelectRows([.. Enumerable.Range(0, data.RowCount).Where(i => data.Codes[i] < 2)]);
        return new ClassificationData(two.Features, two.Codes, new ClassLabels([0, 1]));
    }
}
