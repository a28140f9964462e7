"""Classification metrics, ROC curves and regression metrics, as scikit-learn computes them."""
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve


def averages(y, predicted, s, labels=None):
    """Over all classes that occur, or over the given ones."""
    out = {}
    for average in ("macro", "micro", "weighted"):
        p, r, f, _ = m.precision_recall_fscore_support(y, predicted, labels=labels, average=average, sample_weight=s, zero_division=0)
        half, two = (m.fbeta_score(y, predicted, beta=beta, labels=labels, average=average, sample_weight=s, zero_division=0)
                     for beta in (0.5, 2))
        out[average] = {"precision": p, "recall": r, "f1": f, "f_half": half, "f2": two}
    return out


def kappa(y, predicted, labels, s, weights):
    value = m.cohen_kappa_score(y, predicted, labels=labels, weights=weights, sample_weight=s)
    return None if np.isnan(value) else value


def top(y, scores, labels, s):
    """For each k; of two classes scikit-learn wants the scores of the second."""
    return [m.top_k_accuracy_score(y, scores if len(labels) > 2 else scores[:, -1], k=k, labels=labels, sample_weight=s)
            for k in range(1, len(labels) + 1)]


def average_precision(y, scores, labels, s):
    if len(labels) == 2:
        return m.average_precision_score(y == 1, scores[:, -1], sample_weight=s)
    present = np.unique(y)
    value = np.mean([m.average_precision_score(y == k, scores[:, k], sample_weight=s) for k in present])
    if len(present) == len(labels):
        assert np.isclose(value, m.average_precision_score(np.eye(len(labels), dtype=int)[y], scores, sample_weight=s), rtol=1e-13)
    return value


def classification(write, name, y, predicted, classes, s=None, probabilities=None):
    """Codes among `classes` labels, some of which may not occur; averages are those over the classes that do."""
    labels = np.arange(classes)
    p, r, f, support = m.precision_recall_fscore_support(y, predicted, labels=labels, sample_weight=s, zero_division=0)
    content = {
        "classes": classes, "actual": y, "predicted": predicted, "weights": s,
        "confusion": m.confusion_matrix(y, predicted, labels=labels, sample_weight=s).astype(float),
        "accuracy": m.accuracy_score(y, predicted, sample_weight=s),
        "balanced_accuracy": m.balanced_accuracy_score(y, predicted, sample_weight=s),
        "matthews_correlation": m.matthews_corrcoef(y, predicted, sample_weight=s),
        "precision": p, "recall": r, "f1": f, "support": support.astype(float), "averages": averages(y, predicted, s),
        "f_half": m.fbeta_score(y, predicted, beta=0.5, labels=labels, average=None, sample_weight=s, zero_division=0),
        "f2": m.fbeta_score(y, predicted, beta=2, labels=labels, average=None, sample_weight=s, zero_division=0),
        "subset": [classes - 1, 0], "subset_averages": averages(y, predicted, s, [classes - 1, 0]),
        "cohen_kappa": kappa(y, predicted, labels, s, None), "cohen_kappa_linear": kappa(y, predicted, labels, s, "linear"),
        "cohen_kappa_quadratic": kappa(y, predicted, labels, s, "quadratic"),
        "normalised": {by: m.confusion_matrix(y, predicted, labels=labels, sample_weight=s, normalize=by) for by in ("true", "pred", "all")},
    }
    if probabilities is not None:
        content["probabilities"] = probabilities
        content["log_loss"] = m.log_loss(y, probabilities, labels=labels, sample_weight=s)
        content["top_k_accuracy"] = top(y, probabilities, labels, s)
        content["average_precision"] = average_precision(y, probabilities, labels, s)
        if probabilities.max() <= 1:
            # scikit-learn has that of two classes only; of more it is Brier's own sum over classes.
            content["brier_score"] = (
                m.brier_score_loss(y, probabilities[:, 1], sample_weight=s, pos_label=1) if classes == 2
                else np.average(((probabilities - np.eye(classes)[y]) ** 2).sum(axis=1), weights=s))
        # scikit-learn ranks only probabilities, and only where every class occurs.
        if len(np.unique(y)) == classes and np.allclose(1, probabilities.sum(axis=1)):
            content["roc_auc"] = (
                m.roc_auc_score(y, probabilities[:, 1], sample_weight=s) if classes == 2
                else m.roc_auc_score(y, probabilities, multi_class="ovr", average="macro", sample_weight=s))
            if s is None:
                content["roc_auc_pairwise"] = (
                    content["roc_auc"] if classes == 2 else m.roc_auc_score(y, probabilities, multi_class="ovo", average="macro"))
    write("classification-metrics", name, content)


