"""Libraries of Python, and of C through Python, as contenders of the MNIST report.

    mnist_peer.py CONTENDER FOLDER THREADS

FOLDER holds x_train.npy, y_train.npy, x_test.npy, y_test.npy and settings.json. Each line of standard input is one of "version", "fit 1",
"predict 1", "peak" and "size"; the answer is a line of JSON, {"error": why} where it fails. "predict" leaves predicted.npy in FOLDER and,
outside the timed part, probabilities.npy. What a library loads when it is first used is loaded by a rehearsal on few rows.
"""
import ctypes
import ctypes.util
import io
import json
import os
import pathlib
import pickle
import sys
import tempfile
import time
import warnings

import numpy as np

import libsvm

REHEARSAL_ROWS = 500
FOUND = {}


def contender(name):
    def add(kind):
        FOUND[name] = kind
        return kind
    return add


class Absent(Exception):
    """The library is not installed."""


class Contender:
    """One library's learner: fit() makes self.model, predict() self.predicted."""

    def __init__(self, folder, threads):
        self.folder, self.threads = pathlib.Path(folder), threads
        self.s = json.loads((self.folder / "settings.json").read_text())
        for part in ("x_train", "y_train", "x_test", "y_test"):
            setattr(self, part, np.load(self.folder / f"{part}.npy"))
        self.load()

    def load(self):
        """Imports the library and brings rows into the form it likes."""

    def rehearse(self):
        whole = self.x_train, self.y_train, self.x_test
        self.x_train, self.y_train, self.x_test = (rows[:REHEARSAL_ROWS] for rows in whole)
        self.fit()
        self.predict()
        self.probabilities()
        self.x_train, self.y_train, self.x_test = whole

    def probabilities(self):
        """n×K, or None."""

    def note(self):
        return ""


class Scikit(Contender):
    def load(self):
        try:
            import sklearn
        except ImportError:
            raise Absent("Python has no scikit-learn (Debian: apt-get install python3-sklearn)")
        warnings.simplefilter("ignore")
        self.library_version = sklearn.__version__

    def fit(self):
        self.model = self.learner().fit(self.x_train, self.y_train)

    def predict(self):
        self.predicted = self.model.predict(self.x_test)

    def probabilities(self):
        return self.model.predict_proba(self.x_test) if hasattr(self.model, "predict_proba") else None

    def size(self):
        return len(pickle.dumps(self.model, protocol=pickle.HIGHEST_PROTOCOL))


def scikit(key):
    """Registers a function of the contender that makes the learner."""
    def add(make):
        FOUND["sklearn-" + key] = type(make.__name__, (Scikit,), {"learner": make})
        return make
    return add


@scikit("nearest-centroid")
def nearest_centroid(c):
    from sklearn.neighbors import NearestCentroid
    return NearestCentroid()


@scikit("perceptron")
def perceptron(c):
    from sklearn.linear_model import Perceptron
    return Perceptron(shuffle=False, tol=None, max_iter=c.s["Epochs"], n_jobs=c.threads)


@scikit("adaline")
def adaline(c):
    from sklearn.linear_model import SGDClassifier
    return SGDClassifier(loss="squared_error", penalty=None, learning_rate="constant", eta0=c.s["AdalineRate"], max_iter=c.s["Epochs"], tol=None,
                         random_state=0, n_jobs=c.threads)


@scikit("sgd")
def sgd(c):
    from sklearn.linear_model import SGDClassifier
    return SGDClassifier(loss="log_loss", alpha=c.s["SgdAlpha"], max_iter=c.s["Epochs"], tol=None, random_state=0, n_jobs=c.threads)


@scikit("lda")
def lda(c):
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    return LinearDiscriminantAnalysis(solver="eigen", shrinkage=c.s["Shrinkage"])


@scikit("pca-qda")
def pca_qda(c):
    from sklearn.decomposition import PCA
    from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
    from sklearn.pipeline import make_pipeline
    return make_pipeline(PCA(c.s["ComponentCount"], random_state=0), QuadraticDiscriminantAnalysis(reg_param=c.s["Regularization"]))


@scikit("pca-knn")
def pca_knn(c):
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    return make_pipeline(PCA(c.s["ComponentCount"], random_state=0), knn(c))


