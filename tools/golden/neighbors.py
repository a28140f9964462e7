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
    metrics(write)
    regression(write, wine_x, wine)
    radius(write, iris)
    centroids(write, iris, wine_x, wine)


def gaps(distances, count):
    """Which queries have their first neighbours beyond doubt: no two among the first and the next are equally far."""
    nearest = np.sort(distances, axis=1)[:, :count + 1]
    return (np.diff(nearest, axis=1) > 1e-9 * (1e-300 + nearest[:, 1:])).all(axis=1)


def metrics(write):
    from sklearn.metrics.pairwise import nan_euclidean_distances
    from sklearn.neighbors import NearestNeighbors
    rng = np.random.default_rng(2)
    x, queries = np.round(rng.normal(size=(60, 6)), 3), np.round(rng.normal(size=(20, 6)), 3)
    codes, other = rng.integers(0, 4, (60, 6)).astype(float), rng.integers(0, 4, (20, 6)).astype(float)
    # A column counts twice as often as the one before it, so that rows are as far only where they differ in the same columns.
    codes, other = np.repeat(codes, 2 ** np.arange(6), axis=1), np.repeat(other, 2 ** np.arange(6), axis=1)
    inverse = np.linalg.inv(np.cov(x.T))
    inverse = (inverse + inverse.T) / 2
    zeros = x.copy()
    zeros[[3, 17]] = 0
    cases = [("euclidean", "euclidean", {}, x, queries), ("manhattan", "manhattan", {}, x, queries),
             ("chebyshev", "chebyshev", {}, x, queries), ("minkowski-3", "minkowski", {"p": 3}, x, queries),
             ("minkowski-1.5", "minkowski", {"p": 1.5}, x, queries), ("cosine", "cosine", {}, zeros, queries),
             ("hamming", "hamming", {}, codes, other), ("mahalanobis", "mahalanobis", {"metric_params": {"VI": inverse}}, x, queries),
             ("one-row", "euclidean", {}, x[:1], queries[:3]), ("offset", "euclidean", {}, x + 1e4, queries + 1e4)]
    for name, metric, options, rows, asked in cases:
        count = min(3 if metric == "hamming" else 8, len(rows))
        # The tree of scikit-learn measures differences; its brute force measures products, which cancel beside an offset.
        model = NearestNeighbors(n_neighbors=count, metric=metric, algorithm="brute" if metric == "cosine" else "ball_tree", **options).fit(rows)
        distances, indices = model.kneighbors(asked)
        everything = model.kneighbors(asked, n_neighbors=len(rows))[0]
        radius = float(np.median(everything)) * (1 if len(rows) > 1 else 1.1)
        within = model.radius_neighbors(asked, radius, return_distance=False)
        clear = gaps(everything, count)
        if clear.mean() <= 0.5:
            raise ValueError(f"{name}: too few neighbours are beyond doubt")
        write("nearest-neighbors", name, {
            "metric": metric, "power": options.get("p"), "inverse": inverse if metric == "mahalanobis" else None, "x": rows, "queries": asked,
            "count": count, "distances": distances, "indices": indices, "clear": clear, "radius": radius,
            "within": [sorted(int(i) for i in found) for found in within],
        })
    missing, asked = x.copy(), queries.copy()
    missing[rng.random(missing.shape) < 0.25] = np.nan
    asked[rng.random(asked.shape) < 0.25] = np.nan
    asked[:, 0] = missing[:, 0] = 1.0
    missing[5, 1:] = np.nan
    distances = nan_euclidean_distances(asked, missing)
    order = np.argsort(distances, axis=1, kind="stable")[:, :8]
    write("nearest-neighbors", "nan-euclidean", {
        "metric": "nan_euclidean", "power": None, "inverse": None, "x": [[None if np.isnan(v) else v for v in row] for row in missing],
        "queries": [[None if np.isnan(v) else v for v in row] for row in asked], "count": 8,
        "distances": np.take_along_axis(distances, order, 1), "indices": order, "clear": gaps(distances, 8), "radius": 2.0,
        "within": [np.flatnonzero(row <= 2.0) for row in distances],
    })


def regression(write, wine_x, wine):
    from sklearn.neighbors import KNeighborsRegressor
    y = wine.data[:, 12] / 1000
    x = np.delete(wine_x, 12, axis=1)
    for k, weights in [(1, "uniform"), (5, "uniform"), (5, "distance"), (89, "distance")]:
        model = KNeighborsRegressor(k, weights=weights, algorithm="kd_tree").fit(x[::2], y[::2])
        # Training rows among the queries lie at distance zero.
        queries = np.vstack([x[1:80:2], x[:20:2]])
        write("k-nearest-neighbors-regressor", f"wine-{k}-{weights}", {
            "x": x[::2], "y": y[::2], "queries": queries, "options": {"NeighborCount": k, "Weighting": weights}, "predictions": model.predict(queries),
        })


def radius(write, iris):
    from sklearn.neighbors import RadiusNeighborsClassifier
    x, y = iris.data[::2], iris.target[::2]
    queries = np.vstack([iris.data[1::2], [[20.0, 20.0, 20.0, 20.0]]])
    for name, r, weights, metric in [("iris-0.7", 0.75, "uniform", "euclidean"), ("iris-distance", 0.95, "distance", "manhattan")]:
        model = RadiusNeighborsClassifier(r, weights=weights, metric=metric, outlier_label="most_frequent", algorithm="ball_tree").fit(x, y)
        lonely = np.array([len(found) == 0 for found in model.radius_neighbors(queries, return_distance=False)])
        write("radius-neighbors", name, {
            "x": x, "y": y, "queries": queries, "radius": r, "weights": weights, "metric": metric, "lonely": lonely,
            "predictions": model.predict(queries), "probabilities": model.predict_proba(queries),
        })


def centroids(write, iris, wine_x, wine):
    from sklearn.neighbors import NearestCentroid
    for name, x, y, metric, shrink in [
            ("iris", iris.data, iris.target, "euclidean", None), ("iris-manhattan", iris.data, iris.target, "manhattan", None),
            ("wine-shrunken", wine_x, wine.target, "euclidean", 2.0), ("wine-half", wine_x[60:], wine.target[60:] - 1, "euclidean", 0.5)]:
        model = NearestCentroid(metric=metric, shrink_threshold=shrink).fit(x, y)
        write("nearest-centroid", name, {
            "x": x, "y": y, "metric": metric, "shrink": shrink or 0.0, "centroids": model.centroids_, "predictions": model.predict(x),
        })
