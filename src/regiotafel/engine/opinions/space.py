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
   prior and noise are estimated by EM. The posterior variance is the uncertainty of a person's place.
3. *Light voters.* The posterior mean pulls people with few votes to the centre, the unshrunk place throws them
   outside. Dividing the posterior mean by the root of its reliability makes the expected squared distance to the
   centre equal for everybody (constrained Bayes: Louis 1984, JASA 79:393; Ghosh 1992, JASA 87:533).
4. *How many directions carry structure?* Parallel analysis (Horn 1965, Psychometrika 30:179) with sign flips (Hong,
   Sheng & Dobriban 2020, "Selecting the number of components in PCA via random signs"): every centred answer gets a
   random sign, which leaves what was answered and how varied it was, and breaks every pattern between statements. A
   direction counts when its eigenvalue is above those of nearly all flipped tables.

"Unsure" is here no answer: it is also the button to skip.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from regiotafel.engine.common.answers import AGREE, DISAGREE, N_ANSWERS
from regiotafel.engine.common.arrays import Floats, Ints
from regiotafel.engine.common.sparse import Shape, Sparse

# Added to the number of answers of a statement, so that a statement with one answer gets no direction of its own.
DAMPING = 3.0
ROUNDS, SUBSPACE_ROUNDS = 8, 6
PEOPLE_FOR_VARIANCES = 800
NEAR = 500_000  # cells
# Two eigenvalues are the same when they differ by no more than this part: that of a few statements which only the same
# few people answered does not change with the signs.
ALIKE = 1e-5


@dataclass(frozen=True)
class Answers:
    """Decided votes (agree, disagree) sorted by person; person and statement int32[n], sign float64[n] in {-1, 1}.

    n_blocks: so many sets of equally many people and statements, which are numbered on (`samples.beneath`): what is
    done over and over with small ones goes as fast with all of them at once as with one.
    """

    person: NDArray[np.int32]
    statement: NDArray[np.int32]
    sign: Floats
    n_people: int
    n_statements: int
    n_blocks: int = 1

    def per_person(self) -> Ints:
        return np.bincount(self.person, minlength=self.n_people).astype(np.int64)

    def per_statement(self) -> Ints:
        return np.bincount(self.statement, minlength=self.n_statements).astype(np.int64)

    def mean(self) -> Floats:
        """Mean answer per statement, pulled to 0 as if one undecided person had answered too."""
        total = np.bincount(self.statement, self.sign, minlength=self.n_statements)
        return np.asarray(total / (self.per_statement() + 1.0))

    @cached_property
    def shape(self) -> Shape:
        """Who answered what: people x statements."""
        return Shape.of(self.person, self.statement, self.n_people, self.n_statements)

    def table(self, values: Floats | None = None) -> Sparse:
        """people x statements with a value per answer (one when left out)."""
        return Sparse(self.shape, values)


@dataclass(frozen=True)
class Axes:
    """All that is needed to give a person a place.

    centre: [statements], the mean answer; loadings: [statements, d]; spread, explained: [d], of the places and of the
    variance between answers, largest first; noise: the variance that is left.
    """

    centre: Floats
    loadings: Floats
    spread: Floats
    explained: Floats
    noise: float

    @property
    def scale(self) -> Floats:
        """From places to what is drawn: one is the spread of the first direction, and the second is as much smaller
        as it explains less."""
        scale = np.sqrt(np.minimum(self.explained[:2] / max(float(self.explained[0]), 1e-12), 1.0))
        return np.asarray(scale / np.maximum(self.spread[:2], 1e-12))

    def features(self) -> Floats:
        """Per column of `Votes.columns` what one vote adds to a person's sums, drawn directions only: loading x
        deviation [2], then the products of loadings [3]. Unsure adds nothing."""
        loadings = self.loadings[:, :2]
        pairs = _pairs(loadings)
        found = np.zeros((len(self.centre), N_ANSWERS, 5))
        for answer, sign in ((DISAGREE, -1.0), (AGREE, 1.0)):
            found[:, answer, :2] = loadings * (sign - self.centre)[:, None]
            found[:, answer, 2:] = pairs
        return found.reshape(-1, 5)

    def place(self, sums: Floats) -> tuple[Floats, Floats]:
        """Places to draw [people, 2] and their standard errors [people], from each person's sums of `features`."""
        prior = 1.0 / np.maximum(self.spread[:2] ** 2, 1e-12)
        one, both, other = (sums[:, column] / self.noise for column in (2, 3, 4))
        one, other = one + prior[0], other + prior[1]
        size = one * other - both * both
        shift = sums[:, :2] / self.noise
        mean = np.stack(
            ((other * shift[:, 0] - both * shift[:, 1]) / size, (one * shift[:, 1] - both * shift[:, 0]) / size), axis=1
        )
        variance = np.stack((other / size, one / size), axis=1)
        live = np.abs(self.loadings[:, :2]).sum(axis=0) > 0
        kept = np.clip(1.0 - variance * prior, 0.0, 1.0)
        reliability = kept[:, live].sum(axis=1) / max(int(live.sum()), 1)
        stretch = self.scale / np.sqrt(np.maximum(reliability, 1e-9))[:, None]
        places = np.where(reliability[:, None] > 0, mean * stretch, 0.0)
        return places, np.sqrt((variance * self.scale**2).sum(axis=1))


