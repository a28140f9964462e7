"""Logistic regression with an L2 penalty: scikit-learn's optimum, polished until its gradient vanishes."""
import numpy as np
from scipy.special import log_softmax
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.linear_model import LogisticRegression


def objective(model, x, y, weights, c):
    scores = model.decision_function(x)
    if scores.ndim == 1:
        scores = np.c_[np.zeros(len(x)), scores]
    loss = -log_softmax(scores, axis=1)[np.arange(len(y)), y]
    return c * (weights * loss).sum() + 0.5 * (model.coef_ ** 2).sum()


def case(write, name, x, y, c=1.0, weights=None, intercept=True):
    x = np.round(x, 4)
    s = np.ones(len(y)) if weights is None else weights
    model = LogisticRegression(C=c, fit_intercept=intercept, solver="newton-cg", tol=1e-12, max_iter=100_000,
                               multi_class="multinomial" if y.max() > 1 else "ovr")
    model.fit(x, y, sample_weight=s)
    write("logistic-regression", name, {
        "x": x, "y": y, "weights": weights, "options": {"C": c, "FitIntercept": intercept},
        "objective": objective(model, x, y, s, c), "coefficients": model.coef_, "intercept": model.intercept_,
        "predictions": model.predict(x), "probabilities": model.predict_proba(x),
    })


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
