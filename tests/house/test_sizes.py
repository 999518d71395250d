"""Small functions, small files, everything annotated (HOUSE.md section 5)."""

from statistics import median, quantiles

from tests.house.source import functions, length, modules, named

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN, NINETIETH = 8, 30


def test_no_file_is_over_400_lines() -> None:
    sizes = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_over_60_lines() -> None:
    long = {
        f"{named(path)}:{function.name}": length(function)
        for path in modules()
        for function in functions(path)
        if length(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_functions_are_small_as_a_rule() -> None:
    lengths = [length(function) for path in modules() for function in functions(path)]
    assert median(lengths) <= MEDIAN
    assert quantiles(lengths, n=10)[-1] <= NINETIETH
