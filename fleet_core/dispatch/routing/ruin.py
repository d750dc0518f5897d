"""Which requests are taken out of their routes to be put back better.

Strings: neighbouring stops of routes near each other (Christiaens and Vanden Berghe, *Slack
Induction by String Removals*, Transportation Science 54(2), 2020). Kin: requests like each other
in place and time (Shaw 1998; Ropke and Pisinger, Transportation Science 40(4), 2006).

Each marks its requests in ``routes.vehicle_of`` as absent, notes the vehicles concerned, and
leaves the rows as they are.
"""

from __future__ import annotations

from numba import njit

from fleet_core.dispatch.routing.routes import ABSENT
from planner.chance import below, share

LONGEST_STRING = 10
KEPT_SHARE = 0.5  # of strings that leave a piece in their middle
LONGER_SHARE = 0.01  # chance that the piece kept is one longer
KIN_SHARPNESS = 4.0  # the more, the more alike are those who are taken together


@njit(cache=True, nogil=True)
def _take(routes, request, touched, count):  # type: ignore[no-untyped-def]
    vehicle = routes.vehicle_of[request]
    routes.vehicle_of[request] = ABSENT
    for k in range(count):
        if touched[k] == vehicle:
            return count
    touched[count] = vehicle
    return count + 1


@njit(cache=True, nogil=True)
def ruin_strings(routes, neighbours, chance, mean_stops, touched):  # type: ignore[no-untyped-def]
    """``mean_stops``: how many stops are taken on average. Returns how many vehicles are in
    ``touched`` (v,)."""
    used, stops = 0, 0
    for vehicle in range(len(routes.length)):
        if routes.length[vehicle] > 2:
            used += 1
            stops += routes.length[vehicle] - 2
    if used == 0:
        return 0
    longest = min(LONGEST_STRING, max(1.0, stops / used))
    strings = int(share(chance) * (4.0 * mean_stops / (1.0 + longest) - 1.0) + 1.0)
    seed = neighbours.stop[below(chance, len(neighbours.stop))]
    count = 0
    for rank in range(-1, neighbours.near.shape[1]):
        if count >= strings:
            break
        node = seed if rank < 0 else neighbours.near[seed, rank]
        vehicle = routes.vehicle_of[routes.request_at[node]]
        if vehicle == ABSENT or _is_in(touched, count, vehicle):
            continue
        count = _take_string(routes, chance, vehicle, node, longest, touched, count)
    return count


@njit(cache=True, nogil=True)
def _is_in(touched, count, vehicle):  # type: ignore[no-untyped-def]
    for k in range(count):  # noqa: SIM110 - numba knows no generators
        if touched[k] == vehicle:
            return True
    return False


@njit(cache=True, nogil=True)
def _take_string(routes, chance, vehicle, node, longest, touched, count):  # type: ignore[no-untyped-def]
    row, stops = routes.node[vehicle], routes.length[vehicle] - 2
    size = int(share(chance) * min(longest, stops)) + 1
    size = min(size, stops)
    kept = 0
    if size > 1 and size < stops and share(chance) < KEPT_SHARE:
        kept = 1
        while size + kept < stops and share(chance) < LONGER_SHARE:
            kept += 1
    whole = size + kept
    place = 1
    while row[place] != node:
        place += 1
    low, high = max(1, place - whole + 1), min(place, stops - whole + 1)
    first = low + below(chance, high - low + 1)
    hole = first + 1 + below(chance, max(1, size - 1))  # where the piece that is kept begins
    for k in range(first, first + whole):
        if kept and hole <= k < hole + kept:
            continue
        request = routes.request_at[row[k]]
        if routes.vehicle_of[request] == vehicle:
            count = _take(routes, request, touched, count)
    return count


@njit(cache=True, nogil=True)
def ruin_kin(routes, neighbours, chance, wanted, touched):  # type: ignore[no-untyped-def]
    """``wanted``: how many requests are taken. Returns how many vehicles are in ``touched``."""
    requests, many = len(routes.vehicle_of), neighbours.kin.shape[1]
    seed = below(chance, requests)
    count, taken = 0, 0
    if routes.vehicle_of[seed] != ABSENT:
        count = _take(routes, seed, touched, count)
        taken = 1
    tries = 0
    while taken < wanted and tries < 10 * wanted and many > 0:
        tries += 1
        request = neighbours.kin[seed, int(share(chance) ** KIN_SHARPNESS * many)]
        if routes.vehicle_of[request] == ABSENT:
            continue
        count = _take(routes, request, touched, count)
        taken += 1
        if share(chance) < 0.5:
            seed = request
    return count
