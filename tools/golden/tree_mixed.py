"""Missing values, categories and constraints: single regression trees of XGBoost and of scikit-learn's histogram gradient boosting.

One round of boosting at learning rate 1 without regularisation lowers the squared error as CART does, and both libraries send missing
values to the side that gains more, or part them from all others. Where they differ from ours:
- gains are single precision in XGBoost, and histogram gradient boosting reads gradients as floats; so gains within 1e-4 of the best count
  as ties;
- of equal gains each has a rule of its own, and neither takes a split that gains nothing;
- XGBoost limits the weight of a side, scikit-learn its rows: so there is no limit where there are weights;
- under constraints both bring the values of a split's sides within the bounds and then ask for their order, where ours, as scikit-learn's
  trees since 1.4, passes over a split whose sides lie outside; bounds are the same. Where that decides, nothing here tells who is right;
- histogram gradient boosting smooths the order of categories, so these are XGBoost's alone, which in turn gives those lighter than a side's
  limit a place of their own, so there is no limit; the lighter set goes left in ours.
So the walk from the root goes on only where one way to part a node's rows is the best by more than a tie, by both rules for constraints;
this file counts gains from their definition for that, over all sets of categories, and checks that the library took the best. Nodes are
named by their path of L and R. Thresholds are those of XGBoost's exact search, midway between a node's values (null where values are not
asked for by size); the others' are midway between values of all rows, or values, so only the rows that go left are compared. Features are
multiples of 1/64 and targets of 1/16, exact as floats. Values have some 24 bits. XGBoost is that of Debian (python3-xgboost).
"""
import json

import numpy as np
import sklearn
import xgboost
from sklearn.datasets import load_diabetes, make_friedman1
from sklearn.ensemble import HistGradientBoostingRegressor

TIE = 1e-4


class Tree:
    """What the walk asks of either library: per node the feature (-1 at a leaf), the rows that go left, threshold, value, children."""

    def __init__(self, features, thresholds, missing_left, lefts, rights, values, x, strict, sets):
        self.features, self.thresholds, self.missing_left = features, thresholds, missing_left
        self.lefts, self.rights, self.values, self.x, self.strict, self.sets = lefts, rights, values, x, strict, sets

    def goes_left(self, node, rows):
        v = self.x[rows, self.features[node]]
        below = v < self.thresholds[node] if self.strict else v <= self.thresholds[node]
        left = ~np.isin(v, self.sets[node]) if node in self.sets else below
        return np.where(np.isnan(v), self.missing_left[node], left)


def by_xgboost(x, y, weights, depth, leaf, constraints, categories):
    # Its exact search knows no categories; its histograms have a bin for each value here.
    kinds = ["c" if j in categories else "float" for j in range(x.shape[1])]
    data = xgboost.DMatrix(x, label=y, weight=weights, feature_types=kinds, enable_categorical=True)
    options = {"eta": 1, "max_depth": depth, "tree_method": "approx" if categories else "exact", "lambda": 0, "alpha": 0, "gamma": 0,
               "base_score": 0, "min_child_weight": leaf if weights is None else 0, "nthread": 1, "max_cat_to_onehot": 1}
    if any(constraints):
        options["monotone_constraints"] = tuple(constraints)
    t = json.loads(xgboost.train(options, data, 1).save_raw("json"))["learner"]["gradient_booster"]["model"]["trees"][0]
    lefts, rights = np.array(t["left_children"]), np.array(t["right_children"])
    # Its text has as few digits as tell floats apart.
    thresholds, values = (np.array(t[name], dtype=np.float32).astype(float) for name in ("split_conditions", "base_weights"))
    sets = {node: t["categories"][start:start + size]
            for node, start, size in zip(t["categories_nodes"], t["categories_segments"], t["categories_sizes"])}
    return Tree(np.where(lefts >= 0, t["split_indices"], -1), thresholds, np.array(t["default_left"], bool), lefts, rights, values, x,
                True, sets)


def by_histograms(x, y, weights, depth, leaf, constraints, categories):
    model = HistGradientBoostingRegressor(
        max_iter=1, learning_rate=1, max_depth=depth, max_leaf_nodes=None, min_samples_leaf=leaf, l2_regularization=0, max_bins=255,
        early_stopping=False, monotonic_cst=constraints).fit(x, y, sample_weight=weights)
    nodes = model._predictors[0][0].nodes
    inner = nodes["is_leaf"] == 0
    values = nodes["value"] + model._baseline_prediction.ravel()[0]
    return Tree(np.where(inner, nodes["feature_idx"], -1), nodes["num_threshold"], nodes["missing_go_to_left"] > 0, nodes["left"],
                nodes["right"], values, x, False, {})


