using System.Collections.Immutable;
using System.Text.Json;
using ClassicML.Linear;
using ClassicML.Preprocessing;
using ClassicML.Wire;

namespace ClassicML.Tests.Preprocessing;

public class TextVectorizerTests
{
    private static readonly TextVectorizer Counts = new() { Weighting = TextWeighting.Counts };

    public static TheoryData<string> Cases { get; } = [.. Golden.Cases("text-vectorizer")];

    [Theory, MemberData(nameof(Cases))]
    public void Equals_scikit_learn_text(string name)
    {
        Golden golden = Golden.Read("text-vectorizer", name);
        WireType type = BuiltIn.Registry.Find("text-vectorizer")!;
        object learner = golden["options"].EnumerateObject().Aggregate(type.CreateDefault(), (one, option) =>
            type.Option(option.Name).Set(one, type.Option(option.Name).Parse(option.Value.GetString()!), BuiltIn.Registry));
        Table texts = Read("texts");
        TextVectorizerModel model = ((TextVectorizer)learner).Fit(texts);
        // scikit-learn orders terms by code points; only their names say which is which.
        string[] terms = golden.Has("terms") ? golden["terms"].Deserialize<string[]>()! : [.. Enumerable.Range(0, model.OutputCount).Select(k => $"hash{k}")];
        if (golden.Has("terms")) Assert.Equal(terms.Order(StringComparer.Ordinal), model.Terms(0));
        else Assert.Empty(model.Terms(0));
        Same("transformed", model.Transform(texts));
        Same("transformed_new", model.Transform(Read("new")));

        Table Read(string of) => new(new TextColumn("t", golden[of].Deserialize<string[]>()!));

        void Same(string of, Features made)
        {
            int[] starts = golden[of].GetProperty("starts").Deserialize<int[]>()!, columns = golden[of].GetProperty("columns").Deserialize<int[]>()!;
            double[] values = golden[of].GetProperty("values").Deserialize<double[]>()!;
            var rows = (SparseMatrix)made;
            Assert.Equal(starts, rows.RowStarts);
            for (int i = 0; i < rows.RowCount; i++)
            {
                var expected = Enumerable.Range(starts[i], starts[i + 1] - starts[i]).ToDictionary(at => "t_" + terms[columns[at]], at => values[at]);
                string[] own = [.. rows.RowColumns(i).ToArray().Select(column => rows.ColumnNames!.Value[column])];
                Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
                Close([.. own.Select(term => expected[term])], rows.RowValues(i), golden.Number("tolerance"), $"row {i}, value");
            }
        }
    }

    [Fact]
    public void Each_column_of_text_has_a_vocabulary_and_a_block_of_its_own()
    {
        var table = new Table(
            new TextColumn("review", ["good film", null, "good good"]), new CategoryColumn("genre", ["drama", "comedy", null], ["comedy", "drama"]));
        TextVectorizerModel model = Counts.Fit(table);
        var rows = (SparseMatrix)model.Transform(table);
        Assert.Equal(["review_film", "review_good", "genre_comedy", "genre_drama"], model.OutputNames!.Value);
        Assert.Equal(model.OutputNames, rows.ColumnNames);
        Assert.Equal([0, 0, 1, 1], model.OutputSources!.Value);
        Assert.Equal([1, 1, 0, 1, 0, 0, 1, 0, 0, 2, 0, 0], rows.ToDense().Span.ToArray());
        Assert.Equal(["comedy", "drama"], model.Terms(1));
        Assert.Equal((2, 4), (model.FeatureCount, model.OutputCount));
        Assert.True(model.InverseDocumentFrequencies(0).IsEmpty);
        TextVectorizerModel weighed = new TextVectorizer().Fit(table);
        Close([Math.Log(4.0 / 2) + 1, Math.Log(4.0 / 3) + 1], weighed.InverseDocumentFrequencies(0), 1e-15);
        // The norm is that of a block: each is 1.
        Assert.Equal(1, ((SparseMatrix)weighed.Transform(table)).RowValues(0)[2]);
    }

