// Plants every fault of the lists beside this file into a copy of the sources, switched on one at a time, and asks the suite of its project
// which it notices: dotnet run tests/faults/plant.cs -- [Linear Svm …] [--fault linear-07,svm-03] [--tests FOLDER] [--out FILE]. See tests/README.md.
using System.Diagnostics;
using System.Globalization;
using System.Text;

string[] projects = [.. args.TakeWhile(arg => !arg.StartsWith("--"))];
string[]? only = Option("--fault")?.Split(',');
string? tests = Option("--tests"), written = Option("--out");
string root = Output("git", ["rev-parse", "--show-toplevel"], "."), lists = Path.Combine(root, "tests", "faults");
string copy = Path.Combine(Path.GetTempPath(), "classicml-faults");

Fault[] faults = [.. Directory.GetFiles(lists, "*.txt").Order(StringComparer.Ordinal).SelectMany(Fault.Read)];
Copy();
foreach (IGrouping<string, (Fault Fault, int Number)> file in faults.Select((fault, i) => (Fault: fault, Number: i + 1)).GroupBy(one => one.Fault.File))
    Weave(Path.Combine(copy, file.Key), [.. file]);
Build();

var results = new List<(Fault Fault, string? By)>();
foreach (string project in faults.Select(fault => fault.Project).Distinct())
{
    Fault[] chosen = [.. faults.Where(fault => fault.Project == project && (only is null || only.Contains(fault.Name))
        && (projects.Length == 0 || projects.Contains(project)))];
    if (chosen.Length > 0 && Notices(project, 0) is { } failing) throw new InvalidOperationException($"without any fault {failing} fails");
    foreach (Fault fault in chosen)
    {
        string? by = Notices(project, Array.IndexOf(faults, fault) + 1);
        results.Add((fault, by));
        Console.WriteLine($"{fault.Name,-20} {(by is null ? "NOT NOTICED  " + fault.What : "noticed by " + by)}");
        if (written is not null) File.AppendAllText(written, $"{fault.Name}\t{by ?? "-"}\t{fault.What}\n");
    }
}
Console.WriteLine();
Console.WriteLine("| project | faults | noticed |");
Console.WriteLine("|---|---:|---:|");
foreach (var project in results.GroupBy(result => result.Fault.Project))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {project.Key} | {project.Count()} | {project.Count(result => result.By is not null)} |"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| all | {results.Count} | {results.Count(result => result.By is not null)} |"));
return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;

// What git knows or would add, as it lies here; the tests may be those of another checkout.
void Copy()
{
    if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
    foreach (string file in Output("git", ["ls-files", "-co", "--exclude-standard"], root).Split('\n'))
        if (File.Exists(Path.Combine(root, file))) CopyFile(root, file);
    if (tests is null) return;
    Directory.Delete(Path.Combine(copy, "tests"), recursive: true);
    foreach (string file in Output("git", ["ls-files", "tests"], tests).Split('\n')) CopyFile(tests, file);

    void CopyFile(string from, string file)
    {
        string to = Path.Combine(copy, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(from, file), to);
    }
}

