"""LIBLINEAR's model text and what its predict says of other rows, by every solver whose models are read."""
import pathlib
import subprocess
import tempfile

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris


def model(write, name, x, y, solver, bias=1, c=1.0):
    x = np.round(x, 4)
    train, test = np.arange(len(x)) % 3 != 0, np.arange(len(x)) % 3 == 0
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, part) for part in ("train", "test", "model", "out")]
        for file, rows in zip(files, (train, test)):
            file.write_text("".join(f"{k:g} " + " ".join(f"{j + 1}:{v!r}" for j, v in enumerate(row.tolist()) if v) + "\n"
                                    for row, k in zip(x[rows], y[rows])))
        subprocess.run(["liblinear-train", "-s", str(solver), "-B", str(bias), "-c", repr(c), "-q", files[0], files[2]], check=True)
        logistic = solver in (0, 6, 7)
        subprocess.run(["liblinear-predict", *(["-b", "1"] if logistic else []), files[1], files[2], files[3]], check=True, stdout=subprocess.DEVNULL)
        out = files[3].read_text().split("\n")
        text = files[2].read_text()
    rows = [[float(v) for v in line.split()] for line in out[1 if logistic else 0:] if line]
    write("liblinear-model", name, {
        "library": "LIBLINEAR", "version": "2.3", "model": text, "x": x[test].tolist(), "predictions": [row[0] for row in rows],
        "labels": [int(k) for k in out[0].split()[1:]] if logistic else [], "probabilities": [row[1:] for row in rows] if logistic else [],
    })


def make(write):
    iris, tumours, sugar = load_iris(return_X_y=True), load_breast_cancer(return_X_y=True), load_diabetes(return_X_y=True)
    two = (tumours[0][:, :6], np.where(tumours[1] == 1, 7, -3))
    # The classes as they come in the file: 2, 0, 1.
    three = (iris[0], (iris[1] + 2) % 3)
    for solver in (0, 6, 7):
        model(write, f"logistic-{solver}-two", *two, solver)
        model(write, f"logistic-{solver}-three", *three, solver, bias=-1 if solver == 0 else 2)
    for solver in (1, 2, 3, 4, 5):
        model(write, f"svm-{solver}-two", *two, solver, c=0.01)
        model(write, f"svm-{solver}-three", *three, solver, bias=-1 if solver == 2 else 1)
    for solver in (11, 12, 13):
        model(write, f"svr-{solver}", *sugar, solver, bias=-1 if solver == 11 else 1, c=10.0)
