"""What some people answered to a statement, as whole numbers out of every hundred."""

from dataclasses import dataclass

from regiotafel.engine.results.opinions import Cell

# Shares of a small number of people read better as counts: "7 van de 9", not "78 van de 100".
FEW = 20


@dataclass(frozen=True)
class Row:
    """What some people answered to one statement: out of every hundred, and how many they are.

    n_untold: of so many it is not told what they answered, and the other numbers are the least that they can be.
    """

    label: str
    group: int | None = None
    hidden: bool = False
    n_people: int = 0
    n_agree: int = 0
    n_disagree: int = 0
    n_unsure: int = 0
    n_untold: int = 0
    agree: int = 0
    disagree: int = 0
    unsure: int = 0
    agree_low: int = 0
    agree_high: int = 0
    disagree_low: int = 0
    disagree_high: int = 0

    @property
    def is_counted(self) -> bool:
        """Whether its numbers are counts of people, not shares of a hundred."""
        return self.n_people < FEW or self.n_untold > 0

    @property
    def out_of(self) -> int:
        return self.n_people if self.is_counted else 100

    @property
    def agree_of(self) -> tuple[int, int]:
        """How many agree, out of how many: the numbers to put in a sentence."""
        return (self.n_agree if self.is_counted else self.agree), self.out_of

    @property
    def disagree_of(self) -> tuple[int, int]:
        return (self.n_disagree if self.is_counted else self.disagree), self.out_of

    def margin(self, answer: str) -> tuple[int, int]:
        """Where the bracket under a bar begins and how wide it is, out of hundred: agree stands at the left end of the
        bar, disagree at the right end."""
        low, high = (getattr(self, f"{answer}_{end}") for end in ("low", "high"))
        return (low if answer == "agree" else 100 - high), high - low

    @property
    def unsure_of(self) -> tuple[int, int]:
        return (self.n_unsure if self.is_counted else self.unsure), self.out_of


@dataclass(frozen=True)
class Block:
    """The rows of one way to split people: `group`, or a property that they declared."""

    name: str
    rows: tuple[Row, ...]


def counted_row(n_agree: int, n_disagree: int, n_unsure: int) -> Row:
    """Of counts that are known, without margins."""
    agree, disagree, unsure = of_hundred(n_agree, n_disagree, n_unsure)
    return Row(
        "",
        n_people=n_agree + n_disagree + n_unsure,
        n_agree=n_agree,
        n_disagree=n_disagree,
        n_unsure=n_unsure,
        agree=agree,
        disagree=disagree,
        unsure=unsure,
    )


def row_of(label: str, cell: Cell, group: int | None = None) -> Row:
    if cell.hidden:
        return Row(label, group, hidden=True)
    if cell.agree is None or cell.disagree is None:  # nobody answered
        return Row(label, group)
    n_people = cell.n_people or 0
    if cell.n_untold:
        agree, disagree, unsure = (100 * count // n_people for count in cell.counts)
    else:
        agree, disagree, unsure = of_hundred(*cell.counts)
    return Row(
        label,
        group,
        n_people=n_people,
        n_agree=cell.counts[0],
        n_disagree=cell.counts[1],
        n_unsure=cell.counts[2],
        n_untold=cell.n_untold,
        agree=agree,
        disagree=disagree,
        unsure=unsure,
        agree_low=round(100 * cell.agree.low),
        agree_high=round(100 * cell.agree.high),
        disagree_low=round(100 * cell.disagree.low),
        disagree_high=round(100 * cell.disagree.high),
    )


def of_hundred(*counts: int) -> tuple[int, ...]:
    """Counts as whole numbers out of every hundred, together exactly 100 (largest remainders)."""
    total = sum(counts)
    if total == 0:
        return (0,) * len(counts)
    whole = [count * 100 // total for count in counts]
    rest = sorted(range(len(counts)), key=lambda i: (-(counts[i] * 100 % total), i))
    for i in rest[: 100 - sum(whole)]:
        whole[i] += 1
    return tuple(whole)
