namespace ClassicML;

/// <summary>What a field of a CSV file is by itself.</summary>
internal enum CsvValueKind
{
    Text,
    Number,
    Date,
    TruthValue,
}

/// <summary>Fields by themselves.</summary>
internal static class CsvValue
{
    /// <summary>What a field is.</summary>
    /// <param name="field">The field, without blanks and quotes around it.</param>
    /// <param name="numbers">How numbers may be written.</param>
    public static CsvValueKind KindOf(ReadOnlySpan<char> field, params ReadOnlySpan<NumberText> numbers)
    {
        // Texts are told fast: of letters, NaN alone is a number.
        bool mayBeNumber = !field.IsEmpty && (!char.IsAsciiLetter(field[0]) || field[0] is 'n' or 'N');
        foreach (NumberText form in numbers)
            if (mayBeNumber && form.TryRead(field, out _)) return CsvValueKind.Number;
        return IsoDate.TryRead(field, out _) ? CsvValueKind.Date : BooleanValues.IsPlain(field) ? CsvValueKind.TruthValue : CsvValueKind.Text;
    }
}
