"""The opinion space: where each person stands, from answers that are mostly missing.

1. *Directions.* Answers are centred per statement, on the people who answered it, and never filled in. A missing
   answer shrinks an off-diagonal product of two statements by both their response rates but a diagonal one only once
   (Lounici 2014, "High-dimensional covariance matrix estimation with missing observations", Bernoulli 20:1029). So
   columns are scaled by the root of their number of answers, rows by the root of theirs (one heavy voter is not many
   people), and the diagonal is taken out (Zhang, Cai & Wu 2022, "Heteroskedastic PCA", Annals of Statistics 50:53).
   The leading eigenvectors of that matrix come from the Lanczos method with full reorthogonalisation; the matrix
   itself (statements x statements) is never made, only its product with a vector.
2. *Places.* Given the directions, a person's place is a latent variable with a normal prior, and each answer is
   direction x place + noise (probabilistic principal components with missing data: Tipping & Bishop 1999, J. R.
   Statist. Soc. B 61:611; Ilin & Raiko 2010, JMLR 11:1957). Only answers that were given enter. The variances of
   prior and noise are estimated by EM.
3. *Light voters.* The posterior mean pulls people with few votes to the centre, the unshrunk place throws them
   outside. Dividing the posterior mean by the root of its reliability makes the expected squared distance to the
   centre equal for everybody (constrained Bayes: Louis 1984, JASA 79:393; Ghosh 1992, JASA 87:533).

"Unsure" is here no answer: it is also the button to skip.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .votes import Floats, Ints

# Added to the number of answers of a statement. Two statements that hardly anybody but one light voter answered would
# else make a direction of their own, on which all others stand at zero (seen in real conversations below 20).
DAMPING = 30.0
QUICK_ROUNDS, SETTLED_ROUNDS = 8, 16


@dataclass(frozen=True)
class Answers:
    """Decided votes (agree, disagree) sorted by person; person and statement int64[n], sign float64[n] in {-1, 1}."""

    person: Ints
    statement: Ints
    sign: Floats
    n_people: int
    n_statements: int

    def per_person(self) -> Ints:
        return np.bincount(self.person, minlength=self.n_people).astype(np.int64)

    def per_statement(self) -> Ints:
        return np.bincount(self.statement, minlength=self.n_statements).astype(np.int64)

    def mean(self) -> Floats:
        """Mean answer per statement, pulled to 0 as if one undecided person had answered too."""
        total = np.bincount(self.statement, self.sign, minlength=self.n_statements)
        return np.asarray(total / (self.per_statement() + 1.0))

    def table(self, values: Floats) -> sparse.csr_matrix:
        """people x statements with a value per answer."""
        starts = np.concatenate(([0], np.cumsum(self.per_person())))
        shape = (self.n_people, self.n_statements)
        return sparse.csr_matrix((values, self.statement, starts), shape=shape)


@dataclass(frozen=True)
class Space:
    """mean: posterior means [people, d]; reliability: [people], 0 (no votes) to 1; explained: [d]."""

    mean: Floats
    spread: Floats
    reliability: Floats
    explained: Floats

    def drawn(self) -> Floats:
        """Places to draw [people, 2]: equal expected distance for light and heavy voters; one is the spread of the
        first direction, and the second is as much smaller as it explains less."""
        scale = np.sqrt(self.explained[:2] / max(float(self.explained[0]), 1e-12))
        scale = scale / np.maximum(self.spread[:2], 1e-12)
        return np.asarray(self.mean[:, :2] * scale / np.sqrt(np.maximum(self.reliability, 1e-9))[:, None])


def open_space(answers: Answers, n_directions: int, random: np.random.Generator, rounds: int = QUICK_ROUNDS) -> Space:
    """The space of at most `n_directions` dimensions (always at least two columns; zeros where there is nothing).

    rounds: of EM for the variances. Groups only start from the places, so few will do; a space that is drawn or
    correlated needs them settled, else light voters stand too near to or too far from the centre.
    """
    wanted = max(2, n_directions)
    if not answers.sign.size:
        nothing = np.zeros((answers.n_people, wanted))
        return Space(nothing, np.zeros(wanted), np.zeros(answers.n_people), np.zeros(wanted))
    centred = answers.sign - answers.mean()[answers.statement]
    return _places(answers, centred, _directions(answers, centred, wanted, random), rounds)


def _directions(answers: Answers, centred: Floats, wanted: int, random: np.random.Generator) -> Floats:
    """Loadings [statements, wanted], largest eigenvalue first, sign fixed; zero columns where no structure is left."""
    weight = np.sqrt(answers.per_statement() + DAMPING)
    rows = np.sqrt(np.maximum(answers.per_person(), 1))
    scaled = centred / rows[answers.person] / weight[answers.statement]
    table = answers.table(scaled)
    turned = table.T.tocsr()
    diagonal = np.bincount(answers.statement, scaled * scaled, minlength=answers.n_statements)

    def times(vector: Floats) -> Floats:
        return np.asarray(turned @ (table @ vector) - diagonal * vector)

    values, vectors = _lanczos(times, random.normal(size=answers.n_statements), steps=12 + 6 * wanted)
    order = np.argsort(-values, kind="stable")[:wanted]
    loadings = np.zeros((answers.n_statements, wanted))
    for column, position in enumerate(order):
        if values[position] > 1e-10:
            vector = vectors[:, position] * weight
            loadings[:, column] = vector * (1.0 if vector[np.argmax(np.abs(vector))] > 0 else -1.0)
    return loadings


def _lanczos(times: Callable[[Floats], Floats], start: Floats, steps: int) -> tuple[Floats, Floats]:
    """Leading eigenpairs of a symmetric operator; exact when it has fewer dimensions than steps."""
    size = len(start)
    steps = min(size, steps)
    basis = np.zeros((steps, size))
    middle, beside = np.zeros(steps), np.zeros(steps)
    basis[0] = start / np.linalg.norm(start)
    for step in range(steps):
        vector = times(basis[step])
        middle[step] = basis[step] @ vector
        for _ in range(2):  # once is not enough to keep the basis orthogonal
            vector = vector - basis[: step + 1].T @ (basis[: step + 1] @ vector)
        length = float(np.linalg.norm(vector))
        if step + 1 == steps or length < 1e-10:
            steps = step + 1
            break
        beside[step] = length
        basis[step + 1] = vector / length
    small = np.diag(middle[:steps]) + np.diag(beside[: steps - 1], 1) + np.diag(beside[: steps - 1], -1)
    values, mix = np.linalg.eigh(small)
    return values, basis[:steps].T @ mix


def _places(answers: Answers, centred: Floats, loadings: Floats, rounds: int) -> Space:
    """EM for the variances of prior and noise, with the directions held fixed (they are good after step 1)."""
    n, d = answers.n_people, loadings.shape[1]
    seen = answers.table(np.ones_like(centred))
    shift = np.asarray(answers.table(centred) @ loadings)
    pairs = (loadings[:, :, None] * loadings[:, None, :]).reshape(-1, d * d)
    gram = np.asarray(seen @ pairs).reshape(n, d, d)
    live = np.abs(loadings).sum(axis=0) > 0
    total = float(centred @ centred)
    noise = max(total / len(centred), 1e-9)
    energy = np.maximum(np.einsum("njj->j", gram), 1e-12)
    spread = np.where(live, 0.2 * total / energy, 1e-12)
    mean: Floats = np.zeros((n, d))
    cover: Floats = np.zeros((n, d, d))
    for _ in range(rounds):
        cover = np.asarray(np.linalg.inv(gram / noise + np.diag(1.0 / spread)), dtype=np.float64)
        mean = np.einsum("nij,nj->ni", cover, shift) / noise
        second = mean[:, :, None] * mean[:, None, :] + cover
        spread = np.where(live, np.maximum(np.einsum("njj->j", second) / n, 1e-12), 1e-12)
        rest = total - 2.0 * float((mean * shift).sum()) + float((gram * second).sum())
        noise = max(rest / len(centred), 1e-3)
    explained = np.where(live, np.clip(spread * energy / max(total, 1e-12), 0.0, 1.0), 0.0)
    order = np.argsort(-explained, kind="stable")
    kept = 1.0 - np.einsum("njj->nj", cover)[:, order[:2]] / spread[order[:2]]
    flat = live[order[:2]]
    reliability = kept[:, flat].mean(axis=1) if flat.any() else np.zeros(n)
    root = np.sqrt(spread[order])
    return Space(mean[:, order], root, np.clip(reliability, 0.0, 1.0), explained[order])
