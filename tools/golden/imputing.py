"""Simple, nearest-neighbour and iterative imputation, as scikit-learn computes them."""
import warnings

import numpy as np
from preprocessing import plain
from sklearn.datasets import load_iris, load_wine
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import LinearRegression, Ridge


def holes(x, share, seed):
    return np.where(np.random.default_rng(seed).random(x.shape) < share, np.nan, x)


def simple(write, name, x, other, strategy="mean", fill=0.0, indicator=False, keep=False):
    imputer = SimpleImputer(strategy=strategy, fill_value=fill, add_indicator=indicator, keep_empty_features=keep).fit(x)
    write("simple-imputer", name, {
        "x": plain(x), "other": plain(other),
        "options": {"Strategy": strategy, "FillValue": fill, "AddIndicator": indicator, "KeepEmptyFeatures": keep},
        "statistics": plain(imputer.statistics_)[0], "transformed": plain(imputer.transform(other)),
    })


def texts(write, name, x, other, strategy, fill=None):
    imputer = SimpleImputer(missing_values=None, strategy=strategy, fill_value=fill).fit(x)
    write("simple-imputer-texts", name, {
        "x": x.tolist(), "other": other.tolist(), "strategy": strategy, "fill": fill or "missing_value",
        "statistics": imputer.statistics_.tolist(), "transformed": imputer.transform(other).tolist(),
    })


def knn(write, name, x, other, k=5, weights="uniform", indicator=False, keep=False):
    imputer = KNNImputer(n_neighbors=k, weights=weights, add_indicator=indicator, keep_empty_features=keep).fit(x)
    write("knn-imputer", name, {
        "x": plain(x), "other": plain(other),
        "options": {"NeighborCount": k, "Weighting": weights, "AddIndicator": indicator, "KeepEmptyFeatures": keep},
        "transformed": plain(imputer.transform(other.copy())), "self": plain(imputer.transform(x.copy())),
    })


