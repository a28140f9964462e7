"""Support vector machines: scikit-learn's SVC, NuSVC, SVR, NuSVR and OneClassSVM (which are LIBSVM) at a tolerance of 1e-5, LinearSVC
(LIBLINEAR) at 1e-9."""
import subprocess
import tempfile

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR, OneClassSVM

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
    differences = x[:, None, :] - y[None, :, :]
    if options["kernel"] == "laplacian":
        return np.exp(-gamma * np.abs(differences).sum(axis=2))
    if options["kernel"] == "chi2":
        sums = x[:, None, :] + y[None, :, :]
        return np.exp(-gamma * (differences ** 2 / np.where(sums == 0, 1, sums)).sum(axis=2))
    return np.exp(-gamma * ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2))


def resolved(gamma, x):
    return 1 / (x.shape[1] * x.var()) if gamma == "scale" else 1 / x.shape[1] if gamma == "auto" else gamma


def own(kernel):
    """Whether LIBSVM has the kernel itself; the others it gets as a matrix."""
    return kernel in ("linear", "poly", "rbf", "sigmoid")


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
    full = gram(x[counts], x[counts], {**options, "gamma": resolved(gamma, x)})
    train, query = (x[counts], x) if own(kernel) else (full, gram(x, x[counts], {**options, "gamma": resolved(gamma, x)}))
    if not own(kernel):
        common["kernel"] = "precomputed"
    model = NuSVC(nu=nu, **common) if nu else SVC(C=c, **common)
    model.fit(train, y[counts], sample_weight=None if weights is None else weights[counts])
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
        "rho": rhos, "supports": supports, "predictions": model.predict(query), "scores": np.round(model.decision_function(query), 9),
    })


def one_versus_rest(write, name, x, y, c=1.0, kernel="rbf", gamma="scale", weights=None):
    options = kernel_of(kernel, gamma, 3, 0.0)
    scores = []
    for k in range(y.max() + 1):
        model = SVC(C=c, **{**options, "gamma": resolved(gamma, x)}, tol=TOLERANCE).fit(x, (y == k).astype(int), sample_weight=weights)
        scores.append(model.decision_function(x))
    write("svm-one-versus-rest", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "Nu": None, "Tolerance": TOLERANCE, **options},
        "scores": np.round(np.array(scores).T, 9), "predictions": np.argmax(scores, axis=0),
    })


def regress(write, name, x, y, nu=None, c=1.0, epsilon=0.1, kernel="rbf", gamma="scale", degree=3, coef0=0.0, weights=None):
    options = kernel_of(kernel, gamma, degree, coef0)
    common = dict(**options, tol=TOLERANCE, cache_size=500, C=c)
    full = gram(x, x, {**options, "gamma": resolved(gamma, x)})
    if not own(kernel):
        common["kernel"] = "precomputed"
    rows = x if own(kernel) else full
    model = NuSVR(nu=nu, **common) if nu else SVR(epsilon=epsilon, **common)
    model.fit(rows, y, sample_weight=weights)
    beta = model.dual_coef_[0]
    objective = 0.5 * beta @ full[np.ix_(model.support_, model.support_)] @ beta - beta @ y[model.support_]
    if not nu:
        objective += epsilon * np.abs(beta).sum()
    write("svm-regressor", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "Nu": nu, "Epsilon": epsilon, "Tolerance": TOLERANCE, **options},
        "objective": objective, "rho": -model.intercept_[0], "supports": sorted(model.support_.tolist()), "predictions": model.predict(rows),
    })


def one_class(write, name, x, nu=0.5, kernel="rbf", gamma="scale", degree=3, coef0=0.0):
    options = kernel_of(kernel, gamma, degree, coef0)
    full = gram(x, x, {**options, "gamma": resolved(gamma, x)})
    common = options if own(kernel) else {**options, "kernel": "precomputed"}
    rows = x if own(kernel) else full
    model = OneClassSVM(nu=nu, **common, tol=TOLERANCE).fit(rows)
    alpha = model.dual_coef_[0]
    write("one-class-svm", name, {
        "x": x, "options": {"Nu": nu, "Tolerance": TOLERANCE, **options},
        "objective": 0.5 * alpha @ full[np.ix_(model.support_, model.support_)] @ alpha, "rho": model.offset_[0],
        "support_share": len(model.support_) / len(x), "scores": model.decision_function(rows),
    })


