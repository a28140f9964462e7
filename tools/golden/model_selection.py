"""Splits in row order, and cross-validation scores on them: scikit-learn's."""
import numpy as np
from sklearn.datasets import load_iris, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def folds(splitter, y):
    of_row = np.empty(len(y), int)
    for number, (_, test) in enumerate(splitter.split(np.zeros(len(y)), y)):
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
                                      "best_index": grid.best_index_, "best_score": grid.best_score_})
