namespace ClassicML.Svm;

/// <summary>Models as LIBSVM's model text, which <c>svm-predict</c> reads and <c>svm-train</c> writes.</summary>
/// <remarks>
/// Kernels: linear, polynomial, RBF, sigmoid, and precomputed to write; several classes one-versus-one. The text has no names of classes
/// but integers, no count of features, and does not say which rows the support vectors were. Of two classes LIBSVM's first is the positive
/// one, so signs are turned.
/// </remarks>
public static class LibSvmModelFile
{
    /// <summary>Writes a classifier. Classes that are named by strings are written as their codes.</summary>
    /// <exception cref="ArgumentException">LIBSVM has no such model: another kernel, one-versus-rest, or a class without rows.</exception>
    public static void Write(SvmClassifierModel model, TextWriter writer)
    {
        Check.NotNull(model, nameof(model));
        Check.NotNull(writer, nameof(writer));
        int classes = model.Labels.Count, sign = classes == 2 ? -1 : 1;
        if (classes > 2 && model.MultiClass != SvmMultiClass.OneVersusOne)
            throw new ArgumentException("LIBSVM's models of several classes are one-versus-one", nameof(model));
        foreach (double b in model.Intercept)
            if (double.IsNaN(b))
                throw new ArgumentException("the model has a class without rows, which LIBSVM's text can't say", nameof(model));
        LibSvmText.Write(
            writer, "c_svc", model.Kernel,
            [
                ("nr_class", [LibSvmText.Text(classes)]), ("total_sv", [LibSvmText.Text(model.SupportVectors.RowCount)]),
                ("rho", model.Intercept.ToArray().Select(b => LibSvmText.Text(-sign * b))),
                ("label", Enumerable.Range(0, classes).Select(k =>
                    LibSvmText.Text(model.Labels.AreIntegers ? model.Labels.Integer(k) : k))),
                ("nr_sv", model.SupportCounts.ToArray().Select(LibSvmText.Text)),
            ],
            model.SupportVectors, (m, s) => sign * model.DualCoefficients[m, s], model.DualCoefficients.RowCount);
    }

    /// <summary>Writes a regressor.</summary>
    /// <exception cref="ArgumentException">LIBSVM has no such kernel.</exception>
    public static void Write(SvmRegressorModel model, TextWriter writer)
    {
        double[] dual = Check.NotNull(model, nameof(model)).DualCoefficients.ToArray();
        WriteOne(Check.NotNull(writer, nameof(writer)), "epsilon_svr", model.Kernel, -model.Intercept, model.SupportVectors, dual);
    }

    /// <summary>Writes an outlier detector.</summary>
    /// <exception cref="ArgumentException">LIBSVM has no such kernel.</exception>
    public static void Write(OneClassSvmModel model, TextWriter writer)
    {
        double[] dual = Check.NotNull(model, nameof(model)).DualCoefficients.ToArray();
        WriteOne(Check.NotNull(writer, nameof(writer)), "one_class", model.Kernel, model.Rho, model.SupportVectors, dual);
    }

    /// <summary>Reads a C-SVC or ν-SVC model.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="featureCount">The number of features; null for the highest that a support vector has.</param>
    /// <exception cref="InvalidDataException">The text is no such model; the message names the line.</exception>
    public static SvmClassifierModel Read(TextReader reader, int? featureCount = null) =>
        LibSvmText.Read(reader, featureCount, ["c_svc", "nu_svc"], text =>
        {
            int classes = text.Coefficients.RowCount + 1, count = text.SupportVectors.RowCount, sign = classes == 2 ? -1 : 1;
            double[] intercept = [.. text.Values("rho", classes * (classes - 1) / 2).Select(rho => -sign * LibSvmText.Number(rho))];
            var labels = new ClassLabels(text.Values("label", classes).Select(LibSvmText.Whole));
            int[] counts = [.. text.Values("nr_sv", classes).Select(LibSvmText.Whole)];
            if (counts.Any(c => c < 0) || counts.Sum(c => (long)c) != count) throw new FormatException("nr_sv must sum to total_sv");
            double[] dual = Array.ConvertAll(text.Coefficients.Span.ToArray(), coefficient => sign * coefficient);
            return new SvmClassifierModel(
                text.Kernel, SvmMultiClass.OneVersusOne, labels, text.SupportVectors, [.. Enumerable.Range(0, count)], counts,
                Matrix.Wrap(dual, classes - 1, count), intercept, new FitReport().With("support_vectors", count));
        });

    /// <summary>Reads an ε-SVR or ν-SVR model.</summary>
    /// <inheritdoc cref="Read"/>
    public static SvmRegressorModel ReadRegressor(TextReader reader, int? featureCount = null) =>
        LibSvmText.Read(reader, featureCount, ["epsilon_svr", "nu_svr"], text => new SvmRegressorModel(
            text.Kernel, text.SupportVectors, Rows(text), text.Coefficients.Row(0).ToArray(), -LibSvmText.Number(text.One("rho")),
            new FitReport().With("support_vectors", text.SupportVectors.RowCount)));

    /// <summary>Reads a one-class model.</summary>
    /// <inheritdoc cref="Read"/>
    public static OneClassSvmModel ReadOneClass(TextReader reader, int? featureCount = null) =>
        LibSvmText.Read(reader, featureCount, ["one_class"], text => new OneClassSvmModel(
            text.Kernel, text.SupportVectors, Rows(text), text.Coefficients.Row(0).ToArray(), LibSvmText.Number(text.One("rho")),
            new FitReport().With("support_vectors", text.SupportVectors.RowCount)));

    private static int[] Rows(LibSvmText text) => [.. Enumerable.Range(0, text.SupportVectors.RowCount)];

    private static void WriteOne(TextWriter writer, string type, KernelFunction kernel, double rho, Features vectors, double[] dual) =>
        LibSvmText.Write(
            writer, type, kernel,
            [("nr_class", ["2"]), ("total_sv", [LibSvmText.Text(vectors.RowCount)]), ("rho", [LibSvmText.Text(rho)])],
            vectors, (_, s) => dual[s], 1);
}
