using ClassicML.Wire;

namespace ClassicML.Decomposition;

/// <summary>Models to forms and back; what is read is checked for its shapes.</summary>
internal static class DecompositionModelForms
{
    // -∞ for a class without rows.
    private static readonly Interval LogShare = new(double.NegativeInfinity, 0);

    public static void Write(PcaModel m, WireWriter w) => w
        .Doubles("Mean", m.Mean).Matrix("Components", m.Components).Doubles("Variances", m.ExplainedVariance).Number("TotalVariance",
            m.TotalVariance)
        .Number("NoiseVariance", m.NoiseVariance).Flag("Whiten", m.Whiten).Integer("RowCount", m.RowCount).Report(m.Report);

    public static PcaModel ReadPca(WireReader r)
    {
        double[] mean = r.Doubles("Mean"), variances;
        Matrix components = Shaped(r.Matrix("Components"), null, mean.Length, "Components");
        variances = r.Doubles("Variances", Interval.NonNegative);
        Check.Positive(mean.Length, "the number of Mean");
        Check.Length(variances.Length, Check.Positive(components.RowCount, "the number of Components"), "Variances", "component");
        return new PcaModel(
            mean, components, variances, r.Number("TotalVariance", Interval.NonNegative), r.Number("NoiseVariance", Interval.NonNegative),
            r.Flag("Whiten"), r.Integer("RowCount", minimum: 1), r.Report());
    }

    public static void Write(KernelPcaModel m, WireWriter w)
    {
        w.Object("Kernel", m.Kernel).Matrix("TrainingRows", m.TrainingRows).Doubles("RowMeans", m.Centring.RowMeans).Number("GrandMean",
            m.Centring.GrandMean)
            .Matrix("DualComponents", m.DualComponents).Doubles("Eigenvalues", m.Eigenvalues).Flag("HasInverse", m.PreImages is not null);
        if (m.PreImages is { } inverse)
            w.Object("InverseKernel", inverse.Kernel).Matrix("Scores", inverse.Scores).Matrix("InverseCoefficients", inverse.Coefficients);
        w.Report(m.Report);
    }

    public static KernelPcaModel ReadKernelPca(WireReader r)
    {
        KernelFunction kernel = r.Kernel("Kernel");
        Matrix rows = r.Matrix("TrainingRows");
        int n = Check.Positive(rows.RowCount, "the number of TrainingRows");
        Check.Positive(rows.ColumnCount, "the number of columns of TrainingRows");
        AreTaken(kernel, rows, "TrainingRows");
        double[] means = r.Doubles("RowMeans");
        Check.Length(means.Length, n, "RowMeans", "row");
        var centring = new GramCentring(means, r.Number("GrandMean"));
        Matrix dual = Shaped(r.Matrix("DualComponents"), null, n, "DualComponents");
        double[] eigenvalues = r.Doubles("Eigenvalues");
        Check.Positive(dual.RowCount, "the number of DualComponents");
        Check.Length(eigenvalues.Length, dual.RowCount, "Eigenvalues", "component");
        PreImages? inverse = r.Flag("HasInverse")
            ? new PreImages(
                r.Kernel("InverseKernel"), Shaped(r.Matrix("Scores"), n, dual.RowCount, "Scores"),
                Shaped(r.Matrix("InverseCoefficients"), rows.ColumnCount, n, "InverseCoefficients"))
            : null;
        if (inverse is not null) AreTaken(inverse.Kernel, inverse.Scores, "Scores");
        return new KernelPcaModel(kernel, rows, centring, dual, eigenvalues, inverse, r.Report());
    }

    public static void Write(LinearDiscriminantAnalysisModel m, WireWriter w) => w
        .Labels("Labels", m.Labels).Matrix("Coefficients", m.Coefficients).Doubles("Intercept", m.Intercept)
        .Matrix("Means", m.Means).Doubles("Priors", m.Priors).Report(m.Report);

