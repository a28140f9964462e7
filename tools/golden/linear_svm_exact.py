"""Linear SVMs of squared loss, solved in exact rational arithmetic: what no scale and no offset of the features can blur."""
from fractions import Fraction

import numpy as np


def solve(a, b):
    """The solution of a square system, by Gauss."""
    n = len(b)
    rows = [list(a[i]) + [b[i]] for i in range(n)]
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k and rows[i][k] != 0:
                rows[i] = [v - rows[i][k] * u for v, u in zip(rows[i], rows[k])]
    return [row[-1] for row in rows]


def optimum(x, y, c, classes):
    """The least ½(‖w‖² + b²) + C Σξ², ξ = max(0, 1 - y(wᵀx + b)) or y - wᵀx - b.

    Newton's method, which ends when it knows the rows with slack.
    """
    rows = [[Fraction(float(v)) for v in row] + [Fraction(1)] for row in x]
    y, c, p = [Fraction(float(v)) for v in y], Fraction(c), len(rows[0])
    active, seen = list(range(len(rows))), set()
    while True:
        w = solve(
            [[(1 if j == k else 0) + 2 * c * sum(rows[i][j] * rows[i][k] for i in active) for k in range(p)] for j in range(p)],
            [2 * c * sum(rows[i][j] * y[i] for i in active) for j in range(p)])
        score = [sum(a * b for a, b in zip(w, row)) for row in rows]
        slack = [1 - y[i] * score[i] if classes else y[i] - score[i] for i in range(len(rows))]
        now = [i for i in range(len(rows)) if not classes or slack[i] > 0]
        if now == active:
            return sum(v * v for v in w) / 2 + c * sum(slack[i] ** 2 for i in active)
        assert tuple(now) not in seen, "Newton's method goes in circles"
        seen.add(tuple(now))
        active = now


def make(write):
    rng = np.random.default_rng(16)
    base = np.round(rng.normal(size=(24, 3)), 3)
    labels = np.where(base @ [1, -1, 0.5] + 0.7 * rng.normal(size=24) > 0, 1, -1)
    numbers = np.round(base @ [1, 2, -0.5] + 3 + 0.3 * rng.normal(size=24), 3)
    for name, y in (("classes", labels), ("numbers", numbers)):
        cases = []
        for scale, offset in ((1, 0), (1e-8, 0), (1e-3, 0), (1e3, 0), (1e8, 0), (1, 10), (1, 1e3), (1, 1e5), (1, 1e7), (1, 1e8)):
            for c in (1e-3, 1, 1e3, 1e6):
                x = offset + scale * base
                cases.append({"scale": scale, "offset": offset, "c": c, "x": x, "objective": float(optimum(x, y, c, name == "classes"))})
        write("linear-svm-exact", name, {"library": "exact rational arithmetic", "version": "", "y": y, "cases": cases})