@scikit("knn")
def knn(c):
    from sklearn.neighbors import KNeighborsClassifier
    return KNeighborsClassifier(c.s["NeighborCount"], algorithm="brute", n_jobs=c.threads)


@scikit("logistic-l2")
def logistic_l2(c):
    from sklearn.linear_model import LogisticRegression
    # The tolerance of the gradient is that of the summed loss; ours is that of the mean.
    return LogisticRegression(C=c.s["LogisticC"], tol=1e-6 * len(c.x_train), max_iter=1000)


@scikit("logistic-l1")
def logistic_l1(c):
    from sklearn.linear_model import LogisticRegression
    return LogisticRegression(penalty="l1", solver="saga", C=c.s["LassoC"], tol=1e-4, max_iter=c.s["LassoEpochs"], random_state=0)


@scikit("linear-svm")
def linear_svm(c):
    from sklearn.svm import LinearSVC
    return LinearSVC(C=c.s["LinearSvmC"], dual=False, tol=1e-4)


@scikit("tree")
def tree(c):
    from sklearn.tree import DecisionTreeClassifier
    return DecisionTreeClassifier(random_state=0)


@scikit("extra-trees")
def extra_trees(c):
    from sklearn.ensemble import ExtraTreesClassifier
    return ExtraTreesClassifier(c.s["TreeCount"], random_state=0, n_jobs=c.threads)


@scikit("forest")
def forest(c):
    from sklearn.ensemble import RandomForestClassifier
    return RandomForestClassifier(c.s["TreeCount"], random_state=0, n_jobs=c.threads)


@scikit("mlp")
def mlp(c):
    from sklearn.neural_network import MLPClassifier
    c.x_train, c.x_test = (np.asarray(x, np.float32) for x in (c.x_train, c.x_test))
    return MLPClassifier(c.s["HiddenCount"], batch_size=c.s["MlpBatch"], max_iter=c.s["MlpEpochs"], n_iter_no_change=c.s["MlpEpochs"] + 1, alpha=1e-4,
                         random_state=0)


@scikit("kernel-svm")
def kernel_svm(c):
    from sklearn.svm import SVC
    return SVC(C=c.s["KernelC"], gamma=c.s["KernelGamma"], cache_size=1000)


def saved(save):
    """How large the file is that a library writes of its model."""
    with tempfile.NamedTemporaryFile() as file:
        save(file.name.encode())
        return os.path.getsize(file.name)


class CLibrary(Contender):
    """A library of C. It loads nothing lazily, so it needs no rehearsal, and its rows are nodes beforehand."""

    bias = None

    def load(self):
        self.train_rows, self.test_rows = (libsvm.nodes(x, self.bias) for x in (self.x_train, self.x_test))

    def rehearse(self):
        pass


@contender("libsvm-kernel-svm")
class LibSvm(CLibrary):
    def load(self):
        try:
            self.library = libsvm.Library(lambda text: None)
        except OSError as error:
            raise Absent(f"{error} (Debian: apt-get install libsvm-dev)")
        super().load()
        self.library_version = self.library.version

    def fit(self):
        self.library.fit_rbf(self.train_rows, self.y_train, self.s["KernelC"], self.s["KernelGamma"])

    def predict(self):
        self.predicted = self.library.predict(self.test_rows)

    def size(self):
        return saved(self.library.save)


