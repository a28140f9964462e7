"""scikit-learn's side of the speed cases.

    scikit_learn_peer.py CASE FOLDER THREADS

FOLDER holds the case's .npy files. Each line of standard input is a step and how often to do it ("fit 3"), or "version", or "peak"; the
answer is a line of JSON: {"seconds": of one time, "quality": value}. Quality is computed outside the timed part.
"""
import json
import pathlib
import resource
import sys
import time

import numpy as np
import sklearn


class Case:
    """A case has a method for each step that does the work, and one named <step>_quality."""

    def __init__(self, folder, threads):
        self.threads = threads
        for path in pathlib.Path(folder).glob("*.npy"):
            setattr(self, path.stem, np.load(path))


class KnnDigits(Case):
    def fit(self):
        from sklearn.neighbors import KNeighborsClassifier
        self.model = KNeighborsClassifier(5, algorithm="brute", n_jobs=self.threads).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.n_samples_fit_)

    def predict(self):
        self.predicted = self.model.predict(self.x_test)

    def predict_quality(self):
        return float((self.predicted == self.y_test).mean())


class LrBreastCancer(Case):
    def fit(self):
        from sklearn.linear_model import LogisticRegression
        # The tolerance of the gradient is that of the summed loss; ours is that of the mean.
        self.model = LogisticRegression(C=1.0, tol=1e-6 * len(self.x_train), max_iter=10_000).fit(self.x_train, self.y_train)

    def fit_quality(self):
        scores = self.model.decision_function(self.x_train)
        signs = 2 * self.y_train - 1
        return float(0.5 * (self.model.coef_ ** 2).sum() + np.logaddexp(0, -signs * scores).sum())

    def predict(self):
        self.predicted = self.model.predict(self.x_train)

    def predict_quality(self):
        return float((self.predicted == self.y_train).mean())


class TreeDigits(Case):
    def fit(self):
        from sklearn.tree import DecisionTreeClassifier
        self.model = DecisionTreeClassifier(random_state=0).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.score(self.x_test, self.y_test))

    def predict(self):
        self.predicted = self.model.predict(self.x_test)

    def predict_quality(self):
        return float((self.predicted == self.y_test).mean())


class GridIris(Case):
    def search(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GridSearchCV, StratifiedKFold
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000))
        self.model = GridSearchCV(pipeline, {"logisticregression__C": [0.001, 0.01, 0.1, 1.0, 10.0, 100.0]},
                                  cv=StratifiedKFold(5), n_jobs=self.threads).fit(self.x_train, self.y_train)

    def search_quality(self):
        return float(self.model.best_score_)


class PcaMnist(Case):
    """The covariance route of numpy, which beats both of scikit-learn 1.2's solvers on tall data."""
    count = 50
    solver = "covariance"

    def fit(self):
        if self.solver == "covariance":
            x = self.x_train - self.x_train.mean(axis=0)
            values, vectors = np.linalg.eigh(x.T @ x / (len(x) - 1))
            self.share = values[::-1][:self.count].sum() / values.sum()
        else:
            from sklearn.decomposition import PCA
            self.share = PCA(self.count, svd_solver=self.solver, random_state=0).fit(self.x_train).explained_variance_ratio_.sum()

    def fit_quality(self):
        return float(self.share)


class PcaMnistRandomized(PcaMnist):
    solver = "randomized"


class PcaMnistFull(PcaMnist):
    solver = "full"


class PcaTall(PcaMnist):
    count = 10


class PcaTallRandomized(PcaTall):
    solver = "randomized"


class LdaMnist(Case):
    def fit(self):
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
        self.model = LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.1).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.score(self.x_train, self.y_train))

    def predict(self):
        self.predicted = self.model.predict(self.x_train)

    def predict_quality(self):
        return float((self.predicted == self.y_train).mean())


class KernelPca(Case):
    def fit(self):
        from sklearn.decomposition import KernelPCA
        self.model = KernelPCA(20, kernel="rbf", gamma=0.05, n_jobs=self.threads).fit(self.x_train)

    def fit_quality(self):
        return float(self.model.eigenvalues_.sum())

    def transform(self):
        self.scores = self.model.transform(self.x_train)

    def transform_quality(self):
        return float(len(self.scores))


CASES = {"knn-digits": KnnDigits, "lr-breast-cancer": LrBreastCancer, "tree-digits": TreeDigits, "grid-iris": GridIris,
         "pca-mnist": PcaMnist, "pca-mnist-randomized": PcaMnistRandomized, "pca-mnist-full": PcaMnistFull,
         "pca-tall": PcaTall, "pca-tall-randomized": PcaTallRandomized, "lda-mnist": LdaMnist, "kernel-pca": KernelPca}


def main():
    name, folder, threads = sys.argv[1:]
    case = CASES[name](folder, int(threads))
    for line in sys.stdin:
        words = line.split()
        if words[0] == "version":
            answer = {"version": sklearn.__version__}
        elif words[0] == "peak":
            answer = {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        else:
            work = getattr(case, words[0])
            start = time.perf_counter()
            for _ in range(int(words[1])):
                work()
            seconds = (time.perf_counter() - start) / int(words[1])
            answer = {"seconds": seconds, "quality": getattr(case, words[0] + "_quality")()}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
