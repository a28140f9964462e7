"""scikit-learn's side of the speed cases.

    scikit_learn_peer.py CASE FOLDER THREADS

FOLDER holds the case's .npy files. Each line of standard input is a step and how often to do it ("fit 3"), or "version", or "peak"; the
answer is a line of JSON: {"seconds": of one time, "quality": value}, {"version", "settings"}, {"peak_mb"}, or {"absent": why} where the
case's library is not there, or {"error": what went wrong}. Quality is computed outside the timed part.
"""
import json
import pathlib
import re
import sys
import time

import numpy as np
import sklearn


def blas():
    """The BLAS that NumPy is linked to, where it is one that is made for speed: OpenBLAS, MKL, BLIS."""
    from threadpoolctl import threadpool_info
    for pool in threadpool_info():
        if pool["user_api"] == "blas":
            return f"{pool['internal_api']} {pool['version']} {pool.get('architecture', '')}".strip()
    return None


# A peer at its worst is no comparison.
NO_BLAS = {"absent": "NumPy is linked to the reference BLAS, which is many times slower"}


class Case:
    """A case has a method for each step that does the work, and one named <step>_quality. Its settings are told as a line of text."""

    rows, single, how = "float64", False, None

    def __init__(self, folder, threads):
        self.threads = threads
        for path in pathlib.Path(folder).glob("*.npy"):
            setattr(self, path.stem, np.load(path))

    def version(self):
        return {"version": sklearn.__version__}

    def settings(self):
        threads = "1 thread" if self.single else f"{self.threads} threads"
        return ", ".join(filter(None, [f"{self.rows} rows", threads, self.how]))


class Products(Case):
    """NumPy's matrix products, steps named f32-512; the data is a formula, the same as in Products.cs."""

    rows = "row-major"

    def version(self):
        return {"version": f"NumPy {np.__version__} on {blas()}"}

    def operands(self, step):
        kind, size = step.split("-")
        n = int(size)
        if getattr(self, "step", None) != step:
            at = np.arange(n * n, dtype=np.uint64)
            type_ = np.float32 if kind == "f32" else np.float64
            self.a, self.b = ((((at + shift) * np.uint64(2654435761) & np.uint64(0xFFFFFFFF)) / 2.0 ** 32 - 0.5).astype(type_).reshape(n, n)
                              for shift in (np.uint64(1), np.uint64(n * n + 1)))
            self.c = np.empty((n, n), type_)
            self.step = step
        return n

    def __getattr__(self, name):
        if not name.startswith(("f32-", "f64-")):
            raise AttributeError(name)
        if name.endswith("_quality"):
            return self.quality
        self.operands(name)
        return self.multiply

    def quality(self):
        n = len(self.c)
        i = np.arange(n)
        return float((self.c[i, (7 * i + 3) % n].astype(float) * (1 + i % 3)).sum() / n)


class Gemm(Products):
    def multiply(self):
        np.dot(self.a, self.b, out=self.c)


class Syrk(Products):
    def multiply(self):
        # NumPy calls BLAS's syrk for the product of a matrix with its own transpose.
        np.dot(self.a.T, self.a, out=self.c)


class KnnDigits(Case):
    how = "brute force"

    def fit(self):
        from sklearn.neighbors import KNeighborsClassifier
        self.model = KNeighborsClassifier(5, algorithm="brute", n_jobs=self.threads).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.n_samples_fit_)

    def predict(self):
        self.predicted = self.model.predict(self.x_test)

    def predict_quality(self):
        return float((self.predicted == self.y_test).mean())


class KnnMnist(KnnDigits):
    pass


class KnnMnist5k(KnnDigits):
    pass


class KnnWideK(KnnDigits):
    def fit(self):
        from sklearn.neighbors import KNeighborsClassifier
        self.model = KNeighborsClassifier(100, algorithm="brute", n_jobs=self.threads).fit(self.x_train, self.y_train)


