"""The receptors that the account has registered, some of them with data that were right once."""

from dataclasses import asdict, dataclass

from automation.sandbox.fiscal import is_moral, regimes_for, uses_for
from automation.sandbox.receivers import KNOWN, Submission, submission
from automation.sandbox.seeds import Seed

ACCOUNT_MAIL = "facturas@despachoandamio.mx"
NEW = "nuevo"
_OLD_PLACES = ("37000", "20000", "80000")


@dataclass(frozen=True, slots=True)
class Receptor:
    key: str
    """the portal's own number of this client"""
    receiver: Submission


def registered(seed: Seed, remembers: str) -> dict[str, Receptor]:
    """By key. `all`: every known taxpayer as SAT has it. `stale`: the same with an old address, régimen and
    uso. `few`: two of them only."""
    known = seed.shuffle("clients", KNOWN) if remembers != "few" else seed.sample("few", KNOWN[1:], 2)
    book = {}
    for place, client in enumerate(known):
        right = submission(client.rfc)
        kept = Submission(right.rfc, right.name, right.postal_code, right.regime, "", ACCOUNT_MAIL)
        key = str(10_200 + place * 7)
        book[key] = Receptor(key, _aged(kept, place) if remembers == "stale" else kept)
    return book


def _aged(right: Submission, place: int) -> Submission:
    moral = is_moral(right.rfc)
    old = next(code for code in _OLD_PLACES[place % 3 :] + _OLD_PLACES if code != right.postal_code)
    regime = "603" if moral else "612"
    use = next(iter(uses_for(regime, moral=moral)))
    return Submission(right.rfc, right.name, old, regime, use, ACCOUNT_MAIL)


def describe(receptor: Receptor | None, rfc: str) -> dict[str, object]:
    """What the page's script asks for when an RFC is chosen or typed."""
    kept = receptor.receiver if receptor else Submission(rfc, "", "", "", "", "")
    return {
        **asdict(kept),
        "key": receptor.key if receptor else NEW,
        "regimes": list(regimes_for(rfc).items()),
        "uses": list(uses_for(kept.regime, moral=is_moral(rfc)).items()),
    }
