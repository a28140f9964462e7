using System.Diagnostics;

namespace ClassicML.Tests.Onnx;

/// <summary>ONNX's own checker, where Python's onnx is installed.</summary>
internal static class OnnxChecker
{
    private static readonly Lazy<bool> found = new(() => Python("import onnx", []).Code == 0);

    /// <summary>Whether it is there.</summary>
    public static bool IsThere => found.Value;

    /// <summary>Holds a model to the checker, and its shapes to what the checker infers; does nothing where it is not there.</summary>
    public static void Passes(byte[] model)
    {
        if (!IsThere) return;
        var (code, output) = Python("import onnx,sys; onnx.checker.check_model(onnx.load_from_string(sys.stdin.buffer.read()), full_check=True)", model);
        Assert.True(code == 0, output);
    }

    private static (int Code, string Output) Python(string program, byte[] input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", program])
            {
                RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, errors.Result);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            return (-1, e.Message);
        }
    }
}
