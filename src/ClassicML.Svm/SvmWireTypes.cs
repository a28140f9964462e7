using ClassicML.Internal;
using ClassicML.Wire;

namespace ClassicML.Svm;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class SvmWireTypes
{
    private const string WeightsText = "none, balanced or label=weight pairs by commas";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        .. KernelFunctionWireTypes.All,
        new WireOptions<SvmClassifier>("svm-classifier", WireKind.Classifier, "Support vector machine with a kernel, C-SVC or nu-SVC", () => new())
            .Number(nameof(SvmClassifier.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .OptionalNumber(nameof(SvmClassifier.Nu), SvmClassifier.NuRange, l => l.Nu, (l, nu) => l with { Nu = nu })
            .Part(nameof(SvmClassifier.Kernel), KernelFunctionWireTypes.All, l => l.Kernel, (l, kernel) => l with { Kernel = kernel })
            .Text(nameof(SvmClassifier.ClassWeights), WeightsText, l => l.ClassWeights, (l, weights) => l with { ClassWeights = weights }, ClassWeights.Parse)
            .Choice(nameof(SvmClassifier.MultiClass), l => l.MultiClass, (l, strategy) => l with { MultiClass = strategy })
            .Number(nameof(SvmClassifier.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .OptionalInteger(nameof(SvmClassifier.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Flag(nameof(SvmClassifier.Shrinking), l => l.Shrinking, (l, on) => l with { Shrinking = on })
            .Integer(nameof(SvmClassifier.MemoryMegabytes), 1, l => l.MemoryMegabytes, (l, limit) => l with { MemoryMegabytes = limit }),
        new WireType<SvmClassifierModel>("svm-classifier-model", WireKind.Model,
            "Support vectors and coefficients of a support vector machine", Write, ReadClassifier),
        new WireOptions<SvmRegressor>("svm-regressor", WireKind.Regressor, "Support vector regression with a kernel, epsilon or nu", () => new())
            .Number(nameof(SvmRegressor.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Number(nameof(SvmRegressor.Epsilon), Interval.NonNegative, l => l.Epsilon, (l, epsilon) => l with { Epsilon = epsilon })
            .OptionalNumber(nameof(SvmRegressor.Nu), SvmClassifier.NuRange, l => l.Nu, (l, nu) => l with { Nu = nu })
            .Part(nameof(SvmRegressor.Kernel), KernelFunctionWireTypes.All, l => l.Kernel, (l, kernel) => l with { Kernel = kernel })
            .Number(nameof(SvmRegressor.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .OptionalInteger(nameof(SvmRegressor.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Flag(nameof(SvmRegressor.Shrinking), l => l.Shrinking, (l, on) => l with { Shrinking = on })
            .Integer(nameof(SvmRegressor.MemoryMegabytes), 1, l => l.MemoryMegabytes, (l, limit) => l with { MemoryMegabytes = limit }),
        new WireType<SvmRegressorModel>("svm-regressor-model", WireKind.Model, "Support vectors and coefficients of a support vector regression",
            (m, w) => w.Object("Kernel", m.Kernel).Features("SupportVectors", m.SupportVectors).Integers("SupportIndices", m.SupportIndices)
                .Doubles("DualCoefficients", m.DualCoefficients).Number("Intercept", m.Intercept)
                .Doubles("Centre", m.Centre).Report(m.Report),
            r =>
            {
                (KernelFunction kernel, Features vectors, int[] indices) = ReadVectors(r);
                double[] dual = r.Doubles("DualCoefficients");
                Check.Length(dual.Length, vectors.RowCount, "DualCoefficients", "support vector");
                return new SvmRegressorModel(kernel, vectors, indices, dual, r.Number("Intercept"), r.Report(), ReadCentre(r, vectors));
            }),
        new WireOptions<OneClassSvm>("one-class-svm", WireKind.OutlierDetector, "One-class support vector machine with a kernel", () => new())
            .Number(nameof(OneClassSvm.Nu), SvmClassifier.NuRange, l => l.Nu, (l, nu) => l with { Nu = nu })
            .Part(nameof(OneClassSvm.Kernel), KernelFunctionWireTypes.All, l => l.Kernel, (l, kernel) => l with { Kernel = kernel })
            .Number(nameof(OneClassSvm.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .OptionalInteger(nameof(OneClassSvm.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Flag(nameof(OneClassSvm.Shrinking), l => l.Shrinking, (l, on) => l with { Shrinking = on })
            .Integer(nameof(OneClassSvm.MemoryMegabytes), 1, l => l.MemoryMegabytes, (l, limit) => l with { MemoryMegabytes = limit }),
        new WireType<OneClassSvmModel>("one-class-svm-model", WireKind.Model, "Support vectors and coefficients of a one-class support vector machine",
            (m, w) => w.Object("Kernel", m.Kernel).Features("SupportVectors", m.SupportVectors).Integers("SupportIndices", m.SupportIndices)
                .Doubles("DualCoefficients", m.DualCoefficients).Number("Rho", m.Rho).Report(m.Report),
            r =>
            {
                (KernelFunction kernel, Features vectors, int[] indices) = ReadVectors(r);
                double[] dual = r.Doubles("DualCoefficients");
                Check.Length(dual.Length, vectors.RowCount, "DualCoefficients", "support vector");
                return new OneClassSvmModel(kernel, vectors, indices, dual, r.Number("Rho"), r.Report());
            }),
        new WireOptions<LinearSvmClassifier>("linear-svm", WireKind.Classifier, "Linear support vector machine, L2 or L1 penalty", () => new())
            .Number(nameof(LinearSvmClassifier.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Choice(nameof(LinearSvmClassifier.Loss), l => l.Loss, (l, loss) => l with { Loss = loss })
            .Choice(nameof(LinearSvmClassifier.Penalty), l => l.Penalty, (l, penalty) => l with { Penalty = penalty })
            .Choice(nameof(LinearSvmClassifier.MultiClass), l => l.MultiClass, (l, strategy) => l with { MultiClass = strategy })
            .Choice(nameof(LinearSvmClassifier.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Text(nameof(LinearSvmClassifier.ClassWeights), WeightsText, l => l.ClassWeights,
                (l, weights) => l with { ClassWeights = weights }, ClassWeights.Parse)
            .Flag(nameof(LinearSvmClassifier.FitIntercept), l => l.FitIntercept, (l, fit) => l with { FitIntercept = fit })
            .Number(nameof(LinearSvmClassifier.InterceptScaling), Interval.Positive, l => l.InterceptScaling,
                (l, scaling) => l with { InterceptScaling = scaling })
            .Number(nameof(LinearSvmClassifier.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .Integer(nameof(LinearSvmClassifier.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Integer(nameof(LinearSvmClassifier.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<LinearSvmClassifierModel>("linear-svm-model", WireKind.Model, "Weights and intercepts of a linear support vector machine",
            (m, w) => w.Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept).Report(m.Report),
            r =>
            {
                ClassLabels labels = r.Labels("Labels");
                return new LinearSvmClassifierModel(
                    r.Coefficients("Coefficients", labels), r.Intercepts("Intercept", labels), labels, r.Report());
            }),
        new WireOptions<LinearSvmRegressor>("linear-svm-regressor", WireKind.Regressor, "Linear support vector regression", () => new())
            .Number(nameof(LinearSvmRegressor.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .Number(nameof(LinearSvmRegressor.Epsilon), Interval.NonNegative, l => l.Epsilon, (l, epsilon) => l with { Epsilon = epsilon })
            .Choice(nameof(LinearSvmRegressor.Loss), l => l.Loss, (l, loss) => l with { Loss = loss })
            .Choice(nameof(LinearSvmRegressor.Solver), l => l.Solver, (l, solver) => l with { Solver = solver })
            .Flag(nameof(LinearSvmRegressor.FitIntercept), l => l.FitIntercept, (l, fit) => l with { FitIntercept = fit })
            .Number(nameof(LinearSvmRegressor.InterceptScaling), Interval.Positive, l => l.InterceptScaling,
                (l, scaling) => l with { InterceptScaling = scaling })
            .Number(nameof(LinearSvmRegressor.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .Integer(nameof(LinearSvmRegressor.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Integer(nameof(LinearSvmRegressor.Seed), 0, l => l.Seed, (l, seed) => l with { Seed = seed }),
        new WireType<LinearSvmRegressorModel>("linear-svm-regressor-model", WireKind.Model, "Weights and intercept of a linear support vector regression",
            (m, w) => w.Doubles("Coefficients", m.Coefficients).Number("Intercept", m.Intercept).Report(m.Report),
            r =>
            {
                double[] coefficients = r.Doubles("Coefficients");
                Check.Positive(coefficients.Length, "the number of Coefficients");
                return new LinearSvmRegressorModel(coefficients, r.Number("Intercept"), r.Report());
            }),
    ];

    private static void Write(SvmClassifierModel m, WireWriter w) => w
        .Object("Kernel", m.Kernel).Choice("MultiClass", m.MultiClass).Labels("Labels", m.Labels)
        .Features("SupportVectors", m.SupportVectors).Integers("SupportIndices", m.SupportIndices)
        .Integers("SupportCounts", m.SupportCounts).Matrix("DualCoefficients", m.DualCoefficients)
        .Doubles("Intercept", m.Intercept).Doubles("Centre", m.Centre).Report(m.Report);

    private static SvmClassifierModel ReadClassifier(WireReader r)
    {
        (KernelFunction kernel, Features vectors, int[] indices) = ReadVectors(r);
        var strategy = r.Choice<SvmMultiClass>("MultiClass");
        ClassLabels labels = r.Labels("Labels");
        int[] counts = r.Integers("SupportCounts");
        Matrix dual = r.Matrix("DualCoefficients");
        // NaN stands for a machine of a class without rows.
        double[] intercept = r.Doubles("Intercept", orNaN: labels.Count > 2), centre = ReadCentre(r, vectors);
        bool pairs = labels.Count > 2 && strategy == SvmMultiClass.OneVersusOne;
        Check.Length(counts.Length, labels.Count, "SupportCounts", "class");
        foreach (int count in counts) Check.AtLeast(count, 0, "a count of support vectors");
        Check.Length(counts.Sum(c => (long)c), vectors.RowCount, "the counts' sum", "support vector");
        Check.Length(dual.ColumnCount, vectors.RowCount, "DualCoefficients", "support vector");
        Check.Length(dual.RowCount, labels.Count == 2 ? 1 : pairs ? labels.Count - 1 : labels.Count, "DualCoefficients", "machine of a class");
        Check.Length(intercept.Length, labels.Count == 2 ? 1 : pairs ? labels.Count * (labels.Count - 1L) / 2 : labels.Count, "Intercept", "machine");
        if (Array.TrueForAll(intercept, double.IsNaN)) throw new ArgumentException("no machine has an Intercept");
        return new SvmClassifierModel(kernel, strategy, labels, vectors, indices, counts, dual, intercept, r.Report(), centre);
    }

    private static (KernelFunction Kernel, Features Vectors, int[] Indices) ReadVectors(WireReader r)
    {
        KernelFunction kernel = r.Kernel("Kernel");
        Features vectors = r.Features("SupportVectors");
        int[] indices = r.Integers("SupportIndices");
        Check.Positive(vectors.ColumnCount, "the number of columns of SupportVectors");
        Check.Length(indices.Length, vectors.RowCount, "SupportIndices", "support vector");
        foreach (int index in indices) Check.AtLeast(index, 0, "a support index");
        CheckKernelValues(kernel, vectors);
        return (kernel, vectors, indices);
    }

    /// <summary>Refuses support vectors that a kernel function does not take: values of the first one with all others ask it.</summary>
    /// <exception cref="ArgumentException">It does not, or a value is not finite.</exception>
    internal static void CheckKernelValues(KernelFunction kernel, Features vectors)
    {
        if (vectors.RowCount > 0 && kernel.Gram(vectors.SelectRows([0]), vectors).Span.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new ArgumentException("the kernel values of the support vectors are not finite");
    }

    private static double[] ReadCentre(WireReader r, Features vectors)
    {
        double[] centre = r.Doubles("Centre");
        if (centre.Length > 0) Check.Length(centre.Length, vectors.ColumnCount, "Centre", "column");
        return centre;
    }
}