class KnnLow(Case):
    how = "leaf 30"

    def build(self):
        from sklearn.neighbors import NearestNeighbors
        self.model = NearestNeighbors(n_neighbors=5, algorithm="kd_tree", n_jobs=self.threads).fit(self.x_train)

    def build_quality(self):
        return float(len(self.x_train))

    def query(self):
        self.distances = self.model.kneighbors(self.x_test)[0]

    def query_quality(self):
        return float(self.distances[:, 4].mean())


class KnnLowScipy(KnnLow):
    how = "cKDTree, leaf 16; built by 1 thread"

    def version(self):
        import scipy
        return {"version": scipy.__version__}

    def build(self):
        from scipy.spatial import cKDTree
        self.model = cKDTree(self.x_train)

    def query(self):
        self.distances = self.model.query(self.x_test, 5, workers=self.threads)[0]


class KnnLowPykdtree(KnnLow):
    """Its number of threads is OMP_NUM_THREADS. Its floats would be quicker, and tell other distances."""

    how = "leaf 16; built by 1 thread"

    def version(self):
        try:
            from pykdtree import kdtree
        except ImportError:
            return {"absent": "Python has no pykdtree"}
        from importlib.metadata import version
        self.tree = kdtree.KDTree
        return {"version": version("pykdtree")}

    def build(self):
        self.model = self.tree(self.x_train, leafsize=16)

    def query(self):
        self.distances = self.model.query(self.x_test, k=5)[0]


class CvKnnDigits(Case):
    how = "brute force"

    def search(self):
        from sklearn.model_selection import GridSearchCV, StratifiedKFold
        from sklearn.neighbors import KNeighborsClassifier
        self.model = GridSearchCV(KNeighborsClassifier(algorithm="brute"), {"n_neighbors": list(range(1, 31))},
                                  cv=StratifiedKFold(10), n_jobs=self.threads).fit(self.x_train, self.y_train)

    def search_quality(self):
        return float(self.model.best_score_)


class CvLogisticBreastCancer(Case):
    def search(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GridSearchCV, StratifiedKFold
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000))
        self.model = GridSearchCV(pipeline, {"logisticregression__C": [10 ** (-3 + 0.25 * i) for i in range(20)]}, scoring="neg_log_loss",
                                  cv=StratifiedKFold(10), n_jobs=self.threads).fit(self.x_train, self.y_train)

    def search_quality(self):
        return float(-self.model.best_score_)


class NestedThreeLearnersWine(Case):
    """One thread to a search, and the outer folds beside each other: quicker here than the other way round."""

    def search(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
        from sklearn.neighbors import KNeighborsClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.tree import DecisionTreeClassifier
        learners = [
            (make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000)), {"logisticregression__C": [0.01, 0.1, 1.0, 10.0, 100.0]}),
            (make_pipeline(StandardScaler(), KNeighborsClassifier(algorithm="brute")), {"kneighborsclassifier__n_neighbors": list(range(1, 26))}),
            (DecisionTreeClassifier(random_state=0), {"max_depth": list(range(1, 9))})]
        self.scores = [cross_val_score(GridSearchCV(learner, grid, cv=StratifiedKFold(5)), self.x_train, self.y_train,
                                       cv=StratifiedKFold(5), n_jobs=self.threads) for learner, grid in learners]

    def search_quality(self):
        return float(np.mean(self.scores))


class RandomForestSearch(Case):
    def search(self):
        from sklearn.ensemble import RandomForestClassifier
        from sklearn.model_selection import GridSearchCV, StratifiedKFold
        self.model = GridSearchCV(RandomForestClassifier(random_state=0), {"n_estimators": [50, 100, 200], "max_depth": [2, 4, 6, 8]},
                                  cv=StratifiedKFold(5), n_jobs=self.threads).fit(self.x_train, self.y_train)

    def search_quality(self):
        return float(self.model.best_score_)


class LrBreastCancer(Case):
    how = "L-BFGS"

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
    single = True

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

    def settings(self):
        return super().settings() + {"covariance": ", NumPy's eigh of the covariance", "full": ", full SVD"}.get(self.solver, f", {self.solver} SVD")

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


class PcaMnist1k(PcaMnist):
    pass


class PcaTall(PcaMnist):
    count = 10


class PcaTallRandomized(PcaTall):
    solver = "randomized"


