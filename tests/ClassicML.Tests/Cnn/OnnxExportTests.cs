using ClassicML.Cnn;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Cnn;

/// <summary>The exported network in the consumers it is for.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-onnx-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_runtime_gives_our_probabilities_for_any_batch(int channels)
    {
        ClassificationData data = CnnData.Stripes(60, 9, 8, channels);
        int[] some = [.. Enumerable.Range(0, 60).Where(i => data.Codes[i] != 1)];
        CnnClassifierModel model = Learner(channels).Fit(data.SelectRows(some));
        using var session = new InferenceSession(model.ToOnnx());
        foreach (int rows in new[] { 1, 2, 17 })
        {
            float[] pixels = [.. ((Matrix)data.Features).Rows(0, rows).Span.ToArray().Select(v => (float)v)];
            using var value = OrtValue.CreateTensorValueFromMemory(pixels, [rows, data.FeatureCount]);
            using var run = new RunOptions();
            using var results = session.Run(run, [OnnxExport.Pixels], [value], [OnnxExport.Probabilities, OnnxExport.Code]);
            float[] shares = results[0].GetTensorDataAsSpan<float>().ToArray();
            ReadOnlySpan<double> ours = model.PredictProbabilities(((Matrix)data.Features).Rows(0, rows)).Span;
            for (int i = 0; i < shares.Length; i++) Assert.Equal(ours[i], shares[i], 1e-5);
            Assert.Equal(model.Predict(((Matrix)data.Features).Rows(0, rows)).Select(code => (long)code), results[1].GetTensorDataAsSpan<long>().ToArray());
            for (int i = 0; i < rows; i++) Assert.Equal(0, shares[3 * i + 1]);
        }
    }

    [Fact]
    public void MLNet_applies_the_file()
    {
        ClassificationData data = CnnData.Stripes(40, 9, 8);
        CnnClassifierModel model = Learner(1).Fit(data);
        string file = Path.Combine(folder, "network.onnx");
        model.SaveOnnx(file);
        var ml = new MLContext(1);
        Row[] rows = [.. Enumerable.Range(0, 40).Select(i => new Row { Pixels = [.. ((Matrix)data.Features).Row(i).ToArray().Select(v => (float)v)] })];
        IDataView view = ml.Data.LoadFromEnumerable(rows);
        // No index of a GPU: the ordinary package has no other device; an application passes its own on here.
        var estimator = ml.Transforms.ApplyOnnxModel([OnnxExport.Probabilities], [OnnxExport.Pixels], file, gpuDeviceId: null, fallbackToCpu: true);
        float[][] shares = [.. estimator.Fit(view).Transform(view).GetColumn<float[]>(OnnxExport.Probabilities)];
        Matrix ours = model.PredictProbabilities(data.Features);
        for (int i = 0; i < 40; i++)
            for (int k = 0; k < 3; k++) Assert.Equal(ours[i, k], shares[i][k], 1e-5);
    }

    private static CnnClassifier Learner(int channels) => new()
    {
        Image = new ImageShape(9, 8, channels), Epochs = 2,
        Layers = CnnLayers.Parse("conv 5 relu; max-pool 2x2; conv 4 2x2; dropout 0.25; flatten; dense 9 relu; dropout 0.5; dense softmax"),
    };

    private sealed class Row
    {
        [VectorType(72), ColumnName(OnnxExport.Pixels)]
        public float[] Pixels { get; set; } = [];
    }
}
