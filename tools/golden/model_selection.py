"""Splits in row order, and cross-validation scores on them: scikit-learn's."""
import numpy as np
from scipy import stats
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import (GridSearchCV, GroupKFold, KFold, LeaveOneGroupOut, StratifiedGroupKFold, StratifiedKFold,
                                     TimeSeriesSplit, cross_validate, learning_curve, validation_curve)
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def folds(splitter, y, groups=None):
    of_row = np.full(len(y), -1)
    for number, (_, test) in enumerate(splitter.split(np.zeros(len(y)), y, groups)):
        of_row[test] = number
    return of_row


def make(write):
    rng = np.random.default_rng(1)
    cases = []
    for n, classes, k in [(10, 2, 2), (11, 3, 5), (50, 4, 7), (150, 3, 10), (23, 5, 3), (40, 1, 4), (60, 6, 6)]:
        y = rng.choice(classes, n, p=rng.dirichlet(np.ones(classes) * 3))
        if np.bincount(y).max() < k:
            continue
        cases.append({"y": y, "k": k, "stratified": folds(StratifiedKFold(k), y), "plain": folds(KFold(k), y)})
    write("splits", "in-row-order", {"cases": cases})

    cases = []
    for n, classes, count, k in [(40, 2, 8, 3), (90, 3, 12, 4), (60, 2, 6, 2), (100, 4, 14, 5)]:
        y, groups = rng.integers(0, classes, n), rng.integers(0, count, n) * 7 - 3
        cases.append({"y": y, "groups": groups, "k": k, "group": folds(GroupKFold(k), y, groups),
                      "stratified_group": folds(StratifiedGroupKFold(k), y, groups), "leave_one": folds(LeaveOneGroupOut(), y, groups),
                      "time": folds(TimeSeriesSplit(k), y)})
    write("splits", "groups", {"cases": cases})

    tests = []
    for k in (5, 10):
        d = np.round(rng.normal(0.01, 0.02, k), 4)
        t = d.mean() / np.sqrt((1 / k + 0.25) * d.var(ddof=1))
        tests.append({"differences": d, "ratio": 0.25, "t": t, "p": 2 * stats.t.sf(abs(t), k - 1)})
    d = np.round(rng.normal(0.01, 0.02, 10), 4)
    t = d[0] / np.sqrt(sum(np.var(d[2 * i:2 * i + 2]) * 2 for i in range(5)) / 5)
    write("significance", "tests", {
        "corrected": tests, "five_by_two": {"differences": d, "t": t, "p": 2 * stats.t.sf(abs(t), 5)},
        "mcnemar": [{"b": b, "c": c, "p": stats.binomtest(b, b + c).pvalue} for b, c in [(10, 3), (1, 1), (0, 6), (25, 40)]]})

    wine = load_wine()
    depths = [1, 3, 9, 27, 81]
    train, test = validation_curve(make_pipeline(StandardScaler(), KNeighborsClassifier()), wine.data, wine.target,
                                   param_name="kneighborsclassifier__n_neighbors", param_range=depths, cv=StratifiedKFold(5))
    write("validation-curve", "knn-wine", {"k": depths, "train": train.mean(axis=1), "test": test.mean(axis=1)})

    scores = []
    for name, data in [("iris", load_iris()), ("wine", load_wine())]:
        for learner, model in [("lr", make_pipeline(StandardScaler(), LogisticRegression(tol=1e-10, max_iter=10_000))),
                               ("knn", make_pipeline(StandardScaler(), KNeighborsClassifier(7)))]:
            result = cross_validate(model, data.data, data.target, cv=StratifiedKFold(5),
                                    scoring=["accuracy", "f1_macro", "neg_log_loss"] if learner == "lr" else ["accuracy", "f1_macro"])
            scores.append({"data": name, "learner": learner, "accuracy": result["test_accuracy"], "f1_macro": result["test_f1_macro"],
                           "log_loss": -result["test_neg_log_loss"] if learner == "lr" else None})
    write("cross-validation", "scores", {"cases": scores})

    wine = load_wine()
    grid = GridSearchCV(make_pipeline(StandardScaler(), KNeighborsClassifier()),
                        {"kneighborsclassifier__n_neighbors": [1, 3, 5, 11, 21, 51]}, cv=StratifiedKFold(5)).fit(wine.data, wine.target)
    write("grid-search", "knn-wine", {"k": [1, 3, 5, 11, 21, 51], "mean_scores": grid.cv_results_["mean_test_score"],
                                      "best_index": grid.best_index_, "best_score": grid.best_score_,
                                      "ranks": grid.cv_results_["rank_test_score"]})

    scores = []
    for name, data in [("iris", load_iris()), ("wine", load_wine()), ("breast-cancer", load_breast_cancer())]:
        for learner, model in [("lda", LinearDiscriminantAnalysis()), ("qda", QuadraticDiscriminantAnalysis()),
                               ("svc", make_pipeline(StandardScaler(), SVC(C=3.0, tol=1e-6)))]:
            result = cross_validate(model, data.data, data.target, cv=StratifiedKFold(10), scoring=["accuracy", "f1_macro"], return_train_score=True)
            scores.append({"data": name, "learner": learner, "accuracy": result["test_accuracy"], "f1_macro": result["test_f1_macro"],
                           "train_accuracy": result["train_accuracy"]})
    write("cross-validation", "discriminants-and-svm", {"cases": scores})

    # Alcohol from the rest of wine.
    x, y = wine.data[:, 1:], wine.data[:, 0]
    scores = []
    for learner, model in [("linear", LinearRegression()), ("ridge", make_pipeline(StandardScaler(), Ridge(2.0))),
                           ("knn", make_pipeline(StandardScaler(), KNeighborsRegressor(7)))]:
        result = cross_validate(model, x, y, cv=KFold(6), scoring=["r2", "neg_mean_squared_error"])
        scores.append({"learner": learner, "r2": result["test_r2"], "mean_squared_error": -result["test_neg_mean_squared_error"]})
    write("cross-validation", "regressors", {"cases": scores})

    ks = [1, 3, 9, 27]
    train, test = validation_curve(make_pipeline(StandardScaler(), KNeighborsRegressor()), x, y, cv=KFold(5),
                                   param_name="kneighborsregressor__n_neighbors", param_range=ks)
    write("validation-curve", "knn-regressor-wine", {"k": ks, "train": train.mean(axis=1), "test": test.mean(axis=1)})

    cancer, shares = load_breast_cancer(), [0.1, 0.3, 0.6, 1.0]
    sizes, train, test = learning_curve(make_pipeline(StandardScaler(), KNeighborsClassifier()), cancer.data, cancer.target,
                                        train_sizes=shares, cv=StratifiedKFold(5))
    write("learning-curve", "knn-breast-cancer", {"shares": shares, "sizes": sizes, "train": train.mean(axis=1), "test": test.mean(axis=1),
                                                  "test_deviation": test.std(axis=1, ddof=1)})
