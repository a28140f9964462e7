using System.Diagnostics;
using System.Globalization;
using ClassicML.Svm;

namespace ClassicML.Tests.Svm;

public class LibSvmModelFileTests
{
    [Theory, InlineData("iris-rbf"), InlineData("two-classes-poly"), InlineData("iris-nu-linear")]
    public void A_model_of_svm_train_predicts_here_what_svm_predict_says(string name)
    {
        using var golden = new GoldenSvm("libsvm-model", name);
        SvmClassifierModel model = LibSvmModelFile.Read(new StringReader(golden.Get<string>("model")), golden.X.ColumnCount);
        Assert.Equal(golden.Get<int[]>("predictions"), model.Predict(golden.X).Select(model.Labels.Integer));
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
            Assert.Equal(model.DecisionScores(data.Features).Span, read.DecisionScores(data.Features).Span);
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
            using Process process = Process.Start(new ProcessStartInfo(tool!, [rows, file, output]) { RedirectStandardOutput = true,
                RedirectStandardError = true })!;
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

    private static string Written(SvmClassifierModel model)
    {
        using var writer = new StringWriter();
        LibSvmModelFile.Write(model, writer);
        return writer.ToString();
    }
}