    public static LinearDiscriminantAnalysisModel ReadLinear(WireReader r)
    {
        ClassLabels labels = r.Labels("Labels");
        Matrix coefficients = r.Coefficients("Coefficients", labels);
        // Of two classes one may have a prior of zero, which makes the one intercept infinite.
        double[] intercept = labels.Count == 2 ? r.Doubles("Intercept", Interval.Any) : r.Intercepts("Intercept", labels), priors;
        Check.Length(intercept.Length, coefficients.RowCount, "Intercept", "score");
        Matrix means = Shaped(r.Matrix("Means"), labels.Count, coefficients.ColumnCount, "Means");
        priors = r.Doubles("Priors", Interval.Share);
        Check.Length(priors.Length, labels.Count, "Priors", "class");
        return new LinearDiscriminantAnalysisModel(coefficients, intercept, means, priors, labels, r.Report());
    }

    public static void Write(LinearDiscriminantProjectionModel m, WireWriter w) => w
        .Matrix("Axes", m.Axes).Doubles("Mean", m.Mean).Doubles("Ratios", m.ExplainedVarianceRatio).Report(m.Report);

    public static LinearDiscriminantProjectionModel ReadProjection(WireReader r)
    {
        Matrix axes = r.Matrix("Axes");
        double[] mean = r.Doubles("Mean"), ratios = r.Doubles("Ratios");
        Check.Length(mean.Length, Check.Positive(axes.ColumnCount, "the number of columns of Axes"), "Mean", "column");
        Check.Positive(axes.RowCount, "the number of Axes");
        Check.Length(ratios.Length, axes.RowCount, "Ratios", "axis");
        return new LinearDiscriminantProjectionModel(axes, mean, ratios, r.Report());
    }

    public static void Write(QuadraticDiscriminantAnalysisModel m, WireWriter w)
    {
        w.Labels("Labels", m.Labels);
        for (int k = 0; k < m.Labels.Count; k++)
        {
            ClassShape shape = m.Shapes[k];
            w.Nested($"Class{k}", "class-shape", s => s
                .Matrix("Directions", shape.Directions).Doubles("Variances", shape.Variances).Doubles("Mean", shape.Mean)
                .Number("RestVariance", shape.RestVariance).Number("LogPrior", shape.LogPrior));
        }
        w.Report(m.Report);
    }

    public static QuadraticDiscriminantAnalysisModel ReadQuadratic(WireReader r)
    {
        ClassLabels labels = r.Labels("Labels");
        var shapes = new ClassShape[labels.Count];
        for (int k = 0; k < shapes.Length; k++)
            shapes[k] = r.Nested($"Class{k}", s =>
            {
                Matrix directions = s.Matrix("Directions");
                double[] variances = s.Doubles("Variances", Interval.Positive), mean = s.Doubles("Mean");
                Check.Length(variances.Length, directions.RowCount, "Variances", "direction");
                Check.Length(mean.Length, Check.Positive(directions.ColumnCount, "the number of columns of Directions"), "Mean", "column");
                // What the directions leave over has a variance of its own; where they leave nothing, none is needed.
                double rest = s.Number("RestVariance", variances.Length < mean.Length ? Interval.Positive : Interval.NonNegative);
                return new ClassShape(directions, variances, mean, rest, s.Number("LogPrior", LogShare));
            });
        if (Array.TrueForAll(shapes, shape => double.IsNegativeInfinity(shape.LogPrior))) throw new ArgumentException("no class has a LogPrior");
        foreach (ClassShape shape in shapes) Check.Length(shape.Mean.Length, shapes[0].Mean.Length, "each mean", "column");
        return new QuadraticDiscriminantAnalysisModel([.. shapes], labels, r.Report());
    }

    // A kernel function says itself which rows it takes; values of the first row with all others ask it.
    private static void AreTaken(KernelFunction kernel, Matrix rows, string name)
    {
        if (kernel.Gram(rows.Rows(0, 1), rows).Span.ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            throw new ArgumentException($"the kernel values of {name} are not finite");
    }

    private static Matrix Shaped(Matrix matrix, int? rows, int? columns, string name)
    {
        if (rows is { } r) Check.Length(matrix.RowCount, r, $"{name}, by rows,", "row");
        if (columns is { } c) Check.Length(matrix.ColumnCount, c, $"{name}, by columns,", "column");
        return matrix;
    }
}
