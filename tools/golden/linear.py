"""Logistic regression: scikit-learn's optimum, polished until its optimality conditions hold to 1e-11, and LIBLINEAR's own.

Each case is one problem (data, penalty, C, classes, weights); the tests solve it with every solver that takes its penalty.
scikit-learn can't reach such optima with L1, so the result of its saga or liblinear is polished by proximal Newton steps here, until the next
Newton step would move no weight by more than 1e-8, so that the tests may hold weights to 1e-5. The case is refused unless the polished
objective is at most scikit-learn's and within 1e-5 of it (2e-2 where C is extreme).
"""
import pathlib
import subprocess
import tempfile

import numpy as np
import sklearn
from scipy.special import log_softmax, softmax
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.linear_model import LogisticRegression


def objective(w, b, x, y, s, c, l1, l2):
    """J: rows of w are classes; one row means two classes."""
    z = x @ w.T + b
    if w.shape[0] == 1:
        z = np.c_[np.zeros(len(x)), z]
    loss = -log_softmax(z, axis=1)[np.arange(len(y)), y]
    return c * (s * loss).sum() + l1 * np.abs(w).sum() + 0.5 * l2 * (w ** 2).sum()


def polish(w, b, x, y, s, c, l1, l2, intercept):
    """Proximal Newton in full, for small problems: coordinate descent on the exact quadratic model, with halving."""
    n, p = x.shape
    m = w.shape[0]
    xx = np.c_[x, np.ones(n)] if intercept else x
    q = xx.shape[1]
    if m > 1 and l1 > 0 and l2 == 0:
        # The loss doesn't change when a number is added to a column's weights of all classes: |w| is least where their median is zero.
        w = w - np.median(w, axis=0)
    v = (np.c_[w, b] if intercept else w).ravel()
    lam1, lam2 = np.full((m, q), float(l1)), np.full((m, q), float(l2))
    if intercept:
        lam1[:, p] = lam2[:, p] = 0
    lam1, lam2 = lam1.ravel(), lam2.ravel()

    def full(v):
        vv = v.reshape(m, q)
        return objective(vv[:, :p], vv[:, p] if intercept else np.zeros(m), x, y, s, c, l1, l2)

    worst = np.inf
    for _ in range(200):
        z = xx @ v.reshape(m, q).T
        prob = softmax(np.c_[np.zeros(n), z] if m == 1 else z, axis=1)
        if m == 1:
            prob = prob[:, 1:]
            r = prob - y[:, None]
        else:
            r = prob.copy()
            r[np.arange(n), y] -= 1
        g = (c * (s[:, None] * r).T @ xx).ravel() + lam2 * v
        worst = np.where(v == 0, np.maximum(0, np.abs(g) - lam1), np.abs(g + lam1 * np.sign(v))).max()
        h = np.zeros((m * q, m * q))
        for k in range(m):
            for j in range(m):
                o = c * s * prob[:, k] * ((k == j) - prob[:, j])
                h[k * q:(k + 1) * q, j * q:(j + 1) * q] = (xx * o[:, None]).T @ xx
        h += np.diag(lam2)
        # How far the optimum is, to first order: the Newton step of the weights that may move. The shortest one, since a softmax is free.
        free = np.flatnonzero((v != 0) | (lam1 == 0))
        away = np.linalg.lstsq(h[np.ix_(free, free)], (g + lam1 * np.sign(v))[free], rcond=1e-13)[0]
        meets = worst <= 1e-11 * c * s.sum()
        if meets and np.abs(away).max(initial=0) <= 1e-8:
            break
        if l1 > 0 and meets:
            # Only the weights that are not zero are left to settle, along almost flat directions.
            u = v.copy()
            u[free] -= away
            u = np.where((lam1 > 0) & (u * v < 0), 0, u)
        elif l1 == 0:
            u = v - away
        else:
            u, gu = v.copy(), g.copy()
            for sweep in range(5000):
                largest = 0
                for j in range(len(u)):
                    if h[j, j] <= 1e-300:
                        continue
                    t = u[j] - gu[j] / h[j, j]
                    t = np.sign(t) * max(abs(t) - lam1[j] / h[j, j], 0)
                    if t != u[j]:
                        gu += (t - u[j]) * h[j]
                        largest = max(largest, abs(t - u[j]) * np.sqrt(h[j, j]))
                        u[j] = t
                if largest < 1e-9 * min(1, worst):
                    break
        step = 1.0
        # Near the optimum the objective's rounding hides what a step gains.
        while not meets and full(v + step * (u - v)) > full(v) + 1e-14 * abs(full(v)) and step > 1e-10:
            step /= 2
        v = v + step * (u - v)
    else:
        raise ArithmeticError("no optimum found")
    vv = v.reshape(m, q)
    return vv[:, :p], vv[:, p] if intercept else np.zeros(m), worst / (c * s.sum())


