"""Names of natural persons in three fields.

A profile has them as the Constancia de Situación Fiscal shows them: NOMBRES PATERNO MATERNO.
"""

_PARTICLES = frozenset(
    [
        "DE",
        "DEL",
        "LA",
        "LAS",
        "LOS",
        "Y",
        "SAN",
        "SANTA",
        "VON",
        "VAN",
        "DER",
        "DA",
        "DI",
        "DO",
        "DOS",
        "MAC",
        "MC",
        "LE",
    ]
)


def split_natural_name(full_name: str) -> tuple[str, str, str]:
    """(first names, paternal surname, maternal surname); the maternal one is '' where there are two words.

    Particles stay with the word that follows them: "MARIA DE LA LUZ DEL RIO SAN MARTIN" has four pieces.
    """
    pieces = _pieces(full_name.split())
    if len(pieces) < 3:
        return (pieces[0] if pieces else "", pieces[1] if len(pieces) > 1 else "", "")
    return " ".join(pieces[:-2]), pieces[-2], pieces[-1]


def _pieces(tokens: list[str]) -> list[str]:
    pieces: list[str] = []
    pending: list[str] = []
    for token in tokens:
        pending.append(token)
        if token.upper() not in _PARTICLES:
            pieces.append(" ".join(pending))
            pending = []
    if pending:
        pieces.append(" ".join(pending))
    return pieces
