"""Parts of dates, as pandas computes them; cycles by their formula."""
import numpy as np
import pandas as pd


def make(write):
    rng = np.random.default_rng(5)
    days = pd.to_datetime(np.concatenate([
        # Ends of months and years, leap days, weeks of another year, before the epoch.
        np.array(["2024-02-29", "2023-02-28", "2000-12-31", "1999-01-01", "2020-12-31", "2021-01-03", "2021-01-04", "1969-12-31", "1900-03-01", "2016-12-31"],
                 dtype="datetime64[s]"),
        np.datetime64("1950-01-01T00:00:00") + rng.integers(0, 4_000_000_000, 40).astype("timedelta64[s]")]))
    s = pd.Series(days)
    iso = s.dt.isocalendar()
    parts = {
        "year": s.dt.year, "month": s.dt.month, "day": s.dt.day, "weekday": iso["day"], "is_weekend": (s.dt.dayofweek >= 5), "day_of_year": s.dt.dayofyear,
        "week": iso["week"], "hour": s.dt.hour, "minute": s.dt.minute, "elapsed_days": (s - pd.Timestamp("2000-01-01T12:00:00")) / pd.Timedelta(days=1),
    }
    length = np.where(s.dt.is_leap_year, 366, 365)
    turns = {
        "month": (s.dt.month - 1) / 12, "weekday": s.dt.dayofweek / 7, "day_of_year": (s.dt.dayofyear - 1) / length, "hour": s.dt.hour / 24,
    }
    cycles = {}
    for name, turn in turns.items():
        cycles[f"{name}_sin"] = np.sin(2 * np.pi * np.asarray(turn, float))
        cycles[f"{name}_cos"] = np.cos(2 * np.pi * np.asarray(turn, float))
    write("date-features", "days", {
        "library": "pandas", "version": pd.__version__, "dates": [d.isoformat() for d in days], "epoch": "2000-01-01T12:00:00",
        "parts": {name: np.asarray(values, float).tolist() for name, values in parts.items()},
        "cycles": {name: values.tolist() for name, values in cycles.items()},
        "tolerance": 1e-14, "reason": "the sine of 2πt rounded there, exact at quarters here; days of a fraction are rounded once",
    })
