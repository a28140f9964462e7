"""Regression trees, and what classification trees gained beside growing fully: limits on leaves and weights, class weights.

scikit-learn breaks ties by its random state, so each tree is grown under 20 of them; only what all share is expected (see trees.py).
Features are multiples of 1/64, exact as floats. Forests: the accuracy of ten seeds, whose spread bounds how far ours may lie from them.
"""
import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine, make_classification, make_friedman1
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from trees import SEEDS, same, shared

NAMES = {"squared_error": "SquaredError", "absolute_error": "AbsoluteError", "friedman_mse": "Friedman", "poisson": "Poisson"}


def regression(write, name, x, y, weights=None, criterion="squared_error", **options):
    x = np.round(x * 64) / 64
    trees = [DecisionTreeRegressor(criterion=criterion, random_state=seed, **options).fit(x, y, sample_weight=weights) for seed in range(SEEDS)]
    unique = all(same(trees[0], tree) for tree in trees)
    nodes = shared(name, trees)
    for node in nodes:
        at = 0
        for turn in node["path"]:
            at = (trees[0].tree_.children_left if turn == "L" else trees[0].tree_.children_right)[at]
        node["value"] = trees[0].tree_.value[at].ravel()[0]
    print(name, criterion, "is unique" if unique else f"shares {len(nodes)} of {trees[0].tree_.node_count} nodes")
    write("decision-tree-regressor", f"{name}-{criterion.replace('_', '-')}", {
        "x": x, "y": y, "weights": weights, "criterion": NAMES[criterion], "options": options, "unique": unique, "shared": nodes,
        "predictions": trees[0].predict(x) if unique else None, "importances": trees[0].feature_importances_ if unique else None})


def limited(write, name, x, y, **options):
    x = np.round(x * 64) / 64
    trees = [DecisionTreeClassifier(random_state=seed, **options).fit(x, y) for seed in range(SEEDS)]
    unique = all(same(trees[0], tree) for tree in trees)
    sizes = {t.tree_.node_count for t in trees}
    nodes = shared(name, trees)
    print(name, "is unique" if unique else f"shares {len(nodes)} of {trees[0].tree_.node_count} nodes")
    # Best-first growth numbers nodes by their turn, so the tree is compared by what its leaves hold.
    write("decision-tree-limits", name, {
        "x": x, "y": y, "options": options, "sizes": sorted(sizes), "shared": nodes,
        "predictions": trees[0].predict(x) if unique else None})
    return unique


def spread(write, name, x, y, split):
    train, test = np.arange(len(y)) % split != 0, np.arange(len(y)) % split == 0
    content = {"split": split}
    for key, kind in (("random-forest", RandomForestClassifier), ("extra-trees", ExtraTreesClassifier)):
        models = [kind(100, random_state=seed, bootstrap=True, oob_score=True).fit(x[train], y[train]) for seed in range(10)]
        content[key] = {"accuracies": [m.score(x[test], y[test]) for m in models], "outOfBag": [m.oob_score_ for m in models],
                        "importances": np.mean([m.feature_importances_ for m in models], axis=0),
                        "importanceDeviations": np.std([m.feature_importances_ for m in models], axis=0)}
    write("forest-spread", name, content)


def spread_of_numbers(write, name, x, y):
    # Few rows and all features tried at each node: most splits are of small nodes, where many features gain the same.
    train, test = np.arange(len(y)) % 5 > 1, np.arange(len(y)) % 5 <= 1
    content = {"x": x, "y": y}
    for key, kind in (("random-forest", RandomForestRegressor), ("extra-trees", ExtraTreesRegressor)):
        models = [kind(100, random_state=seed).fit(x[train], y[train]) for seed in range(20)]
        content[key] = {"scores": [m.score(x[test], y[test]) for m in models],
                        "importances": np.mean([m.feature_importances_ for m in models], axis=0),
                        "importanceDeviations": np.std([m.feature_importances_ for m in models], axis=0)}
    write("forest-spread", name, content)


def make_spreads_of_numbers(write):
    x, y = make_friedman1(160, 10, noise=1.0, random_state=1)
    spread_of_numbers(write, "friedman1", np.round(x * 64) / 64, np.round(y * 64) / 64)
    random = np.random.RandomState(0)
    x = random.randint(0, 5, (150, 6)).astype(float)
    spread_of_numbers(write, "levels", x, np.round((2 * x[:, 5] + x[:, 4] * x[:, 3] / 2 + random.randn(150)) * 64) / 64)


def make(write):
    data = load_diabetes(scaled=False)
    x, y = data.data[:160], data.target[:160]
    smooth, level = make_friedman1(150, 6, noise=0.5, random_state=1)
    counts = np.random.RandomState(3).poisson(np.exp(level / 8))
    weights = 0.25 * (1 + np.arange(150) % 7)
    for criterion in NAMES:
        regression(write, "diabetes-leaf", x, y, criterion=criterion, min_samples_leaf=8)
        regression(write, "friedman1-depth", smooth, np.abs(level), criterion=criterion, max_depth=4)
        regression(write, "friedman1-weights", smooth, np.abs(level), weights, criterion=criterion, min_samples_leaf=6)
        regression(write, "counts", smooth, counts.astype(float), criterion=criterion, min_samples_split=20, min_samples_leaf=4)
    iris, wine = load_iris(), load_wine()
    wide = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
    tumours = load_breast_cancer()
    z = ((tumours.data - tumours.data.mean(axis=0)) / tumours.data.std(axis=0))[::4]
    for leaves in (2, 3, 4, 6):
        limited(write, f"wine-leaves-{leaves}", wide, wine.target, max_leaf_nodes=leaves)
        limited(write, f"breast-cancer-leaves-{leaves}", z, tumours.target[::4], max_leaf_nodes=leaves)
    # Without the widths of petals, which part setosa from the rest as their lengths do. Where classes overlap in every column no two splits of
    # large nodes gain the same.
    plain, groups = make_classification(400, 6, n_informative=5, n_redundant=0, n_classes=4, n_clusters_per_class=1, class_sep=0.8,
                                        random_state=3)
    limited(write, "iris-weight-fraction", iris.data[:, :3], iris.target, min_weight_fraction_leaf=0.1)
    limits = [
        *(limited(write, f"smooth-leaves-{leaves}", plain, groups, max_leaf_nodes=leaves) for leaves in (3, 5, 9, 17)),
        limited(write, "smooth-leaves-of-depth-4", plain, groups, max_leaf_nodes=9, max_depth=4),
        limited(write, "smooth-weight-fraction", plain, groups, min_weight_fraction_leaf=0.1),
        limited(write, "smooth-balanced", plain[40:], groups[40:], class_weight="balanced", max_depth=3),
    ]
    if not all(limits):
        raise ValueError("a tree that should be unique is not")
    limited(write, "wine-weight-fraction", wide, wine.target, min_weight_fraction_leaf=0.05)
    digits = load_digits()
    spread(write, "wine", wine.data, wine.target, 3)
    spread(write, "breast-cancer", tumours.data, tumours.target, 3)
    spread(write, "digits", digits.data, digits.target, 3)
    make_spreads_of_numbers(write)