def decisions(write, name, y, scores, classes, s=None):
    """Decision scores: one column of two classes, otherwise one for each."""
    labels = np.arange(classes)
    write("decision-scores", name, {
        "classes": classes, "actual": y, "scores": scores, "weights": s,
        "hinge_loss": m.hinge_loss(y, scores, labels=labels, sample_weight=s),
        "top_k_accuracy": top(y, scores, labels, s), "average_precision": average_precision(y, scores, labels, s)})


def precision_recall(write, name, positives, scores, s=None):
    precision, recall, thresholds = m.precision_recall_curve(positives, scores, pos_label=1, sample_weight=s)
    write("precision-recall-curve", name, {
        "positives": positives, "scores": scores, "weights": s, "precisions": precision, "recalls": recall, "thresholds": thresholds,
        "average_precision": m.average_precision_score(positives, scores, sample_weight=s)})


def roc(write, name, positives, scores, s=None):
    content = {"positives": positives, "scores": scores, "weights": s,
               "area": m.roc_auc_score(positives, scores, sample_weight=s)}
    for key, drop in (("dropped", True), ("all", False)):
        fpr, tpr, thresholds = m.roc_curve(positives, scores, sample_weight=s, drop_intermediate=drop)
        # The first threshold stands for "above every row"; scikit-learn 1.2 writes the highest score plus one, later ones infinity.
        content[key] = {"false_positive_rates": fpr, "true_positive_rates": tpr, "thresholds_after_first": thresholds[1:]}
    write("roc-curve", name, content)


def regression(write, name, y, predicted, s=None):
    counts = np.ones(len(y), bool) if s is None else s > 0
    content = {
        "actual": y, "predicted": predicted, "weights": s, "r2": m.r2_score(y, predicted, sample_weight=s),
        "mean_squared_error": m.mean_squared_error(y, predicted, sample_weight=s),
        "root_mean_squared_error": m.mean_squared_error(y, predicted, sample_weight=s, squared=False),
        "mean_absolute_error": m.mean_absolute_error(y, predicted, sample_weight=s),
        "median_absolute_error": m.median_absolute_error(y, predicted, sample_weight=s),
        # scikit-learn takes no weights here; rows that weigh nothing don't count.
        "max_error": m.max_error(y[counts], predicted[counts]),
        "mean_absolute_percentage_error": m.mean_absolute_percentage_error(y, predicted, sample_weight=s),
        "explained_variance": m.explained_variance_score(y, predicted, sample_weight=s),
        "pinball_loss": {str(alpha): m.mean_pinball_loss(y, predicted, alpha=alpha, sample_weight=s) for alpha in (0.1, 0.5, 0.9)},
    }
    if min(y.min(), predicted.min()) >= 0:
        content["mean_squared_logarithmic_error"] = m.mean_squared_log_error(y, predicted, sample_weight=s)
    if y.min() >= 0 and predicted.min() > 0:
        content["poisson_deviance"] = m.mean_poisson_deviance(y, predicted, sample_weight=s)
    write("regression-metrics", name, content)


