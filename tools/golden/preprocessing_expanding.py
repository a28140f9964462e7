"""Products, splines, bins and functions of columns, and transformed targets, as scikit-learn computes them."""
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.compose import TransformedTargetRegressor
from sklearn.datasets import load_diabetes, load_iris, load_wine
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import (FunctionTransformer, KBinsDiscretizer, MinMaxScaler, PolynomialFeatures, PowerTransformer,
                                   QuantileTransformer, SplineTransformer, StandardScaler)

from preprocessing import plain


def dense(x):
    return x.toarray() if hasattr(x, "toarray") else x


def polynomial(write, name, x, low=1, high=2, interaction=False, bias=True, sparse=False):
    model = PolynomialFeatures((low, high), interaction_only=interaction, include_bias=bias).fit(csr_matrix(x) if sparse else x)
    other = x[::4] * 1.5
    write("polynomial-features", name, {
        "x": plain(x), "other": plain(other), "sparse": sparse,
        "options": {"MinDegree": low, "MaxDegree": high, "InteractionOnly": interaction, "IncludeBias": bias},
        "powers": model.powers_, "names": model.get_feature_names_out(["age", "city", "b c", "d", "e", "f"][:x.shape[1]]),
        "transformed": plain(dense(model.transform(csr_matrix(other) if sparse else other))),
    })


def spline(write, name, x, other, count=5, knots="uniform", degree=3, extrapolation="constant", bias=True):
    given = knots if isinstance(knots, str) else np.array(knots, dtype=float).T
    model = SplineTransformer(n_knots=count, knots=given, degree=degree, extrapolation=extrapolation, include_bias=bias).fit(x)
    text = knots if isinstance(knots, str) else "; ".join(" ".join(repr(float(k)) for k in column) for column in knots)
    write("spline-features", name, {
        "x": plain(x), "other": plain(other),
        "options": {"KnotCount": count, "Knots": text, "Degree": degree, "Extrapolation": extrapolation, "IncludeBias": bias},
        "transformed": plain(model.transform(other)), "names": model.get_feature_names_out(["age", "city", "c"][:x.shape[1]]),
    })


def bins(write, name, x, count=5, edges="quantile", encode="onehot-dense"):
    model = KBinsDiscretizer(n_bins=count, encode=encode, strategy=edges, subsample=None).fit(x)
    if edges == "kmeans":
        # Ours goes on until nothing changes; scikit-learn may stop a little before, which these cases must not.
        for j, column in enumerate(x.T):
            even = np.linspace(column.min(), column.max(), count + 1)
            means = KMeans(count, init=((even[1:] + even[:-1]) / 2)[:, None], n_init=1, tol=0, max_iter=10_000).fit(column[:, None])
            centers = np.sort(means.cluster_centers_[:, 0])
            assert np.allclose(model.bin_edges_[j][1:-1], (centers[1:] + centers[:-1]) / 2, rtol=1e-13), (name, j)
    other = np.vstack([x[::3], x.min(axis=0) - 1, x.max(axis=0) + 1, (x[::5] + x[1::5][: len(x[::5])]) / 2])
    transformed = model.transform(other)
    write("k-bins-discretizer", name, {
        "x": plain(x), "other": plain(other),
        "options": {"BinCount": count, "Edges": edges, "Encoding": "ordinal" if encode == "ordinal" else "onehot", "SparseOutput": encode == "onehot"},
        "edges": [plain(own)[0] for own in model.bin_edges_], "transformed": plain(dense(transformed)),
        "inverse": plain(model.inverse_transform(transformed)),
    })


def function(write, name, forward, backward, x):
    model = FunctionTransformer(forward, inverse_func=backward).fit(x)
    mapped = model.transform(x)
    write("function-transformer", name, {"x": plain(x), "transformed": plain(mapped),
                                         "inverse": plain(model.inverse_transform(mapped)) if backward or not forward else None})


