"""Makes the golden values that the tests compare with, from scikit-learn.

    /usr/bin/python3 tools/golden/make_golden.py [AREA ...]

Each area is a module beside this file with a function make(write); write(algorithm, case, content) stores one case as
tests/golden/<algorithm>/<case>.json. Needs Debian's python3-sklearn (1.2.1). A golden is never edited by hand.
"""
import importlib
import json
import pathlib
import sys

import numpy
import sklearn

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent.parent / "tests" / "golden"


def plain(value):
    """Turns numpy values into what JSON has; doubles keep all their digits."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, numpy.ndarray):
        return plain(value.tolist())
    if isinstance(value, numpy.generic):
        return value.item()
    return value


def write(algorithm, case, content):
    """Stores one case: options, expected values, and each tolerance with its reason."""
    path = GOLDEN / algorithm / f"{case}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"library": "scikit-learn", "version": sklearn.__version__, **content}
    path.write_text(json.dumps(plain(content), separators=(",", ":")) + "\n")
    print(path.relative_to(GOLDEN.parent.parent))


def main():
    areas = sys.argv[1:] or sorted(p.stem for p in HERE.glob("*.py") if p.stem != "make_golden")
    sys.path.insert(0, str(HERE))
    for area in areas:
        importlib.import_module(area).make(write)


if __name__ == "__main__":
    main()