class LdaMnist(Case):
    how = "eigen solver"

    def fit(self):
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
        self.model = LinearDiscriminantAnalysis(solver="eigen", shrinkage=0.1).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.score(self.x_train, self.y_train))

    def predict(self):
        self.predicted = self.model.predict(self.x_train)

    def predict_quality(self):
        return float((self.predicted == self.y_train).mean())


class LdaTall(Case):
    how = "eigen solver"

    def fit(self):
        from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
        self.model = LinearDiscriminantAnalysis(solver="eigen", n_components=4).fit(self.x_train, self.y_train)

    def fit_quality(self):
        """tr((A'WA)^-1 A'BA) of the projected rows: whatever basis the axes are of their space."""
        z = self.x_train @ self.model.scalings_[:, :4]
        means = np.stack([z[self.y_train == k].mean(axis=0) for k in range(5)])
        inside, between = z - means[self.y_train], means[self.y_train] - z.mean(axis=0)
        return float(np.trace(np.linalg.solve(inside.T @ inside, between.T @ between)))


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


class KernelPca1k(KernelPca):
    pass


class Logistic(Case):
    """Logistic regression without an intercept (but for MNIST), so that LIBLINEAR has the same problem."""

    c, penalty, options = 1.0, "l2", {}

    def settings(self):
        rows = "dense" if isinstance(self.x_train, np.ndarray) else "sparse"
        solver = self.options.get("solver", "lbfgs")
        # The others multiply by BLAS, and by nothing else in several threads.
        threads = 1 if solver in ("saga", "liblinear") or rows == "sparse" else self.threads
        return f"float64 {rows} rows, {threads} thread{'s' * (threads > 1)}, {solver}"

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        if hasattr(self, "row_starts"):
            from scipy.sparse import csr_matrix
            self.x_train = csr_matrix((self.values[0], self.columns, self.row_starts), shape=tuple(self.shape))

    def fit(self):
        from sklearn.linear_model import LogisticRegression
        self.model = LogisticRegression(C=self.c, penalty=self.penalty, fit_intercept=False, **self.options).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return self.objective(self.model, self.c)

    def objective(self, model, c):
        from scipy.special import logsumexp
        scores = model.decision_function(self.x_train)
        if scores.ndim == 1:
            scores = np.c_[np.zeros(len(scores)), scores]
        loss = (logsumexp(scores, axis=1) - scores[np.arange(len(scores)), self.y_train]).sum()
        w = model.coef_
        penalty = {None: 0.0, "l1": np.abs(w).sum(), "l2": 0.5 * (w ** 2).sum()}[self.penalty]
        return float((c * loss + penalty) / (c * len(scores)))


class LrMnist(Logistic):
    def fit(self):
        import warnings
        from sklearn.linear_model import LogisticRegression
        warnings.simplefilter("ignore")
        self.model = LogisticRegression(max_iter=100, multi_class="multinomial").fit(self.x_train, self.y_train)


class LrMultinomial(Logistic):
    penalty = None

    def fit(self):
        from sklearn.linear_model import LogisticRegression
        self.model = LogisticRegression(penalty=None, solver="lbfgs", tol=1e-5, max_iter=1000).fit(self.x_train, self.y_train)


class LrTall(Logistic):
    options = {"solver": "newton-cholesky", "tol": 1e-6}


class LrTallLiblinear(Logistic):
    options = {"solver": "liblinear", "tol": 1e-5}


class LrTallL1(Logistic):
    c, penalty, options = 0.001, "l1", {"solver": "saga", "tol": 1e-4}


class LrTallL1Liblinear(LrTallL1):
    options = {"solver": "liblinear", "tol": 1e-4}


