"""Classification trees. scikit-learn breaks ties by its random state, so each tree is grown under 20 of them.

Where all 20 agree the structure is unique, and the whole tree is the expected value. Elsewhere it is what they share: the nodes, named by
their path of L and R, that all 20 have with the same question or all as leaves. A case whose trees share no question is refused: so Iris goes
without the widths of petals, which part setosa from the rest as their lengths do. Features are multiples of 1/64: scikit-learn reads them as
floats, and these floats are exact.
"""
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine, make_classification
from sklearn.tree import DecisionTreeClassifier, export_text

SEEDS = 20


def grown(tree):
    t = tree.tree_
    inner = t.feature >= 0
    return {
        "features": np.where(inner, t.feature, -1), "thresholds": np.where(inner, t.threshold, 0), "left": t.children_left,
        "right": t.children_right, "impurities": t.impurity, "weights": t.weighted_n_node_samples, "rows": t.n_node_samples,
        "shares": t.value[:, 0, :] / t.value[:, 0, :].sum(axis=1, keepdims=True),
    }


def same(a, b):
    return all(np.array_equal(a.tree_.__getstate__()["nodes"][k], b.tree_.__getstate__()["nodes"][k])
               for k in ("feature", "threshold", "left_child", "right_child"))


def shared(name, trees):
    """The nodes that every tree has, from the root down, as far as all ask the same question; refused where that is none."""
    nodes, pending = [], [("", [0] * len(trees))]
    while pending:
        path, at = pending.pop()
        questions = {(t.tree_.feature[n], t.tree_.threshold[n]) for t, n in zip(trees, at)}
        if len(questions) > 1:
            continue
        (feature, threshold), t, n = questions.pop(), trees[0].tree_, at[0]
        nodes.append({"path": path, "feature": max(feature, -1), "threshold": threshold if feature >= 0 else 0,
                      "impurity": t.impurity[n], "rows": t.n_node_samples[n]})
        if feature >= 0:
            pending.append((path + "R", [t.tree_.children_right[n] for t, n in zip(trees, at)]))
            pending.append((path + "L", [t.tree_.children_left[n] for t, n in zip(trees, at)]))
    if all(node["feature"] < 0 for node in nodes):
        raise ValueError(f"{name}: no question is the same under all random states")
    return nodes


def case(write, name, x, y, weights=None, text=False, criterion="gini", depth=None, split=2, leaf=1, decrease=0.0):
    x = np.round(x * 64) / 64
    trees = [DecisionTreeClassifier(criterion=criterion, max_depth=depth, min_samples_split=split, min_samples_leaf=leaf,
                                    min_impurity_decrease=decrease, random_state=seed).fit(x, y, sample_weight=weights)
             for seed in range(SEEDS)]
    unique = all(same(trees[0], tree) for tree in trees)
    accuracies = {tree.score(x, y, sample_weight=weights) for tree in trees}
    nodes = shared(name, trees)
    print(name, "is unique" if unique else f"shares {len(nodes)} of {trees[0].tree_.node_count} nodes")
    sizes = {tuple(sorted(t.tree_.n_node_samples)) for t in trees}
    content = {
        "x": x, "y": y, "weights": weights, "options": {
            "Criterion": criterion.capitalize(), "MaxDepth": depth, "MinSamplesSplit": split, "MinSamplesLeaf": leaf,
            "MinImpurityDecrease": decrease},
        "unique": unique, "shared": nodes, "accuracy": accuracies.pop() if len(accuracies) == 1 else None,
        "sizes": sizes.pop() if len(sizes) == 1 else None}
    if unique:
        tree = trees[0]
        content |= {"tree": grown(tree), "depth": tree.get_depth(), "leaves": tree.get_n_leaves(), "predictions": tree.predict(x),
                    "leafOfRow": tree.apply(x), "importances": tree.feature_importances_,
                    "text": export_text(tree, max_depth=2) if text else None}
    write("decision-tree", name, content)


def make(write):
    iris, wine, cancer, digits = load_iris(), load_wine(), load_breast_cancer(), load_digits()
    wide = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
    tumours = ((cancer.data - cancer.data.mean(axis=0)) / cancer.data.std(axis=0))[::3]
    diagnoses = cancer.target[::3]
    images, names = digits.data[::6], digits.target[::6]
    lengths = iris.data[:, :3]
    weights = 0.25 * (1 + np.arange(150) % 7)
    some = np.where(np.arange(150) % 5 == 0, 0, weights)
    smooth, groups = make_classification(400, 6, n_informative=5, n_redundant=0, n_classes=4, n_clusters_per_class=1, class_sep=0.8,
                                         random_state=3)
    for criterion in ("gini", "entropy"):
        def both(name, *args, **options):
            case(write, f"{name}-{criterion}", *args, criterion=criterion, **options)

        both("iris", lengths, iris.target)
        both("iris-depth-2", lengths, iris.target, depth=2, text=True)
        both("iris-weights", lengths, iris.target, weights=weights, leaf=8)
        both("iris-zero-weights", lengths, iris.target, weights=some, split=40, leaf=8)
        both("iris-no-petal-length", iris.data[:, [0, 1, 3]], iris.target, split=8, text=True)
        both("iris-no-petal-length-weights", iris.data[:, [0, 1, 3]], iris.target, weights=weights, leaf=4)
        both("one-feature", smooth[:, :1], groups)
        both("one-feature-weights", smooth[:, 1:2], groups, weights=np.resize(some, 400))
        both("wine", wide, wine.target)
        both("wine-leaf", wide, wine.target, leaf=10)
        both("breast-cancer-decrease", tumours, diagnoses, decrease=0.02)
        both("digits-split", images, names, split=60)
        both("smooth", smooth, groups)
        both("smooth-depth-4", smooth, groups, depth=4, text=True)
        both("smooth-leaf", smooth, groups, leaf=6, text=True)
        both("smooth-split", smooth, groups, split=40)
        both("smooth-decrease", smooth, groups, decrease=0.01)
        both("smooth-all", smooth, groups, weights=np.resize(some, 400), depth=6, split=20, leaf=5, decrease=0.001)
    # The only split there is gains nothing, and is taken.
    case(write, "no-gain", np.array([[0.0], [0], [1], [1]]), np.array([0, 1, 0, 1]))
