using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClassicML.Linear;
using ClassicML.ModelSelection;
using ClassicML.Neighbors;
using ClassicML.Neural;
using ClassicML.Preprocessing;
using ClassicML.Svm;
using ClassicML.Tests.Contract;
using ClassicML.Tests.Trees;
using ClassicML.Trees;
using ClassicML.Wire;

namespace ClassicML.Tests.Wire;

/// <summary>Takes the JSON of every kind of model, changes a few tokens, and predicts with what is still accepted.</summary>
internal sealed partial class FormFuzz(ulong seed)
{
    // Forms are some ten thousand characters; what is asked for beyond that is asked for by a number in the text.
    private const long MostBytes = 64L << 20;

    private static readonly string[] Values =
    [
        "0", "-1", "1", "2", "-5", "0.5", "-0", "1e-310", "1e308", "-1e308", "1e400", "2147483647", "2147483648", "-2147483648", "1e9", "\"NaN\"",
        "\"Infinity\"", "\"-Infinity\"", "null", "true", "false", "\"\"", "\"x\"", "\"\\ud800\"", "\"1\"", "\"scale\"", "[]", "{}", "[[]]", "[1]", "[1,2,3]",
        "{\"type\":\"ridge\"}", "{\"type\":\"linear-kernel\"}", "{\"type\":\"matrix\",\"Rows\":2147483647,\"Columns\":0,\"Values\":[]}",
    ];

    private readonly Rng rng = new(seed);
    private readonly string[] texts = [.. Models().Select(model => Learners.Registry.Write(model).ToString())];

    public int Accepted { get; private set; }