class LibLinear(CLibrary):
    bias = 1.0

    def load(self):
        path = ctypes.util.find_library("linear")
        if path is None:
            raise Absent("LIBLINEAR was not found (Debian: apt-get install liblinear-dev)")
        super().load()
        self.library = ctypes.CDLL(path)
        self.library.train.restype = ctypes.c_void_p
        self.library.predict.restype = self.library.predict_probability.restype = ctypes.c_double
        self.printer = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: None)
        self.library.set_print_string_function(self.printer)
        number = ctypes.c_int.in_dll(self.library, "liblinear_version").value
        self.library_version = f"{number // 100}.{number % 100}"
        self.y = self.y_train.astype(float)

    def fit(self):
        class Problem(ctypes.Structure):
            _fields_ = [("l", ctypes.c_int), ("n", ctypes.c_int), ("y", ctypes.c_void_p), ("x", ctypes.c_void_p), ("bias", ctypes.c_double)]

        class Parameter(ctypes.Structure):
            # Before 2.40 init_sol had the place of nu, and the last one was not there; zeros and a one serve both.
            _fields_ = [("solver_type", ctypes.c_int), ("eps", ctypes.c_double), ("C", ctypes.c_double), ("nr_weight", ctypes.c_int),
                        ("weight_label", ctypes.c_void_p), ("weight", ctypes.c_void_p), ("p", ctypes.c_double), ("nu", ctypes.c_double),
                        ("init_sol", ctypes.c_void_p), ("regularize_bias", ctypes.c_int)]
        solver, c, eps = self.options()
        self.problem = Problem(len(self.y), self.x_train.shape[1] + 1, self.y.ctypes.data, self.train_rows[1].ctypes.data, self.bias)
        self.parameter = Parameter(solver_type=solver, eps=eps, C=c, regularize_bias=1)
        self.model = ctypes.c_void_p(self.library.train(ctypes.byref(self.problem), ctypes.byref(self.parameter)))

    def predict(self):
        model, predict = self.model, self.library.predict
        self.predicted = np.array([predict(model, ctypes.c_void_p(int(start))) for start in self.test_rows[1]])

    def probabilities(self):
        if not self.library.check_probability_model(self.model):
            return None
        count = self.library.get_nr_class(self.model)
        labels = (ctypes.c_int * count)()
        self.library.get_labels(self.model, labels)
        found = np.empty((len(self.x_test), count))
        for row, start in zip(found, self.test_rows[1]):
            self.library.predict_probability(self.model, ctypes.c_void_p(int(start)), ctypes.c_void_p(row.ctypes.data))
        return found[:, np.argsort(list(labels))]

    def size(self):
        return saved(lambda path: self.library.save_model(path, self.model))


@contender("liblinear-logistic-l2")
class LibLinearLogisticL2(LibLinear):
    def options(self):
        return 0, self.s["LogisticC"], 1e-3


@contender("liblinear-logistic-l1")
class LibLinearLogisticL1(LibLinear):
    def options(self):
        return 6, self.s["LassoC"], 1e-2


@contender("liblinear-linear-svm")
class LibLinearSvm(LibLinear):
    def options(self):
        return 2, self.s["LinearSvmC"], 1e-4


class XGBoost(Contender):
    def load(self):
        try:
            import xgboost
        except ImportError:
            raise Absent("Python has no xgboost (Debian: apt-get install python3-xgboost)")
        self.xgboost, self.library_version = xgboost, xgboost.__version__
        xgboost.set_config(verbosity=0)

    def fit(self):
        options = {"objective": "multi:softprob", "num_class": 10, "tree_method": "hist", "max_bin": 255, "grow_policy": "lossguide", "max_depth": 0,
                   "seed": 0, "nthread": self.threads}
        data = self.xgboost.DMatrix(self.x_train, self.y_train, nthread=self.threads)
        own, rounds = self.options()
        self.model = self.xgboost.train({**options, **own}, data, rounds)

    def predict(self):
        self.shares = self.model.predict(self.xgboost.DMatrix(self.x_test, nthread=self.threads))
        self.predicted = self.shares.argmax(axis=1)

    def probabilities(self):
        return self.shares

    def size(self):
        return len(self.model.save_raw("ubj"))


@contender("xgboost-forest")
class XGBoostForest(XGBoost):
    def options(self):
        p = self.x_train.shape[1]
        return {"num_parallel_tree": self.s["Rounds"], "max_leaves": self.s["LeafCount"], "subsample": 0.632, "colsample_bynode": int(p ** 0.5) / p,
                "eta": 1.0, "lambda": 0, "min_child_weight": 0}, 1


@contender("xgboost-boosting")
class XGBoostBoosting(XGBoost):
    def options(self):
        return {"max_leaves": self.s["BoostedLeafCount"]}, self.s["BoostingRounds"]