def linear(write, name, x, y, c=1.0, loss="squared_hinge", penalty="l2", strategy="ovr", weights=None, class_weight=None, intercept=True):
    s = np.ones(len(y)) if weights is None else weights
    # scikit-learn gives the primal solver of L1 no weights of rows but by C; Crammer and Singer's is a dual one.
    model = LinearSVC(C=c, loss=loss, penalty=penalty, dual=penalty == "l2", multi_class=strategy, tol=1e-9, max_iter=10_000_000,
                      fit_intercept=intercept, class_weight=class_weight, random_state=0)
    model.fit(x, y, sample_weight=s)
    classes = y.max() + 1
    by_class = np.ones(classes) if class_weight is None else len(y) / (classes * np.bincount(y)) if class_weight == "balanced" else \
        np.array([class_weight.get(k, 1.0) for k in range(classes)])
    scores, w, b = model.decision_function(x), model.coef_, np.atleast_1d(model.intercept_) if intercept else np.zeros(len(model.coef_))
    if strategy == "crammer_singer":
        own_scores = scores[np.arange(len(y)), y][:, None]
        margins = scores + 1 - own_scores
        margins[np.arange(len(y)), y] = 0
        cost = (margins.max(axis=1) * s * by_class[y]).sum()
    else:
        signs = 2 * y - 1 if classes == 2 else 2 * (y[:, None] == np.arange(classes)) - 1
        # One against the rest, LIBLINEAR weighs the one class only.
        rows = by_class[y] * s if classes == 2 else np.where(y[:, None] == np.arange(classes), by_class, 1.0) * s[:, None]
        slack = np.maximum(0, 1 - signs * scores)
        cost = ((slack if loss == "hinge" else slack ** 2) * rows).sum()
    penalised = np.abs(w).sum() + np.abs(b).sum() if penalty == "l1" else 0.5 * ((w ** 2).sum() + (b ** 2).sum())
    write("linear-svm", name, {
        "x": x, "y": y, "weights": weights,
        "class_weights": None if class_weight is None else class_weight if class_weight == "balanced" else
        {str(k): v for k, v in class_weight.items()},
        "options": {"C": c, "Loss": loss, "Penalty": penalty, "Strategy": strategy, "FitIntercept": intercept},
        "objective": penalised + c * cost, "coefficients": w, "intercept": b, "predictions": model.predict(x),
    })


def linear_regress(write, name, x, y, c=1.0, loss="epsilon_insensitive", epsilon=0.0, weights=None, intercept=True):
    s = np.ones(len(y)) if weights is None else weights
    model = LinearSVR(C=c, loss=loss, epsilon=epsilon, tol=1e-10, max_iter=10_000_000, fit_intercept=intercept, random_state=0)
    model.fit(x, y, sample_weight=s)
    beyond = np.maximum(0, np.abs(y - model.predict(x)) - epsilon)
    cost = ((beyond if loss == "epsilon_insensitive" else beyond ** 2) * s).sum()
    b = np.atleast_1d(model.intercept_)[0] if intercept else 0.0
    write("linear-svm-regressor", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "Loss": loss, "Epsilon": epsilon, "FitIntercept": intercept},
        "objective": 0.5 * ((model.coef_ ** 2).sum() + b * b) + c * cost, "coefficients": model.coef_, "intercept": b,
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
            "model": open(model).read(), "predictions": [float(line) for line in open(output)],
        })


