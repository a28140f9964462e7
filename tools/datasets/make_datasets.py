"""Makes datasets/ from the files that scikit-learn ships: one plain form, the digits of every value as they are there.

    /usr/bin/python3 tools/datasets/make_datasets.py

Needs Debian's python3-sklearn (1.2.1). Feature names come from its loaders; datasets/README.md says where the data is from.
"""
import gzip
import pathlib

import sklearn.datasets
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

SOURCE = pathlib.Path(sklearn.datasets.__file__).parent / "data"
TARGET = pathlib.Path(__file__).resolve().parent.parent.parent / "datasets"


def text(names, classes, rows):
    """A header, then each row's values untouched and its class by name."""
    lines = [",".join([*names, "class"])]
    for row in rows:
        values, code = row.rsplit(",", 1)
        lines.append(f"{values},{classes[int(float(code))]}")
    return "\n".join(lines) + "\n"


def rows_of(name):
    """The rows of one of scikit-learn's files; its first line holds counts and class names."""
    return (SOURCE / name).read_text().split()[1:]


def main():
    TARGET.mkdir(exist_ok=True)
    iris, wine, cancer, digits = load_iris(), load_wine(), load_breast_cancer(), load_digits()
    (TARGET / "iris.csv").write_text(text(iris.feature_names, iris.target_names, rows_of("iris.csv")))
    (TARGET / "wine.csv").write_text(text(
        [name.replace("_", " ") for name in wine.feature_names], ["barolo", "grignolino", "barbera"], rows_of("wine_data.csv")))
    (TARGET / "breast-cancer.csv").write_text(text(cancer.feature_names, cancer.target_names, rows_of("breast_cancer.csv")))
    with gzip.open(SOURCE / "digits.csv.gz", "rt") as file:
        content = text(digits.feature_names, range(10), file.read().split())
    (TARGET / "digits.csv.gz").write_bytes(gzip.compress(content.encode(), mtime=0))


if __name__ == "__main__":
    main()