def case(write, name, x, y, c=1.0, weights=None, intercept=True, penalty="L2", ratio=0.5, multi="multinomial", class_weight=None, slack=1e-5,
         offset=None):
    """offset: added to the columns that are stored; an intercept that is free takes it up, so the optimum is that without."""
    x = np.round(x, 4)
    classes = int(y.max()) + 1
    s = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    names = {"None": None, "L1": "l1", "L2": "l2", "ElasticNet": "elasticnet"}
    binary = classes == 2
    if penalty in ("L2", "None"):
        solver = "lbfgs"
    elif penalty == "L1" and binary and not intercept:
        solver = "liblinear"
    else:
        solver = "saga"
    model = LogisticRegression(C=1.0 if penalty == "None" else c, fit_intercept=intercept, penalty=names[penalty], l1_ratio=ratio if penalty == "ElasticNet" else None,
                               solver=solver, tol=1e-8, max_iter=200_000, class_weight=class_weight, random_state=1,
                               multi_class="ovr" if binary or multi == "ovr" else "multinomial")
    model.fit(x, y, sample_weight=weights)
    share = {"None": 0, "L1": 1, "L2": 0, "ElasticNet": ratio}[penalty]
    l1, l2 = (0, 0) if penalty == "None" else (share, 1 - share)
    full = s.copy()
    if class_weight == "balanced":
        full *= (len(y) / (classes * np.bincount(y)))[y]
    elif class_weight:
        full *= np.array([class_weight.get(k, 1) for k in range(classes)])[y]
    w, b, total = np.zeros_like(model.coef_), np.zeros(len(model.coef_)), 0.0
    groups = [(slice(0, len(w)), y)] if binary or multi != "ovr" else [(slice(k, k + 1), (y == k).astype(int)) for k in range(classes)]
    for rows, codes in groups:
        if class_weight == "balanced" and not binary and multi == "ovr":
            # scikit-learn balances each class against the rest as two classes.
            full = s * (len(y) / (2 * np.bincount(codes)))[codes]
        theirs = objective(model.coef_[rows], model.intercept_[rows] if intercept else 0, x, codes, full, c, l1, l2)
        w[rows], bb, worst = polish(model.coef_[rows].copy(), np.array(model.intercept_[rows] if intercept else np.zeros(1)), x, codes, full, c, l1, l2, intercept)
        b[rows] = bb
        ours = objective(w[rows], b[rows], x, codes, full, c, l1, l2)
        assert ours <= theirs * (1 + 1e-12) and theirs - ours <= slack * theirs + 1e-9 and worst < 1e-9, (name, ours, theirs, worst)
        total += ours
    model.coef_, model.intercept_ = w, b
    predictions, probabilities = model.predict(x), model.predict_proba(x)
    if offset is not None:
        x, b = x + offset, b - w @ offset
    write("logistic-regression" if offset is None else "logistic-offset", name, {
        "x": x, "y": y, "weights": weights, "options": {
            "C": c, "FitIntercept": intercept, "Penalty": penalty, "L1Ratio": ratio, "OneVersusRest": multi == "ovr",
            "ClassWeights": "balanced" if class_weight == "balanced" else
            ",".join(f"{k}={v}" for k, v in class_weight.items()) if class_weight else "none"},
        "objective": total, "coefficients": w, "intercept": b, "predictions": predictions, "probabilities": probabilities,
    })


