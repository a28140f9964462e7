using ClassicML.Benchmarks.Speed.Peers;
using ClassicML.Preprocessing;

namespace ClassicML.Benchmarks.Speed.Cases;

/// <summary>Texts of words whose frequencies fall as Zipf's law says.</summary>
internal sealed class Tfidf : SpeedCase
{
    private const int TextCount = 20_000, NewCount = 5_000, WordCount = 50_000, MeanLength = 100;

    public override Family Family => Family.Preprocessing;

    public override string Name => "tfidf";

    public override string Summary => "tf-idf of 20,000 texts of 100 words of 50,000 by Zipf's law: fit and transform them; transform 5,000 others";

    // Logarithms and sums in another order, of some nine.
    public override IReadOnlyList<(string, string, double)> Steps { get; } = [("fit", "mean sum of a text", 1e-9), ("transform", "mean sum of a text", 1e-9)];

    // ML.NET's FeaturizeText has other tokens and another idf, ln(n/d), and no option makes them equal.
    public override IReadOnlyList<CasePeer> Peers => [PeerNames.ScikitLearn];

    public override IContender Ours()
    {
        Table train = Texts(Words(1, TextCount)), others = Texts(Words(2, NewCount));
        TextVectorizerModel? model = null;
        Features? rows = null;
        double Mean() => ((SparseMatrix)rows!).Values.ToArray().Sum() / rows.RowCount;
        return new InProcess("ClassicML", typeof(TextVectorizer).Assembly, new Dictionary<string, (Action, Func<double>)>
        {
            ["fit"] = (() => rows = (model = new TextVectorizer().Fit(train)).Transform(train), Mean),
            ["transform"] = (() => rows = model!.Transform(others), Mean),
        });
    }

    public override void WriteData(string folder)
    {
        foreach ((string name, int[][] texts) in new[] { ("train", Words(1, TextCount)), ("test", Words(2, NewCount)) })
        {
            NpyFile.Write(Path.Combine(folder, $"words_{name}.npy"), [.. texts.SelectMany(words => words)]);
            NpyFile.Write(Path.Combine(folder, $"lengths_{name}.npy"), Array.ConvertAll(texts, words => words.Length));
        }
    }

    // The numbers of each text's words: that of rank r is drawn with a probability in proportion to 1/(r + 1).
    private static int[][] Words(ulong seed, int texts)
    {
        double[] until = new double[WordCount];
        for (int r = 0; r < WordCount; r++) until[r] = (r > 0 ? until[r - 1] : 0) + 1.0 / (r + 1);
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, texts).Select(_ => Enumerable.Range(0, MeanLength / 2 + rng.NextInt(MeanLength)).Select(_ =>
            Array.BinarySearch(until, rng.NextDouble() * until[^1]) is var at && at < 0 ? Math.Min(~at, WordCount - 1) : at).ToArray())];
    }

    // As scikit_learn_peer.py spells them: syllables of two letters, a capital and a full stop.
    private static Table Texts(int[][] texts) => new(new TextColumn("text", texts.Select(words =>
    {
        string text = string.Join(' ', words.Select(Spell));
        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    })));

    private static string Spell(int word)
    {
        string spelt = "";
        for (int rest = word + 100; rest > 0; rest /= 100) spelt += $"{"bcdfghjklmnpqrstvwxz"[rest % 100 / 5]}{"aeiou"[rest % 5]}";
        return spelt;
    }
}
