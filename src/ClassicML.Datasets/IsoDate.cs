namespace ClassicML;

/// <summary>Dates of ISO 8601 in their long form: yyyy-MM-dd, perhaps with a time (HH:mm, HH:mm:ss, HH:mm:ss.f to nine digits) behind T or a blank,
/// and then Z or an offset (+HH:mm, +HHmm or +HH).</summary>
internal static class IsoDate
{
    /// <summary>The ticks of a date: in UTC where there is Z or an offset, else as it stands. What is below 100 ns is cut off.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        var rest = text;
        if (!Number(ref rest, 4, out int year) || !Skip(ref rest, '-') || !Number(ref rest, 2, out int month) || !Skip(ref rest, '-')
            || !Number(ref rest, 2, out int day) || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        ticks = new DateTime(year, month, day).Ticks;
        if (rest.IsEmpty) return true;
        if (!Skip(ref rest, 'T') && !Skip(ref rest, ' ')) return false;
        if (!Time(ref rest, out long time) || !Offset(ref rest, out long offset) || !rest.IsEmpty) return false;
        ticks += time - offset;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    private static bool Time(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        int second = 0;
        if (!Number(ref rest, 2, out int hour) || !Skip(ref rest, ':') || !Number(ref rest, 2, out int minute) || hour > 23 || minute > 59) return false;
        if (Skip(ref rest, ':'))
        {
            if (!Number(ref rest, 2, out second) || second > 59) return false;
            if (Skip(ref rest, '.') && !Fraction(ref rest, out ticks)) return false;
        }
        ticks += new TimeSpan(hour, minute, second).Ticks;
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        int digits = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++, unit /= 10) ticks += (rest[digits] - '0') * unit;
        rest = rest[digits..];
        return digits is >= 1 and <= 9;
    }

    private static bool Offset(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || Skip(ref rest, 'Z')) return true;
        int sign = rest[0] == '-' ? -1 : 1, minute = 0;
        if (!Skip(ref rest, '+') && !Skip(ref rest, '-')) return false;
        if (!Number(ref rest, 2, out int hour)) return false;
        if (!rest.IsEmpty)
        {
            Skip(ref rest, ':');
            if (!Number(ref rest, 2, out minute)) return false;
        }
        ticks = sign * new TimeSpan(hour, minute, 0).Ticks;
        // The widest that a DateTimeOffset has; the widest in use is 14 hours too.
        return minute <= 59 && Math.Abs(ticks) <= 14 * TimeSpan.TicksPerHour;
    }

    private static bool Skip(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected) return false;
        rest = rest[1..];
        return true;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int digits, out int value)
    {
        value = 0;
        if (rest.Length < digits) return false;
        foreach (char c in rest[..digits])
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = 10 * value + c - '0';
        }
        rest = rest[digits..];
        return true;
    }
}
