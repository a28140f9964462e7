using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ClassicML;

/// <summary>The one place where arguments are refused: every message names the parameter, what is allowed, and what came.</summary>
[StackTraceHidden]
public static class Check
{
    /// <summary>Returns <paramref name="value"/> when it is finite and above zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, string name) => Within(value, Interval.Positive, name);

    /// <summary>Returns <paramref name="value"/> when it is above zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int Positive(int value, string name) => AtLeast(value, 1, name);

    /// <summary>Returns <paramref name="value"/> when it is finite and not below zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NonNegative(double value, string name) => Within(value, Interval.NonNegative, name);

    /// <summary>Returns <paramref name="value"/> when it is at least <paramref name="minimum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static int AtLeast(int value, int minimum, string name) => (int)Within(value, Interval.AtLeast(minimum), name);

    /// <summary>As <see cref="AtLeast(int, int, string)"/>, where null means "no limit".</summary>
    public static int? AtLeast(int? value, int minimum, string name) => value is { } given ? AtLeast(given, minimum, name) : null;

    /// <summary>Returns <paramref name="value"/> when it is a number inside <paramref name="allowed"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside, or NaN.</exception>
    public static double Within(double value, Interval allowed, string name)
    {
        if (!allowed.Contains(value)) ThrowOutside(value, allowed, name);
        return value;
    }

    /// <summary>Returns <paramref name="value"/> when it is a defined member of its enumeration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static TEnum Defined<TEnum>(TEnum value, string name) where TEnum : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, $"{name} must be one of {string.Join(", ", Enum.GetNames<TEnum>())}, was {value}");

    /// <summary>Returns <paramref name="value"/> when it is not null.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static T NotNull<T>([NotNull] T? value, string name) where T : class =>
        value ?? throw new ArgumentNullException(name, $"{name} must not be null");

    /// <summary>Refuses a length that is not the expected one.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Length(long actual, long expected, string name, string of)
    {
        if (actual != expected)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} must have {expected} entries, one for each {of}, has {actual}"), name);
    }

    /// <summary>Refuses data whose width is not that of the model.</summary>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static void Width(Features x, int featureCount)
    {
        NotNull(x, nameof(x));
        if (x.ColumnCount != featureCount)
            throw new ArgumentException(
                $"the model was fitted on {Count(featureCount, "feature")}, this matrix has {x.ColumnCount}", nameof(x));
    }

    /// <summary>Returns the data as a dense matrix, for algorithms that need one; a table of numbers becomes one.</summary>
    /// <param name="x">Data, n×p.</param>
    /// <param name="reader">Who asks, for the message: a learner's or model's name.</param>
    /// <exception cref="ArgumentException">The data is sparse, or a column of a table holds no numbers; the message names it.</exception>
    public static Matrix Dense(Features x, string reader) => NotNull(x, nameof(x)) switch
    {
        Matrix matrix => matrix,
        Table table => table.Numeric(reader),
        _ => throw new ArgumentException($"{reader} reads dense data, a {nameof(Matrix)}; this is a {x.GetType().Name}", nameof(x)),
    };

    /// <summary>Returns the data as a dense matrix without missing values.</summary>
    /// <inheritdoc cref="Dense"/>
    public static Matrix Complete(Features x, string reader) => (Matrix)CompleteRows(Dense(x, reader), reader);

    /// <summary>Returns data without missing values, dense or sparse; a table of numbers becomes a dense matrix.</summary>
    /// <param name="x">Data, n×p.</param>
    /// <param name="reader">Who asks, for the message: a learner's or model's name.</param>
    /// <exception cref="DataValueException">
    /// A value is missing, infinite or beyond <see cref="Features.MaxMagnitude"/>; the message names row and column.
    /// </exception>
    /// <exception cref="ArgumentException">A column of a table holds no numbers; the message names it.</exception>
    public static Features CompleteRows(Features x, string reader)
    {
        Features numbers = NotNull(x, nameof(x)) is Table table ? table.Numeric(reader) : x;
        if (numbers.FirstBad(mayMiss: false) is { } bad) throw Bad(bad, reader, x);
        return numbers;
    }

    /// <summary>Returns data whose rows are complete, dense or sparse; those of a table of numbers become a dense matrix.</summary>
    /// <inheritdoc cref="CompleteRows(Features, string)"/>
    public static TData CompleteRows<TData>(TData data, string reader) where TData : class, IData<TData>
    {
        Features x = NotNull(data, nameof(data)).Features, numbers = CompleteRows(x, reader);
        return ReferenceEquals(x, numbers) ? data : data.WithFeatures(numbers);
    }

    /// <summary>Refuses infinities and what is beyond <see cref="Features.MaxMagnitude"/>; NaN passes, since it means missing.</summary>
    /// <exception cref="DataValueException">A value is; the message names row and column.</exception>
    public static void Magnitudes(Features x)
    {
        if (NotNull(x, nameof(x)).FirstBad(mayMiss: true) is { } bad) throw Bad(bad, "", x);
    }

    /// <summary>Refuses data with fewer than two classes present.</summary>
    /// <exception cref="ArgumentException">All rows are of one class.</exception>
    public static void SeveralClasses(ClassificationData data, string reader)
    {
        int first = data.Codes[0];
        if (data.Codes.IndexOfAnyExcept(first) < 0)
            throw new ArgumentException(
                $"{reader} needs rows of at least two classes; all {data.RowCount} are of class '{data.Labels[first]}'", nameof(data));
    }

    /// <summary>Refuses a destination that is not exactly as long as the result.</summary>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public static void Destination(int actual, long expected)
    {
        if (actual != expected)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"destination must hold {expected} values, holds {actual}"), "destination");
    }

    internal static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    internal static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Row and column of a stored value, in words.</summary>
    internal static string PlaceOf(Features x, int at) =>
        x is SparseMatrix sparse ? Place(sparse.RowOf(at), sparse.Columns[at]) : Place(at / x.ColumnCount, at % x.ColumnCount);

    private static string Place(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"row {row}, column {column}");

    [DoesNotReturn]
    private static void ThrowOutside(double value, Interval allowed, string name) =>
        throw new ArgumentOutOfRangeException(name, $"{name} must be {allowed}, was {Text(value)}");

    private static DataValueException Bad((int Row, int Column, double Value) bad, string reader, Features x)
    {
        string place = Place(bad.Row, bad.Column) + (x.ColumnNames is { } names ? $" ('{names[bad.Column]}')" : "");
        return new DataValueException(
            bad.Row, bad.Column, bad.Value,
            double.IsNaN(bad.Value)
                ? $"{place} is missing (NaN); {reader} does not accept missing values"
                : $"{place} is {Text(bad.Value)}; values must lie within ±{Text(Features.MaxMagnitude)}, or be NaN for missing",
            "x");
    }
}
