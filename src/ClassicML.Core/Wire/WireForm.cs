using System.Security.Cryptography;

namespace ClassicML.Wire;

/// <summary>A named thing as pairs of name and value: what is written of a learner, a model or a splitter, free of its CLR type.</summary>
/// <remarks>
/// The command line, model files, journals and the contract tests all speak it. It holds data only: nothing in it is executed. Two forms
/// are equal when their JSON texts are (<see cref="ToString"/>).
/// </remarks>
public sealed class WireForm : IEquatable<WireForm>
{
    private readonly Dictionary<string, WireValue> byName = new(StringComparer.Ordinal);

    /// <summary>A form of the given name and values, in order.</summary>
    /// <exception cref="ArgumentException">A name comes twice, or is "type" or "format", which JSON needs.</exception>
    public WireForm(string name, IEnumerable<KeyValuePair<string, WireValue>> values)
    {
        Name = Check.NotNull(name, nameof(name));
        Values = [.. Check.NotNull(values, nameof(values))];
        foreach ((string key, WireValue value) in Values)
            if (WireJson.IsReserved(key)) throw new ArgumentException($"a value of '{name}' may not be named '{key}'", nameof(values));
            else if (!byName.TryAdd(key, value)) throw new ArgumentException($"'{key}' comes twice in '{name}'", nameof(values));
    }

    /// <summary>The registered name of what this is a form of, such as "logistic-regression".</summary>
    public string Name { get; }

    /// <summary>The values in the order in which they were written.</summary>
    public IReadOnlyList<KeyValuePair<string, WireValue>> Values { get; }

    /// <summary>The value of a name, or null.</summary>
    public WireValue? this[string name] => byName.GetValueOrDefault(name);

    /// <summary>The same form without some values, at any depth: how two fits are compared with their times aside.</summary>
    public WireForm Without(string name) => new(Name, Values.Where(pair => pair.Key != name)
        .Select(pair => KeyValuePair.Create(pair.Key, Without(pair.Value, name))));

    /// <summary>Reads a form from JSON.</summary>
    /// <exception cref="WireException">The text is not JSON, or not of this shape.</exception>
    public static WireForm Parse(string json) => WireJson.Parse(json);

    /// <summary>Reads a form from JSON in UTF-8, with a byte order mark or without, from where a stream stands to its end.</summary>
    /// <remarks>Never more than 64 KB of the text are in memory, unless one text in it is longer; lists of numbers are read into arrays.</remarks>
    /// <param name="stream">The stream, which stays open, and need not be able to seek.</param>
    /// <param name="cancellation">Stops between pieces of the text.</param>
    /// <exception cref="WireException">The text is not JSON, or not of this shape.</exception>
    /// <exception cref="IOException">The stream can't be read.</exception>
    public static WireForm Read(Stream stream, CancellationToken cancellation = default) =>
        WireJson.Read(Check.NotNull(stream, nameof(stream)), cancellation);

    /// <summary>Writes the form as <see cref="ToString"/> gives it, in UTF-8 and piece by piece: the whole text is never in memory.</summary>
    /// <param name="stream">The stream, from where it stands; it stays open, and is not flushed.</param>
    /// <param name="cancellation">Stops between pieces of the text.</param>
    /// <exception cref="ArgumentException">Forms lie more than 256 deep in it, or a text is no Unicode. The stream has what lies before.</exception>
    /// <exception cref="IOException">The stream can't be written to.</exception>
    public void Write(Stream stream, CancellationToken cancellation = default) => WireJson.Write(this, Check.NotNull(stream, nameof(stream)), cancellation);

    /// <inheritdoc/>
    public bool Equals(WireForm? other) => other is not null && (ReferenceEquals(this, other) || Hash().AsSpan().SequenceEqual(other.Hash()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WireForm);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Hash());

    /// <summary>The form as one line of JSON, always the same text for the same content; doubles keep all their digits.</summary>
    /// <exception cref="ArgumentException">Forms lie more than 256 deep in it, or a text is no Unicode: it could not be read.</exception>
    public override string ToString() => WireJson.Write(this);

    // Of the JSON, which of a large model takes more memory than the model.
    private byte[] Hash()
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write)) Write(stream);
        return hash.Hash!;
    }

    private static WireValue Without(WireValue value, string name) => value switch
    {
        WireValue.Form form => new WireValue.Form(form.Value.Without(name)),
        WireValue.List list => new WireValue.List([.. list.Values.Select(item => Without(item, name))]),
        _ => value,
    };
}
