using System.Collections.Immutable;
using System.Security.Cryptography;

namespace ClassicML;

/// <summary>One of the files of MNIST: its name, and the length and SHA-256 of its content, unpacked.</summary>
internal sealed record MnistFile(string Name, long Length, string Hash)
{
    /// <summary>Images and labels to train, then to test. Hashes are of the unpacked content, since mirrors pack differently.</summary>
    public static ImmutableArray<MnistFile> All { get; } =
    [
        new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>The name that mirrors and folders have it under.</summary>
    public string PackedName => $"{Name}.gz";

    /// <summary>Refuses a file whose unpacked content is not this one.</summary>
    /// <exception cref="InvalidDataException">It is another, or broken.</exception>
    public void Verify(string path)
    {
        using Stream content = InputFile.Open(path, out _);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[1 << 16];
        long length = 0;
        // A tiny file can unpack to gigabytes: stop at the first byte too many.
        for (int read; length <= Length && (read = content.Read(block)) > 0; length += read) hash.AppendData(block, 0, read);
        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != Hash) throw new InvalidDataException($"{Name} has SHA-256 {found}, expected {Hash}");
    }
}
