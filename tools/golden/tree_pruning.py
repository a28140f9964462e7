"""Minimal cost-complexity pruning, and regression trees with limits, of scikit-learn.

Only trees that are the same under 20 random states are pruned (see trees.py). Links of equal price are cut in an order that rounding
decides, so the path is compared after all of a price are gone: at its steps that the next one exceeds by more than 1e-9 of the largest.
Between two such prices any price gives the same tree; the one halfway is taken.
"""
import numpy as np
from sklearn.datasets import load_diabetes, make_classification, make_friedman1
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from tree_regression import NAMES, regression
from trees import SEEDS, same


def pruned(write, name, kind, x, y, weights=None, **options):
    x = np.round(x * 64) / 64
    trees = [kind(random_state=seed, **options).fit(x, y, sample_weight=weights) for seed in range(SEEDS)]
    if not all(same(trees[0], tree) for tree in trees):
        raise ValueError(f"{name} is not unique")
    path = trees[0].cost_complexity_pruning_path(x, y, sample_weight=weights)
    alphas, impurities = path.ccp_alphas, path.impurities
    last = np.append(np.diff(alphas) > 1e-9 * alphas[-1], True)
    alphas, impurities = alphas[last], impurities[last]
    cuts = []
    for i in range(0, len(alphas) - 1, max(1, len(alphas) // 6)):
        alpha = (alphas[i] + alphas[i + 1]) / 2
        tree = kind(random_state=0, ccp_alpha=alpha, **options).fit(x, y, sample_weight=weights)
        cuts.append({"alpha": alpha, "leaves": tree.get_n_leaves(), "predictions": tree.predict(x)})
    print(name, f"{len(path.ccp_alphas)} steps, {len(alphas)} prices")
    write("decision-tree-pruning", name, {
        "x": x, "y": y, "weights": weights, "criterion": options["criterion"], "leaf": options.get("min_samples_leaf", 1),
        "alphas": alphas, "impurities": impurities, "cuts": cuts})


def make(write):
    smooth, groups = make_classification(200, 5, n_informative=4, n_redundant=0, n_classes=3, n_clusters_per_class=1, class_sep=0.8,
                                         random_state=3)
    # So varied that few gains tie.
    weights = 0.25 * (1 + np.arange(200) % 7) * (1 + np.arange(200) % 11 / 16)
    for criterion in ("gini", "entropy"):
        pruned(write, f"smooth-{criterion}", DecisionTreeClassifier, smooth, groups, criterion=criterion, min_samples_leaf=12)
        pruned(write, f"smooth-{criterion}-weights", DecisionTreeClassifier, smooth, groups, weights, criterion=criterion,
               min_samples_leaf=4)
    data = load_diabetes(scaled=False)
    level, target = make_friedman1(150, 6, noise=0.5, random_state=1)
    pruned(write, "diabetes-squared-error", DecisionTreeRegressor, data.data[:160], data.target[:160], criterion="squared_error",
           min_samples_leaf=5)
    # In smaller leaves absolute errors of neighbouring thresholds tie, and rounding decides whatever the random state.
    pruned(write, "friedman1-absolute-error", DecisionTreeRegressor, level, target, criterion="absolute_error", min_samples_leaf=16)
    pruned(write, "friedman1-poisson", DecisionTreeRegressor, level, np.abs(target), criterion="poisson", min_samples_leaf=4)
    for criterion in NAMES:
        # What Friedman's criterion calls a decrease differs (see DecisionTreeRegressor).
        if criterion == "friedman_mse":
            continue
        regression(write, "friedman1-leaves", level, np.abs(target), criterion=criterion, max_leaf_nodes=7)
        regression(write, "friedman1-decrease", level, np.abs(target), criterion=criterion, min_impurity_decrease=0.05)
        if criterion != "absolute_error":
            # With these weights absolute errors tie at the second question already.
            regression(write, "friedman1-weight-fraction", level, np.abs(target), 0.25 * (1 + np.arange(150) % 7), criterion=criterion,
                       min_weight_fraction_leaf=0.06)