    public void Run(int count)
    {
        Token[][] tokens = Array.ConvertAll(texts, Tokens);
        for (int i = 0; i < count; i++)
        {
            int from = i % texts.Length;
            string text = Changed(texts[from], tokens[from]);
            for (int more = rng.NextInt(3); more > 0; more--) text = Changed(text, Tokens(text));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Try(text);
            }
            catch (Exception e) when (e is not WireException)
            {
                throw new InvalidOperationException($"mutant {i}: {text}", e);
            }
            catch (WireException e)
            {
                Assert.True(e.Message.Length > 20, text);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes, $"mutant {i} takes too much: {text}");
        }
        Assert.True(Accepted > count / 100, "hardly a mutant is accepted, so nothing is tested");
    }

    private void Try(string text)
    {
        WireForm? form = null;
        string? refusal = null;
        try
        {
            form = WireForm.Parse(text);
        }
        catch (WireException e)
        {
            refusal = e.Message;
        }
        // What is no JSON is quoted from the piece at hand.
        string inPieces = InPieces(text);
        if (refusal?.StartsWith("this is not JSON: ", StringComparison.Ordinal) == true) Assert.StartsWith("this is not JSON: ", inPieces);
        else Assert.Equal(refusal ?? form!.ToString(), inPieces);
        if (form is null) throw new WireException(refusal!);
        var model = Learners.Registry.Read<IModel>(form);
        Accepted++;
        // Numbers like 1e308 may overflow, as arithmetic does: then nothing is said but that no other error comes.
        Try(model, rng, HasExtremes(text));
    }

    // The form, or what is said of it, as it comes by pieces that end anywhere.
    private string InPieces(string text)
    {
        try
        {
            return WireJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None, 4 + rng.NextInt(1000)).ToString();
        }
        catch (WireException e)
        {
            return e.Message;
        }
    }

    /// <summary>Predicts some rows, or is refused in words.</summary>
    public static void Try(IModel model, Rng rng, bool mayOverflow)
    {
        // A model of that many features is a claim of the text's, to be met by whoever has such rows.
        if (model.FeatureCount > 1000) return;
        double[] values = new double[8 * model.FeatureCount];
        for (int i = 0; i < values.Length; i++) values[i] = i % model.FeatureCount == 1 ? 100 * rng.NextDouble() : 3 * rng.NextDouble() - 1;
        // A precomputed kernel's rows begin with their number.
        bool ofTables = model is DateFeaturesModel or TextVectorizerModel or SimpleImputerModel { FillTexts: [not null, ..] };
        Features x = ofTables ? TableOf(model) : Matrix.Wrap(values, 8, model.FeatureCount);
        try
        {
            Predict(model, TreeTables.Levels(model) is { } levels ? TreeTables.Rows(levels, model) : x, mayOverflow);
        }
        catch (ArgumentException)
        {
            // Rows may be refused, such as categories that the model has not seen.
        }
    }

    // As many columns as it says, by its names where these can be names of columns.
    private static Table TableOf(IModel model)
    {
        Table plain = TableRows.Of(Learners.Registry.Find(model)!.Name, 10);
        // A missing date is NaN.
        plain = plain.Where(row => !row.IsMissing(plain.Columns[0].Name) && !row.IsMissing(plain.Columns[1].Name));
        string[] names = [.. Enumerable.Range(0, model.FeatureCount).Select(j => model.FeatureNames?[j] ?? $"c{j}")];
        return new Table(names.Select((name, j) => plain.Columns[j % 2].Rename(name)));
    }

    private static void Predict(IModel model, Features x, bool mayOverflow)
    {
        void Finite(ReadOnlySpan<double> values)
        {
            if (!mayOverflow && values.ContainsAnyExceptInRange(double.MinValue, double.MaxValue)) throw new InvalidOperationException("not finite");
        }

        switch (model)
        {
            case IClassifierModel classifier:
                foreach (int code in classifier.Predict(x))
                    if (code < 0 || code >= classifier.Labels.Count) throw new InvalidOperationException($"code {code}");
                if (classifier.As<IDecisionScores>() is { } scoring)
                    foreach (double score in scoring.DecisionScores(x).Span)
                        if (!mayOverflow && double.IsNaN(score)) throw new InvalidOperationException("a score is NaN");
                if (classifier.As<IProbabilisticModel>() is not { } probabilistic) break;
                Matrix p = probabilistic.PredictProbabilities(x);
                for (int i = 0; i < p.RowCount && !mayOverflow; i++)
                {
                    double sum = 0;
                    foreach (double share in p.Row(i)) sum += share is >= 0 and <= 1 + 1e-9 ? share : double.NaN;
                    if (!(Math.Abs(sum - 1) < 1e-6)) throw new InvalidOperationException($"probabilities sum to {sum}");
                }
                break;
            case IRegressorModel regressor: Finite(regressor.Predict(x)); break;
            case IOutlierModel outlier: Finite(outlier.Score(x)); break;
            case ITransformerModel transformer:
                Features to = transformer.Transform(x);
                if (to is not Table) Finite(to is SparseMatrix sparse ? sparse.Values : ((Matrix)to).Span);
                break;
            case NearestNeighborsModel neighbors:
                neighbors.Nearest(x, 1);
                neighbors.Within(x, 1);
                break;
        }
    }

    private static bool HasExtremes(string text)
    {
        foreach (ValueMatch match in Number().EnumerateMatches(text))
        {
            double value = Math.Abs(double.Parse(text.AsSpan(match.Index, match.Length), CultureInfo.InvariantCulture));
            if (value > 1e6 || value is > 0 and < 1e-30) return true;
        }
        return false;
    }

    // One change: a value for another, an element or a pair gone or doubled, two tokens swapped, or a character.
    private string Changed(string text, Token[] tokens)
    {
        if (text.Length == 0) return "{}";
        if (tokens.Length == 0 || rng.NextInt(20) == 0)
        {
            int place = rng.NextInt(text.Length);
            return rng.NextInt(3) switch
            {
                0 => text[..place],
                1 => text.Remove(place, 1),
                _ => text.Insert(place, ((char)rng.NextInt(0x250)).ToString()),
            };
        }
        // Long arrays are most of a text: half the time a token of those that are not numbers, or the first of an array.
        Token[] rare = rng.NextInt(2) == 0 ? [.. tokens.Where(token => token.IsRare)] : tokens;
        if (rare.Length == 0) rare = tokens;
        Token one = rare[rng.NextInt(rare.Length)], other = rare[rng.NextInt(rare.Length)];
        string own = text.Substring(one.Start, one.Length);
        return rng.NextInt(6) switch
        {
            0 when one.Start + one.Length < text.Length && text[one.Start + one.Length] == ',' => text.Remove(one.Start, one.Length + 1),
            1 => text.Insert(one.Start, own + ","),
            2 => text.Remove(one.Start, one.Length).Insert(one.Start, text.Substring(other.Start, other.Length)),
            _ => text.Remove(one.Start, one.Length).Insert(one.Start, Values[rng.NextInt(Values.Length)]),
        };
    }

    private static Token[] Tokens(string text)
    {
        var found = new List<Token>();
        foreach (ValueMatch match in Part().EnumerateMatches(text))
            found.Add(new Token(match.Index, match.Length, text[match.Index] is '"' or 't' or 'f' or 'n'
                || (match.Index > 0 && text[match.Index - 1] is '[' or ':')));
        return [.. found];
    }

    /// <summary>A small model of every kind.</summary>
    public static IEnumerable<object> Models()
    {
        ClassificationData three = Rows.Of(3, 24), two = Rows.Of(2, 24);
        ClassificationData absent = three.SelectRows([.. Enumerable.Range(0, 24).Where(i => three.Codes[i] != 1)]);
        foreach (string name in Learners.Classifiers.Select(row => row.Data))
            foreach (ClassificationData data in (ClassificationData[])[two, three, absent])
                yield return ((IClassifier<IClassifierModel>)Small(name)).Fit(data);
        foreach (string name in Learners.Regressors.Select(row => row.Data)) yield return ((IRegressor<IRegressorModel>)Small(name)).Fit(Rows.Numbers(24));
        foreach (string name in Learners.Transformers.Select(row => row.Data)) yield return ((ISupervisedTransformer<ITransformerModel>)Small(name)).Fit(three);
        foreach (string name in Learners.OutlierDetectors.Select(row => row.Data))
            yield return ((ILearner<OutlierData, IOutlierModel>)Small(name)).Fit(Rows.Outliers(24));
        foreach (TreeOptions options in (TreeOptions[])
                [new DecisionTreeClassifier { MaxDepth = 4 }, new DecisionTreeRegressor { MaxDepth = 4 },
                 new RandomForestClassifier { TreeCount = 2, MaxDepth = 3 }, new ExtraTreesRegressor { TreeCount = 2, MaxDepth = 3 }])
            yield return options is IClassifier<IClassifierModel> classifier ? classifier.Fit(TreeTables.Classes(5, 24))
                : ((IRegressor<IRegressorModel>)options).Fit(TreeTables.Numbers(5, 24));
        yield return new DateFeatures().Fit(TableRows.Of("date-features", 12));
        yield return new TextVectorizer().Fit(TableRows.Of("text-vectorizer", 12));
        yield return new TextVectorizer { HashColumnCount = 5, AlternateSign = true, MaxNGram = 2 }.Fit(TableRows.Of("text-vectorizer", 12));
        yield return new SimpleImputer { Statistic = ImputationStatistic.MostFrequent, AddIndicator = true }.Fit(TableRows.Of("text-vectorizer", 12));
        yield return new NearestNeighbors().Fit(three.Features);
        yield return new SelectFromModel(new LogisticRegression()).Fit(three);
        yield return new RecursiveFeatureElimination(new LogisticRegression()) { Keep = 2 }.Fit(three);
        yield return new SequentialFeatureSelector(new NearestCentroid()) { Keep = 2, Splitter = new KFold { FoldCount = 2 } }.Fit(three);
        foreach (KernelFunction kernel in (KernelFunction[])
                [KernelFunction.Linear, KernelFunction.Polynomial(2), KernelFunction.Sigmoid(0.01), KernelFunction.Laplacian(), KernelFunction.Cosine])
            yield return new SvmClassifier { Kernel = kernel }.Fit(three);
        Features gram = PrecomputedKernel.Rows(KernelFunction.Rbf(0.1).Gram(three.Features));
        yield return new SvmClassifier { Kernel = KernelFunction.Precomputed }.Fit(three.WithFeatures(gram));
        yield return new SvmClassifier().Fit(three.WithFeatures(SparseMatrix.FromDense((Matrix)three.Features)));
        yield return new CalibratedClassifier(new LogisticRegression()) { FoldCount = 2, Method = CalibrationMethod.Isotonic }.Fit(three);
    }

    // The learner with limits that keep its form short.
    private static object Small(string name)
    {
        object learner = Learners.All[name];
        if (Learners.Registry.Find(learner) is not { CanCreate: true } type) return learner;
        foreach (WireOption option in type.Options)
        {
            WireValue? small = option.Name switch
            {
                "TreeCount" => new WireValue.Integer(3),
                "HiddenLayers" => new WireValue.Text(LayerSizes.Parse("3").ToString()),
                "MaxEpochs" => new WireValue.Integer(5),
                "ComponentCount" => type.Name == "pca" ? new WireValue.Text("2") : new WireValue.Integer(2),
                _ => null,
            };
            if (small is not null) learner = option.Set(learner, small, Learners.Registry);
        }
        return learner;
    }

    private readonly record struct Token(int Start, int Length, bool IsRare);

    [GeneratedRegex("""-?\d[0-9.eE+-]*|"(?:[^"\\]|\\.)*"|true|false|null""")]
    private static partial Regex Part();

    [GeneratedRegex("""-?\d[0-9.]*(?:[eE][+-]?\d+)?""")]
    private static partial Regex Number();
}