static void Weave(string path, (Fault Fault, int Number)[] faults)
{
    string text = File.ReadAllText(path).ReplaceLineEndings("\n");
    var places = new List<(int Start, int End, string By)>();
    foreach ((Fault fault, int number) in faults)
    {
        int start = text.IndexOf(fault.Before, StringComparison.Ordinal);
        if (start < 0 || text.IndexOf(fault.Before, start + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidDataException($"{fault.Name}: its text is {(start < 0 ? "not" : "more than once")} in {fault.File}");
        places.Add((start, start + fault.Before.Length, fault.After.Replace("FAULT", $"(global::PlantedFault.Number == {number})", StringComparison.Ordinal)));
    }
    places.Sort();
    foreach (((_, int end, _), (int start, _, string by)) in places.Zip(places.Skip(1)))
        if (start < end) throw new InvalidDataException($"{path}: two faults want one place: {by}");
    var woven = new StringBuilder(text);
    foreach ((int start, int end, string by) in places.AsEnumerable().Reverse()) woven.Remove(start, end - start).Insert(start, by);
    File.WriteAllText(path, woven.ToString());
}

void Build()
{
    File.WriteAllText(Path.Combine(copy, "PlantedFault.cs"), """
        internal static class PlantedFault
        {
            public static readonly int Number = int.Parse(
                System.Environment.GetEnvironmentVariable("CLASSICML_FAULT") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        }
        """);
    string props = Path.Combine(copy, "Directory.Build.props");
    File.WriteAllText(props, File.ReadAllText(props).Replace("</Project>", """
          <ItemGroup Condition="'$(InSource)' == 'true' or '$(MSBuildProjectName)' == 'ClassicML.Cli'">
            <Compile Include="$(RepositoryRoot)PlantedFault.cs" />
          </ItemGroup>
          <PropertyGroup>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <RunAnalyzers>false</RunAnalyzers>
            <EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>
            <NoWarn>$(NoWarn);CS0162;CS0436;CS1591;CS1573</NoWarn>
          </PropertyGroup>
        </Project>
        """));
    // The sources may ask where the repository is.
    Directory.CreateDirectory(Path.Combine(copy, ".git"));
    (int code, string output) = Run("dotnet", ["build", "tests/ClassicML.Tests", "-v", "quiet", "-nologo"], copy, 0, TimeSpan.FromMinutes(30));
    if (code != 0) throw new InvalidOperationException(string.Join("\n", output.Split('\n').Where(line => line.Contains("error")).Distinct()));
}

// The first test that fails with a fault, or null.
string? Notices(string project, int number)
{
    // Learners are also held to what is common to them all.
    string[] namespaces = project switch
    {
        "Core" => ["Core", "Wire", "Contract"],
        "OnnxGraphs" => ["Onnx", "Cnn"],
        "Datasets" => ["DatasetFiles", "Wire"],
        "Metrics" or "MLNet" or "Plotting" or "Cli" or "ModelSelection" or "Onnx" or "Serialization" => [project],
        _ => [project, "Contract"],
    };
    string program = Path.Combine(copy, "tests", "ClassicML.Tests", "bin", "Debug", "net10.0", "ClassicML.Tests.dll");
    foreach (string one in namespaces)
    {
        (int code, string output) = Run("dotnet", [program, "-noColor", "-noLogo", "-stopOnFail", "-namespace", "ClassicML.Tests." + one],
            copy, number, TimeSpan.FromMinutes(5));
        if (code == 0) continue;
        string? line = output.Split('\n').FirstOrDefault(line => line.Contains("[FAIL]"));
        return line is null ? code == -1 ? "a test that no longer ends" : "the end of the test process"
            : line.Replace("[FAIL]", "").Trim().Replace("ClassicML.Tests.", "");
    }
    return null;
}

static (int Code, string Output) Run(string program, string[] arguments, string folder, int fault, TimeSpan limit)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    start.Environment["CLASSICML_FAULT"] = fault.ToString(CultureInfo.InvariantCulture);
    using Process process = Process.Start(start)!;
    Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
    if (!process.WaitForExit(limit))
    {
        process.Kill(entireProcessTree: true);
        return (-1, "");
    }
    return (process.ExitCode, output.Result + errors.Result);
}

static string Output(string program, string[] arguments, string folder) => Run(program, arguments, folder, 0, TimeSpan.FromMinutes(1)).Output.Trim();

/// <summary>A fault: a piece of a file, and what stands there instead, with the original behind the switch FAULT.</summary>
internal sealed record Fault(string Project, string Name, string What, string File, string Before, string After)
{
    public static IEnumerable<Fault> Read(string path)
    {
        foreach (string entry in System.IO.File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = entry.Trim('\n').Split('\n');
            (string name, string what) = (lines[0].Split(' ', 2)[0], lines[0].Split(' ', 2)[1]);
            yield return new Fault(Path.GetFileNameWithoutExtension(path), name, what, lines[1]["file ".Length..], Lines('-'), Lines('+'));

            string Lines(char mark) => string.Join("\n", lines.Skip(2).Where(line => line[0] == mark).Select(line => line.Length > 1 ? line[2..] : ""));
        }
    }
}
