"""Multi-layer perceptrons from given start weights: scikit-learn's losses, gradients and trajectories, torch's gradients in double beside them.

Every activation with every task (two classes, three, a number). A case holds one network, its rows, and what each solver makes of it without
shuffling. torch computes the loss's own gradient by automatic differentiation, the inputs' included; scikit-learn's has the penalty in it.
"""
import warnings

import numpy as np
import torch
from sklearn.datasets import load_diabetes, load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor

HIDDEN = (7, 5)
EPOCHS = 12
SOLVERS = {
    "adam": dict(solver="adam", learning_rate_init=0.01),
    "adam-other-memories": dict(solver="adam", learning_rate_init=0.02, beta_1=0.8, beta_2=0.99, epsilon=1e-4),
    "sgd-plain": dict(solver="sgd", learning_rate_init=0.05, momentum=0.0, nesterovs_momentum=False),
    "sgd-momentum": dict(solver="sgd", learning_rate_init=0.02, momentum=0.9, nesterovs_momentum=False),
    "sgd-nesterov": dict(solver="sgd", learning_rate_init=0.02, momentum=0.9, nesterovs_momentum=True),
    "sgd-inverse-scaling": dict(solver="sgd", learning_rate_init=0.1, learning_rate="invscaling", power_t=0.3, momentum=0.5),
    # A tolerance that no epoch meets: the rate falls after every third epoch.
    "sgd-adaptive": dict(solver="sgd", learning_rate_init=0.05, learning_rate="adaptive", tol=10.0, n_iter_no_change=2),
}


def starting_at(base, coefs, intercepts):
    """scikit-learn's learner with given start weights."""
    class Given(base):
        def _init_coef(self, fan_in, fan_out, dtype):
            at = self.drawn
            self.drawn += 1
            return coefs[at].copy(), intercepts[at].copy()
    return Given


def weights(rng, sizes):
    return ([np.round(rng.normal(size=(n, m)) / np.sqrt(n), 3) for n, m in zip(sizes, sizes[1:])],
            [np.round(rng.normal(size=m) * 0.2, 3) for m in sizes[1:]])


def torch_gradients(x, y, coefs, intercepts, activation, task):
    f = {"identity": lambda u: u, "logistic": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[activation]
    xs = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    ws = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in coefs]
    bs = [torch.tensor(b, dtype=torch.float64, requires_grad=True) for b in intercepts]
    a = xs
    for layer, (w, b) in enumerate(zip(ws, bs)):
        u = a @ w + b
        a = u if layer == len(ws) - 1 else f(u)
    if task == "three":
        loss = torch.nn.functional.cross_entropy(u, torch.tensor(y))
    elif task == "two":
        loss = torch.nn.functional.binary_cross_entropy_with_logits(u[:, 0], torch.tensor(y, dtype=torch.float64))
    else:
        loss = 0.5 * ((u[:, 0] - torch.tensor(y, dtype=torch.float64)) ** 2).mean()
    loss.backward()
    return loss.item(), [w.grad.numpy() for w in ws], [b.grad.numpy() for b in bs], xs.grad.numpy()


def case(write, name, x, y, activation, task, rng):
    outputs = {"two": 1, "three": 3, "number": 1}[task]
    coefs, intercepts = weights(rng, (x.shape[1], *HIDDEN, outputs))
    base = starting_at(MLPRegressor if task == "number" else MLPClassifier, coefs, intercepts)
    alpha = 0.1

    def fit(**options):
        learner = base(HIDDEN, activation=activation, alpha=alpha, shuffle=False, **options)
        learner.drawn = 0
        return learner.fit(x, y)

    loss, weight_gradients, bias_gradients, input_gradient = torch_gradients(x, y, coefs, intercepts, activation, task)

    # One full-batch step of rate 1 without momentum moves the weights by scikit-learn's gradient.
    one = fit(solver="sgd", learning_rate_init=1.0, momentum=0.0, nesterovs_momentum=False, batch_size=len(x), max_iter=1)
    runs = {}
    for solver, options in SOLVERS.items():
        model = fit(batch_size=16, max_iter=EPOCHS, **{"tol": 0.0, "n_iter_no_change": 100, **options})
        runs[solver] = {"losses": model.loss_curve_, "coefs": model.coefs_, "intercepts": model.intercepts_}
    # The objective of scipy's L-BFGS where it can't go on.
    best = fit(solver="lbfgs", max_iter=20_000, max_fun=200_000, tol=1e-9)
    write("mlp", name, {
        "x": x, "y": y, "task": task, "activation": activation, "alpha": alpha, "coefs": coefs, "intercepts": intercepts,
        "torch": {"version": torch.__version__, "loss": loss, "coefs": weight_gradients, "intercepts": bias_gradients, "inputs": input_gradient},
        "first_loss": one.loss_curve_[0],
        "gradient": {"coefs": [w - v for w, v in zip(coefs, one.coefs_)], "intercepts": [b - v for b, v in zip(intercepts, one.intercepts_)]},
        "runs": runs, "optimum": best.loss_,
        "predictions": (one.predict(x) if task == "number" else one.predict_proba(x)), "one_step": {"coefs": one.coefs_, "intercepts": one.intercepts_},
    })


def make(write):
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(5)
    iris, diabetes = load_iris(), load_diabetes(scaled=False)
    x = np.round((iris.data - iris.data.mean(axis=0)) / iris.data.std(axis=0), 3)[::2]
    y = iris.target[::2]
    numbers = np.round((diabetes.data - diabetes.data.mean(axis=0)) / diabetes.data.std(axis=0), 3)[:75, :6]
    targets = np.round((diabetes.target[:75] - 150) / 75, 3)
    for activation in ("identity", "logistic", "tanh", "relu"):
        case(write, f"{activation}-two", x[25:], y[25:] - 1, activation, "two", rng)
        case(write, f"{activation}-three", x, y, activation, "three", rng)
        case(write, f"{activation}-number", numbers, targets, activation, "number", rng)
