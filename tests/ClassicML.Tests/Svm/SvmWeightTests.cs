using ClassicML.Svm;
using ClassicML.Tests.Core;

namespace ClassicML.Tests.Svm;

/// <summary>What weights mean: a row of weight w is as w such rows, one of weight zero as none, and a class's weight multiplies those of
/// its rows; for every machine, dense and sparse.</summary>
public class SvmWeightTests
{
    private const int Rows = 90;

    private static readonly Dictionary<string, SvmClassifier> Classifiers = new()
    {
        ["C, linear"] = new() { Kernel = KernelFunction.Linear, C = 0.5 }, ["C, rbf"] = new() { Kernel = KernelFunction.Rbf(0.3), C = 2 },
        ["C, one versus rest"] = new() { Kernel = KernelFunction.Rbf(0.3), MultiClass = SvmMultiClass.OneVersusRest },
        ["nu"] = new() { Kernel = KernelFunction.Rbf(0.3), Nu = 0.6 },
        ["nu, one versus rest"] = new() { Kernel = KernelFunction.Rbf(0.3), Nu = 0.4, MultiClass = SvmMultiClass.OneVersusRest },
    };

    private static readonly Dictionary<string, LinearSvmClassifier> Linear = new()
    {
        ["hinge"] = new() { Loss = HingeLoss.Hinge }, ["squared, dual"] = new() { Solver = LinearSvmSolver.CoordinateDescent },
        ["squared, primal"] = new() { Solver = LinearSvmSolver.TrustRegionNewton }, ["L1"] = new() { Penalty = LinearSvmPenalty.L1 },
        ["Crammer-Singer"] = new() { MultiClass = LinearSvmMultiClass.CrammerSinger },
    };

    private static readonly Dictionary<string, LinearSvmRegressor> LinearNumbers = new()
    {
        ["absolute"] = new(), ["squared, dual"] = new() { Loss = HingeLoss.SquaredHinge, Solver = LinearSvmSolver.CoordinateDescent },
        ["squared, primal"] = new() { Loss = HingeLoss.SquaredHinge, Solver = LinearSvmSolver.TrustRegionNewton },
    };

    public static TheoryData<string, bool> KernelCases { get; } = Cases(Classifiers.Keys);

    public static TheoryData<string, bool> LinearCases { get; } = Cases(Linear.Keys);

    public static TheoryData<string, bool> NumberCases { get; } = Cases(LinearNumbers.Keys);

