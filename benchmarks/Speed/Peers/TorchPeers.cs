#if TORCHSHARP
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
#endif

namespace ClassicML.Benchmarks.Speed.Peers;

/// <summary>libtorch on the processor, through TorchSharp, in a build with -p:WithTorchSharp=true.</summary>
internal static class TorchPeers
{
#if TORCHSHARP
    /// <summary>The Keras network in plain layout, which oneDNN blocks as it likes.</summary>
    public static IContender Cnn((ClassificationData Train, ClassificationData Test) data, int batch)
    {
        Load();
        set_num_threads(Workers.MaxThreads);
        Tensor x = Pixels(data.Train), y = tensor(Array.ConvertAll(data.Train.Codes.ToArray(), code => (long)code));
        Tensor testX = Pixels(data.Test);
        nn.Module<Tensor, Tensor>? net = null;
        return new InProcess("TorchSharp", typeof(torch).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => net = Fit(x, y, batch), () =>
            {
                net!.eval();
                using var _ = no_grad();
                long[] codes = net.call(testX).argmax(1).data<long>().ToArray();
                return SpeedCase.Accuracy(Array.ConvertAll(codes, code => (int)code), data.Test);
            }),
        }, InProcess.Rows("float32", "plain layout"));
    }

    // TorchSharp loads libtorch when its class is first used, and fails there with a page of text; the system's own words are shorter.
    private static void Load()
    {
        TextWriter screen = Console.Out;
        try
        {
            Console.SetOut(TextWriter.Null);
            RuntimeHelpers.RunClassConstructor(typeof(torch).TypeHandle);
        }
        catch (TypeInitializationException e)
        {
            throw new PeerAbsentException(
                $"TorchSharp is compiled in, but its native libraries can't be loaded here: {Reason() ?? e.InnerException?.Message.Split('\n')[0]}");
        }
        finally
        {
            Console.SetOut(screen);
        }
    }

    private static string? Reason()
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null));
            return null;
        }
        catch (DllNotFoundException e)
        {
            string[] lines = e.Message.Split('\n');
            return Array.Find(lines, line => line.Contains("version `", StringComparison.Ordinal)) ?? lines[0];
        }
    }

    private static nn.Module<Tensor, Tensor> Fit(Tensor x, Tensor y, int batch)
    {
        random.manual_seed(0);
        var net = nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(), nn.Linear(4608, 128),
            nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10));
        foreach (var (name, parameter) in net.named_parameters())
            _ = name.EndsWith("bias", StringComparison.Ordinal) ? nn.init.zeros_(parameter) : nn.init.xavier_uniform_(parameter);
        var adam = optim.Adam(net.parameters(), 1e-3, eps: 1e-7);
        net.train();
        Tensor order = randperm(x.shape[0]);
        for (long from = 0; from < x.shape[0]; from += batch)
        {
            using var scope = NewDisposeScope();
            Tensor rows = order.slice(0, from, Math.Min(from + batch, x.shape[0]), 1);
            adam.zero_grad();
            nn.functional.cross_entropy(net.call(x.index_select(0, rows)), y.index_select(0, rows)).backward();
            adam.step();
        }
        return net;
    }

    private static Tensor Pixels(ClassificationData data) =>
        tensor(Array.ConvertAll(((Matrix)data.Features).Span.ToArray(), v => (float)(v / 255))).reshape(data.RowCount, 1, 28, 28);
#else
    public static IContender Cnn((ClassificationData Train, ClassificationData Test) data, int batch) =>
        throw new PeerAbsentException("TorchSharp is not compiled in: build with -p:WithTorchSharp=true");
#endif
}
