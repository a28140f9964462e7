using System.Reflection;
using PublicApiGenerator;

namespace ClassicML.Tests.Architecture;

/// <summary>The public surface of each package is the one that somebody looked at last: a file of <c>tests/api</c> for each.</summary>
public class PublicApiTests
{
    private static readonly string Accepted = Path.Combine(Repository.Root, "tests", "api");

    private static readonly string Changed = Path.Combine(Repository.Root, "artifacts", "api");

    // What ClassicML.Internal has is promised to nobody.
    private static readonly ApiGeneratorOptions Options =
        new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = ["ClassicML.Internal"] };

    public static TheoryData<string> Packages =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Packages))]
    public void A_public_surface_is_the_one_that_was_accepted(string package)
    {
        string[] now = (Assembly.Load(package).GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n").Split('\n');
        string file = Path.Combine(Accepted, package + ".txt"), changed = Path.Combine(Changed, package + ".txt");
        string[] before = File.Exists(file) ? File.ReadAllText(file).Split('\n') : [];
        Directory.CreateDirectory(Changed);
        if (now.AsSpan().SequenceEqual(before))
        {
            // Of an earlier run: it must not be accepted with what changes later.
            File.Delete(changed);
            return;
        }
        File.WriteAllText(changed, string.Join('\n', now));
        Assert.Fail(string.Join(
            '\n',
            [
                $"the public surface of {package} has changed; where that is wanted: cp artifacts/api/{package}.txt tests/api/",
                .. before.Except(now).Select(line => "- " + line.Trim()), .. now.Except(before).Select(line => "+ " + line.Trim()),
            ]));
    }

    [Fact]
    public void Every_file_is_of_a_package() => Assert.Equal(
        Packages.Select(row => row.Data),
        Directory.GetFiles(Accepted).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