def random_case(rng, n, classes, right=0.7):
    """Rows whose probabilities favour the right class `right` of the time."""
    y = rng.integers(classes, size=n)
    favoured = np.where(rng.random(n) < right, y, rng.integers(classes, size=n))
    p = rng.random((n, classes)) + 1.5 * np.eye(classes)[favoured]
    p = np.round(p / p.sum(axis=1, keepdims=True), 6)
    return y, p.argmax(axis=1), p


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(1)
    for classes, name in ((2, "two-classes"), (3, "three-classes"), (6, "six-classes")):
        y, predicted, p = random_case(rng, 160, classes)
        classification(write, name, y, predicted, classes, probabilities=p)
        s = np.round(rng.random(160) * 4) / 4
        classification(write, name + "-weights", y, predicted, classes, s, p)
    y, predicted, p = random_case(rng, 120, 4)
    classification(write, "never-predicted", y, np.where(predicted == 2, 1, predicted), 4)
    classification(write, "never-actual", np.where(y == 3, 0, y), predicted, 4, probabilities=p)
    classification(write, "never-at-all", np.where(y == 3, 0, y), np.where(predicted == 3, 1, predicted), 4, probabilities=p)
    classification(write, "class-without-weight", y, predicted, 4, np.where(y == 1, 0.0, 1.5))
    classification(write, "only-one-predicted", y, np.zeros_like(y), 4)
    classification(write, "all-right", y, y, 4)
    classification(write, "all-wrong", y, (y + 1) % 4, 4)
    certain = np.eye(4)[predicted]
    classification(write, "certain", y, predicted, 4, probabilities=certain)
    classification(write, "not-normalised", y, predicted, 4, probabilities=np.round(p * rng.uniform(0.2, 1.5, (120, 1)), 6))

    positives = rng.integers(2, size=120)
    scores = np.round(positives + rng.normal(size=120), 6)
    weights = np.round(rng.random(120) * 8) / 4
    roc(write, "distinct", positives, scores)
    roc(write, "weights", positives, scores, weights)
    roc(write, "ties", positives, np.round(scores))
    roc(write, "ties-weights", positives, np.round(scores), weights)
    roc(write, "all-equal", positives, np.zeros(120))
    roc(write, "perfect", positives, positives + 0.5)
    roc(write, "reversed", positives, -1.0 * positives)
    roc(write, "two-rows", np.array([1, 0]), np.array([0.25, 0.75]))

    y = np.round(rng.normal(size=100) * 10, 5)
    predicted = np.round(y + rng.normal(size=100), 5)
    s = np.round(rng.random(100) * 8) / 4
    regression(write, "random", y, predicted)
    regression(write, "weights", y, predicted, s)
    regression(write, "worse-than-the-mean", y, -y)
    regression(write, "perfect", y, y)
    regression(write, "constant-perfect", np.full(10, 2.5), np.full(10, 2.5))
    regression(write, "constant-wrong", np.full(10, 2.5), np.full(10, 2.25))
    regression(write, "offset", 1e6 + y, 1e6 + predicted)

    certain = 1 / (1 + np.exp(-2 * scores))
    for name, values in (("smooth", certain), ("coarse", np.round(certain, 1)), ("narrow", 0.4 + 0.2 * certain)):
        cases = []
        for bins in (1, 4, 5, 10):
            for strategy in ("uniform", "quantile"):
                share, mean = calibration_curve(positives, values, n_bins=bins, strategy=strategy)
                cases.append({"bins": bins, "strategy": strategy, "share": share, "mean": mean})
        write("calibration-curve", name, {"probabilities": values, "positives": positives, "cases": cases})

    # What came later draws from a stream of its own, so that the cases above stay as they are.
    rng = np.random.default_rng(2)
    for name, s in (("", None), ("-weights", weights)):
        precision_recall(write, "distinct" + name, positives, scores, s)
        precision_recall(write, "ties" + name, positives, np.round(scores), s)
        precision_recall(write, "all-positive" + name, np.ones(120, int), scores, s)
        precision_recall(write, "none-positive" + name, np.zeros(120, int), scores, s)
    precision_recall(write, "all-equal", positives, np.zeros(120))
    precision_recall(write, "perfect", positives, positives + 0.5)
    precision_recall(write, "reversed", positives, -1.0 * positives)
    precision_recall(write, "two-rows", np.array([1, 0]), np.array([0.25, 0.75]))

    y, predicted, p = random_case(rng, 100, 3)
    nothing = np.zeros(100, int)
    classification(write, "one-class", nothing, nothing, 3, probabilities=p)
    classification(write, "one-class-missed", nothing, predicted, 3, probabilities=p)
    classification(write, "two-classes-one-actual", nothing, (predicted > 1).astype(int), 2, probabilities=np.c_[1 - p[:, 2], p[:, 2]])
    s = np.round(rng.random(100) * 4) / 4
    classification(write, "ties", y, predicted, 3, probabilities=np.round(4 * p) / 4)
    classification(write, "ties-weights", y, predicted, 3, s, np.round(4 * p) / 4)
    half = np.round(4 * p[:, :1]) / 4
    classification(write, "ties-two-classes", (y > 0).astype(int), (half[:, 0] < 0.5).astype(int), 2, s, np.c_[half, 1 - half])

    for classes, name in ((2, "two-classes"), (3, "three-classes"), (5, "five-classes")):
        y = rng.integers(classes, size=100)
        margins = np.round(2.5 * np.eye(classes)[y] - 1 + 1.5 * rng.normal(size=(100, classes)), 6)
        if classes == 2:
            margins = margins[:, 1:]
        decisions(write, name, y, margins, classes)
        decisions(write, name + "-weights", y, margins, classes, s)
        decisions(write, name + "-ties", y, np.round(margins), classes)
        decisions(write, name + "-one-actual", nothing, margins, classes)

    y = rng.poisson(3, size=101).astype(float)
    predicted = np.round(np.maximum(0.01, y + rng.normal(size=101)), 4)
    s = np.round(rng.random(101) * 8) / 4
    regression(write, "counts", y, predicted)
    regression(write, "counts-weights", y, predicted, s)
    regression(write, "counts-even", y[:100], predicted[:100])
    regression(write, "counts-even-unit-weights", y[:100], predicted[:100], np.ones(100))
    regression(write, "zero-targets", np.zeros(20), predicted[:20])
    regression(write, "zero-predictions", y[:20], np.zeros(20))
    regression(write, "ties", y, np.round(predicted), s)
    regression(write, "constant-offset", y, y + 0.5, s)
