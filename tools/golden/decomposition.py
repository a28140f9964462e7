"""PCA, incremental PCA, discriminant analysis and kernel PCA, from scikit-learn, and the eigenvalues of test matrices from LAPACK."""
import numpy as np
import scipy.linalg
from sklearn.covariance import ledoit_wolf
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.decomposition import PCA, IncrementalPCA, KernelPCA
from sklearn.decomposition._pca import _infer_dimension
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis


def matrices():
    rng = np.random.default_rng(7)
    wine = load_wine().data[::2]
    factors = rng.normal(size=(40, 3)) @ rng.normal(size=(3, 8))
    q, _ = np.linalg.qr(rng.normal(size=(60, 6)))
    v, _ = np.linalg.qr(rng.normal(size=(6, 6)))
    constant = rng.normal(size=(30, 5))
    constant[:, 2] = 7.5
    constant[:, 4] = 0.0
    return {
        "iris": load_iris().data,
        "wine": wine,
        "rank-deficient": factors,
        "condition-1e8": (q * np.logspace(0, -8, 6)) @ v.T,
        "wide": rng.normal(size=(12, 30)) * np.linspace(3, 0.1, 30),
        "duplicates": np.repeat(rng.normal(size=(9, 4)), 4, axis=0),
        "offset": 1e4 + rng.normal(size=(80, 5)) * [1, 0.9, 0.8, 0.6, 0.5],
        "constant-columns": constant,
        "one-feature": rng.normal(size=(20, 1)),
    }


def signed(components):
    """Each row with its largest entry positive; of entries equal but for rounding, the first."""
    out = []
    for row in components:
        at = np.flatnonzero(np.abs(row) >= np.abs(row).max() * (1 - 1e-9))[0]
        out.append(row * np.sign(row[at]))
    return np.array(out)


def pca(write, name, x, k=None, whiten=False):
    model = PCA(k, whiten=whiten, svd_solver="full").fit(x)
    # Whitening does not change the distribution; scikit-learn 1.2 scales the components of a whitened model twice in its score.
    is_full = model.n_components_ == x.shape[1] and model.explained_variance_[-1] > 1e-14
    likelihood = PCA(k, svd_solver="full").fit(x).score(x) if is_full or model.noise_variance_ > 1e-14 else None
    # Directions of variances that stand apart; the others turn freely.
    write("pca", name, {
        "x": x, "components_wanted": k, "whiten": whiten, "mean": model.mean_, "variances": model.explained_variance_,
        "ratios": model.explained_variance_ratio_, "components": signed(model.components_), "noise": model.noise_variance_,
        "likelihood": likelihood,
        "covariance_eigenvalues": np.linalg.eigvalsh(np.atleast_2d(np.cov(x, rowvar=False)))[::-1],
    })


def incremental(write, name, x, k, batch):
    model = IncrementalPCA(k, batch_size=batch).fit(x)
    write("incremental-pca", name, {
        "x": x, "count": k, "batch": batch, "mean": model.mean_, "variances": model.explained_variance_,
        "ratios": model.explained_variance_ratio_, "components": signed(model.components_), "noise": model.noise_variance_,
    })


def axes(x, y, priors, within):
    means = np.array([x[y == k].mean(axis=0) for k in range(y.max() + 1)])
    centred = means - priors @ means
    between = (priors[:, None] * centred).T @ centred
    values, vectors = scipy.linalg.eigh(between, within)
    count = min(y.max(), x.shape[1])
    return signed(vectors.T[::-1][:count]), values[::-1][:count] / values.sum()


def lda(write, name, x, y, solver="svd", shrinkage=None, priors=None):
    model = LinearDiscriminantAnalysis(solver=solver, shrinkage=shrinkage, priors=priors).fit(x, y)
    content = {
        "x": x, "y": y, "solver": solver, "shrinkage": shrinkage, "priors": priors, "coefficients": model.coef_,
        "intercept": model.intercept_, "probabilities": model.predict_proba(x), "predictions": model.predict(x),
    }
    if solver == "eigen":
        # scikit-learn's S_B is the difference of two shrunk covariances; the textbook's is not shrunk.
        content["axes"], content["ratios"] = axes(x, y, model.priors_, model.covariance_)
    if solver == "svd":
        content["axes"] = signed(model.scalings_.T[:min(y.max(), model.scalings_.shape[1])])
        content["ratios"] = model.explained_variance_ratio_
    write("linear-discriminant", name, content)


def qda(write, name, x, y, reg=0.0, priors=None):
    model = QuadraticDiscriminantAnalysis(reg_param=reg, priors=priors).fit(x, y)
    write("quadratic-discriminant", name, {
        "x": x, "y": y, "regularization": reg, "priors": priors, "scores": model.decision_function(x),
        "probabilities": model.predict_proba(x), "predictions": model.predict(x),
    })


def kernel_pca(write, name, x, kernel, k, **options):
    new = x[::7] * 0.97
    model = KernelPCA(k, kernel=kernel, eigen_solver="dense", fit_inverse_transform=kernel != "precomputed", **options).fit(x)
    scores = model.transform(x)
    signs = np.sign(model.eigenvectors_[np.abs(model.eigenvectors_).argmax(axis=0), range(k)])
    write("kernel-pca", name, {
        "x": x, "new": new, "kernel": kernel, "count": k, "options": options, "eigenvalues": model.eigenvalues_,
        "scores": scores * signs, "new_scores": model.transform(new) * signs, "inverse": model.inverse_transform(scores[::7]),
    })


