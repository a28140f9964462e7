"""Selection of features: univariate scores with their p-values, importances, recursive elimination, sequential selection; by scikit-learn."""
import warnings

import numpy as np
from scipy import special
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.feature_selection import (RFE, GenericUnivariateSelect, SelectFromModel, SequentialFeatureSelector, chi2, f_classif, f_regression,
                                       mutual_info_classif, mutual_info_regression)
from sklearn.linear_model import Lasso, LinearRegression, LogisticRegression, Ridge

MODES = [("k_best", 3, "3"), ("k_best", "all", "all"), ("percentile", 25, "0.25"), ("percentile", 50, "0.5"), ("fpr", 0.01, "fpr 0.01"),
         ("fdr", 0.01, "fdr 0.01"), ("fwe", 0.01, "fwe 0.01"), ("fpr", 1e-12, "fpr 1E-12"), ("fdr", 1e-12, "fdr 1E-12"), ("fwe", 1e-12, "fwe 1E-12")]


def univariate(write, name, x, y, score, tells):
    scores = score(x, y)
    scores, p = scores if isinstance(scores, tuple) else (scores, None)
    rules = {}
    for mode, param, text in MODES:
        if p is None and mode in ("fpr", "fdr", "fwe"):
            continue
        kept = np.flatnonzero(GenericUnivariateSelect(lambda *_: scores if p is None else (scores, p), mode=mode, param=param).fit(x, y).get_support())
        if len(kept) > 0:
            rules[text] = kept
    write("select-k-best", name, {"x": x, "y": y, "score": tells, "scores": scores, "p_values": p, "rules": rules})


def importance(write, name, x, y, model, learner, thresholds):
    cases = {}
    for threshold, most in thresholds:
        selector = SelectFromModel(model, threshold=threshold, max_features=most).fit(x, y)
        kept = np.flatnonzero(selector.get_support())
        if len(kept) > 0:
            cases[f"{threshold or 'auto'}|{most or 'none'}"] = {"threshold": selector.threshold_, "kept": kept}
    write("select-from-model", name, {"x": x, "y": y, "learner": learner, "cases": cases})


def elimination(write, name, x, y, model, learner, cases):
    write("recursive-feature-elimination", name, {"x": x, "y": y, "learner": learner, "cases": [
        {"keep": str(keep), "step": str(step), "ranking": RFE(model, n_features_to_select=keep, step=step).fit(x, y).ranking_}
        for keep, step in cases]})


def sequential(write, name, x, y, model, learner, scoring, cases):
    kept = []
    for direction, count, tol in cases:
        selector = SequentialFeatureSelector(
            model, n_features_to_select=count, tol=tol, direction=direction, scoring=scoring, cv=5).fit(x, y)
        kept.append({"direction": direction, "count": str(count), "tolerance": tol, "kept": np.flatnonzero(selector.get_support())})
    write("sequential-feature-selector", name, {"x": x, "y": y, "learner": learner, "scoring": scoring, "cases": kept})


def tails(write):
    """Survival functions of the F and the chi-squared distribution, by SciPy."""
    f = [(d1, d2, v) for d1 in (1, 2, 9) for d2 in (1, 3, 147, 9990, 999998) for v in (1e-9, 0.1, 1, 3.5, 40, 700)]
    chi = [(d, v) for d in (1, 2, 9, 99) for v in (1e-9, 0.1, 1, 12, 90, 400)]
    write("select-k-best-tails", "tails", {
        "f": [[d1, d2, v, special.fdtrc(d1, d2, v)] for d1, d2, v in f], "chi_squared": [[d, v, special.chdtrc(d, v)] for d, v in chi]})


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(6)
    iris, wine, cancer, diabetes = load_iris(), load_wine(), load_breast_cancer(), load_diabetes()
    digits, classes = load_digits(n_class=4, return_X_y=True)
    scaled = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
    cells = (cancer.data - cancer.data.mean(axis=0)) / cancer.data.std(axis=0)
    tests = np.round((diabetes.data * 21)[::2], 6)
    progression = diabetes.target[::2]
    univariate(write, "f-wine", wine.data, wine.target, f_classif, "f")
    univariate(write, "f-cancer", cancer.data[::3], cancer.target[::3], f_classif, "f")
    univariate(write, "f-regression-diabetes", tests, progression, f_regression, "f")
    univariate(write, "chi2-digits", (digits[:, digits[::4].sum(axis=0) > 0])[::4, :30], classes[::4], chi2, "chi-squared")
    univariate(write, "chi2-iris", iris.data[::2], iris.target[::2], chi2, "chi-squared")
    cloud = rng.normal(size=(150, 5))
    cloud[:, 0] += np.arange(150) % 3
    cloud[:, 1] *= 1 + np.arange(150) % 3
    univariate(write, "information-classes", cloud, np.arange(150) % 3, lambda x, y: mutual_info_classif(x, y, random_state=0), "mutual-information")
    numbers = np.sin(2 * cloud[:, 0]) + cloud[:, 1] ** 2 + 0.1 * rng.normal(size=150)
    univariate(write, "information-numbers", cloud, numbers, lambda x, y: mutual_info_regression(x, y, random_state=0), "mutual-information")
    tails(write)

    limits = [(None, None), ("mean", None), ("median", None), ("1.25*mean", None), ("0.5*median", 3), (0.2, None), (None, 2)]
    strict = {"tol": 1e-10, "max_iter": 10000}
    importance(write, "logistic-wine", scaled, wine.target, LogisticRegression(C=0.5, **strict), "logistic", limits)
    importance(write, "logistic-cancer", cells[::2], cancer.target[::2], LogisticRegression(C=0.5, **strict), "logistic", limits)
    importance(write, "logistic-l1-cancer", cells[::2], cancer.target[::2], LogisticRegression(
        C=0.1, penalty="l1", solver="saga", tol=1e-10, max_iter=100000), "logistic-l1", [(None, None), (None, 3)])
    importance(write, "ridge-diabetes", tests, progression, Ridge(alpha=2), "ridge", limits)
    importance(write, "lasso-diabetes", tests, progression, Lasso(alpha=4, tol=1e-12, max_iter=100000), "lasso", [(None, None), ("mean", None)])
    cases = [(3, 1), (4, 3), (0.25, 2), (1, 0.2), (5, 0.5)]
    elimination(write, "logistic-cancer", cells[::2], cancer.target[::2], LogisticRegression(C=0.5, **strict), "logistic", cases)
    elimination(write, "ridge-diabetes", tests, progression, Ridge(alpha=2), "ridge", cases)
    sequential(write, "ridge-diabetes", tests, progression, Ridge(alpha=2), "ridge", "r2", [
        ("forward", 3, None), ("backward", 4, None), ("forward", "auto", 0.01), ("backward", "auto", 1e-6), ("forward", 0.5, None)])
    sequential(write, "linear-diabetes", tests, progression, LinearRegression(), "linear", "neg_mean_squared_error", [
        ("forward", 2, None), ("backward", 5, None), ("forward", "auto", 20.0)])
    sequential(write, "logistic-wine", scaled, wine.target, LogisticRegression(C=0.5, **strict), "logistic", "neg_log_loss", [
        ("forward", 3, None), ("backward", 10, None), ("forward", "auto", 0.02)])
