"""The best assignment for a whole form."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from automation.reading.assignment import best_assignment

GAINS = st.lists(
    st.lists(st.floats(-1, 1).map(lambda g: round(g, 2)), min_size=3, max_size=3), min_size=1, max_size=4
)


def total(gains: list[list[float]], chosen: list[int | None]) -> float:
    return sum(gains[i][j] for i, j in enumerate(chosen) if j is not None)


def best_by_trying(gains: list[list[float]]) -> float:
    columns: list[int | None] = [0, 1, 2, *[None] * len(gains)]
    return max(
        sum(max(gains[i][j], 0.0) for i, j in enumerate(order) if j is not None)
        for order in permutations(columns, len(gains))
    )


@given(GAINS)
def test_no_other_assignment_gains_more(gains: list[list[float]]) -> None:
    chosen = best_assignment(gains)
    taken = [j for j in chosen if j is not None]
    assert len(taken) == len(set(taken))
    assert all(gains[i][j] > 0 for i, j in enumerate(chosen) if j is not None)
    assert abs(total(gains, chosen) - best_by_trying(gains)) < 1e-9


def test_the_whole_form_counts_and_not_the_first_field() -> None:
    assert best_assignment([[0.9, 0.8], [0.85, 0.0]]) == [1, 0]


def test_what_gains_nothing_is_left_alone() -> None:
    assert best_assignment([[-1.0, 0.0], [0.0, 0.4]]) == [None, 1]
    assert best_assignment([]) == []
