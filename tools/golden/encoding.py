"""Encoders of categories, as scikit-learn computes them; target encoding, which its version here lacks, by the formulas of its later ones."""
import warnings

import numpy as np
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder


def plain(x):
    """JSON has no NaN: a missing value becomes null."""
    return [[None if v is None or isinstance(v, float) and np.isnan(v) else v if isinstance(v, str) else float(v) for v in row] for row in x]


def one_hot(write, name, x, other, drop=None, unknown="error", **rare):
    encoder = OneHotEncoder(drop=drop, handle_unknown=unknown, sparse_output=False, **rare).fit(x)
    transformed = encoder.transform(other)
    share = rare.get("min_frequency")
    write("one-hot-encoder", name, {
        "x": plain(x), "other": plain(other), "drop": {None: "none", "first": "first", "if_binary": "binary"}[drop],
        "unknown": {"error": "refuse", "ignore": "ignore", "infrequent_if_exist": "rare"}[unknown],
        "min_count": share if isinstance(share, int) else 1, "min_share": share if isinstance(share, float) else 0.0,
        "max_categories": rare.get("max_categories"),
        "categories": [[v for v in row if not (v is None or v != v)] for row in plain(encoder.categories_)],
        "names": list(encoder.get_feature_names_out([f"c{j}" for j in range(x.shape[1])])),
        "transformed": plain(transformed), "inverse": None if rare else plain(encoder.inverse_transform(transformed)),
    })


def ordinal(write, name, x, other, unknown=None):
    how = dict(handle_unknown="error") if unknown is None else dict(handle_unknown="use_encoded_value", unknown_value=unknown)
    encoder = OrdinalEncoder(**how).fit(x)
    transformed = encoder.transform(other)
    write("ordinal-encoder", name, {
        "x": plain(x), "other": plain(other), "unknown_value": unknown,
        "transformed": plain(transformed), "inverse": plain(encoder.inverse_transform(transformed)),
    })


def target_values(column, y, smooth):
    """Of each category: λ·mean + (1-λ)·mean of all."""
    mean, variance, values = y.mean(), y.var(), {}
    for category in set(column):
        own = y[column == category]
        if smooth is None:
            share = variance * len(own) / (variance * len(own) + own.var()) if variance > 0 else 0
        else:
            share = len(own) / (len(own) + smooth)
        values[category] = share * own.mean() + (1 - share) * mean
    return mean, values


def target(write, name, x, y, other, smooth=None):
    learned = [target_values(column, y, smooth) for column in x.T]
    write("target-encoder", name, {
        "x": plain(x), "y": y.tolist(), "other": plain(other), "smoothing": smooth,
        "transformed": [[values.get(v, mean) for v, (mean, values) in zip(row, learned)] for row in other],
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(3)
    colours = np.array([["blue"], ["green"], ["red"], ["blue"]], dtype=object)
    codes = np.column_stack([rng.integers(0, 4, 40), rng.integers(0, 2, 40) * 10, rng.integers(-2, 3, 40) / 2])
    new = np.vstack([codes[:6], [[9, 10, 0.5], [1, 3, 7]]])
    words = np.array([[rng.choice(["Berlin", "Rome", "Åre", "oslo", "Aarhus"], p=[.5, .25, .15, .06, .04]), rng.choice(["yes", "no"])]
                      for _ in range(60)], dtype=object)
    other = np.vstack([words[:8], np.array([["Paris", "yes"], ["Åre", "maybe"]], dtype=object)])
    holes = codes.copy()
    holes[rng.random(holes.shape) < 0.15] = np.nan

    one_hot(write, "colours", colours, colours)
    one_hot(write, "plain", codes, codes[::-1])
    one_hot(write, "drop-first", codes, codes[::-1], drop="first")
    one_hot(write, "drop-binary", words, words[:9], drop="if_binary")
    one_hot(write, "ignore-unknown", codes, new, unknown="ignore")
    one_hot(write, "words", words, words[:20])
    one_hot(write, "words-unknown", words, other, unknown="ignore")
    one_hot(write, "missing", holes, holes[::-1])
    one_hot(write, "missing-drop-first", holes, holes[::-1], drop="first")
    one_hot(write, "rare-count", words, other, unknown="infrequent_if_exist", min_frequency=6)
    one_hot(write, "rare-share", words, words[::-1], min_frequency=0.2)
    one_hot(write, "rare-most", words, other, unknown="ignore", max_categories=3)
    one_hot(write, "rare-ties", codes[:, ::2], new[:, ::2], unknown="infrequent_if_exist", max_categories=2)
    one_hot(write, "rare-drop-first", words, words[:25], drop="first", min_frequency=8)
    one_hot(write, "rare-missing", holes, holes[:20], min_frequency=9, max_categories=3)
    ordinal(write, "words", words, words[:20])
    ordinal(write, "numbers-unknown", codes, new, unknown=-1)
    ordinal(write, "missing", holes, holes[::-1])
    numbers = np.round(rng.normal(size=60) + (words[:, 0] == "Rome") * 2 + 2000, 3)
    target(write, "numbers", words, numbers, other)
    target(write, "numbers-smoothed", words, numbers, other, smooth=10.0)
    target(write, "classes", words, (numbers > 2000.5).astype(float), other)
    target(write, "constant", words, np.full(60, 7.0), other)
