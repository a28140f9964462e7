"""Calibration: scikit-learn's Platt scaling and isotonic regression on given scores."""
import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression


def make(write):
    rng = np.random.default_rng(1)
    scores = np.round(rng.normal(size=200) * 2, 2)
    positive = rng.random(200) < 1 / (1 + np.exp(-1.5 * scores + 0.3))
    for name, weights in (("plain", None), ("weights", 0.25 * (1 + np.arange(200) % 7))):
        sigmoid = _SigmoidCalibration().fit(scores, positive, weights)
        isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, positive, weights)
        at = np.linspace(-8, 8, 81)
        write("calibration", name, {
            "scores": scores, "positive": positive, "weights": weights, "a": sigmoid.a_, "b": sigmoid.b_, "at": at,
            "sigmoid": sigmoid.predict(at), "isotonic": isotonic.predict(at),
        })
