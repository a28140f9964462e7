using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using ClassicML.Internal;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Svm;
using ClassicML.Tests.Contract;

namespace ClassicML.Tests.Wire;

/// <summary>Damages files of every format that the library reads.</summary>
internal sealed class ReaderFuzz : IDisposable
{
    // Files are at most some kilobytes.
    private const long MostBytes = 64L << 20;

    private static readonly byte[][] Pieces =
    [
        .. ((string[])["nan", "NaN", "inf", "1e400", "-1", "0", "2147483648", "99999999999999999999", "\"", "\"\"", ",", "\n", "\r",
                ":", "#", "\0", "1:1", "é", "\ufeff"])
            .Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xE9], [0x80], [0xFF, 0xFE], [0x1F, 0x8B], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF],
    ];

    private readonly Rng rng;
    private readonly string folder = Directory.CreateTempSubdirectory("classicml-fuzz-").FullName;
    private readonly (byte[] Content, Action<string> Read)[] formats;

    public ReaderFuzz(ulong seed)
    {
        rng = new Rng(seed);
        byte[] csv = Encoding.UTF8.GetBytes("a,\"b, c\",class\n1,2.5,café\n-1e3,NA,\"cafè\"\"\"\n3,4,5\n"),
            table = Encoding.UTF8.GetBytes("a;day;b;c\n1,5;2024-01-01;true;x\n;;;\n-3;2024-01-02T10:00:00Z;false;\"y\n\"\n"),
            svm = Encoding.UTF8.GetBytes("1 qid:2 1:2 3:-0.5 # note\n-1 qid:1 2:1e3\n1 qid:2\n");
        byte[] idx = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], doubles = [0, 0, 0xE, 1, 0, 0, 0, 1, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0];
        formats =
        [
            (csv, path => CsvReader.ReadClassification(path)), (csv, path => CsvReader.ReadFeatures(path, new CsvOptions { Columns = [0, 1] })),
            (Packed(csv), path => CsvReader.ReadClassification(path)), (csv, path => CsvReader.ReadTable(path)),
            (table, path => CsvReader.ReadTable(path, new CsvOptions { DecimalSeparator = ',' })), (Packed(table), path => CsvReader.ReadTable(path)),
            (table, path => CsvReader.ReadTable(path, CsvReader.Detect(path).Options)),
            (csv, path => CsvReader.ReadTable(path, CsvReader.Detect(path).Options)),
            (csv, path => InputFormats.Find(path)), (svm, path => InputFormats.Find(path)), (idx, path => InputFormats.Find(path)),
            (svm, path => LibSvmReader.ReadRegression(path, firstIndex: LibSvmReader.Detect(path).FirstIndex)),
            (svm, path => LibSvmReader.ReadClassification(path)), (svm, path => LibSvmReader.ReadRegression(path)),
            (Packed(svm), path => LibSvmReader.ReadClassification(path)),
            (idx, path => IdxReader.ReadMatrix(path)), (Packed(idx), path => IdxReader.ReadMatrix(path)), (doubles, path => IdxReader.ReadShape(path)),
            (Model(w => LibSvmModelFile.Write(new SvmClassifier().Fit(Rows.Of(3, 24)), w)), path => Scores(Text(path, r => LibSvmModelFile.Read(r)))),
            (Model(w => LibSvmModelFile.Write(new SvmRegressor().Fit(Rows.Numbers(24)), w)), path => Scores(Text(path, r => LibSvmModelFile.ReadRegressor(r)))),
            (Model(w => LibSvmModelFile.Write(new OneClassSvm().Fit(Rows.Of(3, 24).Features), w)),
                path => Scores(Text(path, r => LibSvmModelFile.ReadOneClass(r)))),
            (Model(w => LibLinearSvmModelFile.Write(new LinearSvmClassifier().Fit(Rows.Of(3, 24)), w)),
                path => Scores(Text(path, r => LibLinearSvmModelFile.Read(r)))),
            (Model(w => LibLinearSvmModelFile.Write(new LinearSvmRegressor().Fit(Rows.Numbers(24)), w)),
                path => Scores(Text(path, r => LibLinearSvmModelFile.ReadRegressor(r)))),
            (Model(w => LibLinearLogisticModelFile.Write(new LogisticRegression().Fit(Rows.Of(2, 24)), w)),
                path => Scores(Text(path, r => LibLinearLogisticModelFile.Read(r)))),
            (Journal(), Resume),
        ];
    }

    public void Run(int count)
    {
        string path = Path.Combine(folder, "file");
        for (int i = 0; i < count; i++)
        {
            (byte[] content, Action<string> read) = formats[i % formats.Length];
            byte[] damaged = content;
            for (int more = 1 + rng.NextInt(4); more > 0; more--) damaged = Changed(damaged);
            if (read == Resume) damaged = Signed(damaged);
            File.WriteAllBytes(path, damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InvalidDataException e)
            {
                Assert.True(e.Message.Length > 10, e.Message);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"mutant {i}: {Convert.ToBase64String(damaged)}", e);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"mutant {i} takes too much: {Convert.ToBase64String(damaged)}");
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private byte[] Changed(byte[] content)
    {
        if (content.Length == 0) return Pieces[rng.NextInt(Pieces.Length)];
        int place = rng.NextInt(content.Length), length = Math.Min(rng.NextInt(8), content.Length - place);
        byte[] piece = Pieces[rng.NextInt(Pieces.Length)];
        switch (rng.NextInt(5))
        {
            case 0:
                byte[] flipped = [.. content];
                flipped[place] ^= (byte)(1 << rng.NextInt(8));
                return flipped;
            case 1: return content[..place];
            case 2: return [.. content[..place], .. content[(place + length)..]];
            case 3: return [.. content[..(place + length)], .. content[place..]];
            default: return [.. content[..place], .. piece, .. content[place..]];
        }
    }

    // With right checksums, so that what is behind them is read.
    private byte[] Signed(byte[] journal)
    {
        if (rng.NextInt(4) == 0) return journal;
        string[] lines = Encoding.UTF8.GetString(journal).Split('\n');
        for (int i = 0; i < lines.Length; i++)
            if (lines[i].Length > 9)
                lines[i] = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines[i][9..])))[..8]} {lines[i][9..]}";
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private byte[] Journal()
    {
        string path = Path.Combine(folder, "journal");
        Search(path).Fit(Rows.Of(2, 24));
        return File.ReadAllBytes(path);
    }

    private static void Resume(string path)
    {
        SearchModel model = Search(path).Fit(Rows.Of(2, 24));
        if (model.Results.Any(result => result.Scores.Any(double.IsInfinity))) throw new InvalidOperationException("an infinite score");
    }

    private static GridSearch Search(string path) => new(ParameterGrid.For(new KNearestNeighborsClassifier())
        .Vary("k", [1, 3], (l, k) => l with { NeighborCount = k }))
    {
        Splitter = new StratifiedKFold { FoldCount = 2 }, Journal = new SearchJournal(path, BuiltIn.Registry),
    };

    private static void Scores(IModel model)
    {
        if (model.FeatureCount > 1000) return;
        Matrix x = Matrix.Wrap(new double[2 * model.FeatureCount], 2, model.FeatureCount);
        if (model is IClassifierModel classifier) classifier.Predict(x);
        else if (model is IRegressorModel regressor) regressor.Predict(x);
        else ((IOutlierModel)model).Score(x);
    }

    private static T Text<T>(string path, Func<TextReader, T> read)
    {
        using var reader = new StreamReader(path);
        return read(reader);
    }

    private static byte[] Model(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }
}
