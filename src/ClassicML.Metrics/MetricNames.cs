using System.Globalization;

namespace ClassicML.Metrics;

/// <summary>Numbers in the names of metrics: a hyphen stands for the decimal point, so 0.5 is "0-5".</summary>
internal static class MetricNames
{
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number of [10⁻⁶, 10⁶] in its fewest digits that read back the same.</summary>
    public static string Of(double number)
    {
        // Tiny numbers are written with an exponent, their decimals without.
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).Replace('.', '-');
    }

    public static bool TryInteger(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    public static bool TryNumber(string text, Interval allowed, out double number) =>
        double.TryParse(text.Replace('-', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && allowed.Contains(number);
}
