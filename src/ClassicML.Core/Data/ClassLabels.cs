using System.Collections.Immutable;
using System.Globalization;

namespace ClassicML;

/// <summary>The K classes of a problem, in order: a map between what the user calls them and the codes 0…K-1 that algorithms see.</summary>
/// <remarks>
/// Classes are named by strings or by integers. Found in data, strings are ordered ordinally and integers by value, as in scikit-learn.
/// Two sets are equal when they have the same names in the same order.
/// </remarks>
public sealed class ClassLabels : IEquatable<ClassLabels>
{
    private readonly ImmutableArray<string> names;
    private readonly Dictionary<string, int> codes;

    private ClassLabels(ImmutableArray<string> names, bool areIntegers)
    {
        this.names = names;
        AreIntegers = areIntegers;
        codes = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (int code = 0; code < names.Length; code++)
            if (!codes.TryAdd(names[code], code))
                throw new ArgumentException($"class '{names[code]}' comes twice, as code {codes[names[code]]} and {code}", nameof(names));
    }

    /// <summary>Classes named by strings, in the given order.</summary>
    /// <exception cref="ArgumentException">A name comes twice.</exception>
    public ClassLabels(IEnumerable<string> names) : this([.. Check.NotNull(names, nameof(names))], areIntegers: false)
    {
    }

    /// <summary>Classes named by integers, in the given order.</summary>
    /// <exception cref="ArgumentException">A number comes twice.</exception>
    public ClassLabels(IEnumerable<int> numbers) : this([.. Check.NotNull(numbers, nameof(numbers)).Select(Name)], areIntegers: true)
    {
    }

    internal static ClassLabels FromIntegerNames(IEnumerable<string> names) =>
        new(names.Select(name => int.Parse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));

    /// <summary>The number of classes, K.</summary>
    public int Count => names.Length;

    /// <summary>Whether the classes are named by integers.</summary>
    public bool AreIntegers { get; }

    /// <summary>The names by code; an integer in decimal digits.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The name of a code.</summary>
    public string this[int code] => names[code];

    /// <summary>The integer of a code.</summary>
    /// <exception cref="InvalidOperationException">The classes are named by strings.</exception>
    public int Integer(int code) =>
        AreIntegers
            ? int.Parse(names[code], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"the classes are named by strings, such as '{names[code]}', not by integers");

    /// <summary>The code of a name, or -1.</summary>
    public int IndexOf(string name) => codes.GetValueOrDefault(name, -1);

    /// <summary>The codes of the given labels.</summary>
    /// <exception cref="ArgumentException">A label is not among the classes; the message names its row.</exception>
    public int[] Encode(ReadOnlySpan<string> labels)
    {
        int[] encoded = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is null) throw new ArgumentException($"row {i} has no label", nameof(labels));
            encoded[i] = IndexOf(labels[i]);
            if (encoded[i] < 0)
                throw new ArgumentException($"row {i} has label '{labels[i]}', which is not among {Summary()}", nameof(labels));
        }
        return encoded;
    }

    /// <summary>A row for each code, with 1 in the column of its class and 0 elsewhere.</summary>
    /// <param name="codes">n class codes in [0, K).</param>
    /// <returns>n×K, with the names of the classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A code is outside; the message names its row.</exception>
    public Matrix ToOneHot(ReadOnlySpan<int> codes)
    {
        double[] ones = new double[checked(codes.Length * Count)];
        for (int i = 0; i < codes.Length; i++)
        {
            if ((uint)codes[i] >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(codes), $"row {i} has class code {codes[i]}; codes must be in [0, {Count})");
            ones[i * Count + codes[i]] = 1;
        }
        return Matrix.Wrap(ones, codes.Length, Count).WithNames(names);
    }

    /// <summary>For each class of <paramref name="other"/> its code here, or -1: how two sets are aligned, by label and never by raw code.</summary>
    public int[] CodesOf(ClassLabels other)
    {
        int[] map = new int[Check.NotNull(other, nameof(other)).Count];
        for (int code = 0; code < map.Length; code++) map[code] = IndexOf(other[code]);
        return map;
    }

    /// <summary>Finds the classes of a column of strings, ordered ordinally.</summary>
    /// <exception cref="ArgumentException">A label is null; the message names its row.</exception>
    public static (ClassLabels Labels, int[] Codes) Find(ReadOnlySpan<string> labels)
    {
        var distinct = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < labels.Length; i++)
            distinct.Add(labels[i] ?? throw new ArgumentException($"row {i} has no label", nameof(labels)));
        var found = new ClassLabels(distinct);
        return (found, found.Encode(labels));
    }

    /// <summary>Finds the classes of a column of integers, ordered by value.</summary>
    public static (ClassLabels Labels, int[] Codes) Find(ReadOnlySpan<int> labels)
    {
        int[] distinct = [.. new SortedSet<int>(labels.ToArray())];
        int[] encoded = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++) encoded[i] = Array.BinarySearch(distinct, labels[i]);
        return (new ClassLabels(distinct), encoded);
    }

    /// <inheritdoc/>
    public bool Equals(ClassLabels? other) =>
        other is not null && AreIntegers == other.AreIntegers && names.AsSpan().SequenceEqual(other.names.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassLabels);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (string name in names) hash.Add(name, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The first few names.</summary>
    public override string ToString() => Summary();

    private string Summary() => names.Length <= 8 ? string.Join(", ", names) : string.Join(", ", names.Take(8)) + $", … ({names.Length})";

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);
}
