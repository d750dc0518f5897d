"""Random numbers that a compiled kernel and its plain reference draw alike.

xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled",
TOMS 2016). The state is an array of one uint64 that is not zero.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SCRAMBLE = np.uint64(0x2545F4914F6CDD1D)
_12 = np.uint64(12)
_25 = np.uint64(25)
_27 = np.uint64(27)
_32 = np.uint64(32)


def chance(generator: np.random.Generator) -> NDArray[np.uint64]:
    """A state drawn from a generator."""
    return generator.integers(1, 2**63, size=1, dtype=np.uint64)


@njit(cache=True, nogil=True)
def draw(state):  # type: ignore[no-untyped-def]
    """The next 64 random bits."""
    bits = state[0]
    bits ^= bits >> _12
    bits ^= bits << _25
    bits ^= bits >> _27
    state[0] = bits
    return bits * _SCRAMBLE


@njit(cache=True, nogil=True)
def below(state, bound):  # type: ignore[no-untyped-def]
    """A random whole number from 0 to ``bound`` - 1 (D. Lemire, TOMACS 2019)."""
    high = draw(state) >> _32
    return np.int64((high * np.uint64(bound)) >> _32)


@njit(cache=True, nogil=True)
def share(state):  # type: ignore[no-untyped-def]
    """A random number in [0, 1)."""
    return np.float64(draw(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
