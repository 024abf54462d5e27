"""Write scikit-learn's probabilities for small made-up examples into tests/parity/golden/logistic_regression.json.

    pip install scikit-learn==1.9.1
    python -m scripts.generate.golden_logistic_regression

Run by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

import sklearn
from sklearn.linear_model import LogisticRegression

from tests.parity.clustered_points import made

TARGET = Path(__file__).parents[2] / "tests" / "parity" / "golden" / "logistic_regression.json"
# Number of examples, dimensions, labels, and the inverse strength of the regularization.
CASES = ((60, 12, 3, 1.0), (60, 12, 3, 10.0), (40, 8, 2, 1.0), (40, 8, 2, 100.0), (10, 24, 2, 10.0), (12, 24, 4, 10.0))


def main() -> None:
    """Fit each case and write the probabilities of the first ten points."""
    cases = []
    for examples, dim, labels, C in CASES:
        points, targets = made(examples, dim, labels)
        model = LogisticRegression(C=C, tol=1e-8, max_iter=10_000).fit(points, targets)
        cases.append(
            {
                "examples": examples,
                "dim": dim,
                "labels": labels,
                "C": C,
                "probabilities": [[round(float(one), 6) for one in row] for row in model.predict_proba(points[:10])],
            }
        )
    TARGET.write_text(json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