def cuts(x, w, rows, categories):
    """Every way to part the rows: feature, rows that go left; of categories, missing being one, the lighter set."""
    for j in range(x.shape[1]):
        v = x[rows, j]
        missing = np.isnan(v)
        known = np.unique(v[~missing])
        if j in categories:
            groups = [v == c for c in known] + ([missing] if missing.any() else [])
            for mask in range(1, 2 ** (len(groups) - 1)):
                left = np.any([group for i, group in enumerate(groups) if mask >> i & 1], axis=0)
                yield j, ~left if w[rows][left].sum() > w[rows][~left].sum() else left
            continue
        for t in known[:-1]:
            yield j, v <= t
            if missing.any():
                yield j, (v <= t) | missing
        if missing.any() and len(known) > 0:
            yield j, ~missing


def best(x, y, w, rows, leaf, constraints, categories, bounds, clips, by_gradients):
    """Gain, feature, rows that go left, both means, and whether the cut is by order; None where that is a tie, or no cut gains."""
    def mean(part):
        return (w[part] * y[part]).sum() / w[part].sum()

    # Histogram gradient boosting takes gradient times value, the same but for a constant where the value is the mean.
    def loss(part, value):
        return -(w[part] * (y[part] - base) * (value - base)).sum() if by_gradients else (w[part] * (y[part] - value) ** 2).sum()

    base = mean(np.arange(len(y)))
    whole, found = loss(rows, np.clip(mean(rows), *bounds)), []
    for j, left in cuts(x, w, rows, categories):
        a, b = rows[left], rows[~left]
        if min(len(a), len(b)) < leaf:
            continue
        va, vb = mean(a), mean(b)
        if clips:
            va, vb = np.clip(va, *bounds), np.clip(vb, *bounds)
        elif not all(bounds[0] <= v <= bounds[1] for v in (va, vb)):
            continue
        ordered = j not in categories and not np.array_equal(left, ~np.isnan(x[rows, j]))
        if ordered and constraints[j] * (vb - va) < 0:
            continue
        found.append((whole - loss(a, va) - loss(b, vb), j, left, mean(a), mean(b), ordered))
    found.sort(key=lambda one: -one[0])
    spread = (w[rows] * (y[rows] - mean(rows)) ** 2).sum()
    if not found or found[0][0] <= TIE * spread or len(found) > 1 and found[1][0] > found[0][0] * (1 - TIE):
        return None
    # Parting missing values from all others keeps no order in ours; the libraries ask for one, and bound what lies below.
    if not found[0][5] and constraints[found[0][1]] != 0:
        return None
    # Of sets of equal weight either may go left.
    (a, b) = (w[rows][side].sum() for side in (found[0][2], ~found[0][2]))
    return None if found[0][1] in categories and a == b else found[0]


def case(write, name, library, x, y, weights=None, depth=4, leaf=1, constraints=None, categories=()):
    x = np.round(x * 64) / 64
    y = np.round(y * 16) / 16
    constraints = constraints or [0] * x.shape[1]
    tree = (by_xgboost if library == "xgboost" else by_histograms)(x, y, weights, depth, leaf, constraints, categories)
    w = np.ones(len(y)) if weights is None else weights
    by_gradients = library == "scikit-learn"
    nodes, pending, skipped, held = [], [("", 0, np.arange(len(y)), (-np.inf, np.inf))], 0, 0
    while pending:
        path, at, rows, bounds = pending.pop()
        node = {"path": path, "rows": len(rows), "value": tree.values[at]}
        nodes.append(node)
        if len(path) == depth or len(set(y[rows])) == 1:
            if tree.features[at] >= 0:
                raise ValueError(f"{name}: node '{path}' should be a leaf")
            node["feature"] = -1
            continue
        by_clipping = best(x, y, w, rows, leaf, constraints, categories, bounds, True, by_gradients)
        by_refusing = best(x, y, w, rows, leaf, constraints, categories, bounds, False, False)
        agree = by_clipping and by_refusing and by_clipping[1] == by_refusing[1] and np.array_equal(by_clipping[2], by_refusing[2])
        if not agree:
            skipped += 1
            continue
        gain, feature, left, low, high, ordered = by_refusing
        theirs = tree.goes_left(at, rows) if tree.features[at] == feature else None
        swaps = feature in categories and np.array_equal(theirs, ~left)
        if theirs is None or not swaps and not np.array_equal(theirs, left):
            raise ValueError(f"{name}: node '{path}' is not the best split")
        free = best(x, y, w, rows, leaf, np.zeros_like(constraints), categories, (-np.inf, np.inf), False, False)
        held += free is None or not np.array_equal(free[2], left)
        missing = np.isnan(x[rows, feature])
        node |= {"feature": feature, "left": int(left.sum()), "gain": gain,
                 "threshold": tree.thresholds[at] if ordered and tree.strict and not categories else None, "ordered": ordered,
                 "missing": None if not missing.any() else "left" if left[missing][0] else "right"}
        if feature in categories:
            node["categories"] = np.unique(x[rows[left], feature][~np.isnan(x[rows[left], feature])])
        direction = constraints[feature] if ordered else 0
        middle = np.clip((low + high) / 2, *bounds)
        under, over = (bounds[0], middle), (middle, bounds[1])
        below = (bounds, bounds) if direction == 0 else (under, over) if direction > 0 else (over, under)
        children = (tree.rights[at], tree.lefts[at]) if swaps else (tree.lefts[at], tree.rights[at])
        pending.append((path + "R", children[1], rows[~left], below[1]))
        pending.append((path + "L", children[0], rows[left], below[0]))
    if sum("left" in node for node in nodes) < 2:
        raise ValueError(f"{name}: no two questions are beyond doubt")
    sides = [node["missing"] for node in nodes if node.get("missing")]
    print(f"{name}: {len(nodes)} nodes, {skipped} not followed; missing left {sides.count('left')}, right {sides.count('right')}, "
          f"{sum(node.get('ordered') is False for node in nodes)} not by size, {held} decided by constraints")
    library, version = ("XGBoost", xgboost.__version__) if library == "xgboost" else ("scikit-learn", sklearn.__version__)
    write("decision-tree-mixed", name, {
        "library": library, "version": version, "x": [[None if np.isnan(v) else v for v in row] for row in x], "y": y, "weights": weights,
        "depth": depth, "leaf": leaf, "constraints": constraints, "categories": categories, "nodes": nodes})