    [Theory, MemberData(nameof(KernelCases))]
    public void A_kernel_machines_row_of_weight_w_is_as_w_rows(string name, bool isSparse)
    {
        SvmClassifier learner = Classifiers[name] with { Tolerance = 1e-7 };
        foreach (int classes in new[] { 2, 3 })
        {
            (ClassificationData weighted, ClassificationData repeated) = Data(classes, isSparse);
            SvmClassifierModel model = learner.Fit(weighted), expected = learner.Fit(repeated);
            // Entries of RBF machines move by some 2⁻²¹ with the centre, which is that of other rows.
            Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-5 * Math.Abs(expected.Report.Objective.Value));
            Close(expected.DecisionScores(weighted.Features).Span, model.DecisionScores(weighted.Features).Span, 2e-3);
            Assert.Equal(isSparse, model.SupportVectors is SparseMatrix);
            Assert.DoesNotContain(0, model.SupportIndices.ToArray().Select(i => weighted.Weights[i]));
        }
    }

    [Theory, MemberData(nameof(KernelCases))]
    public void A_kernel_machines_class_weights_multiply_those_of_its_rows(string name, bool isSparse)
    {
        SvmClassifier learner = Classifiers[name];
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Data(classes, isSparse).Weighted;
            // ν allows no class that weighs too little.
            double[] factors = learner.Nu is null ? [2, 0.5, 1] : [1.5, 0.8, 1];
            ClassificationData multiplied =
                data.WithWeights([.. Enumerable.Range(0, Rows).Select(i => data.Weights[i] * factors[data.Codes[i]])]);
            SvmClassifierModel model = (learner with { ClassWeights = ClassWeights.Of(("0", factors[0]), ("1", factors[1])) }).Fit(data),
                expected = learner.Fit(multiplied), plain = learner.Fit(data);
            Assert.Equal(expected.DualCoefficients.Span, model.DualCoefficients.Span);
            Assert.NotEqual(plain.DualCoefficients.Span.ToArray(), model.DualCoefficients.Span.ToArray());
            // n/(K·nₖ), of rows and not of their weights.
            int[] counts = data.ClassCounts();
            ClassificationData balanced = data.WithWeights([.. Enumerable.Range(0, Rows).Select(i =>
                data.Weights[i] * ((double)Rows / (classes * counts[data.Codes[i]])))]);
            Assert.Equal(learner.Fit(balanced).DualCoefficients.Span,
                (learner with { ClassWeights = ClassWeights.Balanced }).Fit(data).DualCoefficients.Span);
        }
    }

    [Theory, InlineData(null, false), InlineData(0.4, false), InlineData(null, true), InlineData(0.4, true)]
    public void A_regressors_row_of_weight_w_is_as_w_rows(double? nu, bool isSparse)
    {
        (ClassificationData weighted, ClassificationData repeated) = Data(2, isSparse);
        foreach (KernelFunction kernel in new[] { KernelFunction.Linear, KernelFunction.Rbf(0.3) })
        {
            var learner = new SvmRegressor { Nu = nu, Kernel = kernel, C = 0.7, Tolerance = 1e-7 };
            SvmRegressorModel model = learner.Fit(Numbers(weighted, weighted: true)),
                expected = learner.Fit(Numbers(repeated, weighted: false));
            Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-5 * Math.Abs(expected.Report.Objective.Value));
            double[] numbers = expected.Predict(weighted.Features), actual = model.Predict(weighted.Features);
            for (int i = 0; i < Rows; i++) Assert.Equal(numbers[i], actual[i], 2e-3);
        }
    }

    [Theory, MemberData(nameof(LinearCases))]
    public void A_linear_machines_row_of_weight_w_is_as_w_rows(string name, bool isSparse)
    {
        LinearSvmClassifier learner = Linear[name] with { Tolerance = 1e-9, MaxIterations = 100_000, C = 0.3, InterceptScaling = 1.5 };
        foreach (int classes in new[] { 2, 3 })
        {
            (ClassificationData weighted, ClassificationData repeated) = Data(classes, isSparse);
            LinearSvmClassifierModel model = learner.Fit(weighted), expected = learner.Fit(repeated);
            Assert.True(model.Report.Converged && expected.Report.Converged);
            Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-7 * expected.Report.Objective.Value);
            // Gaps of 1e-8 of the objective leave weights its square root.
            Close(expected.Coefficients.Span, model.Coefficients.Span, 2e-3);
            for (int k = 0; k < model.Intercept.Length; k++) Assert.Equal(expected.Intercept[k], model.Intercept[k], 2e-3);
        }
    }

    [Theory, MemberData(nameof(LinearCases))]
    public void A_linear_machines_class_weights_multiply_those_of_the_one_against_the_rest(string name, bool isSparse)
    {
        LinearSvmClassifier learner = Linear[name] with { Tolerance = 1e-6, MaxIterations = 100_000, C = 0.3 };
        foreach (int classes in new[] { 2, 3 })
        {
            ClassificationData data = Data(classes, isSparse).Weighted;
            double[] factors = [2, 0.5, 1];
            LinearSvmClassifierModel model = (learner with { ClassWeights = ClassWeights.Of(("0", 2), ("1", 0.5)) }).Fit(data);
            ClassificationData Multiplied(Func<int, bool> counts) => data.WithWeights(
                [.. Enumerable.Range(0, Rows).Select(i => data.Weights[i] * (counts(data.Codes[i]) ? factors[data.Codes[i]] : 1))]);
            if (classes == 2 || learner.MultiClass == LinearSvmMultiClass.CrammerSinger)
            {
                Assert.Equal(learner.Fit(Multiplied(_ => true)).Coefficients.Span, model.Coefficients.Span);
                continue;
            }
            // One machine after another, which has the order of its own number.
            for (int k = 0; k < 3; k++)
                Assert.Equal(learner.Fit(Multiplied(code => code == k)).Coefficients.Row(k), model.Coefficients.Row(k));
        }
    }

    [Theory, MemberData(nameof(NumberCases))]
    public void A_linear_regressors_row_of_weight_w_is_as_w_rows(string name, bool isSparse)
    {
        LinearSvmRegressor learner = LinearNumbers[name] with
        {
            Tolerance = 1e-9,
            MaxIterations = 100_000,
            C = 0.2,
            Epsilon = 0.2,
            InterceptScaling = 2,
        };
        (ClassificationData weighted, ClassificationData repeated) = Data(2, isSparse);
        LinearSvmRegressorModel model = learner.Fit(Numbers(weighted, weighted: true)),
            expected = learner.Fit(Numbers(repeated, weighted: false));
        Assert.True(model.Report.Converged && expected.Report.Converged);
        Assert.Equal(expected.Report.Objective!.Value, model.Report.Objective!.Value, 1e-7 * expected.Report.Objective.Value);
        for (int j = 0; j < 4; j++) Assert.Equal(expected.Coefficients[j], model.Coefficients[j], 2e-3);
        Assert.Equal(expected.Intercept, model.Intercept, 2e-3);
    }

    private static TheoryData<string, bool> Cases(IEnumerable<string> names) =>
        [.. from name in names from isSparse in new[] { false, true } select (name, isSparse)];

    // Weights 0 to 4, and each row so many times.
    private static (ClassificationData Weighted, ClassificationData Repeated) Data(int classes, bool isSparse)
    {
        ClassificationData data = SvmData.Whole(classes, Rows, 4, 3);
        if (isSparse)
        {
            // So many columns beside them that store nothing that kernel machines leave the rows sparse.
            SparseMatrix stored = SparseMatrix.FromDense((Matrix)data.Features);
            data = data.WithFeatures(new SparseMatrix(stored.RowStarts, stored.Columns, stored.Values, 100));
        }
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => (double)(i % 5))];
        int[] repeated = [.. Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        return (data.WithWeights(weights), data.SelectRows(repeated));
    }

    private static RegressionData Numbers(ClassificationData data, bool weighted) => new(
        data.Features, [.. PlainKernel.Rows(data.Features).Select(row => row[0] - 0.5 * row[1] + 0.3 * row[2] * row[3])],
        weighted ? data.Weights : default);
}
