using ClassicML.Cnn;
using ClassicML.Onnx;
using ClassicML.Preprocessing;
using ClassicML.Tests.Onnx;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Tests.Cnn;

/// <summary>The exported network in the consumers it is for.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-onnx-").FullName;

    public static TheoryData<string, string> Networks => CnnData.AllNetworks;

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
            Matrix x = ((Matrix)data.Features).Rows(0, rows);
            var (shares, codes) = Run(session, x);
            Close(model.PredictProbabilities(x).Span, Array.ConvertAll(shares, share => (double)share), 1e-5);
            Assert.Equal(model.Predict(x).Select(code => (long)code), codes);
            for (int i = 0; i < rows; i++) Assert.Equal(0, shares[3 * i + 1]);
        }
    }

    /// <summary>Pixels come as they are, whole numbers or not, and the graph divides them by the model's largest.</summary>
    [Theory, MemberData(nameof(Networks))]
    public void Any_network_with_any_pixel_scale_predicts_in_the_runtime_as_it_does_here(string image, string layers)
    {
        foreach (var (maximum, absent) in new (double, bool[]?)[] { (255, null), (100, [false, true, false]), (0.75, null) })
        {
            CnnClassifierModel model = CnnData.Model(image, layers, maximum, absent);
            ImageShape shape = model.Network.Image;
            Matrix stripes = (Matrix)CnnData.Stripes(7, shape.Height, shape.Width, shape.Channels).Features;
            Matrix x = Matrix.Wrap([.. stripes.Span.ToArray().Select(pixel => (double)(float)(pixel * maximum / 255))], 7, shape.Size);
            using var session = new InferenceSession(model.ToOnnx());
            var (shares, codes) = Run(session, x);
            Close(model.PredictProbabilities(x).Span, Array.ConvertAll(shares, share => (double)share), 1e-5);
            Assert.Equal(model.Predict(x).Select(code => (long)code), codes);
        }
    }

    [Fact]
    public void A_saved_file_has_the_bytes_of_the_model()
    {
        CnnClassifierModel model = CnnData.Model("6x6x1", "conv 4; flatten; dense softmax");
        string file = Path.Combine(folder, "network.onnx");
        model.SaveOnnx(file);
        Assert.Equal(model.ToOnnx(), File.ReadAllBytes(file));
        using var session = new InferenceSession(file);
        Assert.Equal(["pixels"], session.InputMetadata.Keys);
        Assert.Equal([-1, 36], session.InputMetadata["pixels"].Dimensions);
        Assert.Equal(["probabilities", "code"], session.OutputMetadata.Keys);
        Assert.Equal([-1, 3], session.OutputMetadata["probabilities"].Dimensions);
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
        Close(model.PredictProbabilities(data.Features).Span, [.. shares.SelectMany(row => row)], 1e-5);
    }

    [Fact]
    public void A_network_at_the_end_of_a_pipeline_is_exported_with_it()
    {
        ClassificationData data = CnnData.Stripes(40, 9, 8);
        ClassifierPipelineModel model = new MinMaxScaler { Maximum = 255 }.Then(Learner(1)).Fit(data);
        // The network computes in floats on both sides, in another order.
        OnnxParity.Holds(model, data.Features, 1e-5, converters: BuiltInOnnx.Converters.With(CnnOnnx.Converter));
    }

    private static (float[] Shares, long[] Codes) Run(InferenceSession session, Matrix x)
    {
        float[] pixels = Array.ConvertAll(x.Span.ToArray(), pixel => (float)pixel);
        using var value = OrtValue.CreateTensorValueFromMemory(pixels, [x.RowCount, x.ColumnCount]);
        using var run = new RunOptions();
        using var results = session.Run(run, [OnnxExport.Pixels], [value], [OnnxExport.Probabilities, OnnxExport.Code]);
        return (results[0].GetTensorDataAsSpan<float>().ToArray(), results[1].GetTensorDataAsSpan<long>().ToArray());
    }

    private static CnnClassifier Learner(int channels) => new()
    {
        Image = new ImageShape(9, 8, channels), MaxEpochs = 2,
        Layers = CnnLayers.Parse("conv 5 relu; max-pool 2x2; conv 4 2x2; dropout 0.25; flatten; dense 9 relu; dropout 0.5; dense softmax"),
    };

    private sealed class Row
    {
        [VectorType(72), ColumnName(OnnxExport.Pixels)]
        public float[] Pixels { get; set; } = [];
    }
}
