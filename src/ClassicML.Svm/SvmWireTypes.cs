using ClassicML.Wire;

namespace ClassicML.Svm;

/// <summary>The wire forms of this project's learners and models.</summary>
public static class SvmWireTypes
{
    private const string WeightsText = "none, balanced or label=weight pairs by commas";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireType> All { get; } =
    [
        new WireOptions<SvmClassifier>("svm-classifier", WireKind.Classifier, "Support vector machine with a kernel, C-SVC or nu-SVC", () => new())
            .Number(nameof(SvmClassifier.C), Interval.Positive, l => l.C, (l, c) => l with { C = c })
            .OptionalNumber(nameof(SvmClassifier.Nu), SvmClassifier.NuRange, l => l.Nu, (l, nu) => l with { Nu = nu })
            .Part(nameof(SvmClassifier.Kernel), KernelFunctionWireTypes.All, l => l.Kernel, (l, kernel) => l with { Kernel = kernel })
            .Text(nameof(SvmClassifier.ClassWeights), WeightsText, l => l.ClassWeights, (l, weights) => l with { ClassWeights = weights }, ClassWeights.Parse)
            .Choice(nameof(SvmClassifier.Strategy), l => l.Strategy, (l, strategy) => l with { Strategy = strategy })
            .Number(nameof(SvmClassifier.Tolerance), Interval.Positive, l => l.Tolerance, (l, tolerance) => l with { Tolerance = tolerance })
            .OptionalInteger(nameof(SvmClassifier.MaxIterations), 1, l => l.MaxIterations, (l, limit) => l with { MaxIterations = limit })
            .Flag(nameof(SvmClassifier.Shrinking), l => l.Shrinking, (l, on) => l with { Shrinking = on })
            .Integer(nameof(SvmClassifier.MemoryMegabytes), 1, l => l.MemoryMegabytes, (l, limit) => l with { MemoryMegabytes = limit }),
        new WireType<SvmClassifierModel>("svm-classifier-model", WireKind.Model, "Support vectors and coefficients of a support vector machine", Write, ReadClassifier),
    ];

    private static void Write(SvmClassifierModel m, WireWriter w) => w
        .Object("Kernel", m.Kernel).Text("Strategy", m.Strategy.ToString()).Labels("Labels", m.Labels).Matrix("SupportVectors", m.SupportVectors)
        .Integers("SupportIndices", m.SupportIndices).Integers("SupportCounts", m.SupportCounts).Matrix("DualCoefficients", m.DualCoefficients)
        .Doubles("Intercept", m.Intercept).Report(m.Report);

    private static SvmClassifierModel ReadClassifier(WireReader r)
    {
        var kernel = r.Object<KernelFunction>("Kernel");
        if (!Enum.TryParse(r.OptionalText("Strategy"), out MulticlassStrategy strategy) || !Enum.IsDefined(strategy))
            throw new ArgumentException("Strategy must be OneVersusOne or OneVersusRest");
        ClassLabels labels = r.Labels("Labels");
        Matrix vectors = r.Matrix("SupportVectors");
        int[] indices = r.Integers("SupportIndices"), counts = r.Integers("SupportCounts");
        Matrix dual = r.Matrix("DualCoefficients");
        double[] intercept = r.Doubles("Intercept");
        bool pairs = labels.Count > 2 && strategy == MulticlassStrategy.OneVersusOne;
        Check.Length(indices.Length, vectors.RowCount, "SupportIndices", "support vector");
        Check.Length(counts.Length, labels.Count, "SupportCounts", "class");
        foreach (int count in counts) Check.AtLeast(count, 0, "a count of support vectors");
        Check.Length(counts.Sum(c => (long)c), vectors.RowCount, "the counts' sum", "support vector");
        Check.Length(dual.ColumnCount, vectors.RowCount, "DualCoefficients", "support vector");
        Check.Length(dual.RowCount, labels.Count == 2 ? 1 : pairs ? labels.Count - 1 : labels.Count, "DualCoefficients", "machine of a class");
        Check.Length(intercept.Length, labels.Count == 2 ? 1 : pairs ? labels.Count * (labels.Count - 1) / 2 : labels.Count, "Intercept", "machine");
        return new SvmClassifierModel(kernel, strategy, labels, vectors, indices, counts, dual, intercept, r.Report());
    }
}
