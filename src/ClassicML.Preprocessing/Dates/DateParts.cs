namespace ClassicML.Preprocessing;

/// <summary>What <see cref="DateFeatures"/> makes of a date, each a column: one or several of these.</summary>
[Flags]
public enum DateParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The year of the calendar.</summary>
    Year = 1,

    /// <summary>The month, 1 to 12.</summary>
    Month = 2,

    /// <summary>The day of the month, 1 to 31.</summary>
    Day = 4,

    /// <summary>The day of the week as ISO 8601 counts: Monday is 1, Sunday 7.</summary>
    Weekday = 8,

    /// <summary>1 on Saturdays and Sundays, else 0.</summary>
    IsWeekend = 16,

    /// <summary>The day of the year, 1 to 366.</summary>
    DayOfYear = 32,

    /// <summary>The week of the year by ISO 8601, 1 to 53: the first has the year's first Thursday, so days around New Year may be of another year's.</summary>
    Week = 64,

    /// <summary>The hour, 0 to 23.</summary>
    Hour = 128,

    /// <summary>The minute, 0 to 59.</summary>
    Minute = 256,

    /// <summary>The days since <see cref="DateFeatures.Epoch"/>, with a fraction for the time; negative before it.</summary>
    ElapsedDays = 512,
}
