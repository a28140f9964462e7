"""k nearest neighbours: scikit-learn's brute force, with a mask of the queries whose neighbours are beyond doubt."""
import numpy as np
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.neighbors import KNeighborsClassifier


def case(write, name, x, y, queries, k, weights="uniform"):
    model = KNeighborsClassifier(n_neighbors=k, weights=weights, algorithm="brute").fit(x, y)
    exact = np.sort(((queries[:, None, :] - x[None, :, :]) ** 2).sum(axis=2), axis=1)
    # Where the k-th and the next row are equally near, either is a right answer, and the libraries differ.
    clear = exact[:, k] - exact[:, k - 1] > 1e-9 * exact[:, k] if k < len(x) else np.ones(len(queries), bool)
    write("k-nearest-neighbors", name, {
        "x": x, "y": y, "queries": queries, "options": {"NeighborCount": k, "Weighting": weights}, "clear": clear,
        "predictions": model.predict(queries), "probabilities": model.predict_proba(queries),
    })


def make(write):
    iris, wine, digits = load_iris(), load_wine(), load_digits()
    wine_x = np.round((wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0), 3)
    rng = np.random.default_rng(1)
    for k, weights in [(1, "uniform"), (5, "uniform"), (5, "distance"), (150, "uniform"), (150, "distance")]:
        case(write, f"iris-{k}-{weights}", iris.data, iris.target, iris.data[::3], k, weights)
    case(write, "wine-7-distance", wine_x[::2], wine.target[::2], wine_x[1::2], 7, "distance")
    case(write, "digits-3-uniform", digits.data[:300], digits.target[:300], digits.data[300:400], 3)
    far = np.round(rng.normal(size=(120, 5)), 4) + 10000.0
    case(write, "offset-5-distance", far[:80], rng.integers(0, 3, 80), far[80:], 5, "distance")