def target(write, name, x, y, transformer=None, func=None, inverse=None, alpha=0.0, weights=None):
    regressor = Ridge(alpha=alpha, solver="cholesky") if alpha else LinearRegression()
    model = TransformedTargetRegressor(regressor, transformer=transformer, func=func, inverse_func=inverse)
    model.fit(x, y, **({} if weights is None else {"sample_weight": weights}))
    other = x[::3] * 1.1
    write("transformed-target", name, {
        "x": plain(x), "y": plain(y)[0], "other": plain(other), "options": {"Alpha": alpha},
        "weights": None if weights is None else plain(weights)[0],
        "predicted": plain(model.predict(other))[0], "coefficients": plain(model.regressor_.coef_)[0],
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(8)
    iris, wine = load_iris().data, load_wine().data
    small = np.round(rng.normal(size=(20, 4)) * [1, 10, 0.1, 3] + [2015, 0, 0, 1], 4)
    holes = np.where(rng.random((24, 6)) < 0.5, 0, np.round(rng.normal(size=(24, 6)), 3))

    polynomial(write, "plain", small)
    polynomial(write, "iris", iris[::5], high=3)
    polynomial(write, "no-bias", small, bias=False)
    polynomial(write, "degrees-2-to-4", small[:, 1:], low=2, high=4)
    polynomial(write, "degree-3-alone", small[:, 1:], low=3, high=3, bias=False)
    polynomial(write, "interactions", small, high=3, interaction=True)
    polynomial(write, "interactions-of-3", small, low=3, high=5, interaction=True, bias=False)
    polynomial(write, "one-column", small[:, :1], high=4)
    polynomial(write, "sparse", holes, sparse=True)
    polynomial(write, "sparse-cubic", holes, high=3, bias=False, sparse=True)
    polynomial(write, "sparse-interactions", holes, low=2, high=3, interaction=True, sparse=True)

    curve = np.round(np.column_stack([rng.normal(size=40), 10 * rng.random(40), 2015 + np.arange(40) % 13]), 4)
    inside = curve[::2] * 0.999 + curve.mean(axis=0) * 0.001
    outside = np.vstack([curve[::3], curve.min(axis=0) - [0.5, 2, 3], curve.max(axis=0) + [0.7, 1, 4], curve.max(axis=0) + [9, 9, 9]])
    for extrapolation in ("constant", "linear", "continue", "periodic"):
        spline(write, extrapolation, curve, outside, extrapolation=extrapolation)
    spline(write, "error", curve, inside, extrapolation="error")
    spline(write, "quantile", curve, outside, knots="quantile", count=6)
    spline(write, "quantile-linear", curve, outside, knots="quantile", count=4, degree=2, extrapolation="linear")
    spline(write, "given", curve, outside, knots=[[-2, -1, 0.5, 3], [0, 1, 2, 10], [2010, 2016, 2020, 2030]], extrapolation="continue")
    spline(write, "given-periodic", curve, outside, knots=[[-2, -1, 0.5, 3], [0, 1, 2, 10], [2010, 2016, 2020, 2030]], extrapolation="periodic")
    spline(write, "no-bias", curve, outside, bias=False)
    spline(write, "no-bias-periodic", curve, outside, bias=False, extrapolation="periodic", count=7)
    spline(write, "degree-0", curve, inside, degree=0)
    # Of several columns scikit-learn 1.2 continues lines from the wrong knots, since its degree grows from column to column.
    spline(write, "degree-1", curve[:, :1], outside[:, :1], degree=1, extrapolation="linear")
    spline(write, "degree-5", curve, outside, degree=5, count=3, extrapolation="linear")
    spline(write, "two-knots", curve, outside, count=2)

    for edges in ("quantile", "uniform", "kmeans"):
        for encode in ("onehot", "onehot-dense", "ordinal"):
            bins(write, f"{edges}-{encode}", iris[::3], edges=edges, encode=encode, count=4)
        bins(write, f"{edges}-wine", wine[::2], edges=edges, encode="ordinal", count=7)
        bins(write, f"{edges}-years", np.column_stack([2015 + np.arange(50) ** 2 // 60, 1e6 + np.arange(50) % 7 * 0.25]), edges=edges, encode="ordinal")
    # A gap as wide as most even steps leaves means without values.
    gap = np.concatenate([np.round(rng.normal(size=20), 4), [100.3, 101.1], [500.2, 502.7]])[:, None]
    bins(write, "kmeans-gap", gap, edges="kmeans", encode="ordinal", count=4)
    bins(write, "uniform-gap", gap, edges="uniform", encode="ordinal", count=6)

    positive = np.round(np.abs(rng.normal(size=(12, 2)) * [1, 1e-9]) + [[0.5, 0]], 12)
    function(write, "log1p", np.log1p, np.expm1, positive)
    function(write, "log", np.log, np.exp, positive + 1e-3)
    function(write, "exp", np.exp, np.log, positive)
    function(write, "square-root", np.sqrt, np.square, positive)
    function(write, "square", np.square, None, positive - 0.6)
    function(write, "reciprocal", np.reciprocal, np.reciprocal, positive + 1e-3)
    function(write, "identity", None, None, positive)

    diabetes = load_diabetes()
    x, y = np.round(diabetes.data[::6] * 10, 6), diabetes.target[::6]
    target(write, "log", x, y, func=np.log, inverse=np.exp)
    target(write, "log1p", x, y, func=np.log1p, inverse=np.expm1, alpha=0.5)
    target(write, "square-root", x, y, func=np.sqrt, inverse=np.square)
    target(write, "standard", x, y, StandardScaler(), alpha=2.0)
    target(write, "min-max", x, y, MinMaxScaler(), alpha=2.0)
    target(write, "quantile", x, y, QuantileTransformer(n_quantiles=30, output_distribution="normal"))
    target(write, "power", x, y, PowerTransformer(method="box-cox"))
    target(write, "weights", x, y, func=np.log, inverse=np.exp, alpha=0.5, weights=np.round(rng.random(len(y)) + 0.5, 3))
