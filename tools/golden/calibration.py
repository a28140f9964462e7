"""Calibration: scikit-learn's Platt scaling and isotonic regression on given scores."""
import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression


def case(write, name, scores, positive, weights):
    sigmoid = _SigmoidCalibration().fit(scores, positive, weights)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, positive, weights)
    at = np.linspace(-8, 8, 81)
    write("calibration", name, {
        "scores": scores, "positive": positive, "weights": weights, "a": sigmoid.a_, "b": sigmoid.b_, "at": at,
        "sigmoid": sigmoid.predict(at), "isotonic": isotonic.predict(at),
    })


def make(write):
    rng = np.random.default_rng(1)
    scores = np.round(rng.normal(size=200) * 2, 2)
    positive = rng.random(200) < 1 / (1 + np.exp(-1.5 * scores + 0.3))
    for name, weights in (("plain", None), ("weights", 0.25 * (1 + np.arange(200) % 7))):
        case(write, name, scores, positive, weights)
    # Few rows, where Platt's priors count most, and tied scores. The weights sum to the number of rows, so that both ways to count them agree.
    few = np.array([-2.0, -1.5, -1.5, -1.0, -0.5, -0.5, -0.5, 0.25, 0.25, 1.0, 1.0, 2.5])
    hits = np.array([0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1], dtype=bool)
    case(write, "few", few, hits, None)
    weights = 1.0 + np.arange(12) % 3
    case(write, "few-weights", few, hits, weights * 12 / weights.sum())
    tied = np.round(rng.normal(size=150) * 3) / 2
    likely = rng.random(150) < 1 / (1 + np.exp(1 - 2 * tied))
    weights = 1.0 + np.arange(150) % 4
    case(write, "ties-weights", tied, likely, weights * 150 / weights.sum())