class LogisticPathLiblinear(Logistic):
    """Liblinear can't start where it was: every penalty is fitted from zero."""

    penalty, options = "l1", {"solver": "liblinear", "tol": 1e-4}

    def fit(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.svm import l1_min_c
        first = l1_min_c(self.x_train, self.y_train, loss="log", fit_intercept=False)
        self.models = [LogisticRegression(C=first * 1e3 ** (i / 49), penalty="l1", fit_intercept=False, **self.options)
                       .fit(self.x_train, self.y_train) for i in range(50)]

    def fit_quality(self):
        return float(np.mean([self.objective(model, model.C) for model in self.models]))


class LrOneHot(Logistic):
    options = {"solver": "lbfgs", "tol": 1e-3, "max_iter": 1000}


class LrOneHotLiblinear(Logistic):
    options = {"solver": "liblinear", "tol": 1e-3}


class LrText(LrOneHot):
    pass


class LrTextLiblinear(LrOneHotLiblinear):
    pass


class PerceptronMnist(Case):
    how = "a thread for each class in turn"

    def fit(self):
        import warnings
        from sklearn.linear_model import Perceptron
        warnings.simplefilter("ignore")
        self.model = Perceptron(shuffle=False, tol=None, max_iter=10, n_jobs=self.threads).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.score(self.x_train, self.y_train))


class MlpMnist(Case):
    rows, type_ = "float64", np.float64

    def fit(self):
        import warnings
        from sklearn.neural_network import MLPClassifier
        warnings.simplefilter("ignore")
        if self.x_train.dtype != self.type_:
            self.x_train = self.x_train.astype(self.type_)
        self.model = MLPClassifier(100, max_iter=5, n_iter_no_change=100, random_state=0).fit(self.x_train, self.y_train)

    def fit_quality(self):
        return float(self.model.score(self.x_train, self.y_train))


class MlpMnistSingle(MlpMnist):
    rows, type_ = "float32", np.float32


class LassoPath(Case):
    how = "column-major, precomputed Gram"

    def fit(self):
        from sklearn.linear_model import lasso_path
        x, y = self.x_train, self.y_train[0]
        self.alphas, self.path, _ = lasso_path(
            np.asfortranarray(x - x.mean(axis=0)), y - y.mean(), n_alphas=100, eps=1e-3, tol=1e-6, precompute=True)

    def fit_quality(self):
        """The mean of the objectives, each at its own penalty."""
        x, y = self.x_train - self.x_train.mean(axis=0), self.y_train[0] - self.y_train[0].mean()
        losses = 0.5 * ((y[:, None] - x @ self.path) ** 2).mean(axis=0)
        return float((losses + self.alphas * np.abs(self.path).sum(axis=0)).mean())


class KernelSvm(Case):
    single, how = True, "cache 1000 MB"
    options = {}

    def fit(self):
        from sklearn.svm import SVC
        self.model = SVC(cache_size=1000, **self.options).fit(self.x_train, self.y_train)

    def fit_quality(self):
        """The dual objective, ½ Σ aᵢfᵢ - Σ|aᵢ| of each pair, where f is the pair's score without its intercept."""
        model = self.model
        counts = model.n_support_
        starts = np.r_[0, np.cumsum(counts)]
        total, gamma = 0.0, model._gamma
        vectors = model.support_vectors_
        norms = (vectors ** 2).sum(axis=1)
        gram = np.exp(-gamma * np.maximum(0, norms[:, None] + norms - 2 * vectors @ vectors.T))
        for a in range(len(counts)):
            for b in range(a + 1, len(counts)):
                first, second = slice(starts[a], starts[a + 1]), slice(starts[b], starts[b + 1])
                u, v = model._dual_coef_[b - 1, first], model._dual_coef_[a, second]
                quadratic = u @ gram[first, first] @ u + 2 * (u @ gram[first, second] @ v) + v @ gram[second, second] @ v
                total += 0.5 * quadratic - np.abs(u).sum() - np.abs(v).sum()
        return float(total)

    def predict(self):
        self.predicted = self.model.predict(self.x_test)

    def predict_quality(self):
        return float((self.predicted == self.y_test).mean())


class SvcMnist10k(KernelSvm):
    options = {"C": 5.0, "gamma": 0.02}


class SvcMnist1k(SvcMnist10k):
    pass


class SvcMnist60k(SvcMnist10k):
    pass


class SvcTall(KernelSvm):
    options = {"C": 1.0, "gamma": 1 / 30}


class SvcAdult(KernelSvm):
    options = {"C": 1.0, "gamma": 0.05}


