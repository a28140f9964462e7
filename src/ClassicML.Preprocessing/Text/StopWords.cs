using System.Collections.Immutable;

namespace ClassicML.Preprocessing;

/// <summary>Words that are no terms of a text.</summary>
/// <remarks>They are prepared as texts are, in lower case or without accents where these are, and "we've" stands for the words that it is made of.</remarks>
public sealed class StopWords : IEquatable<StopWords>
{
    private StopWords(IEnumerable<string> words) => Words = [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>No word.</summary>
    public static StopWords None { get; } = new([]);

    /// <summary>
    /// Some eighty English articles, pronouns, prepositions, conjunctions and auxiliary verbs. Negations are not among them, since they turn what is said.
    /// </summary>
    public static StopWords English { get; } = new(
        """
        a about after all also am an and any are as at be because been before being but by can could did do does for from had has have he her his how i if in
        into is it its me my of on or our she should so some such than that the their them then there these they this those to too us was we were what when
        where which while who why will with would you your
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The words, in ordinal order.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>Words of one's own; <c>StopWords.Of([.. StopWords.English.Words, "film"])</c> adds some.</summary>
    /// <exception cref="ArgumentException">A word is empty, or has a blank or a comma in it.</exception>
    public static StopWords Of(params IEnumerable<string> words)
    {
        string[] all = [.. Check.NotNull(words, nameof(words))];
        foreach (string word in all)
            if (string.IsNullOrEmpty(word) || word.Any(c => char.IsWhiteSpace(c) || c == ','))
                throw new ArgumentException($"a stop word must be one word, without blanks and commas, was '{word}'", nameof(words));
        return new StopWords(all);
    }

    /// <summary>Reads "none", "english", or words joined by commas; "film," is one word, so that a list that is misspelt is none.</summary>
    /// <exception cref="FormatException">It is none of these, or one is no word.</exception>
    public static StopWords Parse(string text)
    {
        if (Check.NotNull(text, nameof(text)) == "none") return None;
        if (text == "english") return English;
        if (!text.Contains(',', StringComparison.Ordinal)) throw new FormatException($"'{text}' is neither none nor english; one word is written '{text},'");
        try
        {
            return Of((text.EndsWith(',') ? text[..^1] : text).Split(',', StringSplitOptions.TrimEntries));
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>"none", "english", or the words joined by commas, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => Words.IsEmpty ? "none" : Equals(English) ? "english" : Words is [var one] ? one + "," : string.Join(',', Words);

    /// <inheritdoc/>
    public bool Equals(StopWords? other) => other is not null && Words.AsSpan().SequenceEqual(other.Words.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StopWords);

    /// <inheritdoc/>
    public override int GetHashCode() => Words.Aggregate(Words.Length, HashCode.Combine);
}
