namespace ClassicML.Benchmarks.Scale;

/// <summary>A power law y = a·xᵇ through measured points.</summary>
/// <param name="Exponent">b.</param>
/// <param name="StandardError">Its standard error; null with two points, which leave no rest.</param>
/// <param name="Count">How many points there are.</param>
internal sealed record Growth(double Exponent, double? StandardError, int Count)
{
    /// <summary>A time is trusted from here on: below it calls and threads cost more than the work.</summary>
    public const double LeastSeconds = 1e-3;

    /// <summary>Least squares of log y on log x: b = Sxy/Sxx, with the error √(rest/(m-2)/Sxx).</summary>
    /// <returns>Null with fewer than two points at different x.</returns>
    public static Growth? Of(IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] logs = [.. points.Select(point => (Math.Log(point.X), Math.Log(point.Y)))];
        if (logs.Length < 2) return null;
        double meanX = logs.Average(point => point.X), meanY = logs.Average(point => point.Y);
        double sxx = logs.Sum(point => (point.X - meanX) * (point.X - meanX)), sxy = logs.Sum(point => (point.X - meanX) * (point.Y - meanY));
        if (sxx == 0) return null;
        double exponent = sxy / sxx;
        double rest = logs.Sum(point => Math.Pow(point.Y - meanY - exponent * (point.X - meanX), 2));
        return new Growth(exponent, logs.Length > 2 ? Math.Sqrt(rest / (logs.Length - 2) / sxx) : null, logs.Length);
    }

    /// <summary>What the points before let expect at the next.</summary>
    /// <param name="before">Points of growing x.</param>
    /// <param name="x">The next, larger x.</param>
    /// <returns>Null where there is none to go by; a square law after a single one.</returns>
    public static double? Expected(IReadOnlyList<(double X, double Y)> before, double x)
    {
        if (before.Count == 0) return null;
        double exponent = before.Count == 1 ? 2 : Math.Clamp(Of(before.TakeLast(2))!.Exponent, 1, 3);
        return before[^1].Y * Math.Pow(x / before[^1].X, exponent);
    }
}
