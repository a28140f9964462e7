using ClassicML.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>ONNX Runtime with the model that we export: rows one at a time and together.</summary>
internal static class OnnxRuntimePeer
{
    /// <summary>Tensors are bound once, as its documentation advises for latency, and a single row has one thread.</summary>
    public static IContender Of(IClassifierModel model, ClassificationData test, int alone)
    {
        byte[] onnx = model.ToOnnx();
        float[] x = Array.ConvertAll(((Matrix)test.Features).Span.ToArray(), value => (float)value);
        int n = test.RowCount, p = test.FeatureCount;
        var one = new Bound(onnx, x, p, rows: 1, threads: 1);
        var all = new Bound(onnx, x, p, rows: n, threads: Workers.MaxThreads);
        ClassificationData first = test.SelectRows([.. Enumerable.Range(0, alone)]);
        int[] codes = new int[alone], together = new int[n];
        return new InProcess("ONNX Runtime", typeof(InferenceSession).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["alone"] = (() =>
            {
                for (int i = 0; i < codes.Length; i++) codes[i] = (int)one.Run(i)[0];
            }, () => SpeedCase.Accuracy(codes, first)),
            ["together"] = (() =>
            {
                ReadOnlySpan<long> labels = all.Run(0);
                for (int i = 0; i < n; i++) together[i] = (int)labels[i];
            }, () => SpeedCase.Accuracy(together, test)),
        }, "float32 rows, tensors bound once, 1 thread alone");
    }

    private sealed class Bound
    {
        private readonly InferenceSession session;
        private readonly OrtIoBinding binding;
        private readonly RunOptions options = new();
        private readonly float[] x, row;
        private readonly long[] labels;

        public Bound(byte[] onnx, float[] x, int p, int rows, int threads)
        {
            using var settings = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
            session = new InferenceSession(onnx, settings);
            this.x = x;
            row = rows == 1 ? new float[p] : x;
            labels = new long[rows];
            binding = session.CreateIoBinding();
            binding.BindInput(session.InputNames[0], OrtValue.CreateTensorValueFromMemory(row, [rows, p]));
            binding.BindOutput("label", OrtValue.CreateTensorValueFromMemory(labels, [rows]));
            foreach (string name in session.OutputNames.Where(name => name != "label")) binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
        }

        public ReadOnlySpan<long> Run(int first)
        {
            if (row != x) x.AsSpan(first * row.Length, row.Length).CopyTo(row);
            session.RunWithBinding(options, binding);
            return labels;
        }
    }
}