@dataclass(frozen=True)
class Space:
    """mean: posterior means [people, d] of the people whom the axes were learned from."""

    axes: Axes
    mean: Floats

    def coordinates(self, k: int) -> Floats:
        """Places in the first k - 1 (at least two) directions, as wide as each explains."""
        d = max(2, k - 1)
        scale = np.sqrt(self.axes.explained[:d]) / np.maximum(self.axes.spread[:d], 1e-12)
        return np.asarray(self.mean[:, :d] * scale)


def open_space(answers: Answers, n_directions: int, random: np.random.Generator, rounds: int = ROUNDS) -> Space:
    """The space of at most `n_directions` dimensions (always at least two columns; zeros where there is nothing).

    rounds: of EM for the variances; settled, for else light voters stand too near to or too far from the centre.
    """
    wanted = max(2, n_directions)
    if not answers.sign.size:
        zeros, none = np.zeros(wanted), np.zeros((answers.n_statements, wanted))
        axes = Axes(np.zeros(answers.n_statements), none, zeros, zeros, 1.0)
        return Space(axes, np.zeros((answers.n_people, wanted)))
    centre = answers.mean()
    centred = answers.sign - centre[answers.statement]
    return _places(answers, centre, centred, _directions(answers, centred, wanted, random), rounds)


def rough_start(n_statements: int, n_directions: int, random: np.random.Generator) -> Floats:
    """Where the directions of `rough_places` start from [statements, …]."""
    return random.normal(size=(n_statements, min(n_directions + 3, n_statements)))