def liblinear(write, name, x, y, solver, c, weights=(1.0, 1.0), bias=False):
    """LIBLINEAR's train: 0, 7 are L2, 6 is L1; more than two classes are each told apart from the rest.

    Without -B there is no bias, so nothing unpenalised is lost. With -B 1 the bias is the weight of a column of ones, penalised as any other.
    """
    x = np.round(x, 4)
    classes = int(y.max()) + 1
    with tempfile.TemporaryDirectory() as folder:
        data, model = pathlib.Path(folder, "data"), pathlib.Path(folder, "model")
        label = (lambda k: "+1" if k else "-1") if classes == 2 else str
        data.write_text("".join(f"{label(k)} " + " ".join(f"{j + 1}:{v!r}" for j, v in enumerate(row.tolist()) if v) + "\n"
                                for row, k in zip(x, y)))
        weighted = ["-w-1", str(weights[0]), "-w1", str(weights[1])] if classes == 2 else []
        subprocess.run(["liblinear-train", "-s", str(solver), "-c", repr(c), "-e", "1e-10" if solver != 7 else "1e-12", *weighted,
                        "-B", "1" if bias else "-1", "-q", data, model], check=True)
        lines = model.read_text().split("\n")
    labels = next(line for line in lines if line.startswith("label")).split()[1:]
    w = np.array([[float(v) for v in line.split()] for line in lines[lines.index("w") + 1:] if line.strip()]).T
    w = w[np.argsort([int(k) for k in labels])] if classes > 2 else w if labels[0] == "1" else -w
    if bias:
        x = np.c_[x, np.ones(len(x))]
    store(write, name, "LIBLINEAR", "2.3", x, y, w, solver, c, None if classes > 2 else weights, None)


def liblinear_rows(write, name, x, y, solver, c, weights):
    """The LIBLINEAR that scikit-learn carries, which takes a weight a row; its train does not."""
    x = np.round(x, 4)
    model = LogisticRegression(C=c, penalty="l1" if solver == 6 else "l2", dual=solver == 7, solver="liblinear", multi_class="ovr",
                               fit_intercept=False, tol=1e-10 if solver != 7 else 1e-12, max_iter=1_000_000, random_state=1)
    model.fit(x, y, sample_weight=weights)
    store(write, name, "scikit-learn", sklearn.__version__, x, y, model.coef_, solver, c, None, weights)


def store(write, name, library, version, x, y, w, solver, c, class_weights, weights):
    """LIBLINEAR's own weights, unpolished, with their objective; refused where the optimum is further away than the tests allow."""
    l1, l2 = (1, 0) if solver == 6 else (0, 1)
    value = 0.0
    s = np.ones(len(y)) if weights is None else weights
    if class_weights is not None:
        s = s * np.array(class_weights)[y]
    for k, row in enumerate(w):
        codes = y if len(w) == 1 else (y == k).astype(int)
        theirs = objective(row[None], 0, x, codes, s, c, l1, l2)
        best, _, _ = polish(row[None].copy(), np.zeros(1), x, codes, s, c, l1, l2, False)
        ours = objective(best, 0, x, codes, s, c, l1, l2)
        assert theirs - ours <= 1e-10 * ours and np.abs(best - row).max() <= 1e-6, (name, theirs, ours, np.abs(best - row).max())
        value += theirs
    content = {"library": library, "version": version, "x": x, "y": y}
    if weights is not None:
        content["weights"] = weights
    write("logistic-regression", name, {
        **content,
        "options": {"C": c, "Penalty": "L1" if solver == 6 else "L2",
                    "ClassWeights": "none" if class_weights is None else f"0={class_weights[0]},1={class_weights[1]}",
                    **({"OneVersusRest": True} if len(w) > 1 else {})},
        "objective": value, "coefficients": w})


def scaled(bunch, step=1):
    x = bunch.data
    return ((x - x.mean(axis=0)) / x.std(axis=0))[::step], bunch.target[::step]


