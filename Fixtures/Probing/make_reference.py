"""Writes reference.json: numbers made with NumPy, SciPy and scikit-learn that the tests hold ours against.

Run with the versions named in README.md: python make_reference.py
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.optimize
import scipy.stats
import sklearn
import sklearn.isotonic
import sklearn.linear_model
import sklearn.metrics

SEED = 20250
rng = np.random.default_rng(SEED)
out = {
    "generator": "Fixtures/Probing/make_reference.py",
    "seed": SEED,
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
}


def listed(a):
    return np.asarray(a, dtype=float).ravel().tolist()


# Ridge, leaving out each level. Level sizes differ; some have more rows than there are features.
sizes = [3, 7, 2, 9, 5, 4, 6, 8]
p, targets = 5, 3
n = sum(sizes)
levels = np.repeat(np.arange(len(sizes)), sizes)
x = rng.normal(size=(n, p)) @ rng.normal(size=(p, p)) + 3
y = x @ rng.normal(size=(p, targets)) * 0.3 + rng.normal(size=(n, targets)) + rng.normal(size=(len(sizes), targets))[levels]
penalties = [0.01, 1.0, 50.0]
held_out = []
for penalty in penalties:
    residual = np.zeros_like(y)
    for level in range(len(sizes)):
        keep = levels != level
        model = sklearn.linear_model.Ridge(alpha=penalty, solver="cholesky", tol=1e-14).fit(x[keep], y[keep])
        residual[~keep] = y[~keep] - model.predict(x[~keep])
    held_out.append(listed(residual))
full = sklearn.linear_model.Ridge(alpha=1.0, solver="cholesky").fit(x, y)
out["ridge"] = {
    "sizes": sizes, "columns": p, "targets": targets, "x": listed(x), "y": listed(y),
    "penalties": penalties, "heldOut": held_out, "weightsAtOne": listed(full.coef_.T),
}

# Metrics. Class 4 neither occurs nor is predicted; class 3 is predicted and does not occur.
actual = rng.choice(3, size=200, p=[0.6, 0.3, 0.1])
predicted = np.where(rng.random(200) < 0.6, actual, rng.integers(0, 4, size=200))
values = rng.normal(size=150)
guesses = values * 0.7 + rng.normal(size=150) * 0.5
present = [0, 1, 2, 3]
out["metrics"] = {
    "actual": actual.tolist(), "predicted": predicted.tolist(), "classes": 5,
    "macroF1": sklearn.metrics.f1_score(actual, predicted, labels=present, average="macro", zero_division=0),
    "f1": listed(sklearn.metrics.f1_score(actual, predicted, labels=present, average=None, zero_division=0)),
    "balancedAccuracy": sklearn.metrics.recall_score(actual, predicted, labels=[0, 1, 2], average="macro"),
    "values": listed(values), "guesses": listed(guesses), "r2": sklearn.metrics.r2_score(values, guesses),
}

# Ranks and lines, with ties.
a = np.round(rng.normal(size=80), 1)
b = np.round(0.5 * a + rng.normal(size=80), 1)
c = np.round(0.7 * a - 0.3 * b + rng.normal(size=80), 1)
ranks = [scipy.stats.rankdata(v) for v in (a, b, c)]
design = np.column_stack([np.ones(80), ranks[2]])
freed = [r - design @ np.linalg.lstsq(design, r, rcond=None)[0] for r in ranks[:2]]
series = np.cumsum(rng.normal(size=40)) + np.arange(40) * 0.2
weights = rng.uniform(0.5, 2, size=40)
theil = scipy.stats.theilslopes(b, a)
out["ranks"] = {
    "a": listed(a), "b": listed(b), "c": listed(c),
    "rankA": listed(ranks[0]), "spearman": scipy.stats.spearmanr(a, b).statistic,
    "partial": float(np.corrcoef(freed[0], freed[1])[0, 1]),
    "theilSlope": float(theil.slope), "theilIntercept": float(theil.intercept),
    "series": listed(series), "weights": listed(weights),
    "isotonic": listed(sklearn.isotonic.IsotonicRegression().fit_transform(np.arange(40), series)),
    "isotonicWeighted": listed(sklearn.isotonic.IsotonicRegression().fit_transform(np.arange(40), series, sample_weight=weights)),
}

# The normal distribution, false discoveries, Wilson's interval.
shares = [1e-12, 1e-6, 0.001, 0.02, 0.3, 0.5, 0.8, 0.975, 0.9999]
points = [-8, -3.3, -1, 0, 0.4, 2, 5]
pvalues = rng.uniform(size=12) ** 2
wilson = scipy.stats.binomtest(17, 40).proportion_ci(method="wilson")
out["distributions"] = {
    "shares": shares, "quantiles": listed(scipy.stats.norm.ppf(shares)),
    "points": points, "cumulative": listed(scipy.stats.norm.cdf(points)),
    "p": listed(pvalues),
    "benjaminiHochberg": listed(scipy.stats.false_discovery_control(pvalues, method="bh")),
    "benjaminiYekutieli": listed(scipy.stats.false_discovery_control(pvalues, method="by")),
    "wilson": [float(wilson.low), float(wilson.high)],
    "sample": listed(values[:23]), "sampleQuantiles": listed(np.quantile(values[:23], [0.025, 0.3, 0.5, 0.975])),
}

# Conditional logit: choices among three, four per cluster; the optimum by a general optimiser,
# errors by the sandwich over clusters written out.
sets, alternatives, columns = 120, 3, 3
features = rng.normal(size=(sets, alternatives, columns))
clusters = np.arange(sets) // 4
truth = np.array([1.0, -0.5, 0.25])
utility = features @ truth + 0.5 * (rng.normal(size=(sets // 4, columns))[clusters][:, None, :] * features).sum(-1)
probability = np.exp(utility) / np.exp(utility).sum(1, keepdims=True)
chosen = np.array([rng.choice(alternatives, p=q) for q in probability])


def pieces(beta):
    score = features @ beta
    score -= score.max(1, keepdims=True)
    q = np.exp(score) / np.exp(score).sum(1, keepdims=True)
    picked = features[np.arange(sets), chosen]
    mean = (q[:, :, None] * features).sum(1)
    gradient = picked - mean
    deviation = features - mean[:, None, :]
    information = np.einsum("sa,saj,sak->jk", q, deviation, deviation)
    return np.log(q[np.arange(sets), chosen]).sum(), gradient, information


fit = scipy.optimize.minimize(
    lambda beta: -pieces(beta)[0], np.zeros(columns), jac=lambda beta: -pieces(beta)[1].sum(0),
    method="BFGS", options={"gtol": 1e-12})
beta = fit.x
for _ in range(5):
    _, gradient, information = pieces(beta)
    beta = beta + np.linalg.solve(information, gradient.sum(0))
likelihood, gradient, information = pieces(beta)
by_cluster = np.array([gradient[clusters == k].sum(0) for k in range(sets // 4)])
groups = sets // 4
inverse = np.linalg.inv(information)
covariance = inverse @ (by_cluster.T @ by_cluster) @ inverse * groups / (groups - 1)
inflation = np.diag(np.linalg.inv(np.corrcoef(x.T)))
out["choice"] = {
    "sets": sets, "alternatives": alternatives, "columns": columns, "features": listed(features),
    "chosen": chosen.tolist(), "cluster": clusters.tolist(), "coefficients": listed(beta),
    "standardErrors": listed(np.sqrt(np.diag(covariance))), "logLikelihood": float(likelihood),
    "varianceInflation": listed(inflation),
}

path = pathlib.Path(__file__).with_name("reference.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