def rough_places(answers: Answers, n_directions: int, starts: Sequence[Floats]) -> Floats:
    """Places [blocks, people, n_directions] that are good enough to start groups from, at a tenth of the cost:
    directions by a few rounds of subspace iteration (Halko, Martinsson & Tropp 2011, SIAM Review 53:217), and places
    shrunk as if an average person's answers were worth as much as the prior. starts: of each block (`rough_start`)."""
    basis = np.linalg.qr(np.stack(starts))[0]
    shape = basis.shape
    centred = answers.sign - answers.mean()[answers.statement]
    operator = _Operator.of(answers)
    of_all = operator.times(centred)

    def times(block: Floats) -> Floats:
        return of_all(block.reshape(-1, shape[2])).reshape(shape)

    for _ in range(SUBSPACE_ROUNDS // 2):  # every other time is enough to keep it a basis
        basis = np.linalg.qr(times(times(basis)))[0]
    values, mix = np.linalg.eigh(basis.swapaxes(1, 2) @ times(basis))
    leading = np.argsort(-values, axis=1)[:, None, :n_directions]
    strength = np.maximum(np.take_along_axis(values[:, None], leading, axis=2), 0.0)
    weight = operator.weight.reshape(*shape[:2], 1)
    loadings = np.zeros((*shape[:2], n_directions))
    n_found = leading.shape[2]
    loadings[..., :n_found] = (basis @ np.take_along_axis(mix, leading, axis=2)) * (strength > 1e-10) * weight
    loadings = loadings.reshape(-1, n_directions)
    of_people = (answers.n_blocks, -1, n_directions)
    worth = (answers.table() @ (loadings * loadings)).reshape(of_people)
    places = (answers.table(centred) @ loadings).reshape(of_people)
    places = places / np.maximum(worth + worth.mean(axis=1, keepdims=True), 1e-12)
    found = places[..., :n_found]
    found *= np.sqrt(strength) / np.maximum(found.std(axis=1, keepdims=True), 1e-12)
    return np.asarray(places)


@dataclass(frozen=True)
class Structure:
    """n_dimensions: directions that carry structure; strength: by how many standard deviations the first eigenvalue
    is above those of tables without any."""

    n_dimensions: int
    strength: float


def structure(answers: Answers, random: np.random.Generator, most: int = 6, flips: int = 19) -> Structure:
    """Parallel analysis: eigenvalues above the largest of every flipped table (one chance in twenty when there is no
    structure)."""
    if not answers.sign.size:
        return Structure(0, 0.0)
    operator = _Operator.of(answers)
    centred = answers.sign - answers.mean()[answers.statement]
    start = random.normal(size=answers.n_statements)
    real = np.sort(_lanczos(operator.times(centred), start, steps=12 + 6 * most)[0])[::-1][:most]
    all_flipped = operator.flipped(centred, random, flips)
    flipped = np.array([_lanczos(times, start, steps=12)[0].max() for times in all_flipped])
    strength = float((real[0] - flipped.mean()) / max(float(flipped.std()), 1e-12))
    return Structure(int((real > flipped.max() * (1.0 + ALIKE)).sum()), strength)


@dataclass(frozen=True)
class _Operator:
    """The matrix of statements x statements, without ever making it."""

    answers: Answers
    weight: Floats
    scale: Floats

    @staticmethod
    def of(answers: Answers) -> _Operator:
        weight = np.sqrt(answers.per_statement() + DAMPING)
        rows = np.sqrt(np.maximum(answers.per_person(), 1))
        scale = 1.0 / rows[answers.person] / weight[answers.statement]
        return _Operator(answers, weight, scale)

    def times(self, centred: Floats) -> Callable[[Floats], Floats]:
        """The product with a vector or a block of them."""
        scaled = centred * self.scale
        table, turned = self.answers.table(scaled).both_ways(self.answers.n_blocks)
        diagonal = np.bincount(self.answers.statement, scaled * scaled, minlength=self.answers.n_statements)
        return lambda block: np.asarray(turned @ (table @ block) - (diagonal * block.T).T)

    def flipped(self, centred: Floats, random: np.random.Generator, flips: int) -> Iterator[Callable[[Floats], Floats]]:
        """The product with a vector of tables with random signs, each to be used before the next is asked for. Those
        that stay near the processor are full, in single precision: only their largest eigenvalues are asked."""
        n_people, n_statements = self.answers.n_people, self.answers.n_statements
        is_near = n_people * n_statements <= NEAR
        full = np.zeros((n_people, n_statements) if is_near else (0, 0), dtype=np.float32)
        scaled = centred * self.scale
        cells = self.answers.person.astype(np.intp) * n_statements + self.answers.statement
        diagonal = np.bincount(self.answers.statement, scaled * scaled, minlength=n_statements)
        for _ in range(flips):
            signs = random.choice((-1.0, 1.0), len(centred))
            if is_near:
                full.ravel()[cells] = scaled * signs
                yield lambda vector: (full @ vector.astype(np.float32)) @ full - diagonal * vector
            else:
                yield self.times(centred * signs)


def _directions(answers: Answers, centred: Floats, wanted: int, random: np.random.Generator) -> Floats:
    """Loadings [statements, wanted], largest eigenvalue first, sign fixed; zero columns where no structure is left."""
    operator = _Operator.of(answers)
    start = random.normal(size=answers.n_statements)
    values, vectors = _lanczos(operator.times(centred), start, steps=8 + 4 * wanted)
    loadings = np.zeros((answers.n_statements, wanted))
    for column, position in enumerate(np.argsort(-values, kind="stable")[:wanted]):
        if values[position] > 1e-10:
            vector = vectors[:, position] * operator.weight
            loadings[:, column] = vector * (1.0 if vector[np.argmax(np.abs(vector))] > 0 else -1.0)
    return loadings


def _lanczos(times: Callable[[Floats], Floats], start: Floats, steps: int) -> tuple[Floats, Floats]:
    """Leading eigenpairs of a symmetric operator; exact when it has fewer dimensions than steps."""
    size = len(start)
    steps = min(size, steps)
    basis = np.zeros((steps, size))
    middle, beside = np.zeros(steps), np.zeros(steps)
    basis[0] = start / math.sqrt(start @ start)
    for step in range(steps):
        so_far = basis[: step + 1]
        vector = times(so_far[-1])
        middle[step] = so_far[-1] @ vector
        for _ in range(2):  # once is not enough to keep the basis orthogonal
            vector = vector - (so_far @ vector) @ so_far
        length = math.sqrt(vector @ vector)
        if step + 1 == steps or length < 1e-10:
            steps = step + 1
            break
        beside[step] = length
        basis[step + 1] = vector / length
    small = np.diag(middle[:steps]) + np.diag(beside[: steps - 1], 1) + np.diag(beside[: steps - 1], -1)
    values, mix = np.linalg.eigh(small)
    return values, basis[:steps].T @ mix


def _pairs(loadings: Floats) -> Floats:
    """Products of each two columns, [statements, d (d + 1) / 2]."""
    one, other = np.triu_indices(loadings.shape[1])
    return np.asarray(loadings[:, one] * loadings[:, other])


def _places(answers: Answers, centre: Floats, centred: Floats, loadings: Floats, rounds: int) -> Space:
    """EM for the variances of prior and noise, with the directions held fixed (they are good after step 1). People come
    in an order that says nothing about their answers."""
    n, d = answers.n_people, loadings.shape[1]
    shift = answers.table(centred) @ loadings
    one, other = np.triu_indices(d)
    gram = np.empty((d, d, n))  # people last: each step below is then one pass over long rows
    gram[one, other] = gram[other, one] = (answers.table() @ _pairs(loadings)).T
    live = np.abs(loadings).sum(axis=0) > 0
    total = float(centred @ centred)
    noise = max(total / len(centred), 1e-9)
    energy = np.maximum(np.einsum("jjn->j", gram), 1e-12)
    spread = np.where(live, 0.2 * total / energy, 1e-12)
    shift = np.ascontiguousarray(shift.T)
    # Two variances and a few spreads: some hundreds of people tell them as well as all.
    some = min(n, PEOPLE_FOR_VARIANCES)
    n_answers = int(np.searchsorted(answers.person, some))
    within = float(centred[:n_answers] @ centred[:n_answers])
    few_gram, few_shift = np.ascontiguousarray(gram[:, :, :some]), np.ascontiguousarray(shift[:, :some])
    for _ in range(rounds):
        cover, mean = _posterior(few_gram, few_shift, noise, spread)
        second = np.stack([(cover[row, row] + mean[row] * mean[row]).sum() for row in range(d)]) / some
        spread = np.where(live, np.maximum(second, 1e-12), 1e-12)
        doubt = float((few_gram * cover).sum())
        fitted = sum(float((few_gram[row] * mean).sum(axis=0) @ mean[row]) for row in range(d))
        rest = within - 2.0 * float((mean * few_shift).sum()) + fitted + doubt
        noise = max(rest / max(n_answers, 1), 1e-3)
    cover, mean = _posterior(gram, shift, noise, spread)
    explained = np.where(live, np.clip(spread * energy / max(total, 1e-12), 0.0, 1.0), 0.0)
    # A direction that places only the few people who answered some rare statements comes after one for everybody.
    placed = 1.0 - np.einsum("jjn->j", cover) / np.maximum(n * spread, 1e-300)
    order = np.argsort(-explained * np.clip(placed, 0.0, 1.0), kind="stable")
    axes = Axes(centre, loadings[:, order], np.sqrt(spread[order]), explained[order], noise)
    return Space(axes, np.ascontiguousarray(mean[order].T))


def _posterior(gram: Floats, shift: Floats, noise: float, spread: Floats) -> tuple[Floats, Floats]:
    """Covariances [d, d, people] and means [d, people] of the places."""
    cover = _inverse(gram / noise + np.diag(1.0 / spread)[..., None])
    return cover, (cover * shift).sum(axis=1) / noise


def _inverse(matrices: Floats) -> Floats:
    """Of positive definite matrices [d, d, n], by Gauss & Jordan: for many small ones faster than one by one."""
    found = matrices.copy()
    for k in range(len(found)):
        row, column, one = found[k] / found[k, k], found[:, k].copy(), 1.0 / found[k, k]
        found -= column[:, None] * row
        found[k], found[:, k], found[k, k] = row, -column * one, one
    return found
