"""Classification metrics, ROC curves and regression metrics, as scikit-learn computes them."""
import warnings

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve


def averages(y, predicted, s):
    out = {}
    for average in ("macro", "micro", "weighted"):
        p, r, f, _ = m.precision_recall_fscore_support(y, predicted, average=average, sample_weight=s, zero_division=0)
        out[average] = {"precision": p, "recall": r, "f1": f}
    return out


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
    }
    if probabilities is not None:
        content["probabilities"] = probabilities
        content["log_loss"] = m.log_loss(y, probabilities, labels=labels, sample_weight=s)
        # scikit-learn ranks only probabilities, and only where every class occurs.
        if len(np.unique(y)) == classes and np.allclose(1, probabilities.sum(axis=1)):
            content["roc_auc"] = (
                m.roc_auc_score(y, probabilities[:, 1], sample_weight=s) if classes == 2
                else m.roc_auc_score(y, probabilities, multi_class="ovr", average="macro", sample_weight=s))
    write("classification-metrics", name, content)


def roc(write, name, positives, scores, s=None):
    content = {"positives": positives, "scores": scores, "weights": s,
               "area": m.roc_auc_score(positives, scores, sample_weight=s)}
    for key, drop in (("dropped", True), ("all", False)):
        fpr, tpr, thresholds = m.roc_curve(positives, scores, sample_weight=s, drop_intermediate=drop)
        # The first threshold stands for "above every row"; scikit-learn 1.2 writes the highest score plus one, later ones infinity.
        content[key] = {"false_positive_rates": fpr, "true_positive_rates": tpr, "thresholds_after_first": thresholds[1:]}
    write("roc-curve", name, content)


def regression(write, name, y, predicted, s=None):
    write("regression-metrics", name, {
        "actual": y, "predicted": predicted, "weights": s, "r2": m.r2_score(y, predicted, sample_weight=s),
        "mean_squared_error": m.mean_squared_error(y, predicted, sample_weight=s),
        "root_mean_squared_error": m.mean_squared_error(y, predicted, sample_weight=s, squared=False),
        "mean_absolute_error": m.mean_absolute_error(y, predicted, sample_weight=s),
    })


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