class LibSvm:
    """LIBSVM's own library, which svm-train and svm-predict are programs of."""

    def version(self):
        from libsvm import Library, nodes
        self.printed = []
        try:
            self.library = Library(self.printed.append)
        except OSError as error:
            return {"absent": str(error)}
        self.nodes = {part: nodes(getattr(self, part)) for part in ("x_train", "x_test")}
        return {"version": self.library.version}

    def fit(self):
        self.printed.clear()
        self.library.fit_rbf(self.nodes["x_train"], self.y_train, self.options["C"], self.options["gamma"])

    def fit_quality(self):
        return sum(float(value) for value in re.findall(r"obj = ([-0-9.e+]+)", "".join(self.printed)))

    def predict(self):
        self.predicted = self.library.predict(self.nodes["x_test"])


class SvcMnist10kLibsvm(LibSvm, SvcMnist10k):
    pass


class SvcMnist1kLibsvm(LibSvm, SvcMnist1k):
    pass


class SvcMnist60kLibsvm(LibSvm, SvcMnist60k):
    pass


class SvcTallLibsvm(LibSvm, SvcTall):
    pass


class SvcAdultLibsvm(LibSvm, SvcAdult):
    pass


class GridSvcDigits(Case):
    how = "cache 1000 MB"

    def search(self):
        from sklearn.model_selection import GridSearchCV, StratifiedKFold
        from sklearn.svm import SVC
        grid = {"C": [0.1, 1, 10, 100, 1000], "gamma": [1e-4, 3e-4, 1e-3, 3e-3, 1e-2]}
        self.score = GridSearchCV(SVC(cache_size=1000), grid, cv=StratifiedKFold(5), n_jobs=self.threads).fit(self.x_train, self.y_train).best_score_

    def search_quality(self):
        return float(self.score)


class NestedSvcBreastCancer(GridSvcDigits):
    def search(self):
        from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        powers = [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000]
        grid = [{"svc__kernel": ["linear"], "svc__C": powers}, {"svc__kernel": ["rbf"], "svc__C": powers, "svc__gamma": powers}]
        search = GridSearchCV(make_pipeline(StandardScaler(), SVC(cache_size=1000)), grid, cv=StratifiedKFold(10), n_jobs=self.threads)
        self.score = cross_val_score(search, self.x_train, self.y_train, cv=StratifiedKFold(5)).mean()


class LinearSvmTall(Case):
    # Its documentation prefers the primal where there are more rows than columns.
    single, how = True, "liblinear's trust region in the primal"

    def fit(self):
        from sklearn.svm import LinearSVC
        self.model = LinearSVC(C=1.0, dual=False).fit(self.x_train, self.y_train)

    def fit_quality(self):
        slack = np.maximum(0, 1 - (2 * self.y_train - 1) * self.model.decision_function(self.x_train))
        return float(0.5 * (self.model.coef_ ** 2).sum() + 0.5 * (self.model.intercept_ ** 2).sum() + (slack ** 2).sum())


class LinearSvm20k(LinearSvmTall):
    pass


class Forest(TreeDigits):
    single = False

    def fit(self):
        from sklearn.ensemble import RandomForestClassifier
        self.model = RandomForestClassifier(100, random_state=0, n_jobs=self.threads).fit(self.x_train, self.y_train)


class ExtraTrees(TreeDigits):
    single = False

    def fit(self):
        from sklearn.ensemble import ExtraTreesClassifier
        self.model = ExtraTreesClassifier(100, random_state=0, n_jobs=self.threads).fit(self.x_train, self.y_train)


class TreeMnist(TreeDigits):
    pass


class TreeMnist1k(TreeDigits):
    pass


class TreeTall(TreeDigits):
    pass


class RfMnist(Forest):
    pass


class RfDigits(Forest):
    pass


class RfMnist1k(Forest):
    pass


class RfTall(Forest):
    pass


class RfLowCardinality(Forest):
    pass


class RfPredict(Forest):
    pass


class ExtraTreesMnist(ExtraTrees):
    pass


