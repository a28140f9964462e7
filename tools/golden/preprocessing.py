"""Standardising and min-max scaling, as scikit-learn computes them, with exact means and deviations beside its own."""
import warnings
from fractions import Fraction

import numpy as np
from sklearn.datasets import load_iris, load_wine
from sklearn.preprocessing import MinMaxScaler, StandardScaler


def plain(x):
    """JSON has no NaN: a missing value becomes null."""
    return [[None if np.isnan(v) else float(v) for v in row] for row in np.atleast_2d(x)]


def exact(column):
    """Mean and population variance in rational arithmetic, rounded once."""
    values = [Fraction(v) for v in column[~np.isnan(column)].tolist()]
    if not values:
        return float("nan"), float("nan")
    mean = sum(values) / len(values)
    return float(mean), float(sum((v - mean) ** 2 for v in values) / len(values))


def standard(write, name, x, other=None, mean=True, deviation=True):
    scaler = StandardScaler(with_mean=mean, with_std=deviation).fit(x)
    other = x[::7] + 0.5 if other is None else other
    exacts = np.array([exact(column) for column in x.T])
    write("standard-scaler", name, {
        "x": plain(x), "other": plain(other), "options": {"WithMean": mean, "WithDeviation": deviation},
        "means": plain(scaler.mean_)[0] if scaler.mean_ is not None else None,
        "scales": plain(scaler.scale_)[0] if scaler.scale_ is not None else None,
        "exact_means": plain(exacts[:, 0])[0], "exact_variances": plain(exacts[:, 1])[0],
        "transformed": plain(scaler.transform(other)), "inverse": plain(scaler.inverse_transform(other)),
    })


def min_max(write, name, x, other=None, low=0.0, high=1.0, clip=False):
    scaler = MinMaxScaler(feature_range=(low, high), clip=clip).fit(x)
    other = x[::7] * 1.25 - 0.5 if other is None else other
    write("min-max-scaler", name, {
        "x": plain(x), "other": plain(other), "options": {"Minimum": low, "Maximum": high, "Clip": clip},
        "data_minimums": plain(scaler.data_min_)[0], "data_maximums": plain(scaler.data_max_)[0],
        "transformed": plain(scaler.transform(other)), "inverse": plain(scaler.inverse_transform(other)),
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(2)
    iris, wine = load_iris().data, load_wine().data
    random = np.round(rng.normal(size=(90, 6)) * [1, 10, 0.01, 1000, 1, 3] + [0, 5, 0, -200, 30, 1], 6)
    offset = 1e6 + np.round(rng.normal(size=(200, 3)) * [1, 10, 0.1], 6)
    constant = np.column_stack([
        np.full(70, 0.1), np.zeros(70), np.full(70, 1e9) + 1e-7 * (np.arange(70) % 2), 1e9 + np.arange(70) % 3,
        np.arange(70) * 1e-20, np.arange(70) / 8])
    missing = np.where(rng.random(random.shape) < 0.2, np.nan, random)
    missing[:, 4] = np.nan
    missing[1:, 5] = np.nan

    standard(write, "iris", iris)
    standard(write, "wine", wine)
    standard(write, "random", random)
    standard(write, "offset", offset)
    standard(write, "constant", constant)
    standard(write, "missing", missing)
    standard(write, "one-row", random[:1], random[:5])
    standard(write, "no-mean", wine[::3], mean=False)
    standard(write, "no-deviation", wine[::3], deviation=False)
    standard(write, "neither", iris[::5], mean=False, deviation=False)

    min_max(write, "iris", iris)
    min_max(write, "wine", wine)
    min_max(write, "random", random)
    min_max(write, "offset", offset)
    min_max(write, "constant", constant)
    min_max(write, "missing", missing)
    min_max(write, "one-row", random[:1], random[:5])
    min_max(write, "range", wine[::3], low=-1.0, high=1.0)
    min_max(write, "clip", wine[::3], low=-2.5, high=7.0, clip=True)
    min_max(write, "clip-missing", missing, clip=True)