    [Fact]
    public void Rows_of_one_text_count_each_and_levels_without_rows_do_not()
    {
        string[] levels = ["fox dog", "cat", "dog"];
        TextVectorizerModel model = new TextVectorizer { MinDocumentCount = 2 }.Fit(new Table(TextColumn.Wrap("t", [0, 0, 2, -1], levels)));
        Assert.Equal(["dog", "fox"], model.Terms(0));
        Close([Math.Log(5.0 / 4) + 1, Math.Log(5.0 / 3) + 1], model.InverseDocumentFrequencies(0), 1e-15);
        Assert.Equal(["dog"], (Counts with { MaxTerms = 1 }).Fit(new Table(TextColumn.Wrap("t", [0, 2, 2, -1], levels))).Terms(0));
        Table view = new Table(TextColumn.Wrap("t", [0, 1, 2, -1], levels)).Rows(1, 2);
        Assert.Equal(["cat", "dog"], Counts.Fit(view).Terms(0));
    }

    [Fact]
    public void Rows_whose_text_is_missing_count_in_shares_of_rows()
    {
        Table texts = Texts("fox dog", null, "fox", null);
        Assert.Equal(["fox"], (Counts with { MinDocumentShare = 0.5 }).Fit(texts).Terms(0));
        Assert.Contains("in as many rows as the limits", Fail(() => (Counts with { MinDocumentShare = 0.51 }).Fit(texts)));
        Assert.Equal(["dog"], (Counts with { MaxDocumentShare = 0.49 }).Fit(texts).Terms(0));
        // ln of 4 rows through those of a term, and 1.
        ReadOnlySpan<double> idf = new TextVectorizer { SmoothIdf = false }.Fit(texts).InverseDocumentFrequencies(0);
        Close([Math.Log(4) + 1, Math.Log(2) + 1], idf, 1e-15);
    }

    [Fact]
    public void Of_equally_frequent_terms_the_first_in_order_are_kept() =>
        Assert.Equal(["aa", "bb"], (Counts with { MaxTerms = 2 }).Fit(Texts("dd cc bb aa")).Terms(0));

