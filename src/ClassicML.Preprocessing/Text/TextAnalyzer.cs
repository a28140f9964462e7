namespace ClassicML.Preprocessing;

/// <summary>What the terms of a text are made of.</summary>
public enum TextAnalyzer
{
    /// <summary>Words: letters, digits and underscores that stand together.</summary>
    Words,

    /// <summary>Characters, blanks among them; several in a row are one.</summary>
    Characters,

    /// <summary>The characters of each word that stands between blanks, with one blank before it and one after.</summary>
    CharactersInWords,
}

/// <summary>What the value of a term in a text is.</summary>
public enum TextWeighting
{
    /// <summary>How often it comes.</summary>
    Counts,

    /// <summary>How often it comes, brought to one length of all texts by a <see cref="TextNorm"/>.</summary>
    TermFrequency,

    /// <summary>The same with each term times its inverse document frequency: what is in every text says little.</summary>
    TfIdf,
}

/// <summary>What is 1 of the values of a text.</summary>
public enum TextNorm
{
    /// <summary>Nothing: they are left.</summary>
    None,

    /// <summary>The sum of their magnitudes.</summary>
    L1,

    /// <summary>The square root of the sum of their squares.</summary>
    L2,
}
