"""Least squares, ridge, lasso and elastic net; perceptron and stochastic gradient descent without shuffling, step for step."""
import warnings

import numpy as np
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import (ElasticNet, Lasso, LinearRegression, Perceptron, Ridge, RidgeClassifier, SGDClassifier, SGDRegressor, lasso_path)


def regression(write, name, learner, model, x, y, weights=None, options=None):
    model.fit(x, y, sample_weight=weights)
    w, b, s = model.coef_, model.intercept_, np.ones(len(y)) if weights is None else weights
    r = y - x @ w - b
    alpha, ratio = options.get("Alpha", 0), options.get("L1Ratio", 1)
    if learner in ("LinearRegression", "Ridge"):
        value = (s * r * r).sum() + alpha * (w ** 2).sum()
    else:
        value = (s * r * r).sum() / (2 * s.sum()) + alpha * ratio * np.abs(w).sum() + 0.5 * alpha * (1 - ratio) * (w ** 2).sum()
    write("linear-regression", name, {
        "learner": learner, "x": x, "y": y, "weights": weights, "options": {"FitIntercept": bool(model.fit_intercept), **options},
        "objective": value, "coefficients": w, "intercept": b, "predictions": model.predict(x)})


def make(write):
    warnings.simplefilter("ignore")
    diabetes, iris = load_diabetes(), load_iris()
    x, y = np.round(diabetes.data[:120] * 20, 4), diabetes.target[:120]
    weights = 0.25 * (1 + np.arange(120) % 7)
    rng = np.random.default_rng(5)
    wide, target = np.round(rng.normal(size=(25, 60)), 3), np.round(rng.normal(size=25), 3)
    collinear = np.c_[x, x[:, 0] + x[:, 1], np.full(120, 2.5)]
    for name, xs, ys, s in (("diabetes", x, y, None), ("diabetes-weights", x, y, weights), ("wide", wide, target, None),
                            ("collinear", collinear, y, None)):
        regression(write, f"least-squares-{name}", "LinearRegression", LinearRegression(), xs, ys, s, {})
        for alpha in (1e-6, 1.0, 1000.0):
            regression(write, f"ridge-{name}-{alpha:g}", "Ridge", Ridge(alpha=alpha, solver="svd"), xs, ys, s, {"Alpha": alpha})
        for alpha in (0.01, 0.1, 1.0):
            scale = 1.0 if name == "wide" else 10.0
            lasso = Lasso(alpha=alpha * scale, tol=1e-14, max_iter=1_000_000)
            regression(write, f"lasso-{name}-{alpha:g}", "Lasso", lasso, xs, ys, s, {"Alpha": alpha * scale})
            net = ElasticNet(alpha=alpha * scale, l1_ratio=0.3, tol=1e-14, max_iter=1_000_000)
            regression(write, f"elastic-net-{name}-{alpha:g}", "ElasticNet", net, xs, ys, s, {"Alpha": alpha * scale, "L1Ratio": 0.3})
    heavy = 0.25 * (1 + np.arange(25) % 7)
    for alpha in (1e-6, 1.0, 1000.0):
        regression(write, f"ridge-wide-weights-{alpha:g}", "Ridge", Ridge(alpha=alpha, solver="svd"), wide, target, heavy, {"Alpha": alpha})
    regression(write, "ridge-wide-weights-no-intercept", "Ridge", Ridge(alpha=2.0, fit_intercept=False, solver="svd"), wide, target, heavy, {"Alpha": 2.0})
    net = ElasticNet(alpha=0.1, l1_ratio=0.3, tol=1e-14, max_iter=1_000_000)
    regression(write, "elastic-net-wide-weights", "ElasticNet", net, wide, target, heavy, {"Alpha": 0.1, "L1Ratio": 0.3})
    net = ElasticNet(alpha=10.0, l1_ratio=0.3, fit_intercept=False, tol=1e-14, max_iter=1_000_000)
    regression(write, "elastic-net-weights-no-intercept", "ElasticNet", net, x, y, weights, {"Alpha": 10.0, "L1Ratio": 0.3})
    regression(write, "least-squares-no-intercept", "LinearRegression", LinearRegression(fit_intercept=False), x, y, None, {})
    regression(write, "ridge-no-intercept", "Ridge", Ridge(alpha=2.0, fit_intercept=False, solver="svd"), x, y, None, {"Alpha": 2.0})
    regression(write, "lasso-no-intercept", "Lasso", Lasso(alpha=1.0, fit_intercept=False, tol=1e-14, max_iter=1_000_000), x, y, None, {"Alpha": 1.0})

    alphas, path, _ = lasso_path(x - x.mean(axis=0), y - y.mean(), eps=1e-3, n_alphas=12, tol=1e-12, max_iter=1_000_000)
    write("lasso-path", "diabetes", {"x": x, "y": y, "alphas": alphas, "coefficients": path.T})

    flowers = np.round((iris.data - iris.data.mean(axis=0)) / iris.data.std(axis=0), 4)
    some = 0.25 * (1 + np.arange(150) % 7)
    for name, model, s in (("three", RidgeClassifier(alpha=0.5), None), ("three-weights", RidgeClassifier(alpha=5.0, class_weight="balanced"), some)):
        model.fit(flowers, iris.target, sample_weight=s)
        write("ridge-classifier", name, {"x": flowers, "y": iris.target, "weights": s, "balanced": model.class_weight == "balanced",
                                         "alpha": model.alpha, "coefficients": model.coef_, "intercept": model.intercept_})

    # Rows in an order that mixes the classes, since the steps go through them unshuffled.
    order = np.random.default_rng(7).permutation(150)
    mixed, classes = flowers[order], iris.target[order]
    for name, labels, epochs, balanced in (("two", (classes == 2).astype(int), 7, False), ("three", classes, 12, False), ("three-balanced", classes, 5, True)):
        model = Perceptron(shuffle=False, tol=None, max_iter=epochs, class_weight="balanced" if balanced else None).fit(mixed, labels)
        write("perceptron", name, {"x": mixed, "y": labels, "epochs": epochs, "balanced": balanced,
                                   "coefficients": model.coef_, "intercept": model.intercept_})
    losses = {"Hinge": "hinge", "Log": "log_loss", "Squared": "squared_error", "Huber": "huber"}
    penalties = {"None": None, "L1": "l1", "L2": "l2", "ElasticNet": "elasticnet"}
    rates = {"Constant": "constant", "Optimal": "optimal", "InverseScaling": "invscaling", "Adaptive": "adaptive"}
    cases = [(loss, "L2", "Constant" if loss == "Squared" else "Optimal", False) for loss in losses] + [("Hinge", penalty, "InverseScaling", False) for penalty in penalties] \
        + [("Log", "L2", rate, False) for rate in rates] + [("Log", penalty, "Constant", True) for penalty in ("None", "L2")]
    for loss, penalty, rate, averaged in cases:
        model = SGDClassifier(loss=losses[loss], penalty=penalties[penalty], alpha=0.01, l1_ratio=0.4, learning_rate=rates[rate], eta0=0.05, power_t=0.3,
                              average=averaged, shuffle=False, max_iter=6, tol=1e-3 if rate == "Adaptive" else None, n_iter_no_change=3).fit(mixed, classes)
        write("sgd", f"classifier-{loss}-{penalty}-{rate}{'-averaged' if averaged else ''}".lower(), {
            "loss": loss, "penalty": penalty, "rate": rate, "averaged": averaged, "coefficients": model.coef_, "intercept": model.intercept_})
    write("sgd", "data", {"x": mixed, "y": classes})
    # Weights of rows and of classes together, and no intercept. With several classes scikit-learn weighs a class's rows only in the problem of their
    # own class, and here they have their weight in all of them: it is given as that of the row.
    own, named = 0.25 * (1 + np.arange(150) % 7), {0: 2.0, 1: 0.5}
    all_of_it = own * np.array([2.0, 0.5, 1.0])[classes]
    for loss, penalty, rate, averaged in (("Hinge", "L2", "Optimal", False), ("Log", "ElasticNet", "InverseScaling", False), ("Log", "L2", "Constant", True)):
        for intercept in (True, False):
            model = SGDClassifier(loss=losses[loss], penalty=penalties[penalty], alpha=0.01, l1_ratio=0.4, learning_rate=rates[rate], eta0=0.05, power_t=0.3,
                                  average=averaged, shuffle=False, max_iter=6, tol=None, fit_intercept=intercept)
            model.fit(mixed, classes, sample_weight=all_of_it)
            write("sgd", f"classifier-{loss}-{penalty}-weights{'' if intercept else '-no-intercept'}".lower(), {
                "loss": loss, "penalty": penalty, "rate": rate, "averaged": averaged, "weights": own, "classWeights": "0=2,1=0.5", "fitIntercept": intercept,
                "coefficients": model.coef_, "intercept": model.intercept_})
    last = (classes == 2).astype(int)
    for name, labels, balanced, named, rows, intercept in (("two-weights", last, False, named, own, True), ("two-balanced", last, True, "balanced", None, True),
                                                           ("three-weights-no-intercept", classes, False, None, all_of_it, False)):
        model = Perceptron(shuffle=False, tol=None, max_iter=6, class_weight=named, fit_intercept=intercept).fit(mixed, labels, sample_weight=rows)
        write("perceptron", name, {"x": mixed, "y": labels, "epochs": 6, "balanced": balanced, "weights": None if rows is None else own,
                                   "classWeights": "none" if balanced else "0=2,1=0.5",
                                   "fitIntercept": intercept, "coefficients": model.coef_, "intercept": model.intercept_})
    values = y / 50
    for loss, penalty, rate in (("Squared", "L2", "InverseScaling"), ("Huber", "L1", "Constant"), ("Squared", "ElasticNet", "Adaptive")):
        model = SGDRegressor(loss=losses[loss], penalty=penalties[penalty], alpha=0.01, l1_ratio=0.4, learning_rate=rates[rate], eta0=0.01, power_t=0.3,
                             epsilon=0.3, shuffle=False, max_iter=6, tol=1e-3 if rate == "Adaptive" else None, n_iter_no_change=3).fit(x, values)
        write("sgd", f"regressor-{loss}-{penalty}-{rate}".lower(), {
            "loss": loss, "penalty": penalty, "rate": rate, "coefficients": model.coef_, "intercept": model.intercept_[0]})
    model = SGDRegressor(loss="huber", penalty="l1", alpha=0.01, learning_rate="constant", eta0=0.01, epsilon=0.3, shuffle=False, max_iter=6, tol=None,
                         fit_intercept=False).fit(x, values, sample_weight=weights)
    write("sgd", "regressor-huber-l1-weights-no-intercept", {
        "loss": "Huber", "penalty": "L1", "rate": "Constant", "weights": weights, "fitIntercept": False,
        "coefficients": model.coef_, "intercept": np.ravel(model.intercept_)[0]})
    write("sgd", "numbers", {"x": x, "y": values})