class RfMnistBinned(TreeDigits):
    """Of equal limits; scikit-learn's splits are exact."""

    single, how = False, "exact splits"

    def fit(self):
        from sklearn.ensemble import RandomForestClassifier
        self.model = RandomForestClassifier(100, max_leaf_nodes=256, random_state=0, n_jobs=self.threads).fit(self.x_train, self.y_train)


class RfTallBinned(RfMnistBinned):
    pass


class RfMnistBinnedXgboost(TreeDigits):
    single, how = False, "hist, 255 bins, 63 % of the rows without replacement"

    def version(self):
        try:
            import xgboost
        except ImportError:
            return {"absent": "Python has no xgboost"}
        return {"version": xgboost.__version__}

    def fit(self):
        from xgboost import XGBRFClassifier
        p = self.x_train.shape[1]
        self.model = XGBRFClassifier(n_estimators=100, tree_method="hist", grow_policy="lossguide", max_depth=0, max_leaves=256, max_bin=255,
                                     subsample=0.632, colsample_bynode=int(p ** 0.5) / p, reg_lambda=0, min_child_weight=0, random_state=0,
                                     n_jobs=self.threads).fit(self.x_train, self.y_train)


class RfTallBinnedXgboost(RfMnistBinnedXgboost):
    pass


class GemmLarge(Gemm):
    pass


class SyrkLarge(Syrk):
    pass


class CnnMnistEpochPytorch(Case):
    """PyTorch's side of the convolutional network: the better of its two layouts on a processor, channels last."""

    rows, how, batch = "float32", "channels last", 32

    def version(self):
        try:
            import torch
        except ImportError:
            return {"absent": "Python has no PyTorch"}
        torch.set_num_threads(self.threads)
        self.torch = torch
        layout = torch.channels_last
        self.x, self.xt = (torch.tensor(x / 255, dtype=torch.float32).reshape(-1, 1, 28, 28).contiguous(memory_format=layout)
                           for x in (self.x_train, self.x_test))
        self.y = torch.tensor(self.y_train, dtype=torch.int64)
        return {"version": f"PyTorch {torch.__version__}"}

    def fit(self):
        torch, nn = self.torch, self.torch.nn
        torch.manual_seed(0)
        net = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
                            nn.Linear(4608, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10)).to(memory_format=torch.channels_last)
        for name, parameter in net.named_parameters():
            (nn.init.zeros_ if name.endswith("bias") else nn.init.xavier_uniform_)(parameter)
        adam = torch.optim.Adam(net.parameters(), 1e-3, eps=1e-7)
        loss = nn.CrossEntropyLoss()
        net.train()
        for rows in torch.randperm(len(self.x)).split(self.batch):
            adam.zero_grad()
            loss(net(self.x[rows]), self.y[rows]).backward()
            adam.step()
        self.net = net.eval()

    def fit_quality(self):
        with self.torch.no_grad():
            return float((self.net(self.xt).argmax(1).numpy() == self.y_test).mean())


class CnnMnistEpoch128Pytorch(CnnMnistEpochPytorch):
    batch = 128


class ScaleMnist(Case):
    single = True

    def fit(self):
        from sklearn.preprocessing import StandardScaler
        self.model = StandardScaler().fit(self.x_train)

    def fit_quality(self):
        return float(self.model.scale_.mean())

    def transform(self):
        self.scaled = self.model.transform(self.x_train)

    def transform_quality(self):
        return float(np.einsum("ij,ij->", self.scaled, self.scaled) / self.scaled.size)


class OneHotTall(Case):
    rows, single, how = "object", True, "sparse"

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        self.columns = [np.array([f"level {level:02} of column {j}" for level in range(50)], dtype=object)[getattr(self, f"codes{j}")] for j in range(10)]
        self.texts = np.column_stack(self.columns)

    def fit(self):
        from sklearn.preprocessing import OneHotEncoder
        self.model = OneHotEncoder().fit(self.texts)

    def fit_quality(self):
        return float(sum(len(one) for one in self.model.categories_))

    def transform(self):
        self.encoded = self.model.transform(self.texts)

    def transform_quality(self):
        return float(self.encoded.nnz)

    def strings(self):
        self.fit()
        self.transform()

    def strings_quality(self):
        return self.transform_quality()


