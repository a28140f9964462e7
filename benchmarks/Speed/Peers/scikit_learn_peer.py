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


class Forest(TreeDigits):
    def fit(self):
        from sklearn.ensemble import RandomForestClassifier
        self.model = RandomForestClassifier(100, random_state=0, n_jobs=self.threads).fit(self.x_train, self.y_train)


class ExtraTrees(TreeDigits):
    def fit(self):
        from sklearn.ensemble import ExtraTreesClassifier
        self.model = ExtraTreesClassifier(100, random_state=0, n_jobs=self.threads).fit(self.x_train, self.y_train)


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


CASES = {"knn-digits": KnnDigits, "lr-breast-cancer": LrBreastCancer, "tree-digits": TreeDigits, "grid-iris": GridIris,
         "tree-mnist": TreeDigits, "tree-tall": TreeDigits, "rf-mnist": Forest, "rf-tall": Forest, "rf-low-cardinality": Forest,
         "extra-trees-mnist": ExtraTrees, "rf-predict": Forest}


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
