using System.Diagnostics;
using System.Globalization;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class LibSvmModelFileTests
{
    [Theory, InlineData("iris-rbf"), InlineData("two-classes-poly"), InlineData("iris-nu-linear")]
    public void A_model_of_svm_train_predicts_here_what_svm_predict_says(string name)
    {
        var golden = new GoldenSvm("libsvm-model", name);
        SvmClassifierModel model = LibSvmModelFile.Read(new StringReader(golden.Get<string>("model")), golden.X.ColumnCount);
        Assert.Equal(golden.Get<double[]>("predictions"), model.Predict(golden.X).Select(code => (double)model.Labels.Integer(code)));
    }

    [Theory, InlineData("diabetes-svr"), InlineData("diabetes-nu-svr-sigmoid")]
    public void A_regressor_of_svm_train_predicts_here_what_svm_predict_says(string name)
    {
        var golden = new GoldenSvm("libsvm-model", name);
        double[] expected = golden.Get<double[]>("predictions"),
            actual = LibSvmModelFile.ReadRegressor(new StringReader(golden.Get<string>("model")), golden.X.ColumnCount).Predict(golden.X);
        // svm-predict prints six digits of numbers of the size of 100; rows were written with all of theirs.
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3);
    }

    [Fact]
    public void A_one_class_model_of_svm_train_calls_the_same_rows_outliers()
    {
        var golden = new GoldenSvm("libsvm-model", "iris-one-class");
        OneClassSvmModel model = LibSvmModelFile.ReadOneClass(new StringReader(golden.Get<string>("model")), golden.X.ColumnCount);
        double[] expected = golden.Get<double[]>("predictions"), scores = model.Score(golden.X);
        // Rows on the border score zero but for the tolerance of the training.
        int[] clear = [.. Enumerable.Range(0, scores.Length).Where(i => Math.Abs(scores[i]) > 1e-5)];
        Assert.True(clear.Length > scores.Length / 2);
        Assert.All(clear, i => Assert.Equal(expected[i] > 0, scores[i] > 0));
    }

    [Theory, InlineData("iris-rbf"), InlineData("two-classes-poly"), InlineData("diabetes-svr"), InlineData("iris-one-class")]
    public void What_svm_train_wrote_is_written_again_word_for_word(string name)
    {
        var golden = new GoldenSvm("libsvm-model", name);
        string text = golden.Get<string>("model");
        using var writer = new StringWriter();
        if (name.Contains("svr")) LibSvmModelFile.Write(LibSvmModelFile.ReadRegressor(new StringReader(text)), writer);
        else if (name.Contains("class")
            && !name.Contains("classes")) LibSvmModelFile.Write(LibSvmModelFile.ReadOneClass(new StringReader(text)), writer);
        else LibSvmModelFile.Write(LibSvmModelFile.Read(new StringReader(text)), writer);
        string[] ours = writer.ToString().Split('\n'), theirs = text.Split('\n');
        Assert.Equal(theirs.Length, ours.Length);
        for (int line = 0; line < ours.Length; line++)
        {
            string[] a = ours[line].Trim().Split(' '), b = [.. theirs[line].Trim().Split(' ').Where(word => !word.EndsWith(":0"))];
            Assert.Equal(b.Length, a.Length);
            for (int k = 0; k < a.Length; k++) Assert.Equal(Value(b[k]), Value(a[k]));
        }

        // Numbers by their value: 0.50 is 0.5.
        static string Value(string word) => string.Join(':', word.Split(':').Select(part =>
            double.TryParse(part, CultureInfo.InvariantCulture, out double number) ? number.ToString("R",
                CultureInfo.InvariantCulture) : part));
    }

    [Fact]
    public void Regressors_and_outlier_detectors_come_back()
    {
        ClassificationData blobs = SvmData.Blobs(2, 60, 3);
        SvmRegressorModel regressor = new SvmRegressor { Kernel = KernelFunction.Polynomial(2, 0.1, 1) }.Fit(
            new RegressionData(blobs.Features, [.. blobs.Codes.ToArray().Select(code => (double)code)]));
        OneClassSvmModel detector = new OneClassSvm { Kernel = KernelFunction.Rbf(0.5) }.Fit(blobs.Features);
        using StringWriter first = new(), second = new();
        LibSvmModelFile.Write(regressor, first);
        LibSvmModelFile.Write(detector, second);
        Assert.Equal(regressor.Predict(blobs.Features), LibSvmModelFile.ReadRegressor(new StringReader(first.ToString()),
            3).Predict(blobs.Features));
        Assert.Equal(detector.Score(blobs.Features), LibSvmModelFile.ReadOneClass(new StringReader(second.ToString()),
            3).Score(blobs.Features));
        Assert.Contains("svm_type must be one_class, was epsilon_svr",
            Assert.Throws<InvalidDataException>(() => LibSvmModelFile.ReadOneClass(new StringReader(first.ToString()))).Message);
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_model_written_and_read_is_the_same(int classes)
    {
        ClassificationData data = SvmData.Blobs(classes, 90, 3);
        foreach (KernelFunction kernel in new[] { KernelFunction.Linear, KernelFunction.Polynomial(2, 0.1, 1), KernelFunction.Rbf(),
            KernelFunction.Sigmoid(0.01) })
        {
            SvmClassifierModel model = new SvmClassifier { Kernel = kernel }.Fit(data),
                read = LibSvmModelFile.Read(new StringReader(Written(model)), 3);
            Assert.Equal(model.DualCoefficients.Span, read.DualCoefficients.Span);
            // The text has no centre for the distances of RBF, which are in single precision here.
            ReadOnlySpan<double> expected = model.DecisionScores(data.Features).Span, actual = read.DecisionScores(data.Features).Span;
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], kernel is RbfKernel ? 1e-5 : 0);
            Assert.Equal(model.Labels, read.Labels);
        }
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Svm_predict_says_what_is_predicted_here(int classes)
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder,
            "svm-predict")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "svm-predict is not installed");
        ClassificationData data = SvmData.Blobs(classes, 90, 3);
        SvmClassifierModel model = new SvmClassifier { C = 5 }.Fit(data);
        string folder = Directory.CreateTempSubdirectory("classicml-").FullName;
        try
        {
            string rows = Path.Combine(folder, "rows"), file = Path.Combine(folder, "model"), output = Path.Combine(folder, "output");
            File.WriteAllText(file, Written(model));
            File.WriteAllLines(rows, Enumerable.Range(0, 90).Select(i =>
                "0 " + string.Join(' ', ((Matrix)data.Features).Row(i).ToArray().Select((v, j) =>
                    string.Create(CultureInfo.InvariantCulture, $"{j + 1}:{v:R}")))));
            using Process process = Process.Start(new ProcessStartInfo(tool!, [rows, file, output])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Equal(model.Predict(data.Features).Select(model.Labels.Integer), File.ReadAllLines(output).Select(line =>
                (int)double.Parse(line, CultureInfo.InvariantCulture)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("svm_type one_class\nSV\n", "svm_type must be c_svc or nu_svc"), InlineData("svm_type c_svc\n",
        "the header does not end with SV")]
    [InlineData("svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 1\nrho 0\nlabel 1 2\nnr_sv 1 0\nSV\n1 x\n",
        "line 9: 'x' is not feature:value")]
    public void A_broken_file_is_refused_by_line(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => LibSvmModelFile.Read(new StringReader(text))).Message);

    [Fact]
    public void A_precomputed_kernel_is_written_with_the_numbers_of_its_rows()
    {
        ClassificationData data = SvmData.Blobs(2, 20, 2);
        Matrix rows = PrecomputedKernel.Rows(KernelFunction.Linear.Gram(data.Features));
        SvmClassifierModel model = new SvmClassifier { Kernel = KernelFunction.Precomputed }.Fit(data.WithFeatures(rows));
        string[] lines = Written(model).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("kernel_type precomputed", lines);
        string[] vectors = lines[(Array.IndexOf(lines, "SV") + 1)..];
        // Of two classes the first is positive there; rows are numbered from 1.
        Assert.Equal(
            model.SupportIndices.ToArray().Select((row, s) =>
                string.Create(CultureInfo.InvariantCulture, $"{-model.DualCoefficients[0, s]:R} 0:{row + 1}")),
            vectors.Select(line => line.Trim()));
    }

    [Fact]
    public void What_the_text_has_no_words_for_is_refused()
    {
        ClassificationData data = SvmData.Blobs(3, 60, 3);
        string Refusal(SvmClassifierModel model) => Assert.ThrowsAny<ArgumentException>(() => Written(model)).Message;
        Assert.Contains("one-versus-one", Refusal(new SvmClassifier { MultiClass = SvmMultiClass.OneVersusRest }.Fit(data)));
        Assert.Contains("LIBSVM has no LaplacianKernel", Refusal(new SvmClassifier { Kernel = KernelFunction.Laplacian() }.Fit(data)));
        ClassificationData some = data.SelectRows([.. Enumerable.Range(0, 60).Where(i => i % 3 != 1)]);
        Assert.Contains("class without rows", Refusal(new SvmClassifier().Fit(some)));
    }

    private static string Written(SvmClassifierModel model)
    {
        using var writer = new StringWriter();
        LibSvmModelFile.Write(model, writer);
        return writer.ToString();
    }
}