class Torch(Contender):
    def load(self):
        try:
            import torch
        except ImportError:
            raise Absent("Python has no PyTorch (Debian: apt-get install python3-torch)")
        torch.set_num_threads(self.threads)
        self.torch, self.library_version = torch, torch.__version__
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.x_train, self.x_test = (torch.tensor(x, dtype=torch.float32) for x in (self.x_train, self.x_test))
        self.y_train = torch.tensor(self.y_train, dtype=torch.int64)

    def descend(self, net, x, batch, epochs, adam):
        """Batches in random order."""
        torch = self.torch
        loss = torch.nn.CrossEntropyLoss()
        x, y = x.to(self.device), self.y_train.to(self.device)
        net.train()
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).to(self.device).split(batch):
                adam.zero_grad()
                loss(net(x[rows]), y[rows]).backward()
                adam.step()
        self.model = net.eval()

    def predict(self):
        with self.torch.no_grad():
            scores = [self.model(part.to(self.device)).cpu() for part in self.pictures(self.x_test).split(1000)]
        self.scores = self.torch.cat(scores)
        self.predicted = self.scores.argmax(1).numpy()

    def pictures(self, x):
        return x

    def probabilities(self):
        return self.torch.softmax(self.scores.double(), 1).numpy()

    def size(self):
        saved = io.BytesIO()
        self.torch.save(self.model.state_dict(), saved)
        return len(saved.getbuffer())

    def note(self):
        if self.device == "cpu":
            return f"the processor, {self.threads} threads"
        driver = pathlib.Path("/sys/module/nvidia/version")
        known = f", driver {driver.read_text().strip()}" if driver.exists() else ""
        return f"{self.torch.cuda.get_device_name(0)}, CUDA {self.torch.version.cuda}{known}"


@contender("pytorch-mlp")
class TorchMlp(Torch):
    def fit(self):
        torch, nn = self.torch, self.torch.nn
        torch.manual_seed(0)
        net = nn.Sequential(nn.Linear(self.x_train.shape[1], self.s["HiddenCount"]), nn.ReLU(), nn.Linear(self.s["HiddenCount"], 10)).to(self.device)
        # The penalty α of the others is a decay of the gradient's step, and divides by the rows of a batch.
        adam = torch.optim.Adam(net.parameters(), 1e-3, weight_decay=1e-4 / self.s["MlpBatch"])
        self.descend(net, self.x_train, self.s["MlpBatch"], self.s["MlpEpochs"], adam)


@contender("pytorch-cnn")
class TorchCnn(Torch):
    def pictures(self, x):
        side = self.s["Side"]
        return x.reshape(-1, 1, side, side).contiguous(memory_format=self.torch.channels_last)

    def fit(self):
        torch, nn = self.torch, self.torch.nn
        torch.manual_seed(0)
        flat = 32 * ((self.s["Side"] - 4) // 2) ** 2
        net = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25), nn.Flatten(),
                            nn.Linear(flat, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10))
        net = net.to(self.device, memory_format=torch.channels_last)
        for name, parameter in net.named_parameters():
            (nn.init.zeros_ if name.endswith("bias") else nn.init.xavier_uniform_)(parameter)
        adam = torch.optim.Adam(net.parameters(), 1e-3, eps=1e-7)
        self.descend(net, self.pictures(self.x_train), self.s["CnnBatch"], self.s["CnnEpochs"], adam)


def peak_bytes():
    """The most memory this process held. The kernel's other figure, ru_maxrss, begins with that of the process which started this one."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def answer(one, step):
    if step == "version":
        one.rehearse()
        return {"version": one.library_version}
    if step == "fit":
        return {"seconds": timed(one.fit), "quality": float(len(one.y_train)), "note": one.note()}
    if step == "predict":
        seconds = timed(one.predict)
        np.save(one.folder / "predicted.npy", np.asarray(one.predicted).astype("<i4"))
        shares = one.probabilities()
        if shares is not None:
            np.save(one.folder / "probabilities.npy", np.ascontiguousarray(shares, dtype="<f8"))
        return {"seconds": seconds, "quality": float((np.asarray(one.predicted) == one.y_test).mean())}
    if step == "peak":
        return {"peak_mb": peak_bytes() / 1e6}
    if step == "size":
        return {"bytes": one.size()}
    return {"error": f"there is no step '{step}'"}


def main():
    name, folder, threads = sys.argv[1:]
    one = None
    for line in sys.stdin:
        try:
            one = one or FOUND[name](folder, int(threads))
            reply = answer(one, line.split()[0])
        except Absent as why:
            reply = {"absent": str(why)}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
