using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ClassicML.Linear;

namespace ClassicML.Tests.Linear;

public class LibLinearLogisticModelFileTests
{
    public static TheoryData<string> Cases => [.. Golden.Cases("liblinear-model").Where(name => name.StartsWith("logistic", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Cases))]
    public void A_model_of_train_predicts_here_what_predict_says(string name)
    {
        Golden golden = Golden.Read("liblinear-model", name);
        LogisticRegressionModel model = LibLinearLogisticModelFile.Read(new StringReader(golden["model"].GetString()!));
        Matrix x = golden.Matrix("x");
        Assert.Equal(golden.Numbers("predictions"), model.Predict(x).Select(code => (double)model.Labels.Integer(code)));
        // The tool prints six digits, in the order of its labels.
        int[] places = [.. golden["labels"].Deserialize<int[]>()!.Select(label => model.Labels.IndexOf(label.ToString(CultureInfo.InvariantCulture)))];
        Matrix expected = golden.Matrix("probabilities"), actual = model.PredictProbabilities(x);
        for (int i = 0; i < x.RowCount; i++)
            for (int k = 0; k < places.Length; k++) Assert.Equal(expected[i, k], actual[i, places[k]], 1e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void What_was_read_is_written_and_read_with_every_bit(string name)
    {
        LogisticRegressionModel model = LibLinearLogisticModelFile.Read(new StringReader(Golden.Read("liblinear-model", name)["model"].GetString()!));
        LogisticRegressionModel back = LibLinearLogisticModelFile.Read(new StringReader(Text(model)));
        Assert.Equal(model.Coefficients.Span.ToArray(), back.Coefficients.Span.ToArray());
        Assert.Equal(model.Intercept.ToArray(), back.Intercept.ToArray());
        Assert.Equal(model.Labels, back.Labels);
    }

    [Theory, InlineData(2), InlineData(3)]
    public void Predict_says_what_is_predicted_here(int classes)
    {
        ClassificationData data = ClassicML.Datasets.Iris();
        if (classes == 2) data = ClassificationData.Create(data.Features.SelectRows([.. Enumerable.Range(50, 100)]), data.Codes[50..].ToArray());
        LogisticRegressionModel model = new LogisticRegression { MultiClass = LogisticMultiClass.OneVersusRest, Penalty = Penalty.L1 }.Fit(data);
        Assert.Equal(Predicted(Text(model), (Matrix)data.Features), model.Predict(data.Features).Select(code => (double)Named(model.Labels, code)));
        Assert.StartsWith("solver_type L1R_LR\n", Text(model));
    }

    [Fact]
    public void What_the_text_can_not_say_is_refused()
    {
        ClassificationData iris = ClassicML.Datasets.Iris();
        Assert.Contains("this model is one softmax", Fail(() => Text(new LogisticRegression().Fit(iris))));
        ClassificationData absent = iris.SelectRows([.. Enumerable.Range(0, 100)]);
        var oneVersusRest = new LogisticRegression { MultiClass = LogisticMultiClass.OneVersusRest };
        Assert.Contains("has a class without rows", Fail(() => Text(oneVersusRest.Fit(absent))));
    }

    [Theory]
    [InlineData("", "the header does not end with w")]
    [InlineData("solver_type L2R_L2LOSS_SVC\nnr_class 2\nlabel 1 2\nnr_feature 1\nbias -1\nw\n1 \n", "solver_type must be L2R_LR or L1R_LR")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 2\nbias -1\nw\n1 \n", "line 8: the weights end early")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 1\nbias -1\nw\n1 2\n", "line 7: the weights of a line must have 1 entr")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 1\nbias -1\nw\nnan\n", "'nan' is no finite number")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 1\nnr_feature 1\nbias -1\nw\n1\n", "each once")]
    [InlineData("solver_type L2R_LR\nnr_class 3\nlabel 1 2\nnr_feature 1\nbias -1\nw\n1\n", "label must have 3 entries")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nnr_feature 1\nbias -1\nw\n1\n", "label must name two classes")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 99999999999\nbias -1\nw\n1\n", "'99999999999' is no whole number")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 60000000\nbias -1\nw\n1\n", "the weights end early")]
    [InlineData("solver_type L2R_LR\nnr_class 2\nlabel 1 2\nnr_feature 0\nbias -1\nw\n", "nr_feature must be from 1")]
    [InlineData("solver_type L2R_LR\nsolver_type L2R_LR\n", "line 2: it is no name and values, or comes twice")]
    public void Broken_texts_are_refused_with_their_line(string text, string words) => Assert.Contains(
        words, Assert.Throws<InvalidDataException>(() => LibLinearLogisticModelFile.Read(new StringReader(text))).Message);

    /// <summary>What LIBLINEAR's own tool says; the test is skipped where it isn't installed.</summary>
    internal static double[] Predicted(string model, Matrix x)
    {
        string? tool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => (string[])[Path.Combine(folder, "liblinear-predict"), Path.Combine(folder, "predict")]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "liblinear-predict is not installed");
        using var folder = new TemporaryFolder();
        string rows = folder.Write("rows", string.Concat(Enumerable.Range(0, x.RowCount).Select(i =>
            "0 " + string.Join(' ', x.Row(i).ToArray().Select((v, j) => string.Create(CultureInfo.InvariantCulture, $"{j + 1}:{v:R}"))) + "\n")));
        var start = new ProcessStartInfo(tool!, [rows, folder.Write("model", model), folder.Path("out")]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. File.ReadAllLines(folder.Path("out")).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    internal static int Named(ClassLabels labels, int code) => labels.AreIntegers ? labels.Integer(code) : code;

    private static string Text(LogisticRegressionModel model)
    {
        using var writer = new StringWriter();
        LibLinearLogisticModelFile.Write(model, writer);
        return writer.ToString();
    }
}