    // Tables of terms begin with 512 and a pool of 4,096 characters, blocks are 64 texts.
    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void Thousands_of_terms_are_all_counted_on_any_threads(int threads)
    {
        var rng = new Rng(4);
        string[][] words = [.. Enumerable.Range(0, 3000).Select(i => (string[])[.. Enumerable.Range(0, 6).Select(_ =>
            $"w{rng.NextInt(5000)}" + new string('x', rng.NextInt(10))), $"own{i}"])];
        Table texts = Texts([.. words.Select(own => string.Join(' ', own))]);
        TextVectorizerModel model = (Counts with { MinDocumentCount = 2 }).Fit(texts, new FitContext { MaxThreads = threads });
        Dictionary<string, int> documents = words.SelectMany(own => own.Distinct()).CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        Assert.Equal(documents.Where(pair => pair.Value > 1).Select(pair => pair.Key).Order(StringComparer.Ordinal), model.Terms(0));
        ImmutableArray<string> terms = model.Terms(0);
        var rows = (SparseMatrix)model.Transform(texts);
        for (int i = 0; i < rows.RowCount; i++)
        {
            Dictionary<string, int> expected = words[i].Where(word => documents[word] > 1).CountBy(word => word).ToDictionary();
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), rows.RowColumns(i).ToArray().Select(column => terms[column]));
            Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (double)pair.Value), rows.RowValues(i).ToArray());
        }
    }

    [Fact]
    public void A_combining_mark_belongs_to_the_letter_before_it()
    {
        Assert.Equal(["cafe\u0301s", "हिन्दी"], Counts.Fit(Texts("cafe\u0301s, हिन्दी e\u0301 \u0301 ❤\uFE0F")).Terms(0));
        Assert.Equal(["cafes"], (Counts with { StripAccents = true }).Fit(Texts("cafe\u0301s cafés CAFÉS")).Terms(0));
    }

    [Fact]
    public void Accents_are_taken_off_Latin_Greek_and_Cyrillic_letters()
    {
        TextVectorizer strip = Counts with { StripAccents = true, LowerCase = false };
        Assert.Equal(["AEIOU", "Strasse", "aou", "Øl", "λεξη", "елка"], strip.Fit(Texts("ÀÉÎÕÜ äöü Strasse Øl λέξη ёлка")).Terms(0));
    }

    [Fact]
    public void A_surrogate_pair_is_one_character_and_half_of_one_is_none()
    {
        TextVectorizerModel model = (Counts with { Analyzer = TextAnalyzer.Characters, MaxNGram = 2 }).Fit(Texts("🎉🎊\ud83c"));
        Assert.Equal(new[] { "🎉", "🎊", "\uFFFD", "🎉🎊", "🎊\uFFFD" }.Order(StringComparer.Ordinal), model.Terms(0));
        Assert.Equal(Written(model), Written(Copy(model)));
    }

    [Fact]
    public void Stop_words_are_prepared_as_texts_are()
    {
        Table texts = Texts("The dog and we've seen ÜBER the fox");
        TextVectorizer learner = Counts with { StopWords = StopWords.Of("THE", "we've", "Über"), MaxNGram = 2 };
        Assert.Equal(["and", "and seen", "dog", "dog and", "fox", "seen", "seen fox"], learner.Fit(texts).Terms(0));
        Assert.Equal(["dog", "fox", "seen", "uber", "ve"], (Counts with { StopWords = StopWords.English, StripAccents = true }).Fit(texts).Terms(0));
        Assert.Contains("its texts are empty, or all their words are short ones or stop words",
            Fail(() => (Counts with { StopWords = StopWords.English }).Fit(Texts("the and of a"))));
    }

    [Fact]
    public void Stop_words_are_equal_by_their_words_and_read_from_their_text()
    {
        Assert.Equal(StopWords.Of("b", "a", "b"), StopWords.Of("a", "b"));
        Assert.Equal(StopWords.Of("b", "a").GetHashCode(), StopWords.Of("a", "b").GetHashCode());
        Assert.NotEqual(StopWords.Of("a"), StopWords.None);
        Assert.Equal(["a", "b"], StopWords.Parse("b, a").Words);
        Assert.DoesNotContain("not", StopWords.English.Words);
        foreach (StopWords words in (StopWords[])[StopWords.None, StopWords.English, StopWords.Of("none"), StopWords.Of("english"), StopWords.Of("x", "none")])
            Assert.Equal(words, StopWords.Parse(words.ToString()));
        Assert.Equal(("none", "english", "a,b", "a,"),
            (StopWords.None.ToString(), StopWords.English.ToString(), StopWords.Of("b", "a").ToString(), StopWords.Of("a").ToString()));
        Assert.Contains("a stop word must be one word, without blanks and commas, was 'two words'", Fail(() => StopWords.Of("two words")));
        Assert.Throws<FormatException>(() => StopWords.Parse("two words,"));
        Assert.Contains("'englisch' is neither none nor english", Assert.Throws<FormatException>(() => StopWords.Parse("englisch")).Message);
    }

    [Fact]
    public void Hashing_learns_nothing_and_signs_cancel()
    {
        TextVectorizer hash = Counts with { HashColumnCount = 1 };
        TextVectorizerModel model = hash.Fit(Texts("anything"));
        Table texts = Texts("the quick brown fox jumps over the lazy dog");
        Assert.Equal([9.0], ((SparseMatrix)model.Transform(texts)).Values);
        Assert.Equal(["text_hash0"], model.OutputNames!.Value);
        double signed = ((SparseMatrix)(hash with { AlternateSign = true }).Fit(texts).Transform(texts)).Values[0];
        Assert.InRange(Math.Abs(signed), 0, 8);
        // A hashed column that no row had is as rare as one of a single row.
        TextVectorizerModel weighed = (hash with { HashColumnCount = 64, Weighting = TextWeighting.TfIdf, SmoothIdf = false }).Fit(Texts("dog", "dog", "fox"));
        Assert.Equal(64, weighed.InverseDocumentFrequencies(0).Length);
        Assert.Equal(Math.Log(3) + 1, weighed.InverseDocumentFrequencies(0).ToArray().Max());
        Assert.Equal(1, weighed.InverseDocumentFrequencies(0).ToArray().Count(factor => factor < Math.Log(3) + 1));
        // Logarithms of counts that are negative or cancel.
        TextVectorizerModel sublinear = new TextVectorizer { HashColumnCount = 2, AlternateSign = true, SublinearTf = true, Norm = TextNorm.None }.Fit(texts);
        double[] values = ((SparseMatrix)sublinear.Transform(Texts("a bb cc dd ee ff gg hh bb bb bb"))).Values.ToArray();
        Assert.DoesNotContain(values, value => !double.IsFinite(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextVectorizer { HashColumnCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextVectorizer { HashColumnCount = (1 << 24) + 1 });
    }

    [Fact]
    public void A_count_that_is_negative_keeps_its_sign_in_a_logarithm()
    {
        TextVectorizer signs = Counts with { HashColumnCount = 1, AlternateSign = true };
        TextVectorizer sublinear = signs with { Weighting = TextWeighting.TermFrequency, SublinearTf = true, Norm = TextNorm.None };
        double[] found = [.. "aa bb cc dd ee ff".Split(' ').Select(word =>
        {
            double sign = Only(signs, word);
            Assert.Equal(sign * (1 + Math.Log(3)), Only(sublinear, $"{word} {word} {word}"), 1e-15);
            return sign;
        })];
        Assert.Equal([-1, 1], found.Distinct().Order());

        static double Only(TextVectorizer learner, string text) => ((SparseMatrix)learner.Fit(Texts(text)).Transform(Texts(text))).Values[0];
    }

    [Fact]
    public void What_leaves_no_term_and_no_row_is_refused()
    {
        Table texts = Texts("fox dog", "cat");
        Assert.Contains("column 'text' has no term: 3 are there, and none is in as many rows as the limits",
            Fail(() => (Counts with { MinDocumentCount = 2 }).Fit(texts)));
        Assert.Contains("column 'text' has no term: its texts are empty", Fail(() => Counts.Fit(Texts("", null, "a"))));
        Assert.Contains("TextVectorizer needs at least one row", Fail(() => Counts.Fit(texts.Rows(0, 0))));
        Assert.Contains("MinNGram must be at most MaxNGram, 1, was 2", Fail(() => (Counts with { MinNGram = 2 }).Fit(texts)));
    }

    [Fact]
    public void A_model_knows_new_texts_by_its_own_terms_and_long_ones_too()
    {
        TextVectorizerModel model = Counts.Fit(Texts("fox dog"));
        string long_ = string.Join(' ', Enumerable.Repeat("unknown fox", 5000));
        var rows = (SparseMatrix)model.Transform(Texts("cat", null, "", long_));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 5000], rows.ToDense().Span.ToArray());
        string word = new('w', 3000);
        Assert.Equal([1.0], ((SparseMatrix)(Counts with { HashColumnCount = 7 }).Fit(Texts(word)).Transform(Texts(word))).Values);
    }

    [Fact]
    public void Forms_whose_terms_or_factors_do_not_fit_are_refused()
    {
        string form = Written(new TextVectorizer().Fit(Texts("fox dog", "dog")));
        Refuses("\"dog\",\"fox\"", "\"fox\",\"dog\"", "Terms must be in order, but 'dog' comes after 'fox'");
        Refuses("\"Counts\":[2]", "\"Counts\":[3]", "Counts must be in [1, 2]");
        Refuses("\"Idf\":[", "\"Idf\":[1,", "Idf must have 2 entries");
        Refuses("\"Idf\":[1,", "\"Idf\":[0.5,", "Idf: number 0 must be in [1, 32]");

        void Refuses(string what, string by, string words)
        {
            Assert.Contains(what, form);
            Assert.Contains(words, Assert.Throws<WireException>(() => BuiltIn.Registry.Read<TextVectorizerModel>(WireForm.Parse(
                form.Replace(what, by).Replace("\"Report\":{", "\"Report\":{\"ElapsedSeconds\":0,")))).Message);
        }
    }

    [Fact]
    public void Texts_beside_numbers_reach_a_learner_through_a_column_transformer()
    {
        Table table = new(new TextColumn("review", ["good film", "bad film", "very good", "so bad"]), new NumberColumn("length", [1.0, 2, 3, 4]));
        var data = new ClassificationData(table, [1, 0, 1, 0], new ClassLabels(["bad", "good"]));
        ColumnTransformer prepare = new ColumnTransformer()
            .With("text", Columns.OfKind(ColumnKind.Text), new TextVectorizer()).With("numbers", Columns.OfKind(ColumnKind.Number), new StandardScaler());
        Assert.Equal([1, 0, 1, 0], prepare.Then(new LogisticRegression()).Fit(data).Predict(table));
    }

    private static Table Texts(params string?[] texts) => new(new TextColumn("text", texts));
}