def make(write):
    iris, wine, cancer = load_iris(), load_wine(), load_breast_cancer()
    weights = 0.25 * (1 + np.arange(150) % 7)
    case(write, "iris", iris.data, iris.target)
    case(write, "iris-strong-penalty", iris.data, iris.target, c=0.01)
    case(write, "iris-weak-penalty", iris.data, iris.target, c=100.0)
    case(write, "iris-weights", iris.data, iris.target, weights=weights)
    case(write, "iris-no-intercept", iris.data, iris.target, intercept=False)
    case(write, "iris-two-classes", iris.data[50:], iris.target[50:] - 1)
    case(write, "iris-two-classes-weights", iris.data[50:], iris.target[50:] - 1, c=10.0, weights=weights[50:])
    case(write, "wine", *scaled(wine))
    case(write, "breast-cancer", *scaled(cancer, 3))
    case(write, "breast-cancer-weak-penalty", *scaled(cancer, 3), c=1000.0)

    x, y = scaled(iris)
    # Half of the rows change class, so that an optimum without a penalty exists.
    noisy = np.where(np.arange(150) % 4 == 0, (y + 1) % 3, y)
    two, half = x[50:], np.where(np.arange(100) % 5 == 0, 1 - (y[50:] - 1), y[50:] - 1)
    for penalty in ("None", "L1", "L2", "ElasticNet"):
        low = penalty.lower()
        case(write, f"two-{low}", two, half, penalty=penalty)
        case(write, f"two-{low}-balanced-weights", two, half, penalty=penalty, class_weight="balanced", weights=weights[50:], ratio=0.3)
        case(write, f"three-{low}", x, noisy, penalty=penalty)
        case(write, f"three-{low}-class-weights", x, noisy, penalty=penalty, c=0.3, class_weight={0: 2.0, 2: 0.5})
        case(write, f"three-{low}-ovr", x, noisy, penalty=penalty, multi="ovr")
        case(write, f"three-{low}-ovr-weights", x, noisy, penalty=penalty, multi="ovr", weights=weights, class_weight="balanced", ratio=0.8)
        case(write, f"two-{low}-no-intercept", two, half, penalty=penalty, intercept=False, c=0.2)
        # The rest of penalty x classes x weighting: rows' weights, weights by name, balanced, balanced times rows'.
        named = {"penalty": penalty, "c": 0.7, "ratio": 0.6}
        case(write, f"two-{low}-weights", two, half, weights=weights[50:], **named)
        case(write, f"two-{low}-class-weights", two, half, class_weight={0: 0.5, 1: 3.0}, **named)
        case(write, f"two-{low}-balanced", two, half, class_weight="balanced", **named)
        case(write, f"three-{low}-weights", x, noisy, weights=weights, **named)
        case(write, f"three-{low}-balanced", x, noisy, class_weight="balanced", **named)
        case(write, f"three-{low}-balanced-weights", x, noisy, class_weight="balanced", weights=weights, **named)
        case(write, f"three-{low}-ovr-only-weights", x, noisy, weights=weights, multi="ovr", **named)
        case(write, f"three-{low}-ovr-class-weights", x, noisy, class_weight={0: 2.0, 2: 0.5}, multi="ovr", **named)
        case(write, f"three-{low}-ovr-balanced", x, noisy, class_weight="balanced", multi="ovr", **named)
        case(write, f"three-{low}-no-intercept", x, noisy, intercept=False, **named)
        case(write, f"three-{low}-ovr-no-intercept", x, noisy, intercept=False, multi="ovr", **named)
    collinear = np.c_[two, two[:, 0] + two[:, 1], np.full(100, 3.0), two[:, 2]]
    for penalty in ("L1", "L2", "ElasticNet"):
        case(write, f"collinear-{penalty.lower()}", collinear, half, penalty=penalty)
    # The first two kinds of iris are separable: only a penalty gives an optimum.
    for penalty in ("L1", "L2", "ElasticNet"):
        case(write, f"separable-{penalty.lower()}", x[:100], y[:100], penalty=penalty, c=10.0)
    # One row in a thousand.
    rng = np.random.default_rng(8)
    rare = (np.arange(2002) % 1001 == 500).astype(int)
    rare_x = rng.normal(size=(2002, 2)) + 1.5 * rare[:, None]
    for penalty in ("None", "L1", "L2", "ElasticNet"):
        case(write, f"unbalanced-{penalty.lower()}", np.round(rare_x, 2), rare, penalty=penalty)
    case(write, "unbalanced-l2-balanced", np.round(rare_x, 2), rare, class_weight="balanced")
    wide = np.random.default_rng(4).normal(size=(30, 80))
    for penalty in ("L1", "L2", "ElasticNet"):
        case(write, f"wide-{penalty.lower()}", wide, (wide[:, 0] + wide[:, 1] > 0.1).astype(int), penalty=penalty)
    tumours, diagnoses = scaled(cancer, 4)
    case(write, "cancer-l1", tumours, diagnoses, penalty="L1")
    case(write, "cancer-elasticnet", tumours, diagnoses, penalty="ElasticNet", c=0.1)
    for c in (1e-6, 1e-3, 1e3, 1e6):
        case(write, f"two-l2-c-{c:g}", two, half, c=c)
        case(write, f"two-l1-c-{c:g}", two, half, c=c, penalty="L1", slack=2e-2)
    for c in (0.1, 10.0):
        for solver in (0, 7, 6):
            liblinear(write, f"liblinear-{solver}-c-{c:g}", tumours[:, :10], diagnoses, solver, c)
    for solver in (0, 7, 6):
        liblinear(write, f"liblinear-{solver}-class-weights", tumours[:, :10], diagnoses, solver, 1.0, weights=(3.0, 0.5))
    # Its weights of classes are not ours beyond two classes: there it weighs a class's own rows in its problem, and not those of the rest.
    for solver in (0, 7, 6):
        for c in (0.1, 10.0):
            liblinear(write, f"liblinear-{solver}-ovr-c-{c:g}", x, noisy, solver, c)
        liblinear_rows(write, f"liblinear-{solver}-ovr-weights", x, noisy, solver, 0.7, weights)
        liblinear(write, f"liblinear-{solver}-bias", tumours[:, :10], diagnoses, solver, 1.0, bias=True)
    # Three classes of many columns: more weights than coordinate descent takes at once, so it goes by working sets.
    broad = np.round(np.random.default_rng(6).normal(size=(60, 400)), 1)
    kinds = (broad[:, :3] + 0.3 * broad[:, 3:6]).argmax(axis=1)
    for penalty in ("L1", "L2", "ElasticNet"):
        case(write, f"broad-{penalty.lower()}", broad, kinds, penalty=penalty, c=2.0)
    case(write, "broad-l1-ovr-weights", broad, kinds, penalty="L1", c=2.0, multi="ovr", weights=0.25 * (1 + np.arange(60) % 7))
    for c in (1e-6, 1e-3, 1e3, 1e6):
        case(write, f"three-l2-c-{c:g}", x, noisy, c=c)
        case(write, f"three-l1-c-{c:g}", x, noisy, c=c, penalty="L1", slack=2e-2)
    # Where hardly any penalty holds separable classes saga's result is far away, so that the optimality conditions alone vouch.
    for c in (1e3, 1e6):
        case(write, f"separable-l2-c-{c:g}", x[:100], y[:100], c=c, slack=2e-2)
        case(write, f"separable-l1-c-{c:g}", x[:100], y[:100], c=c, penalty="L1", slack=1.0)
    # A year and a pressure: centred here, with their offsets in what is stored.
    rng = np.random.default_rng(15)
    air = np.c_[5 * rng.normal(size=200), 300 * rng.normal(size=200)]
    air -= air.mean(axis=0)
    season = (air / [5, 300] @ [[0, 0.5, 0], [0, 0, 0.7]] + rng.normal(size=(200, 3))).argmax(axis=1)
    for penalty in ("None", "L1", "L2", "ElasticNet"):
        case(write, f"air-{penalty.lower()}", air, season, penalty=penalty, offset=np.array([2015.0, 101325.0]))
        case(write, f"air-two-{penalty.lower()}", air, (season == 0).astype(int), penalty=penalty, offset=np.array([2015.0, 101325.0]))
