"""The four data sets that are embedded: the bits that scikit-learn's loaders return, as a hash, and enough besides to see a difference."""
import hashlib

from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine


def make(write):
    for name, load in [("iris", load_iris), ("wine", load_wine), ("breast-cancer", load_breast_cancer), ("digits", load_digits)]:
        x, y = load(return_X_y=True)
        write("datasets", name, {
            "rows": x.shape[0], "features": x.shape[1],
            "first": x[0], "last": x[-1], "columnSums": x.sum(axis=0),
            "hash": hashlib.sha256(x.astype("<f8").tobytes(order="C")).hexdigest(),
            "targets": y,
        })
