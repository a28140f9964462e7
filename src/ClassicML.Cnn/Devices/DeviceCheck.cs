using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ClassicML.Cnn.Graph;
using ClassicML.Cnn.Managed;
using ClassicML.Cnn.Training;
using Microsoft.ML.OnnxRuntime;

namespace ClassicML.Cnn;

/// <summary>Follows the chain card, driver, CUDA, cuDNN, provider, step, and says at each link what is there.</summary>
public static class DeviceCheck
{
    /// <summary>The links in order. A later one may work although an earlier one was not found, since each is looked for by itself.</summary>
    /// <param name="index">The CUDA device.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static IReadOnlyList<DeviceLink> Chain(int index = 0)
    {
        Device device = Device.Cuda(index);
        return [Card(), Driver(index), Cuda(), CuDnn(), Provider(), Step(device)];
    }

    /// <summary>The providers of this build of ONNX Runtime, and the time and loss of one step of each engine on the processor.</summary>
    public static IReadOnlyList<DeviceLink> Processor()
    {
        using var managed = new ManagedEngine(Trial());
        using var graph = new GraphEngine(Trial(), Device.Cpu);
        var (loss, time) = Run(managed);
        var (graphLoss, graphTime) = Run(graph);
        return
        [
            new DeviceLink("runtime", true,
                $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}: {string.Join(", ", OrtEnv.Instance().GetAvailableProviders())}", ""),
            new DeviceLink("managed", true, Words(loss, time), ""),
            new DeviceLink("graph", Agree(loss, graphLoss), Words(graphLoss, graphTime),
                Agree(loss, graphLoss) ? "" : "its loss is not that of the managed engine"),
        ];
    }

    private static DeviceLink Card()
    {
        string[] cards = Directory.Exists("/proc/driver/nvidia/gpus") ? Directory.GetDirectories("/proc/driver/nvidia/gpus") : [];
        if (cards.Length > 0) return new DeviceLink("card", true, $"{cards.Length} at {string.Join(", ", cards.Select(Path.GetFileName))}", "");
        string? seen = Output("nvidia-smi", "-L") ?? Output("lspci", "")?.Split('\n').FirstOrDefault(line => line.Contains("NVIDIA", StringComparison.Ordinal));
        return seen is not null
            ? new DeviceLink("card", true, seen.Trim(), "")
            : new DeviceLink("card", false, "no NVIDIA card is seen", "look at `lspci | grep -i nvidia`; in a container, pass the card in");
    }

    private static DeviceLink Driver(int index) =>
        Output("nvidia-smi", $"--id={index.ToString(CultureInfo.InvariantCulture)} --query-gpu=name,driver_version,memory.total --format=csv,noheader") is { } found
            ? new DeviceLink("driver", true, found.Trim(), "")
            : new DeviceLink("driver", false, "nvidia-smi gives no answer", "install NVIDIA's driver and restart; `nvidia-smi` must list the card");

    private static DeviceLink Cuda() => Library(
        "CUDA", ["libcudart.so.13", "cudart64_13.dll"],
        "install the runtime of CUDA 13, which this package is built on, and put its folder on LD_LIBRARY_PATH (PATH on Windows); `nvcc --version` names it");

    private static DeviceLink CuDnn() => Library(
        "cuDNN", ["libcudnn.so.9", "cudnn64_9.dll"], "install cuDNN 9 for your CUDA, and put its folder on LD_LIBRARY_PATH (PATH on Windows)");

    private static DeviceLink Provider() => GraphSessions.MissingProvider() is { } missing
        ? new DeviceLink("provider", false, missing, "build with `-p:WithCuda=true`")
        : new DeviceLink("provider", true, GraphSessions.CudaProvider, "");

    private static DeviceLink Step(Device device)
    {
        try
        {
            using var managed = new ManagedEngine(Trial());
            using var cuda = new GraphEngine(Trial(), device);
            double expected = Run(managed).Loss;
            var (loss, time) = Run(cuda);
            return new DeviceLink("step", Agree(expected, loss), Words(loss, time),
                Agree(expected, loss) ? "" : FormattableString.Invariant($"the processor's loss is {expected:R}: report this"));
        }
        catch (Exception e) when (e is PlatformNotSupportedException or OnnxRuntimeException)
        {
            return new DeviceLink("step", false, e.Message, "mend the first link above that is missing");
        }
    }

    // A step of the MNIST network on stripes, the same for every device.
    private static TrainingProblem Trial()
    {
        const int rows = 32;
        var network = CnnClassifier.KerasMnist.Network(10);
        double[] x = new double[rows * network.Image.Size];
        for (int i = 0; i < x.Length; i++) x[i] = i % (3 + i / network.Image.Size % 10) == 0 ? 255 : 0;
        int[] codes = [.. Enumerable.Range(0, rows).Select(i => i % 10)];
        var rule = new OptimizerRule(CnnSolver.Adam, 0.001, 0, 0.9, 0.999, 1e-7);
        return new TrainingProblem(network, new PixelRows(Matrix.Wrap(x, rows, network.Image.Size), 255), codes, [], rule, rows, 0, Workers.MaxThreads);
    }

    // The loss of the first step, and the time of the fastest of some.
    private static (double Loss, TimeSpan Time) Run(ITrainingEngine engine)
    {
        int[] rows = [.. Enumerable.Range(0, 32)];
        float[] weights = [.. Enumerable.Repeat(1f, 32)];
        engine.Load(new TrainingState(CnnClassifier.KerasMnist.Network(10).InitialParameters(0)));
        engine.Step(rows, weights);
        double loss = engine.Totals(reset: true).Loss / rows.Length;
        var best = TimeSpan.MaxValue;
        for (int trial = 0; trial < 20; trial++)
        {
            var clock = Stopwatch.StartNew();
            engine.Step(rows, weights);
            engine.Totals(reset: true);
            if (clock.Elapsed < best) best = clock.Elapsed;
        }
        return (loss, best);
    }

    private static bool Agree(double expected, double loss) => Math.Abs(expected - loss) <= 1e-4 * expected;

    private static string Words(double loss, TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"a step on 32 digits takes {time.TotalMilliseconds:F2} ms, loss {loss:F5}");

    private static DeviceLink Library(string name, string[] files, string advice)
    {
        foreach (string file in files)
            if (NativeLibrary.TryLoad(file, out nint handle))
            {
                NativeLibrary.Free(handle);
                return new DeviceLink(name, true, file, "");
            }
        return new DeviceLink(name, false, $"none of {string.Join(", ", files)} can be loaded", advice);
    }

    private static string? Output(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            string? text = process?.StandardOutput.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0 && !string.IsNullOrWhiteSpace(text) ? text : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