class OneHotTallPandas(OneHotTall):
    """Knows its levels too, as the type category, before fit begins; dense, as its sparse columns are slower."""

    rows, how = "category", "get_dummies of categories, one byte a value"

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        import pandas
        self.frame = pandas.DataFrame({f"c{j}": pandas.Categorical(column) for j, column in enumerate(self.columns)})

    def version(self):
        import pandas
        return {"version": pandas.__version__}

    def fit(self):
        # Which levels occur, as ours asks of a table.
        self.levels = [self.frame[name].cat.remove_unused_categories().cat.categories for name in self.frame]

    def fit_quality(self):
        return float(sum(len(one) for one in self.levels))

    def transform(self):
        import pandas
        self.encoded = pandas.get_dummies(self.frame)

    def transform_quality(self):
        return float(self.encoded.to_numpy().sum())

    def strings(self):
        import pandas
        frame = pandas.DataFrame({f"c{j}": pandas.Categorical(column) for j, column in enumerate(self.columns)})
        self.encoded = pandas.get_dummies(frame)


class ImputeKnn(Case):
    def fill(self):
        from sklearn.impute import KNNImputer
        self.filled = KNNImputer().fit_transform(self.x_train)

    def fill_quality(self):
        return float(np.einsum("ij,ij->", self.filled, self.filled) / self.filled.size)


class PipelineAdultLike(Case):
    rows, how = "pandas", "lbfgs to 1e-6"
    levels = [9, 16, 7, 15, 6, 5, 2, 42]

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        import pandas
        texts = {f"text{j}": np.array([f"level {level}" for level in range(count)], dtype=object)[getattr(self, f"codes{j}")]
                 for j, count in enumerate(self.levels)}
        self.frame = pandas.DataFrame({**{f"number{j}": self.x_train[:, j] for j in range(6)}, **texts})
        self.rows_alone = [self.frame.iloc[i:i + 1] for i in range(200)]

    def fit(self):
        from sklearn.compose import ColumnTransformer
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler
        prepare = ColumnTransformer([
            ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), [f"number{j}" for j in range(6)]),
            ("texts", OneHotEncoder(handle_unknown="ignore"), [f"text{j}" for j in range(8)])])
        self.model = make_pipeline(prepare, LogisticRegression(tol=1e-6, max_iter=1000)).fit(self.frame, self.y_train)

    def fit_quality(self):
        return float((self.model.predict(self.frame) == self.y_train).mean())

    def alone(self):
        self.codes = [self.model.predict(row)[0] for row in self.rows_alone]

    def alone_quality(self):
        return float(np.mean(self.codes))


class ModelFile(Case):
    """Pickle, as its documentation has it for models of one's own."""

    single = True

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        import tempfile
        self.model = self.make().fit(self.x_train, self.y_train)
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name, "model.pickle")

    def save(self):
        import pickle
        with open(self.path, "wb") as file:
            pickle.dump(self.model, file, protocol=5)

    def save_quality(self):
        return self.path.stat().st_size / 1e6

    def load(self):
        import pickle
        with open(self.path, "rb") as file:
            self.back = pickle.load(file)

    def load_quality(self):
        return float((self.back.predict(self.x_test) == self.y_test).mean())


class SaveForest(ModelFile):
    how = "pickle, protocol 5, best of 256 leaves"

    def make(self):
        from sklearn.ensemble import RandomForestClassifier
        return RandomForestClassifier(100, max_leaf_nodes=256, random_state=0, n_jobs=self.threads)


class SaveKnn(ModelFile):
    how = "pickle, protocol 5"

    def make(self):
        from sklearn.neighbors import KNeighborsClassifier
        return KNeighborsClassifier(5, algorithm="brute")


