"""One best assignment for the whole form: each unit gets at most one subject, each subject at most one unit.

Shortest augmenting paths (Kuhn-Munkres with potentials, O(n²m)), in plain Python: a form has some twenty
fields, and importing a numerical library for it would cost more than a second at each start.
"""

from collections.abc import Sequence

_INFINITE = float("inf")

Matrix = Sequence[Sequence[float]]


def best_assignment(gains: Matrix) -> list[int | None]:
    """For each row the column that it gets, or None; maximises the sum of the gains, ignoring those <= 0."""
    rows = [i for i, row in enumerate(gains) if any(g > 0 for g in row)]
    if not rows:
        return [None] * len(gains)
    columns = sorted({j for i in rows for j, g in enumerate(gains[i]) if g > 0})
    # one spare column per row with gain 0: to be left alone
    costs = [[-max(gains[i][j], 0.0) for j in columns] + [0.0] * len(rows) for i in rows]
    chosen: list[int | None] = [None] * len(gains)
    for row, column in enumerate(_minimal(costs)):
        if column < len(columns) and gains[rows[row]][columns[column]] > 0:
            chosen[rows[row]] = columns[column]
    return chosen


def _minimal(costs: list[list[float]]) -> list[int]:
    """The column of each row in an assignment of least cost; there are at least as many columns as rows."""
    size, width = len(costs), len(costs[0])
    row_price, column_price = [0.0] * (size + 1), [0.0] * (width + 1)
    owner, way = [0] * (width + 1), [0] * (width + 1)
    for row in range(1, size + 1):
        owner[0] = row
        end = _augment(costs, owner, way, row_price, column_price)
        while end:
            owner[end] = owner[way[end]]
            end = way[end]
    found = [0] * size
    for column in range(1, width + 1):
        if owner[column]:
            found[owner[column] - 1] = column - 1
    return found


def _augment(
    costs: list[list[float]],
    owner: list[int],
    way: list[int],
    row_price: list[float],
    column_price: list[float],
) -> int:
    """Grows the cheapest alternating path from the row in owner[0]; the free column where it ends."""
    width = len(column_price) - 1
    least, used = [_INFINITE] * (width + 1), [False] * (width + 1)
    at = 0
    while owner[at]:
        used[at] = True
        row = costs[owner[at] - 1]
        price = row_price[owner[at]]
        step, following = _INFINITE, 0
        for column in range(1, width + 1):
            if used[column]:
                continue
            cost = row[column - 1] - price - column_price[column]
            if cost < least[column]:
                least[column], way[column] = cost, at
            if least[column] < step:
                step, following = least[column], column
        for column in range(width + 1):
            if used[column]:
                row_price[owner[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        at = following
    return at
