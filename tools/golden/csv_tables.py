"""CSV files as tables, by pandas: the kind of each column and its values, exactly rounded; a missing value is null, a date text of ISO 8601."""
import io

import numpy as np
import pandas as pd

MISSING = ["", "NA", "NaN", "N/A", "n/a", "#N/A", "NULL", "null", "?"]


def column(values):
    there = values.dropna()
    if all(isinstance(value, (bool, np.bool_)) for value in there) and len(there) > 0:
        kind, of = "boolean", bool
    elif pd.api.types.is_datetime64_any_dtype(values):
        kind, of = "date", lambda value: value.isoformat()
    elif pd.api.types.is_numeric_dtype(values):
        kind, of = "number", float
    else:
        kind, of = "text", str
    return {"name": values.name, "kind": kind, "values": [None if pd.isna(value) else of(value) for value in values]}


def random_text(rng):
    """Numbers of many forms, texts with everything that needs quotes, and gaps; some columns turn to text late."""
    n = 300
    doubles = [float(m) * 10.0 ** int(e) for m, e in zip(rng.standard_normal(n), rng.integers(-290, 290, n))]
    forms = [lambda v: repr(v), lambda v: f"{v:.17e}", lambda v: f"{v:.3E}", lambda v: f"{v:.25g}", lambda v: f"{int(v % 1000)}"]
    texts = ["a,b", 'say "hi"', "two\nlines", "x", "ü", "\t tab", "NA or not", "1", "-", "'"]
    lines = ["number,late text,text,gaps,whole,id"]
    for i, value in enumerate(doubles):
        text = texts[rng.integers(len(texts))].replace('"', '""')
        lines.append(",".join([
            forms[rng.integers(len(forms))](value), "x1" if i == n - 7 else f"0{i}", f'"{text}"', MISSING[rng.integers(9)] if i % 3 else repr(i / 7),
            str(i - 5), f"id{i % 11}"]))
    return "\n".join(lines) + "\n"


def make(write):
    kinds = "n,t,b,d\n1,x,True,2024-02-29\n2.50,,False,1999-12-31\n-3e-5,NA,True,1700-01-02\n"
    times = "t,u\n2024-02-29T17:30:00,1\n2024-02-29 00:00:01,2\n,3\n2024-03-01T23:59:59.25,4\n"
    german = "preis;menge;name\n1.234,5;10;Müller\n-0,25;1.000.000;\"a;b\"\n;7;?\n"
    cases = [
        ("kinds", kinds, {"parse_dates": ["d"]}, {}), ("times", times, {"parse_dates": ["t"]}, {}),
        ("separators", german, {"sep": ";", "decimal": ",", "thousands": "."}, {"separator": ";", "decimal": ",", "group": "."}),
        ("quotes", 'a,"b ""c"""\n"1","x\r\ny"\n2,"""z"""\n"3"," w "\n\n4,\n', {}, {}),
        ("missing", "a,b,c\n" + "".join(f"{marker},1,{'' if i else 'x'}\n" for i, marker in enumerate(MISSING)), {}, {}),
        ("random", random_text(np.random.default_rng(1)), {}, {}),
    ]
    for name, text, how, options in cases:
        table = pd.read_csv(io.StringIO(text), float_precision="round_trip", keep_default_na=False, na_values=MISSING, **how)
        write("csv-table", name, {
            "library": "pandas", "version": pd.__version__, "text": text, "options": options, "columns": [column(table[one]) for one in table.columns]})
