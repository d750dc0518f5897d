"""From a sequence of hops to moves with times.

Headings come in here: of the moves that make a hop, and of the free turns between hops, each
vehicle takes those that are quickest for its whole sequence. Then every move begins as soon as its
vehicle is there and all earlier moves of the sequence whose regions exclude its own are done: the
order of passing of Hönig et al. (RA-L 2019), which has no cycle because it follows a sequence.
"""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def turn_about(net, states, usable, cost_s, by):  # type: ignore[no-untyped-def]
    """Lowers ``cost_s`` by moves between ``states``, those of one place, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for state in states:
            for row in range(net.out_index[state], net.out_index[state + 1]):
                move = net.out_moves[row]
                target = net.move_to[move]
                seconds = cost_s[state] + net.move_duration_s[move]
                if usable[move] and seconds < cost_s[target] and target in states:
                    cost_s[target] = seconds
                    by[target] = move
                    changed = True


@njit(cache=True)
def moves_for(net, hops, of_state, usable, chain, start, final_s):  # type: ignore[no-untyped-def]
    """The quickest moves for one vehicle's hops ``chain``, from state ``start``.

    ``of_state`` (n_s,): place of each state; ``usable`` (n_m,): moves; ``final_s`` (n_s,): what
    ending in a state costs, 0 for goals. Returns (moves, hop number of each):
    turns at a place have the number of the hop before, -1 at the start.
    """
    count = len(net.state_zone)
    layers = len(chain) + 1
    cost_s = np.full((layers, count), np.inf)
    by = np.full((layers, count), -1, np.int32)  # move into a state; of the layer before if a hop
    cost_s[0, start] = 0.0
    for layer in range(layers):
        place = of_state[start] if layer == 0 else hops.end[chain[layer - 1]]
        here = hops.states[hops.states_index[place] : hops.states_index[place + 1]]
        turn_about(net, here, usable, cost_s[layer], by[layer])
        if layer + 1 == layers:
            break
        hop = chain[layer]
        for row in range(hops.move_index[hop], hops.move_index[hop + 1]):
            move = hops.moves[row]
            seconds = cost_s[layer, net.move_from[move]] + net.move_duration_s[move]
            if seconds < cost_s[layer + 1, net.move_to[move]]:
                cost_s[layer + 1, net.move_to[move]] = seconds
                by[layer + 1, net.move_to[move]] = move
    state = np.argmin(cost_s[layers - 1] + final_s)
    moves, numbers = [np.int32(-1)], [np.int64(-1)]
    layer = layers - 1
    while by[layer, state] >= 0:
        move = by[layer, state]
        moves.append(move)
        numbers.append(np.int64(layer - 1))
        state = np.int64(net.move_from[move])
        if of_state[net.move_from[move]] != of_state[net.move_to[move]]:
            layer -= 1
    return np.array(moves[:0:-1], np.int32), np.array(numbers[:0:-1], np.int64)


@njit(cache=True)
def schedule(net, taken, plans, vehicles, moves, numbers, first, gap_s):  # type: ignore[no-untyped-def]
    """Fills ``plans`` with the times of a sequence.

    ``vehicles`` (k,): who makes the next hop. Vehicle v's moves are rows ``first[v]:first[v + 1]``
    of ``moves`` and ``numbers`` (see `moves_for`). ``taken`` (n_z,): until when a zone is barred
    from the outset. False when a plan finds no room.
    """
    latest_s, latest_by = taken.copy(), np.full(len(taken), -1)
    before_s = np.full(len(taken), -np.inf)  # the latest of all others but ``latest_by``
    at = first[:-1].copy()
    made = np.full(len(at), -1)  # the hop that each vehicle has made last
    for turn in range(len(at) + len(vehicles)):
        vehicle = turn if turn < len(at) else vehicles[turn - len(at)]
        made[vehicle] += turn >= len(at)
        while at[vehicle] < first[vehicle + 1] and numbers[at[vehicle]] == made[vehicle]:
            if plans.length[vehicle] == plans.move.shape[1]:
                return False
            move = moves[at[vehicle]]
            append(net, plans, vehicle, move, latest_s, latest_by, before_s)
            end_s = plans.end_s[vehicle, plans.length[vehicle] - 1] + gap_s
            zone = net.move_zone[move]
            for row in range(net.zone_index[zone], net.zone_index[zone + 1]):
                note(net.zones[row], vehicle, end_s, latest_s, latest_by, before_s)
            at[vehicle] += 1
    return True


@njit(cache=True)
def append(net, plans, vehicle, move, latest_s, latest_by, before_s):  # type: ignore[no-untyped-def]
    """Puts a move at the end of a vehicle's plan, as early as all earlier ones allow."""
    count = plans.length[vehicle]
    ready_s = plans.end_s[vehicle, count - 1] if count > 0 else plans.ready_s[vehicle]
    zone = net.move_zone[move]
    barred_s = before_s[zone] if latest_by[zone] == vehicle else latest_s[zone]
    begin_s = max(ready_s, barred_s)
    end_s = begin_s + net.move_duration_s[move]
    if begin_s > ready_s and count > 0 and net.stop_s[plans.move[vehicle, count - 1]] > 0.0:
        end_s += net.stop_s[move]
    plans.move[vehicle, count] = move
    plans.begin_s[vehicle, count] = begin_s
    plans.end_s[vehicle, count] = end_s
    plans.length[vehicle] = count + 1


@njit(cache=True)
def note(zone, vehicle, end_s, latest_s, latest_by, before_s):  # type: ignore[no-untyped-def]
    """A zone is barred by a vehicle until ``end_s``."""
    if latest_by[zone] == vehicle:
        latest_s[zone] = max(latest_s[zone], end_s)
    elif end_s >= latest_s[zone]:
        before_s[zone] = latest_s[zone]
        latest_s[zone], latest_by[zone] = end_s, vehicle
    else:
        before_s[zone] = max(before_s[zone], end_s)
