using ClassicML.Wire;

namespace ClassicML.Serialization;

/// <summary>A form apart from its arrays: where one stood is a form that names it.</summary>
internal static class StoredForm
{
    private const string Doubles = "stored-doubles", Integers = "stored-integers", Texts = "stored-texts", Array = "Array";

    // Fewer texts stay in the form, where people read them.
    private const int ManyTexts = 100;

    // Each form in a form takes some hundred bytes of memory for a dozen in the file; a forest of trees has one for each.
    private const int MaxForms = 100_000;

    /// <summary>Takes the arrays out of a form.</summary>
    /// <exception cref="ArgumentException">It could not be read again: it has too many forms, or two arrays of one name.</exception>
    public static (WireForm Form, List<StoredArray> Arrays) TakeOut(WireForm form)
    {
        var arrays = new List<StoredArray>();
        WireForm outer = TakeOut(form, "", arrays);
        try
        {
            Named(outer);
        }
        catch (ModelFormatException e)
        {
            throw new ArgumentException($"'{form.Name}' can't be written: {e.Message}", nameof(form), e);
        }
        return (outer, arrays);
    }

    /// <summary>The arrays that a form names, and what each is.</summary>
    /// <exception cref="ModelFormatException">One is named twice, or there are too many forms.</exception>
    public static Dictionary<string, ArrayKind> Named(WireForm form)
    {
        var named = new Dictionary<string, ArrayKind>(StringComparer.Ordinal);
        int forms = 0;
        Find(new WireValue.Form(form));
        return named;

        void Find(WireValue value)
        {
            switch (value)
            {
                case WireValue.Form { Value: var inner } when KindOf(inner) is { } kind:
                    if (!named.TryAdd(NameOf(inner), kind)) throw new ModelFormatException($"array '{NameOf(inner)}' is named twice");
                    break;
                case WireValue.Form { Value: var inner }:
                    if (++forms > MaxForms) throw new ModelFormatException($"there are more than {MaxForms} forms in its form");
                    foreach ((_, WireValue part) in inner.Values) Find(part);
                    break;
                case WireValue.List list:
                    foreach (WireValue part in list.Values) Find(part);
                    break;
            }
        }
    }

    /// <summary>The form with its arrays in their places.</summary>
    public static WireForm PutBack(WireForm form, IReadOnlyDictionary<string, WireValue> arrays) =>
        new(form.Name, form.Values.Select(pair => KeyValuePair.Create(pair.Key, PutBack(pair.Value, arrays))));

    private static WireValue PutBack(WireValue value, IReadOnlyDictionary<string, WireValue> arrays) => value switch
    {
        WireValue.Form { Value: var inner } => KindOf(inner) is null ? new WireValue.Form(PutBack(inner, arrays)) : arrays[NameOf(inner)],
        WireValue.List list => new WireValue.List([.. list.Values.Select(item => PutBack(item, arrays))]),
        _ => value,
    };

    private static WireForm TakeOut(WireForm form, string path, List<StoredArray> arrays)
    {
        (int, int)? shape = form["Rows"] is WireValue.Integer rows && form["Columns"] is WireValue.Integer columns
            ? ((int)rows.Value, (int)columns.Value) : null;
        return new WireForm(form.Name, form.Values.Select(pair => KeyValuePair.Create(pair.Key, TakeOut(pair.Value, path + pair.Key, shape, arrays))));
    }

    private static WireValue TakeOut(WireValue value, string path, (int, int)? shape, List<StoredArray> arrays)
    {
        string? kind = value switch
        {
            WireValue.Doubles => Doubles,
            WireValue.Integers => Integers,
            WireValue.List list when list.Values.Count >= ManyTexts && list.Values.All(item => item is WireValue.Text) => Texts,
            _ => null,
        };
        if (kind is not null)
        {
            arrays.Add(new StoredArray(path, value, shape));
            return new WireValue.Form(new WireForm(kind, [KeyValuePair.Create<string, WireValue>(Array, new WireValue.Text(path))]));
        }
        return value switch
        {
            WireValue.Form form => new WireValue.Form(TakeOut(form.Value, path + ".", arrays)),
            WireValue.List list => new WireValue.List(
                [.. list.Values.Select((item, i) => TakeOut(item, FormattableString.Invariant($"{path}.{i}"), null, arrays))]),
            _ => value,
        };
    }

    private static ArrayKind? KindOf(WireForm form) => form.Name switch
    {
        Doubles => ArrayKind.Doubles,
        Integers => ArrayKind.Integers,
        Texts => ArrayKind.Texts,
        _ => null,
    };

    private static string NameOf(WireForm form) => form is { Values.Count: 1 } && form[Array] is WireValue.Text name ? name.Value
        : throw new ModelFormatException($"a form '{form.Name}' must name one array");
}

/// <summary>What a stored array is in a form.</summary>
internal enum ArrayKind
{
    Doubles,
    Integers,
    Texts,
}
