"""Clusters of mentions or names of one entity or event, from how probable it is of each two."""

from __future__ import annotations

from collections.abc import Mapping

MAX_MEMBERS = 200


def clusters_of(count: int, log_odds: Mapping[tuple[int, int], float], absent: float) -> list[list[int]]:
    """Return the clusters of `count` members, in order: two are joined, the surest first, while the mean over all pairs across is above 0.

    `log_odds` are of pairs (smaller number, larger number); pairs that it does not have count as `absent`.

    >>> clusters_of(4, {(0, 1): 2.0, (1, 2): 1.0, (0, 2): -3.0}, -1.0)
    [[0, 1], [2], [3]]
    """
    cluster = list(range(count))
    members = {n: [n] for n in range(count)}
    for (a, b), score in sorted(log_odds.items(), key=lambda kv: (-kv[1], kv[0])):
        if score <= 0:
            break
        x, y = cluster[a], cluster[b]
        if x == y or len(members[x]) + len(members[y]) > MAX_MEMBERS:
            continue
        across = [log_odds.get((min(i, j), max(i, j)), absent) for i in members[x] for j in members[y]]
        if sum(across) / len(across) > 0:
            members[x].extend(members.pop(y))
            for n in members[x]:
                cluster[n] = x
    return [sorted(m) for _, m in sorted(members.items(), key=lambda kv: min(kv[1]))]
