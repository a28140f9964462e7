"""LIBSVM's library as its header declares it, and rows in the form that it and LIBLINEAR read."""
import ctypes
import ctypes.util

import numpy as np


class Problem(ctypes.Structure):
    _fields_ = [("l", ctypes.c_int), ("y", ctypes.c_void_p), ("x", ctypes.c_void_p)]


class Parameter(ctypes.Structure):
    _fields_ = [("svm_type", ctypes.c_int), ("kernel_type", ctypes.c_int), ("degree", ctypes.c_int), ("gamma", ctypes.c_double),
                ("coef0", ctypes.c_double), ("cache_size", ctypes.c_double), ("eps", ctypes.c_double), ("C", ctypes.c_double),
                ("nr_weight", ctypes.c_int), ("weight_label", ctypes.c_void_p), ("weight", ctypes.c_void_p), ("nu", ctypes.c_double),
                ("p", ctypes.c_double), ("shrinking", ctypes.c_int), ("probability", ctypes.c_int)]


def nodes(x, bias=None):
    """Nodes of all rows one after another, each row ended by an index of -1, and where each row starts."""
    n, p = x.shape
    ends = np.ones((n, 1 if bias is None else 2), bool)
    filled = np.c_[x != 0, ends]
    index = np.r_[np.arange(1, p + 1), [] if bias is None else [p + 1], [-1]].astype(np.int32)
    values = np.c_[x, np.zeros((n, 1)) if bias is None else np.c_[np.full(n, float(bias)), np.zeros(n)]]
    found = np.zeros(filled.sum(), np.dtype([("index", "i4"), ("value", "f8")], align=True))
    found["index"] = index[np.nonzero(filled)[1]]
    found["value"] = values[filled]
    starts = found.ctypes.data + found.itemsize * np.r_[0, np.cumsum(filled.sum(axis=1))[:-1]].astype(np.uint64)
    return found, starts.astype(np.uint64)


class Library:
    """LIBSVM on rows that are in memory as its nodes. OSError where it is not installed.

    tell: what is done with each text that it prints.
    """

    def __init__(self, tell):
        name = ctypes.util.find_library("svm")
        if name is None:
            raise OSError("LIBSVM was not found")
        self.svm = ctypes.CDLL(name)
        self.svm.svm_train.restype = ctypes.c_void_p
        self.svm.svm_predict.restype = ctypes.c_double
        self.printer = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: tell(text.decode()))
        self.svm.svm_set_print_string_function(self.printer)
        number = ctypes.c_int.in_dll(self.svm, "libsvm_version").value
        self.version = f"{number // 100}.{number % 100}"

    def fit_rbf(self, rows, y, c, gamma):
        # LIBSVM's model points into the rows and the problem.
        self.y = y.astype(float)
        self.problem = Problem(len(self.y), self.y.ctypes.data, rows[1].ctypes.data)
        self.parameter = Parameter(kernel_type=2, gamma=gamma, cache_size=1000, eps=1e-3, C=c, shrinking=1)
        self.model = ctypes.c_void_p(self.svm.svm_train(ctypes.byref(self.problem), ctypes.byref(self.parameter)))

    def predict(self, rows):
        predict, model = self.svm.svm_predict, self.model
        return np.array([predict(model, ctypes.c_void_p(int(start))) for start in rows[1]])

    def save(self, path):
        self.svm.svm_save_model(path, self.model)
