"""scikit-learn's side of the growth measurements.

    scale_peer.py LEARNER-ROWS-FEATURES FOLDER THREADS

FOLDER holds x_train.npy, y_train.npy, x_test.npy and y_test.npy. Each line of standard input is "fit N" or "predict N", "version", "peak" or
"size"; the answer is a line of JSON, as in scikit_learn_peer.py. The size is that of the pickled model.
"""
import json
import pathlib
import pickle
import sys
import time
import warnings

import numpy as np
import sklearn

from scikit_learn_peer import NO_BLAS, blas, peak_bytes


class Pca:
    """The covariance route of NumPy and SciPy, which beats scikit-learn 1.2's solvers on tall data."""

    def fit(self, x, _):
        from scipy.linalg import eigh
        self.mean = x.mean(axis=0)
        centred = x - self.mean
        p = x.shape[1]
        self.axes = eigh(centred.T @ centred / (len(x) - 1), subset_by_index=[p - 8, p - 1])[1]
        return self

    def transform(self, x):
        return (x - self.mean) @ self.axes


def learner(name, threads):
    if name == "scaler":
        from sklearn.preprocessing import StandardScaler
        return StandardScaler()
    if name == "logistic":
        from sklearn.linear_model import LogisticRegression
        return LogisticRegression(solver="newton-cholesky", tol=1e-6, max_iter=1000)
    if name == "linear-svm":
        from sklearn.svm import LinearSVC
        return LinearSVC(dual=False, max_iter=10_000)
    if name == "kernel-svm":
        from sklearn.svm import SVC
        return SVC(cache_size=1000)
    if name == "tree":
        from sklearn.tree import DecisionTreeClassifier
        return DecisionTreeClassifier(random_state=0)
    if name == "forest":
        from sklearn.ensemble import RandomForestClassifier
        return RandomForestClassifier(100, random_state=0, n_jobs=threads)
    if name == "pca":
        return Pca()
    if name == "mlp":
        from sklearn.neural_network import MLPClassifier
        return MLPClassifier(64, max_iter=5, n_iter_no_change=100, random_state=0)
    raise SystemExit(f"there is no learner '{name}'")


def main():
    case, folder, threads = sys.argv[1:]
    warnings.simplefilter("ignore")
    name = case.rsplit("-", 2)[0]
    data = {path.stem: np.load(path) for path in pathlib.Path(folder).glob("*.npy")}
    model = predicted = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "version":
            linked = blas()
            answer = {"version": f"{sklearn.__version__} on {linked}"} if linked else NO_BLAS
        elif words[0] == "peak":
            answer = {"peak_mb": peak_bytes() / 1e6}
        elif words[0] == "size":
            answer = {"bytes": len(pickle.dumps(model, protocol=pickle.HIGHEST_PROTOCOL))}
        else:
            start = time.perf_counter()
            for _ in range(int(words[1])):
                if words[0] == "fit":
                    model = learner(name, int(threads)).fit(data["x_train"], data["y_train"])
                else:
                    predicted = model.predict(data["x_test"]) if hasattr(model, "predict") else model.transform(data["x_test"])
            seconds = (time.perf_counter() - start) / int(words[1])
            if words[0] == "fit":
                quality = len(data["x_train"])
            elif predicted.ndim == 1:
                quality = (predicted == data["y_test"]).mean()
            else:
                quality = (predicted ** 2).sum() / len(predicted)
            answer = {"seconds": seconds, "quality": float(quality)}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