def make(write):
    random = np.random.RandomState(5)
    smooth, level = make_friedman1(160, 6, noise=0.7, random_state=2)
    level = level - level.mean()
    holes = np.where(random.rand(*smooth.shape) < 0.2, np.nan, smooth)
    # Missing where the value is high, and a target that missing itself raises.
    telling = smooth.copy()
    telling[(smooth[:, 3] > 0.7) & (random.rand(160) < 0.8), 3] = np.nan
    asked = smooth.copy()
    asked[random.rand(160) < 0.3, 5] = np.nan
    raised = level + 15 * np.isnan(asked[:, 5])
    data = load_diabetes(scaled=False)
    patients, progress = data.data[:160].copy(), data.target[:160] / 16
    patients[random.rand(*patients.shape) < 0.15] = np.nan
    waves = random.rand(200, 4)
    wave = 4 * waves[:, 0] + np.sin(9 * waves[:, 0]) - 3 * waves[:, 1] + np.cos(11 * waves[:, 1]) + waves[:, 2] + 0.4 * random.randn(200)
    flat = np.sin(9 * waves[:, 0]) + 2 * np.cos(5 * waves[:, 1]) + 0.8 * waves[:, 2] + 0.3 * random.randn(200)
    weights = 0.25 * (1 + np.arange(160) % 7)
    for library, short in (("xgboost", "xgboost"), ("scikit-learn", "histograms")):
        def both(name, *args, **options):
            case(write, f"{name}-{short}", library, *args, **options)

        both("missing-friedman1", holes, level, depth=5)
        both("missing-high", telling, level)
        both("missing-asked", asked, raised)
        both("missing-diabetes-leaf", patients, progress, leaf=6)
        both("monotonic-waves", waves, wave, depth=5, leaf=5, constraints=[1, -1, 0, 0])
        both("monotonic-against", smooth, level, depth=4, leaf=4, constraints=[1, -1, 0, -1, 1, 0])
        both("monotonic-flat", waves, flat, depth=5, leaf=8, constraints=[1, 0, -1, 0])
        both("monotonic-missing", holes, level, depth=4, leaf=3, constraints=[1, -1, 0, 1, 0, 0])
    case(write, "missing-weights-xgboost", "xgboost", holes, level, weights, depth=4)
    kinds = np.c_[random.randint(0, 6, 200), random.rand(200), random.randint(0, 5, 200), random.rand(200)]
    sort = 3 * random.randn(6)[kinds[:, 0].astype(int)] + 2 * random.randn(5)[kinds[:, 2].astype(int)] * (kinds[:, 1] > 0.4)
    sort = sort + 3 * kinds[:, 1] + 0.5 * random.randn(200)
    unknown = np.where(random.rand(*kinds.shape) < 0.12, np.nan, kinds)
    case(write, "categories-xgboost", "xgboost", kinds, sort, categories=(0, 2))
    case(write, "categories-missing-xgboost", "xgboost", unknown, sort, depth=5, categories=(0, 2))
    case(write, "categories-weights-xgboost", "xgboost", kinds, sort, 0.25 * (1 + np.arange(200) % 7), categories=(0, 2))
