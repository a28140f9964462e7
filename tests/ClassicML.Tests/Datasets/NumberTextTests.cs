using System.Globalization;
using System.Text;
using CsCheck;

namespace ClassicML.Tests.DatasetFiles;

/// <summary>Numbers of files against .NET's own parser, which is exact.</summary>
public class NumberTextTests
{
    [Fact]
    public void Doubles_come_back_with_every_bit_from_any_of_their_texts() =>
        Gen.Select(Gen.Double.Where(double.IsFinite), Gen.Long, Gen.Int[-20, 20], Gen.Int[1, 20]).Sample((value, digits, exponent, precision) =>
            ((string[])[
                value.ToString("R", CultureInfo.InvariantCulture), value.ToString($"E{precision}", CultureInfo.InvariantCulture),
                value.ToString(precision == 1 ? "F0" : "F20", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}"),
                string.Create(CultureInfo.InvariantCulture, $"{digits}.{Math.Abs((decimal)digits)}"),
            ]).All(Agrees));

    /// <summary>Halves between doubles to the last digit, which are where a parser that rounds twice goes wrong.</summary>
    [Fact]
    public void Halves_between_doubles_are_rounded_as_dotnet_rounds_them() =>
        Gen.Select(Gen.Double.Where(v => double.IsFinite(v) && Math.Abs(v) is > 1e-30 and < 1e22), Gen.Int[0, 2]).Sample((value, side) =>
        {
            // The exact decimal expansion of the middle between a double and the next.
            var (mantissa, exponent) = Parts(Math.Abs(value));
            System.Numerics.BigInteger middle = 2 * mantissa + 1;
            exponent--;
            string text = exponent >= 0
                ? (middle << exponent).ToString(CultureInfo.InvariantCulture)
                : Fraction(middle, -exponent);
            if (side == 1) text += (text.Contains('.', StringComparison.Ordinal) ? "" : ".") + "0000000001";
            return Agrees(text) && Agrees("-" + text);
        });

    [Fact]
    public void Any_text_is_a_number_exactly_where_it_is_one_to_dotnet() =>
        Gen.String[Gen.Char["0123456789+-.eE, xNa٣½\u00A0\0∞('_"], 0, 9].Sample(Agrees);

    [Theory]
    [InlineData("1.234", 1234.0), InlineData("1.234.567,5", 1234567.5), InlineData("-12.345e2", -1234500.0), InlineData("999,25", 999.25)]
    [InlineData("123.456", 123456.0), InlineData("1234,5", 1234.5), InlineData("+1.000", 1000.0)]
    [InlineData("1.23", null), InlineData("1234.567", null), InlineData("1..234", null), InlineData(".123", null), InlineData("1.234.", null)]
    [InlineData("1,5.000", null), InlineData("1.234,567.890", null), InlineData("1.2345", null), InlineData("12.34.567", null), InlineData("1.234x", null)]
    [InlineData(".", null), InlineData("-.123", null), InlineData("1,234,567", null)]
    public void Groups_are_of_three_digits(string text, double? expected)
    {
        bool isNumber = new NumberText(',', '.').TryRead(text, out double value);
        Assert.Equal(expected is not null, isNumber);
        if (isNumber) Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000"), InlineData("0001-01-01", "0001-01-01T00:00:00.0000000")]
    [InlineData("2024-02-29T17:30", "2024-02-29T17:30:00.0000000"), InlineData("2024-02-29 17:30:59", "2024-02-29T17:30:59.0000000")]
    [InlineData("2024-02-29T17:30:59.1", "2024-02-29T17:30:59.1000000"), InlineData("2024-02-29T17:30:59.123456789", "2024-02-29T17:30:59.1234567")]
    [InlineData("2024-02-29T17:30:59Z", "2024-02-29T17:30:59.0000000"), InlineData("2024-02-29T23:30:00-01:30", "2024-03-01T01:00:00.0000000")]
    [InlineData("2024-03-01 00:15+0130", "2024-02-29T22:45:00.0000000"), InlineData("2024-02-29T17:30+02", "2024-02-29T15:30:00.0000000")]
    [InlineData("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999")]
    [InlineData("2023-02-29", null), InlineData("2024-13-01", null), InlineData("2024-00-01", null), InlineData("2024-01-00", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("24-01-01", null), InlineData("2024-1-1", null), InlineData("2024/01/01", null), InlineData("20240101", null), InlineData("2024-01", null)]
    [InlineData("2024-01-01T", null), InlineData("2024-01-01T24:00", null), InlineData("2024-01-01T12:60", null), InlineData("2024-01-01T12:00:60", null)]
    [InlineData("2024-01-01T12:00:00.", null), InlineData("2024-01-01T12:00:00.1234567890", null), InlineData("2024-01-01Z", null)]
    [InlineData("2024-01-01T12", null), InlineData("2024-01-01T12:00z", null), InlineData("2024-01-01T12:00+", null)]
    [InlineData("2024-01-01T12:00+15:00", null)]
    [InlineData("2024-01-01T12:00+01:60", null), InlineData("2024-01-01T12:00+01:00 ", null), InlineData("2024-01-01x12:00", null)]
    [InlineData("0001-01-01T00:00+01:00", null), InlineData("9999-12-31T23:59-01:00", null), InlineData("٢٠٢٤-01-01", null), InlineData("", null)]
    public void Dates_are_those_of_iso_8601(string text, string? expected)
    {
        bool isDate = IsoDate.TryRead(text, out long ticks);
        Assert.Equal(expected, isDate ? new DateTime(ticks).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) : null);
    }

    private static bool Agrees(string text)
    {
        bool expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsInfinity(value)
            && !text.Contains('\0', StringComparison.Ordinal);
        bool isNumber = NumberText.Invariant.TryRead(text, out double read);
        return expected == isNumber && (!expected || BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(read)
            || double.IsNaN(value) && double.IsNaN(read));
    }

    private static (System.Numerics.BigInteger Mantissa, int Exponent) Parts(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return ((bits & 0xFFFFFFFFFFFFFL) | 0x10000000000000L, (int)(bits >> 52) - 1075);
    }

    // m / 2^k in decimal: its k digits behind the point are those of m·5^k.
    private static string Fraction(System.Numerics.BigInteger m, int k)
    {
        string digits = (m * System.Numerics.BigInteger.Pow(5, k)).ToString(CultureInfo.InvariantCulture).PadLeft(k + 1, '0');
        return new StringBuilder(digits).Insert(digits.Length - k, '.').ToString();
    }
}
