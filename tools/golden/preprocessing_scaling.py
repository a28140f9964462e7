"""Scaling of columns and rows, thresholds and standardising by weights, as scikit-learn computes them."""
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.datasets import load_iris, load_wine
from sklearn.feature_selection import VarianceThreshold
from sklearn.preprocessing import Binarizer, MaxAbsScaler, Normalizer, RobustScaler, StandardScaler

from preprocessing import plain


def rows():
    """Small data of the kinds that people have."""
    rng = np.random.default_rng(3)
    random = np.round(rng.normal(size=(60, 5)) * [1, 10, 0.01, 1000, 3] + [0, 5, 0, -200, 1], 6)
    sparse = np.where(rng.random((40, 6)) < 0.6, 0, np.round(rng.normal(size=(40, 6)), 4))
    sparse[:, 4] = 0
    missing = np.where(rng.random(random.shape) < 0.2, np.nan, random)
    missing[:, 3] = np.nan
    missing[1:, 4] = np.nan
    return {
        "iris": load_iris().data[::3], "wine": load_wine().data[::4], "random": random,
        "years": np.column_stack([2015 + np.arange(50) % 12, 1e6 + np.round(rng.normal(size=50), 6), rng.integers(0, 2, 50)]).astype(float),
        "constant": np.column_stack([np.full(30, 0.1), np.zeros(30), np.full(30, -7), np.arange(30) // 20, np.arange(30) / 8]),
        "missing": missing, "one-row": random[:1], "sparse": sparse,
    }


def dense(x):
    return x.toarray() if hasattr(x, "toarray") else x


def case(write, folder, name, transformer, x, options, values, inverse=True, sparse=False, other=None):
    """Fits, transforms other rows and maps them back. With sparse, scikit-learn is given sparse rows, which hold the same numbers."""
    other = x[::3] * 1.25 - 0.5 * (x[::3] != 0) if other is None else other
    given = (csr_matrix(x), csr_matrix(other)) if sparse else (x, other)
    model = transformer.fit(given[0])
    content = {"x": plain(x), "other": plain(other), "options": options, "sparse": sparse}
    content.update({key: plain(getattr(model, attribute))[0] for key, attribute in values.items()})
    content["transformed"] = plain(dense(model.transform(given[1])))
    if inverse:
        content["inverse"] = plain(dense(model.inverse_transform(given[1])))
    write(folder, name, content)


def weighted(write, name, x, weights):
    scaler = StandardScaler().fit(x, sample_weight=weights)
    write("standard-scaler-weighted", name, {
        "x": plain(x), "weights": plain(weights)[0], "means": plain(scaler.mean_)[0], "scales": plain(scaler.scale_)[0],
        "transformed": plain(scaler.transform(x[::3])), "other": plain(x[::3]),
    })


def make(write):
    warnings.simplefilter("ignore")
    data = rows()
    for name in ("iris", "wine", "random", "years", "constant", "missing", "one-row", "sparse"):
        case(write, "max-abs-scaler", name, MaxAbsScaler(), data[name], {}, {"max_magnitudes": "max_abs_"}, sparse=name == "sparse")

    def robust(name, x, low=0.25, high=0.75, centering=True, scaling=True, unit=False, sparse=False):
        scaler = RobustScaler(with_centering=centering, with_scaling=scaling, quantile_range=(100 * low, 100 * high), unit_variance=unit)
        options = {"LowerQuantile": low, "UpperQuantile": high, "WithCentering": centering, "WithScaling": scaling, "UnitVariance": unit}
        values = {**({"medians": "center_"} if centering else {}), **({"scales": "scale_"} if scaling else {})}
        case(write, "robust-scaler", name, scaler, x, options, values, sparse=sparse)

    for name in ("iris", "wine", "random", "years", "constant", "missing", "one-row"):
        robust(name, data[name])
    robust("no-centering", data["wine"], centering=False)
    robust("no-scaling", data["wine"], scaling=False)
    robust("neither", data["wine"], centering=False, scaling=False)
    robust("range", data["random"], low=0.1, high=0.95)
    robust("all", data["random"], low=0.0, high=1.0)
    robust("unit-variance", data["random"], unit=True)
    robust("unit-variance-range", data["random"], low=0.05, high=0.6, unit=True)
    robust("sparse", data["sparse"], low=0.1, high=0.9, centering=False, sparse=True)

    for norm in ("l1", "l2", "max"):
        for name in ("wine", "years", "sparse"):
            case(write, "normalizer", f"{norm}-{name}", Normalizer(norm=norm), data[name], {"Norm": norm}, {}, inverse=False,
                 sparse=name == "sparse")

    for name, threshold, x in (("plain", 0.0, "random"), ("wine", 2.5, "wine"), ("negative", -1.0, "random"), ("sparse", 0.0, "sparse"),
                               ("sparse-half", 0.5, "sparse")):
        case(write, "binarizer", name, Binarizer(threshold=threshold), data[x], {"Threshold": threshold}, {}, inverse=False,
             sparse=x == "sparse")

    for name, threshold, x in (("plain", 0.0, "constant"), ("random", 0.5, "random"), ("wine", 1.0, "wine"), ("missing", 0.5, "missing"),
                               ("sparse", 0.0, "sparse"), ("sparse-half", 0.4, "sparse"), ("years", 1.5, "years")):
        case(write, "variance-threshold", name, VarianceThreshold(threshold=threshold), data[x], {"Threshold": threshold},
             {"variances": "variances_"} if threshold > 0 else {}, inverse=False, sparse=x == "sparse")

    rng = np.random.default_rng(4)
    for name in ("iris", "random", "years", "missing"):
        weighted(write, name, data[name], np.round(rng.random(len(data[name])) * 3, 3))
    weighted(write, "whole", data["random"], rng.integers(0, 4, 60).astype(float))
