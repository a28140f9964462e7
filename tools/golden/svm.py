"""Support vector machines: scikit-learn's SVC, NuSVC, SVR, NuSVR and OneClassSVM (which are LIBSVM) at a tolerance of 1e-5, LinearSVC
(LIBLINEAR) at 1e-9."""
import subprocess
import tempfile

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.svm import SVC, SVR, LinearSVC, NuSVC, NuSVR, OneClassSVM

TOLERANCE = 1e-5


def scaled(x):
    return np.round((x - x.mean(axis=0)) / x.std(axis=0), 4)


def kernel_of(kernel, gamma, degree, coef0):
    return {"kernel": kernel, "gamma": gamma, "degree": degree, "coef0": coef0}


def gram(x, y, options):
    """The kernel matrix that the objective is computed with: LIBSVM stores floats, this stays double."""
    gamma, degree, coef0 = options["gamma"], options["degree"], options["coef0"]
    if options["kernel"] == "linear":
        return x @ y.T
    if options["kernel"] == "poly":
        return (gamma * x @ y.T + coef0) ** degree
    if options["kernel"] == "sigmoid":
        return np.tanh(gamma * x @ y.T + coef0)
    return np.exp(-gamma * ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2))


def resolved(gamma, x):
    return 1 / (x.shape[1] * x.var()) if gamma == "scale" else 1 / x.shape[1] if gamma == "auto" else gamma


def machines(model):
    """LIBSVM's coefficients by pair: (first class, second class, support rows, signed alpha, rho)."""
    counts, coefficients = model.n_support_, model._dual_coef_
    starts = np.r_[0, np.cumsum(counts)]
    at = 0
    for a in range(len(counts)):
        for b in range(a + 1, len(counts)):
            first, second = np.arange(starts[a], starts[a + 1]), np.arange(starts[b], starts[b + 1])
            rows = np.r_[first, second]
            alpha = np.r_[coefficients[b - 1, first], coefficients[a, second]]
            keep = alpha != 0
            yield a, b, model.support_[rows][keep], alpha[keep], -model._intercept_[at]
            at += 1


def classify(write, name, x, y, nu=None, c=1.0, kernel="rbf", gamma="scale", degree=3, coef0=0.0, weights=None, class_weight=None,
             shrinking=True):
    options = kernel_of(kernel, gamma, degree, coef0)
    common = dict(**options, tol=TOLERANCE, cache_size=500, shrinking=shrinking, class_weight=class_weight)
    # scikit-learn numbers support vectors among the rows of positive weight; fitted on those alone, the numbers are known.
    counts = np.arange(len(y)) if weights is None else np.flatnonzero(weights > 0)
    common["gamma"] = resolved(gamma, x)
    model = NuSVC(nu=nu, **common) if nu else SVC(C=c, **common)
    model.fit(x[counts], y[counts], sample_weight=None if weights is None else weights[counts])
    full = gram(x[counts], x[counts], {**options, "gamma": resolved(gamma, x)})
    objective, supports, rhos = 0.0, [], []
    for _, _, rows, alpha, rho in machines(model):
        objective += 0.5 * alpha @ full[np.ix_(rows, rows)] @ alpha - (0 if nu else np.abs(alpha).sum())
        supports.append(sorted(counts[rows].tolist()))
        rhos.append(rho)
    write("svm-classifier", name, {
        "x": x, "y": y, "weights": weights,
        "class_weights": None if class_weight is None else class_weight if class_weight == "balanced" else
        {str(k): v for k, v in class_weight.items()},
        "options": {"C": c, "Nu": nu, "Tolerance": TOLERANCE, "Shrinking": shrinking, **options}, "objective": objective,
        "rho": rhos, "supports": supports, "predictions": model.predict(x), "scores": np.round(model.decision_function(x), 9),
    })