def minka(write):
    """Spectra with the dimensions that scikit-learn infers: of data, and planted in noise, with many rows and with hardly more than columns."""
    rng = np.random.default_rng(11)
    wine = load_wine().data
    samples = [load_iris().data, wine, (wine - wine.mean(0)) / wine.std(0), load_breast_cancer().data, load_diabetes().data, load_digits().data]
    for p, k, n in [(2, 1, 10), (5, 1, 20), (5, 4, 200), (12, 5, 13), (12, 5, 500), (12, 11, 60), (30, 3, 31), (30, 20, 1000), (30, 29, 5000)]:
        samples.append(rng.normal(size=(n, k)) @ rng.normal(size=(k, p)) * 2 + rng.normal(size=(n, p)))
    cases = []
    for x in samples:
        variances = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2 / (len(x) - 1)
        cases.append({"variances": variances, "rows": len(x), "dimension": _infer_dimension(variances, len(x))})
    write("pca-mle", "spectra", {"cases": cases})


def make(write):
    cases = matrices()
    for name, x in cases.items():
        pca(write, name, x)
    pca(write, "wine-3", cases["wine"], 3)
    pca(write, "wine-whiten", cases["wine"], 4, whiten=True)
    pca(write, "iris-share", cases["iris"], 0.95)
    pca(write, "wine-mle", (cases["wine"] - cases["wine"].mean(0)) / cases["wine"].std(0), "mle")
    pca(write, "offset-2", cases["offset"], 2)
    minka(write)

    incremental(write, "iris", cases["iris"], 2, 30)
    incremental(write, "wine", cases["wine"], 5, 20)
    incremental(write, "offset", cases["offset"], 3, 16)

    iris, wine = load_iris(), load_wine()
    wx, wy = wine.data[::2], wine.target[::2]
    for solver in ["svd", "eigen", "lsqr"]:
        lda(write, f"iris-{solver}", iris.data, iris.target, solver)
    lda(write, "wine-svd", wx, wy)
    lda(write, "wine-two-classes", wx[wy < 2], wy[wy < 2])
    lda(write, "iris-priors", iris.data, iris.target, "eigen", priors=[0.2, 0.3, 0.5])
    lda(write, "iris-priors-svd", iris.data, iris.target, "svd", priors=[0.2, 0.3, 0.5])
    lda(write, "wine-shrunk", wx, wy, "eigen", 0.3)
    lda(write, "wine-ledoit-wolf", wx, wy, "lsqr", "auto")
    lda(write, "wine-ledoit-wolf-eigen", wx, wy, "eigen", "auto")
    collinear = np.c_[iris.data, iris.data[:, 0] + iris.data[:, 1]]
    lda(write, "iris-collinear", collinear, iris.target)
    lda(write, "iris-collinear-least-squares", collinear, iris.target, "lsqr")
    lda(write, "iris-offset", iris.data + 1e4, iris.target)

    qda(write, "iris", iris.data, iris.target)
    qda(write, "iris-regularized", iris.data, iris.target, 0.2)
    qda(write, "wine-priors", wx[:, :6], wy, priors=[0.5, 0.25, 0.25])
    qda(write, "iris-two-classes", iris.data[50:], iris.target[50:] - 1)

    sx = (iris.data - iris.data.mean(0))[::3]
    kernel_pca(write, "linear", sx, "linear", 3, alpha=0.1)
    kernel_pca(write, "rbf", sx, "rbf", 4, gamma=0.3, alpha=0.01)
    kernel_pca(write, "rbf-auto", iris.data[::3] + 1e3, "rbf", 2)
    kernel_pca(write, "polynomial", sx, "poly", 3, gamma=0.2, degree=3, coef0=1.0)
    kernel_pca(write, "sigmoid", sx, "sigmoid", 2, gamma=0.01, coef0=0.5)
    kernel_pca(write, "cosine", iris.data[::3], "cosine", 2)
    rng = np.random.default_rng(3)
    counts = np.abs(rng.normal(size=(40, 5)))
    from sklearn.metrics.pairwise import chi2_kernel, cosine_similarity, laplacian_kernel, polynomial_kernel, rbf_kernel, sigmoid_kernel
    other = np.abs(rng.normal(size=(9, 5)))
    write("kernel-functions", "all", {
        "x": counts, "y": other,
        "linear": counts @ other.T,
        "polynomial": polynomial_kernel(counts, other, degree=4, gamma=0.3, coef0=0.7),
        "rbf": rbf_kernel(counts, other, gamma=0.4),
        "rbf_scale": rbf_kernel(counts, other, gamma=1 / (5 * counts.var())),
        "rbf_auto": rbf_kernel(counts, other, gamma=1 / 5),
        "sigmoid": sigmoid_kernel(counts, other, gamma=0.2, coef0=-0.3),
        "laplacian": laplacian_kernel(counts, other, gamma=0.6),
        "chi-squared": chi2_kernel(counts, other, gamma=0.9),
        "cosine": cosine_similarity(counts, other),
    })