class OneRow(Case):
    """Without the check for infinities, and one thread for single rows, as its documentation advises for latency."""

    how = "assume_finite, single rows on one thread"

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        sklearn.set_config(assume_finite=True)
        self.model = self.make().fit(self.x_train, self.y_train)
        self.rows_alone = [self.x_test[i:i + 1] for i in range(1000)]

    def alone(self):
        if hasattr(self.model, "n_jobs"):
            self.model.n_jobs = 1
        self.codes = np.array([self.model.predict(row)[0] for row in self.rows_alone])

    def alone_quality(self):
        return float((self.codes == self.y_test[:1000]).mean())

    def together(self):
        if hasattr(self.model, "n_jobs"):
            self.model.n_jobs = self.threads
        self.predicted = self.model.predict(self.x_test)

    def together_quality(self):
        return float((self.predicted == self.y_test).mean())


class OneRowForest(OneRow):
    make = SaveForest.make


class OneRowLogistic(OneRow):
    def make(self):
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        return make_pipeline(StandardScaler(), LogisticRegression(tol=1e-6))


class Tfidf(Case):
    rows, single, how = "text", True, "TfidfVectorizer"

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        self.train, self.test = self.texts(self.words_train, self.lengths_train), self.texts(self.words_test, self.lengths_test)

    @staticmethod
    def spell(word):
        """As Tfidf.cs does: syllables of two letters."""
        spelt, rest = "", int(word) + 100
        while rest:
            spelt += "bcdfghjklmnpqrstvwxz"[rest % 100 // 5] + "aeiou"[rest % 5]
            rest //= 100
        return spelt

    def texts(self, words, lengths):
        ends = np.cumsum(lengths)
        texts = (" ".join(map(self.spell, words[end - length:end])) for end, length in zip(ends, lengths))
        return [text[0].upper() + text[1:] + "." for text in texts]

    def fit(self):
        from sklearn.feature_extraction.text import TfidfVectorizer
        self.model = TfidfVectorizer()
        self.made = self.model.fit_transform(self.train)

    def fit_quality(self):
        return float(self.made.sum() / self.made.shape[0])

    def transform(self):
        self.made = self.model.transform(self.test)

    transform_quality = fit_quality


class ReadCsvPandas(Case):
    """pandas' C engine as it comes, which may be off in the last digit."""

    precision = None

    def __init__(self, folder, threads):
        super().__init__(folder, threads)
        self.path = pathlib.Path(folder) / "x.csv"

    def version(self):
        try:
            import pandas
        except ImportError:
            return {"absent": "pandas is not there"}
        self.pandas = pandas
        return {"version": pandas.__version__}

    def settings(self):
        return f"C engine, 1 thread, float_precision={self.precision}"

    def read(self):
        self.table = self.pandas.read_csv(self.path, engine="c", float_precision=self.precision)

    def read_quality(self):
        return float(self.table.to_numpy().mean())


class ReadCsvPandasExact(ReadCsvPandas):
    """Rounded exactly, as our reader rounds."""

    precision = "round_trip"


def peak_bytes():
    """The most memory this process held. The kernel's other figure, ru_maxrss, begins with that of the process which started this one."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def cases(parent=Case):
    """Every case by its name on the command line: KnnDigits is knn-digits."""
    found = {re.sub("(?<!^)(?=[A-Z])", "-", one.__name__).lower(): one for one in parent.__subclasses__()}
    for one in parent.__subclasses__():
        found.update(cases(one))
    return found


def answer(case, words):
    if words[0] == "version":
        linked = blas()
        told = case.version() if linked else NO_BLAS
        return told if "absent" in told else {**told, "settings": f"{case.settings()}, {linked}"}
    if words[0] == "peak":
        return {"peak_mb": peak_bytes() / 1e6}
    work = getattr(case, words[0])
    start = time.perf_counter()
    for _ in range(int(words[1])):
        work()
    seconds = (time.perf_counter() - start) / int(words[1])
    return {"seconds": seconds, "quality": getattr(case, words[0] + "_quality")()}


def main():
    name, folder, threads = sys.argv[1:]
    case = cases()[name](folder, int(threads))
    for line in sys.stdin:
        try:
            text = json.dumps(answer(case, line.split()), allow_nan=False)
        except Exception as error:
            text = json.dumps({"error": f"{type(error).__name__}: {error}"})
        print(text, flush=True)


if __name__ == "__main__":
    main()
