"""Permutation importances: of one tree by scikit-learn on rows held out, of forests by ranger out of bag.

Both permute by random numbers of their own, so what is expected is a mean with its deviation: over repeats, and over seeds.
ranger runs in R (Debian: r-cran-ranger).
"""
import json
import subprocess

import numpy as np
from sklearn.datasets import load_breast_cancer, load_wine, make_classification, make_friedman1
from sklearn.inspection import permutation_importance
from sklearn.tree import DecisionTreeClassifier

REPEATS = 200
SEEDS = 10

RANGER = """
data <- jsonlite::fromJSON(file("stdin"))
x <- data$x
colnames(x) <- paste0("x", seq_len(ncol(x)))
y <- if (data$classes) factor(data$y) else data$y
importances <- t(sapply(seq_len(%d), function(seed) ranger::ranger(
  x = x, y = y, num.trees = 200, mtry = data$mtry, min.node.size = 1, importance = "permutation", seed = seed)$variable.importance))
cat(jsonlite::toJSON(list(version = as.character(packageVersion("ranger")), importances = importances), digits = NA))
"""


def out_of_bag(write, name, x, y, classes, mtry):
    data = {"x": x.tolist(), "y": y.tolist(), "classes": classes, "mtry": mtry}
    answer = json.loads(subprocess.run(["Rscript", "-e", RANGER % SEEDS], input=json.dumps(data), capture_output=True, text=True, check=True).stdout)
    importances = np.array(answer["importances"])
    write("permutation-importance", name, {
        "library": "ranger", "version": answer["version"][0], "x": x, "y": y, "means": importances.mean(axis=0),
        "deviations": importances.std(axis=0), "tolerance": "4 deviations of a single seed, over the mean of 4 of ours and 10 of theirs"})


def make(write):
    x, y = make_classification(400, 6, n_informative=5, n_redundant=0, n_classes=4, n_clusters_per_class=1, class_sep=0.8, random_state=3)
    x = np.round(x * 64) / 64
    train, test = slice(0, 250), slice(250, 400)
    trees = [DecisionTreeClassifier(max_depth=4, random_state=seed).fit(x[train], y[train]) for seed in range(20)]
    assert len({tuple(tree.tree_.threshold) for tree in trees}) == 1, "ties would make the tree another"
    result = permutation_importance(trees[0], x[test], y[test], n_repeats=REPEATS, random_state=0)
    write("permutation-importance", "held-out-tree", {
        "x": x, "y": y, "trainRows": 250, "means": result.importances_mean, "deviations": result.importances_std, "repeats": REPEATS,
        "accuracy": trees[0].score(x[test], y[test]), "tolerance": "5 standard errors of the difference of two means over the repeats"})

    wine, cancer = load_wine(), load_breast_cancer()
    out_of_bag(write, "out-of-bag-wine", wine.data, wine.target, True, 3)
    out_of_bag(write, "out-of-bag-breast-cancer", cancer.data[::3], cancer.target[::3], True, 5)
    x, y = make_friedman1(300, 8, noise=0.5, random_state=1)
    out_of_bag(write, "out-of-bag-friedman1", x, y, False, 3)
