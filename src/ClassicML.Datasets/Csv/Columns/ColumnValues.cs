namespace ClassicML;

/// <summary>The values of a column of a CSV file as they are read, row after row.</summary>
internal abstract class ColumnValues(string name)
{
    public string Name => name;

    /// <summary>Takes the text of a value; false where it is none of this kind.</summary>
    public abstract bool TryAdd(ReadOnlySpan<char> text);

    /// <summary>Takes a row without a value.</summary>
    public abstract void AddMissing();

    /// <summary>Why a text, here in quotes, is none of this kind.</summary>
    public abstract string Refusal(string text);

    /// <summary>The column of all rows.</summary>
    public abstract TableColumn ToColumn();
}
