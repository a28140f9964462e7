"""Power and quantile transformers as scikit-learn computes them, and powers of years in sixty digits, where it overflows."""
import warnings
from decimal import Decimal, getcontext

import numpy as np
from sklearn.datasets import load_iris, load_wine
from sklearn.preprocessing import PowerTransformer, QuantileTransformer

from preprocessing import plain


def power(write, name, x, family="yeo-johnson", standardize=True):
    model = PowerTransformer(method=family, standardize=standardize).fit(x)
    other = x[::3] * 1.1
    z = np.linspace(-1, 1, 5)[:, None] * np.ones(x.shape[1]) if standardize else model.transform(x[::4])
    write("power-transformer", name, {
        "x": plain(x), "other": plain(other), "options": {"Family": family.replace("-", ""), "Standardize": standardize},
        "lambdas": plain(model.lambdas_)[0], "transformed": plain(model.transform(other)),
        "z": plain(z), "inverse": plain(model.inverse_transform(z)),
    })


def exact_power(write, name, column, family):
    """One column in sixty digits: the likelihood's maximum by a golden section, and the standardised values there."""
    getcontext().prec = 60
    logs = [(Decimal(v) + (1 if family == "yeo-johnson" else 0)).ln() for v in column]
    n, total = len(logs), sum(logs)

    def transformed(power):
        # Without the -1, which sixty digits don't hold beside it, and which standardising takes away.
        return [(power * y).exp() / power for y in logs]

    def moments(values):
        mean = sum(values) / n
        return mean, sum((v - mean) ** 2 for v in values) / n

    def likelihood(power):
        return (power - 1) * total / n - moments(transformed(power))[1].ln() / 2

    low, high, section = Decimal(-5000), Decimal(5000), (Decimal(5).sqrt() - 1) / 2
    a, b = high - section * (high - low), low + section * (high - low)
    fa, fb = likelihood(a), likelihood(b)
    while high - low > Decimal("1e-12"):
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - section * (high - low)
            fa = likelihood(a)
        else:
            low, a, fa = a, b, fb
            b = low + section * (high - low)
            fb = likelihood(b)
    best = (low + high) / 2
    values = transformed(best)
    mean, variance = moments(values)
    write("power-transformer-exact", name, {
        "library": "Python's decimal, 60 digits", "x": [[float(v)] for v in column], "options": {"Family": family.replace("-", "")},
        "lambda": float(best), "transformed": [[float((v - mean) / variance.sqrt())] for v in values],
    })


def quantile(write, name, x, count=1000, output="uniform", other=None):
    model = QuantileTransformer(n_quantiles=count, output_distribution=output, subsample=100_000).fit(x)
    other = np.vstack([x[::3], x[::5] + 0.1, x[::7] * 3 - 1]) if other is None else other
    back = np.linspace(0, 1, 9)[:, None] if output == "uniform" else np.linspace(-2, 2, 9)[:, None]
    back = np.vstack([back, [[-6.0], [6.0]]]) * np.ones(x.shape[1])
    write("quantile-transformer", name, {
        "x": plain(x), "other": plain(other), "options": {"QuantileCount": count, "Output": output},
        "quantiles": plain(model.quantiles_.T), "transformed": plain(model.transform(other)),
        "back": plain(back), "inverse": plain(model.inverse_transform(back)),
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(6)
    iris, wine = load_iris().data, load_wine().data
    skewed = np.round(np.column_stack([
        rng.lognormal(size=60), rng.lognormal(sigma=0.3, size=60) * 100, rng.chisquare(3, size=60) + 0.01, rng.random(60) + 0.5]), 6)
    mixed = np.round(np.column_stack([
        rng.normal(size=60), rng.lognormal(size=60) - 1, -rng.lognormal(size=60), 3 * rng.normal(size=60) ** 3]), 6)
    missing = np.where(rng.random(skewed.shape) < 0.2, np.nan, skewed)
    for family in ("yeo-johnson", "box-cox"):
        for name, x in (("iris", iris[::3] + 0.1), ("wine", wine[::4]), ("skewed", skewed), ("missing", missing)):
            power(write, f"{family}-{name}", x, family)
        power(write, f"{family}-raw", skewed, family, standardize=False)
    power(write, "mixed", mixed)
    power(write, "mixed-raw", mixed, standardize=False)

    years = [2015 + k * k // 40 for k in range(40)]
    stamps = [1_700_000_000 + 3600 * k ** 2 for k in range(40)]
    for family in ("yeo-johnson", "box-cox"):
        exact_power(write, f"{family}-years", years, family)
        exact_power(write, f"{family}-years-downwards", [2030 - (year - 2015) for year in years], family)
        exact_power(write, f"{family}-stamps", stamps, family)

    ties = np.round(np.column_stack([rng.normal(size=80), 3 * rng.random(80), np.full(80, 5.0), rng.integers(0, 2, 80)]))
    for output in ("uniform", "normal"):
        # Without ties: scikit-learn's rounding of shares may part quantiles that are equal, and give their value another share.
        quantile(write, f"{output}-all", mixed, output=output)
        quantile(write, f"{output}-few", wine[::2], count=10, output=output)
        quantile(write, f"{output}-ties", ties, count=20, output=output)
        quantile(write, f"{output}-missing", missing, count=7, output=output)
    quantile(write, "one-quantile", mixed, count=1)
    quantile(write, "one-row", mixed[:1], other=mixed[:5])