def iterative(write, name, x, other, regressor="", initial="mean", order="ascending", skip=False, rounds=10, tol=1e-3,
              low=None, high=None, indicator=False):
    estimator = {"": None, "ridge": Ridge(alpha=0.5), "linear": LinearRegression()}[regressor]
    imputer = IterativeImputer(
        estimator, initial_strategy=initial, imputation_order=order, skip_complete=skip, max_iter=rounds, tol=tol,
        min_value=low, max_value=high, add_indicator=indicator)
    filled = imputer.fit_transform(x)
    write("iterative-imputer", name, {
        "x": plain(x), "other": plain(other),
        "options": {
            "Regressor": regressor, "InitialStrategy": initial, "Order": order, "SkipComplete": skip, "MaxIterations": rounds,
            "Tolerance": tol, "MinValue": low, "MaxValue": high, "AddIndicator": indicator},
        "rounds": imputer.n_iter_, "filled": plain(filled), "transformed": plain(imputer.transform(other)),
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(4)
    iris, wine = load_iris().data, load_wine().data
    whole = rng.integers(-2, 3, size=(60, 4)).astype(float)
    years = np.column_stack([2015 + np.round(5 * rng.normal(size=70)), 1.7e9 + np.round(86400 * rng.normal(size=70)), rng.normal(size=70)])
    empty = holes(iris[::2], 0.2, 1)
    empty[:, 1] = np.nan
    other = holes(iris[1::9], 0.3, 2)

    for strategy in ("mean", "median", "most_frequent", "constant"):
        simple(write, strategy.replace("_", "-"), holes(iris[::2], 0.2, 1), other, strategy, fill=-1.5)
        simple(write, f"{strategy.replace('_', '-')}-empty", empty, other, strategy, fill=7.0)
        simple(write, f"{strategy.replace('_', '-')}-empty-kept", empty, other, strategy, indicator=True, keep=True)
        simple(write, f"{strategy.replace('_', '-')}-whole", holes(whole, 0.3, 3), holes(whole[::4], 0.5, 4), strategy)
    simple(write, "years", holes(years, 0.2, 5), holes(years[::5], 0.5, 6), indicator=True)
    simple(write, "years-median", holes(years, 0.2, 5), holes(years[::5], 0.5, 6), "median")
    simple(write, "complete", iris[::5], other, indicator=True)

    draw = np.random.default_rng(20)
    words = np.array([["Rome", "yes", "b"]] + [[draw.choice(["Oslo", "Rome", "Åre", "oslo"]), draw.choice(["yes", "no"]), draw.choice(["b", "a"])]
                                               for _ in range(39)], dtype=object)
    words[1:][draw.random((39, 3)) < 0.2] = None
    later = np.array([["Paris", None, "c"], [None, "no", None], ["Rome", None, None]], dtype=object)
    texts(write, "most-frequent", words, later, "most_frequent")
    texts(write, "constant", words, later, "constant")
    texts(write, "constant-given", words, later, "constant", "Oslo")
    tied = np.array([["b"], ["a"], ["Z"], ["b"], ["a"], [None]], dtype=object)
    texts(write, "tied", tied, tied, "most_frequent")

    mixed = np.round(rng.normal(size=(120, 6)) @ rng.normal(size=(6, 6)), 6)
    missing, new = holes(mixed[:90], 0.25, 7), holes(mixed[90:], 0.25, 8)
    rare = missing.copy()
    rare[4:, 2] = np.nan
    gone = missing.copy()
    gone[:, 2] = np.nan
    unknown = new.copy()
    unknown[3] = np.nan
    for k in (1, 3, 5, 20):
        knn(write, f"uniform-{k}", missing, new, k)
        knn(write, f"distance-{k}", missing, new, k, "distance")
    knn(write, "rare", rare, new, 4)
    knn(write, "rare-distance", rare, new, 9, "distance")
    knn(write, "empty", gone, new, indicator=True)
    knn(write, "empty-kept", gone, np.where(np.arange(6) == 2, np.nan, new), keep=True, indicator=True)
    knn(write, "nothing-known", missing, unknown, 3)
    # Not of columns far from zero: scikit-learn's distances are products, which cancel there.
    knn(write, "wine", holes(wine[::2], 0.1, 9), holes(wine[1::4], 0.1, 10), 5)
    knn(write, "one-row", missing[:1], new[:3], 2)

    flowers, more = holes(iris[::2], 0.15, 11), holes(iris[1::6], 0.2, 12)
    partly = flowers.copy()
    partly[:, [0, 2]] = iris[::2][:, [0, 2]]
    dropped = flowers.copy()
    dropped[:, 1] = np.nan
    wide = holes(np.round(rng.normal(size=(14, 4)) @ rng.normal(size=(4, 20)), 6), 0.1, 13)
    scaled = (wine - wine.mean(axis=0)) / wine.std(axis=0)
    twice = holes(np.column_stack([iris, iris[:, :2]])[::2], 0.1, 14)
    iterative(write, "iris", flowers, more)
    iterative(write, "tight", flowers, more, tol=1e-6, rounds=40)
    iterative(write, "two-rounds", flowers, more, rounds=2, indicator=True)
    for order in ("descending", "roman", "arabic"):
        iterative(write, order, flowers, more, order=order)
    for initial in ("median", "most_frequent", "constant"):
        iterative(write, f"from-{initial.replace('_', '-')}", flowers, more, initial=initial, rounds=3)
    iterative(write, "limits", flowers, more, low=0.5, high=5.0)
    iterative(write, "partly", partly, more, order="descending")
    iterative(write, "skip-complete", partly, more, skip=True)
    iterative(write, "skip-complete-descending", partly, more, skip=True, order="descending")
    iterative(write, "empty", dropped, more, indicator=True)
    iterative(write, "wide", wide, wide[::3], rounds=5)
    iterative(write, "wine", holes(scaled[::2], 0.1, 15), holes(scaled[1::5], 0.1, 16))
    iterative(write, "duplicate-columns", twice, twice[::4], rounds=4)
    iterative(write, "ridge", flowers, more, "ridge", rounds=4)
    iterative(write, "linear", holes(scaled[::2], 0.1, 15), holes(scaled[1::5], 0.1, 16), "linear", rounds=4)
    iterative(write, "one-column", flowers[:, :1], more[:, :1])