def regress(write, name, x, y, nu=None, c=1.0, epsilon=0.1, kernel="rbf", gamma="scale", degree=3, coef0=0.0, weights=None):
    options = kernel_of(kernel, gamma, degree, coef0)
    common = dict(**options, tol=TOLERANCE, cache_size=500, C=c)
    model = NuSVR(nu=nu, **common) if nu else SVR(epsilon=epsilon, **common)
    model.fit(x, y, sample_weight=weights)
    full = gram(x, x, {**options, "gamma": resolved(gamma, x)})
    beta = model.dual_coef_[0]
    objective = 0.5 * beta @ full[np.ix_(model.support_, model.support_)] @ beta - beta @ y[model.support_]
    if not nu:
        objective += epsilon * np.abs(beta).sum()
    write("svm-regressor", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "Nu": nu, "Epsilon": epsilon, "Tolerance": TOLERANCE, **options},
        "objective": objective, "rho": -model.intercept_[0], "supports": sorted(model.support_.tolist()), "predictions": model.predict(x),
    })


def one_class(write, name, x, nu=0.5, kernel="rbf", gamma="scale"):
    options = kernel_of(kernel, gamma, 3, 0.0)
    model = OneClassSVM(nu=nu, **options, tol=TOLERANCE).fit(x)
    full = gram(x, x, {**options, "gamma": resolved(gamma, x)})
    alpha = model.dual_coef_[0]
    write("one-class-svm", name, {
        "x": x, "options": {"Nu": nu, "Tolerance": TOLERANCE, **options},
        "objective": 0.5 * alpha @ full[np.ix_(model.support_, model.support_)] @ alpha, "rho": model.offset_[0],
        "support_share": len(model.support_) / len(x), "scores": model.decision_function(x),
    })


def linear(write, name, x, y, c=1.0, loss="squared_hinge", weights=None, intercept=True):
    s = np.ones(len(y)) if weights is None else weights
    model = LinearSVC(C=c, loss=loss, dual=True, tol=1e-9, max_iter=10_000_000, fit_intercept=intercept, random_state=0)
    model.fit(x, y, sample_weight=s)
    signs = 2 * y - 1 if y.max() == 1 else 2 * (y[:, None] == np.arange(y.max() + 1)) - 1
    slack = np.maximum(0, 1 - signs * model.decision_function(x))
    cost = (slack if loss == "hinge" else slack ** 2).T @ s
    objective = 0.5 * (model.coef_ ** 2).sum() + 0.5 * (np.square(model.intercept_).sum() if intercept else 0) + c * cost.sum()
    write("linear-svm", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "Loss": loss, "FitIntercept": intercept}, "objective": objective,
        "coefficients": model.coef_, "intercept": np.atleast_1d(model.intercept_), "predictions": model.predict(x),
    })


def libsvm_model(write, name, x, y, *arguments):
    """A model that svm-train wrote, and what svm-predict says with it."""
    with tempfile.TemporaryDirectory() as folder:
        rows, model, output = (f"{folder}/{part}" for part in ("rows", "model", "output"))
        with open(rows, "w") as file:
            for row, label in zip(x, y):
                file.write(f"{label} " + " ".join(f"{j + 1}:{value}" for j, value in enumerate(row)) + "\n")
        subprocess.run(["svm-train", "-q", "-e", "1e-5", *arguments, rows, model], check=True)
        subprocess.run(["svm-predict", "-q", rows, model, output], check=True)
        write("libsvm-model", name, {
            "library": "LIBSVM", "version": "3.24", "command": ["svm-train", "-e", "1e-5", *arguments], "x": x, "y": y,
            "model": open(model).read(), "predictions": [int(float(line)) for line in open(output)],
        })


