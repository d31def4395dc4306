"""How sure it is that two ways of predicting differ: from how the difference varies over people (Vuong 1989,
Econometrica 57:307)."""

from __future__ import annotations

import numpy as np

from regiotafel.engine.common.arrays import Floats

SURE = 1.6  # standard errors by which a claim must stand: one chance in twenty of a claim that is not true


def standard_errors(of_person: Floats) -> float:
    """By how many standard errors the sum of what each person tells [people] is above zero. The error is that of people
    who tell nothing on average: their mean is not taken off."""
    return float(of_person.sum()) / max(float(np.sqrt((of_person * of_person).sum())), 1e-12)