def texts(rng, count, words, topics, length):
    """Rows like texts: few of many words, frequent ones in all topics, values like tf-idf of unit length; one is empty, some words unused."""
    x = np.zeros((count, words))
    for i in range(count):
        share = 1 / (1 + np.arange(words))
        share[i % topics::topics] *= 3
        share[-words // 10:] = 0
        chosen = rng.choice(words, size=length, replace=False, p=share / share.sum())
        x[i, chosen] = (1 + rng.poisson(0.5, length)) * np.log(2 + chosen)
        x[i] = np.round(x[i] / np.linalg.norm(x[i]), 4)
    x[count // 2] = 0
    return x


def parsed(text, width):
    """The numbers of a model of svm-train: rho, coefficients (classes-1)×m, support vectors m×width, counts by class."""
    head, tail = text.split("SV\n")
    fields = {line.split()[0]: line.split()[1:] for line in head.splitlines()}
    rows = int(fields["nr_class"][0]) - 1
    lines = [line.split() for line in tail.splitlines()]
    vectors = np.zeros((len(lines), width))
    for vector, line in zip(vectors, lines):
        for index, value in (word.split(":") for word in line[rows:]):
            vector[int(index) - 1] = float(value)
    coefficients = np.array([[float(word) for word in line[:rows]] for line in lines]).T
    return [float(word) for word in fields["rho"]], coefficients, vectors, [int(word) for word in fields.get("nr_sv", [])]


def sparse_model(write, name, x, y, kernel, kind, c=1.0, nu=0.5, epsilon=0.1):
    """What svm-train makes of rows that are mostly zeros, with the objective of its model in double."""
    number = {"classifier": 0, "regressor": 3, "nu-regressor": 4, "one-class": 2}[kind]
    arguments = ["-s", str(number), "-t", str(["linear", "poly", "rbf", "sigmoid"].index(kernel["kernel"])), "-g", str(kernel["gamma"]),
                 "-d", str(kernel["degree"]), "-r", str(kernel["coef0"]), "-c", str(c), "-n", str(nu), "-p", str(epsilon)]
    with tempfile.TemporaryDirectory() as folder:
        rows, model, output = (f"{folder}/{part}" for part in ("rows", "model", "output"))
        with open(rows, "w") as file:
            for row, label in zip(x, y):
                file.write(f"{label} " + " ".join(f"{j + 1}:{row[j]}" for j in np.flatnonzero(row)) + "\n")
        subprocess.run(["svm-train", "-q", "-e", "1e-6", *arguments, rows, model], check=True)
        subprocess.run(["svm-predict", "-q", rows, model, output], check=True)
        text, predictions = open(model).read(), [float(line) for line in open(output)]
    rho, dual, vectors, counts = parsed(text, x.shape[1])
    full = gram(vectors, vectors, kernel)
    if kind == "classifier":
        objective, starts = 0.0, np.r_[0, np.cumsum(counts)]
        for a in range(len(counts)):
            for b in range(a + 1, len(counts)):
                of_pair = np.r_[starts[a]:starts[a + 1], starts[b]:starts[b + 1]]
                alpha = np.r_[dual[b - 1, starts[a]:starts[a + 1]], dual[a, starts[b]:starts[b + 1]]]
                objective += 0.5 * alpha @ full[np.ix_(of_pair, of_pair)] @ alpha - np.abs(alpha).sum()
    else:
        beta = dual[0]
        objective = 0.5 * beta @ full @ beta
        if kind != "one-class":
            row_of = {tuple(row): i for i, row in enumerate(x)}
            objective -= beta @ y[[row_of[tuple(vector)] for vector in vectors]]
            objective += epsilon * np.abs(beta).sum() if kind == "regressor" else 0
    starts = np.r_[0, np.cumsum((x != 0).sum(axis=1))]
    write("svm-sparse", name, {
        "library": "LIBSVM", "version": "3.24", "command": ["svm-train", "-e", "1e-6", *arguments],
        "row_starts": starts, "columns": np.nonzero(x)[1], "values": x[x != 0], "column_count": x.shape[1], "y": y,
        "options": {"C": c, "Nu": nu, "Epsilon": epsilon, "Tolerance": 1e-6, **kernel},
        "objective": objective, "rho": rho, "model": text, "predictions": predictions,
    })


def sparse(write):
    rng = np.random.default_rng(5)
    x = texts(rng, 120, 400, 3, 12)
    y = np.arange(120) % 3
    numbers = np.round(3 * x[:, :40].sum(axis=1) + 0.3 * rng.standard_normal(120), 3)
    linear_kernel, bell = kernel_of("linear", 1.0, 3, 0.0), kernel_of("rbf", 0.7, 3, 0.0)
    cubic, sigmoid = kernel_of("poly", 2.0, 3, 0.5), kernel_of("sigmoid", 0.3, 3, -0.1)
    for kernel in (linear_kernel, bell, cubic, sigmoid):
        sparse_model(write, f"texts-{kernel['kernel']}", x, y, kernel, "classifier", c=2.0)
    sparse_model(write, "texts-two-classes", x[y < 2], y[y < 2], bell, "classifier", c=5.0)
    sparse_model(write, "texts-svr", x, numbers, bell, "regressor", c=3.0)
    sparse_model(write, "texts-nu-svr", x, numbers, linear_kernel, "nu-regressor", c=3.0, nu=0.4)
    sparse_model(write, "texts-one-class", x, y, bell, "one-class", nu=0.3)


def make(write):
    sparse(write)
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
    classify(write, "iris-sigmoid-weights", scaled(iris.data), iris.target, kernel="sigmoid", gamma=0.05, coef0=-0.5, weights=weights)
    classify(write, "iris-poly-class-weights", iris.data, iris.target, kernel="poly", gamma=0.1, coef0=1.0, class_weight={1: 3.0})
    classify(write, "iris-linear-balanced", iris.data[30:], iris.target[30:], kernel="linear", class_weight="balanced")
    classify(write, "iris-laplacian", scaled(iris.data), iris.target, kernel="laplacian", gamma=0.3)
    classify(write, "iris-laplacian-weights", scaled(iris.data), iris.target, c=5.0, kernel="laplacian", gamma=0.3, weights=weights)
    classify(write, "iris-chi2", iris.data, iris.target, kernel="chi2", gamma=0.5)
    classify(write, "iris-chi2-class-weights", iris.data, iris.target, kernel="chi2", gamma=0.5, class_weight={0: 2.0, 2: 0.3})
    classify(write, "iris-nu-sigmoid", scaled(iris.data), iris.target, nu=0.5, kernel="sigmoid", gamma=0.05, coef0=-0.5)
    classify(write, "iris-nu-laplacian", scaled(iris.data), iris.target, nu=0.3, kernel="laplacian", gamma=0.3)
    classify(write, "iris-nu-chi2", iris.data, iris.target, nu=0.3, kernel="chi2", gamma=0.5)
    classify(write, "iris-large-gamma", scaled(iris.data), iris.target, c=10.0, gamma=50.0)
    classify(write, "iris-small-c", iris.data, iris.target, c=1e-3)
    one_versus_rest(write, "iris-rbf", iris.data, iris.target, c=2.0)
    one_versus_rest(write, "iris-poly-weights", scaled(iris.data), iris.target, kernel="poly", gamma=0.5, weights=weights)
    x, y = scaled(diabetes.data)[::3], diabetes.target[::3]
    regression_weights = 0.25 * (1 + np.arange(len(y)) % 7)
    regress(write, "diabetes-rbf", x, y, c=100.0, epsilon=5.0)
    regress(write, "diabetes-rbf-weights", x, y, c=50.0, epsilon=5.0, weights=regression_weights)
    regress(write, "diabetes-linear", x, y, c=1.0, epsilon=10.0, kernel="linear")
    regress(write, "diabetes-poly", x, y, c=1.0, epsilon=10.0, kernel="poly", gamma=0.1, degree=2, coef0=1.0)
    regress(write, "diabetes-nu", x, y, c=100.0, nu=0.4)
    regress(write, "diabetes-nu-linear-weights", x, y, c=1.0, nu=0.6, kernel="linear", weights=regression_weights)
    regress(write, "diabetes-sigmoid", x, y, c=10.0, epsilon=5.0, kernel="sigmoid", gamma=0.02)
    regress(write, "diabetes-laplacian-weights", x, y, c=100.0, epsilon=5.0, kernel="laplacian", gamma=0.05, weights=regression_weights)
    regress(write, "diabetes-chi2", np.abs(x), y, c=100.0, epsilon=5.0, kernel="chi2", gamma=0.2)
    regress(write, "diabetes-nu-poly", x, y, c=1.0, nu=0.5, kernel="poly", gamma=0.1, degree=2, coef0=1.0)
    regress(write, "diabetes-nu-laplacian", x, y, c=100.0, nu=0.3, kernel="laplacian", gamma=0.05)
    one_class(write, "iris-poly", iris.data, nu=0.2, kernel="poly", gamma=0.1, degree=2, coef0=1.0)
    one_class(write, "iris-sigmoid", scaled(iris.data), nu=0.3, kernel="sigmoid", gamma=0.05, coef0=0.5)
    one_class(write, "iris-laplacian", scaled(iris.data), nu=0.2, kernel="laplacian", gamma=0.3)
    one_class(write, "iris-chi2", iris.data, nu=0.2, kernel="chi2", gamma=0.5)
    one_class(write, "iris", iris.data)
    one_class(write, "iris-small-nu", iris.data, nu=0.1, gamma=0.5)
    one_class(write, "iris-linear", iris.data, nu=0.2, kernel="linear")
    linear(write, "iris-two-classes", scaled(two), codes)
    linear(write, "iris-two-classes-hinge", scaled(two), codes, loss="hinge")
    linear(write, "iris-hinge-weights", scaled(iris.data), iris.target, loss="hinge", c=0.5, weights=weights)
    linear(write, "iris-no-intercept", scaled(iris.data), iris.target, intercept=False)
    linear(write, "wine", scaled(wine.data), wine.target, c=0.1)
    linear(write, "iris-balanced", scaled(iris.data)[30:], iris.target[30:], class_weight="balanced")
    linear(write, "two-classes-class-weights", scaled(two), codes, loss="hinge", class_weight={1: 3.0})
    linear(write, "iris-l1", scaled(iris.data), iris.target, c=0.1, penalty="l1")
    linear(write, "wine-l1", scaled(wine.data), wine.target, c=0.05, penalty="l1")
    linear(write, "breast-cancer-l1", scaled(cancer.data)[::2], cancer.target[::2], c=0.02, penalty="l1")
    linear(write, "iris-crammer-singer", scaled(iris.data), iris.target, c=0.5, strategy="crammer_singer")
    linear(write, "wine-crammer-singer", scaled(wine.data), wine.target, c=0.1, strategy="crammer_singer", weights=0.25 * (1 + np.arange(178) % 7))
    linear_regress(write, "diabetes", x, y, c=1.0, epsilon=10.0)
    linear_regress(write, "diabetes-squared", x, y, c=0.1, loss="squared_epsilon_insensitive", epsilon=10.0)
    linear_regress(write, "diabetes-weights", x, y, c=1.0, epsilon=5.0, weights=regression_weights)
    linear_regress(write, "diabetes-squared-weights", x, y, c=0.1, loss="squared_epsilon_insensitive", weights=regression_weights)
    linear_regress(write, "diabetes-no-intercept", x, y - 150, c=1.0, epsilon=5.0, intercept=False)
    libsvm_model(write, "diabetes-svr", x, y, "-s", "3", "-t", "2", "-g", "0.1", "-c", "100", "-p", "5")
    libsvm_model(write, "diabetes-nu-svr-sigmoid", x, y, "-s", "4", "-t", "3", "-g", "0.02", "-c", "10", "-n", "0.4")
    libsvm_model(write, "iris-one-class", iris.data, iris.target, "-s", "2", "-t", "2", "-g", "0.5", "-n", "0.2")
    libsvm_model(write, "iris-rbf", iris.data, iris.target, "-t", "2", "-g", "0.5", "-c", "3")
    libsvm_model(write, "two-classes-poly", two, codes, "-t", "1", "-g", "0.1", "-r", "1", "-d", "2")
    libsvm_model(write, "iris-nu-linear", iris.data, iris.target, "-s", "1", "-t", "0", "-n", "0.3")