def make(write):
    iris, wine, cancer, diabetes = load_iris(), load_wine(), load_breast_cancer(), load_diabetes()
    two, codes = iris.data[50:], iris.target[50:] - 1
    weights = 0.25 * (1 + np.arange(150) % 7)
    some = weights * (np.arange(150) % 5 > 0)
    classify(write, "iris-rbf", iris.data, iris.target)
    classify(write, "iris-rbf-weights", iris.data, iris.target, c=10.0, weights=weights)
    classify(write, "iris-rbf-zero-weights", iris.data, iris.target, weights=some)
    classify(write, "iris-rbf-class-weights", iris.data, iris.target, class_weight={0: 2.0, 2: 0.3})
    classify(write, "iris-rbf-balanced", iris.data[30:], iris.target[30:], class_weight="balanced")
    classify(write, "iris-rbf-auto-large-c", iris.data, iris.target, c=1000.0, gamma="auto")
    classify(write, "iris-linear", iris.data, iris.target, kernel="linear")
    classify(write, "iris-linear-weights", iris.data, iris.target, kernel="linear", c=0.1, weights=weights)
    classify(write, "iris-poly", iris.data, iris.target, kernel="poly", gamma=0.1, coef0=1.0)
    classify(write, "iris-sigmoid", scaled(iris.data), iris.target, kernel="sigmoid", gamma=0.05, coef0=-0.5)
    classify(write, "iris-nu", iris.data, iris.target, nu=0.3)
    classify(write, "iris-nu-linear-weights", iris.data, iris.target, nu=0.2, kernel="linear", weights=weights)
    classify(write, "iris-nu-poly", scaled(iris.data), iris.target, nu=0.4, kernel="poly", gamma=0.5, degree=2, coef0=1.0)
    classify(write, "iris-no-shrinking", iris.data, iris.target, shrinking=False)
    classify(write, "two-classes-rbf", two, codes, c=5.0)
    classify(write, "two-classes-linear", two, codes, c=5.0, kernel="linear")
    classify(write, "two-classes-nu", two, codes, nu=0.5, gamma=0.7)
    classify(write, "wine-rbf", scaled(wine.data), wine.target, gamma="auto")
    classify(write, "wine-unscaled", wine.data, wine.target)
    classify(write, "breast-cancer-rbf", scaled(cancer.data)[::2], cancer.target[::2], c=2.0)
    x, y = scaled(diabetes.data)[::3], diabetes.target[::3]
    regression_weights = 0.25 * (1 + np.arange(len(y)) % 7)
    regress(write, "diabetes-rbf", x, y, c=100.0, epsilon=5.0)
    regress(write, "diabetes-rbf-weights", x, y, c=50.0, epsilon=5.0, weights=regression_weights)
    regress(write, "diabetes-linear", x, y, c=1.0, epsilon=10.0, kernel="linear")
    regress(write, "diabetes-poly", x, y, c=1.0, epsilon=10.0, kernel="poly", gamma=0.1, degree=2, coef0=1.0)
    regress(write, "diabetes-nu", x, y, c=100.0, nu=0.4)
    regress(write, "diabetes-nu-linear-weights", x, y, c=1.0, nu=0.6, kernel="linear", weights=regression_weights)
    one_class(write, "iris", iris.data)
    one_class(write, "iris-small-nu", iris.data, nu=0.1, gamma=0.5)
    one_class(write, "iris-linear", iris.data, nu=0.2, kernel="linear")
    linear(write, "iris-two-classes", scaled(two), codes)
    linear(write, "iris-two-classes-hinge", scaled(two), codes, loss="hinge")
    linear(write, "iris-hinge-weights", scaled(iris.data), iris.target, loss="hinge", c=0.5, weights=weights)
    linear(write, "iris-no-intercept", scaled(iris.data), iris.target, intercept=False)
    linear(write, "wine", scaled(wine.data), wine.target, c=0.1)
    libsvm_model(write, "iris-rbf", iris.data, iris.target, "-t", "2", "-g", "0.5", "-c", "3")
    libsvm_model(write, "two-classes-poly", two, codes, "-t", "1", "-g", "0.1", "-r", "1", "-d", "2")
    libsvm_model(write, "iris-nu-linear", iris.data, iris.target, "-s", "1", "-t", "0", "-n", "0.3")
