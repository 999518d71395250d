from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from automation.sandbox.companies import COMPANIES
from automation.sandbox.issuing import Invoice, issue_cfdi
from automation.sandbox.pki import Authority
from automation.sandbox.portals.s5_nogal import Nogal
from automation.sandbox.receivers import submission
from automation.sandbox.seeds import Seed
from automation.sandbox.tickets import Ticket, make_stores_for, make_tickets
from tests.automation.sandbox.verifying import NAMES, faults, read, receiver

NOW = datetime(2026, 11, 21, 5, 30, tzinfo=UTC)
Issue = Callable[..., Invoice]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("pki"))


def tickets_of(seed: int) -> list[Ticket]:
    drawn = Seed("s5", seed)
    return make_tickets(drawn, Nogal.shape, make_stores_for(drawn, Nogal.shape), NOW)


def issue(authority: Authority, ticket: Ticket, flaw: str = "") -> Invoice:
    return issue_cfdi(
        authority,
        COMPANIES["s5"],
        [ticket],
        submission(),
        payment_form=ticket.payment_form,
        now=NOW,
        flaw=flaw,
    )


def wrong(authority: Authority, flaw: str) -> tuple[Ticket, bytes, list[str]]:
    ticket = tickets_of(1)[0]
    xml = issue(authority, ticket, flaw).xml
    return ticket, xml, faults(xml, authority.roots_file.read_bytes(), authority.pac_file.read_bytes())


def test_totals_equal_the_ticket_to_the_cent_and_every_cfdi_verifies(authority: Authority) -> None:
    for ticket in tickets_of(2)[:40]:
        xml = issue(authority, ticket).xml
        assert read(xml).get("Total") == f"{ticket.amount:.2f}"
        assert not faults(xml, authority.roots_file.read_bytes(), authority.pac_file.read_bytes())


def test_fecha_is_local_to_the_place_of_issue(authority: Authority) -> None:
    local = {}
    for ticket in tickets_of(3) + tickets_of(4):
        document = read(issue(authority, ticket).xml)
        local[document.get("LugarExpedicion")] = document.get("Fecha")
        assert document.get("Fecha") == NOW.astimezone(ticket.store.timezone).strftime("%Y-%m-%dT%H:%M:%S")
    assert len(set(local.values())) > 1


@pytest.mark.parametrize(
    ("flaw", "found"),
    [
        ("wrong_name", []),
        ("off_by_cent", []),
        ("egreso", []),
        ("global", []),
        ("tampered", ["sello"]),
        ("stranger_root", ["chain"]),
        ("no_stamp", ["stamp"]),
        ("addenda", ["xsd"]),
    ],
)
def test_each_flaw_is_only_what_its_name_says(authority: Authority, flaw: str, found: list[str]) -> None:
    assert wrong(authority, flaw)[2] == found


def test_flawed_invoices_carry_the_wrong_data(authority: Authority) -> None:
    ticket, xml, _ = wrong(authority, "off_by_cent")
    assert read(xml).get("Total") != f"{ticket.amount:.2f}"
    assert read(wrong(authority, "egreso")[1]).get("TipoDeComprobante") == "E"
    assert receiver(wrong(authority, "wrong_name")[1])["Nombre"] == "ESCUELA KEMPER URGATE SA DE CV"
    assert receiver(wrong(authority, "wrong_rfc")[1])["Rfc"] != "EKU9003173C9"
    assert receiver(wrong(authority, "wrong_use")[1])["UsoCFDI"] == "S01"
    assert receiver(wrong(authority, "global")[1])["Rfc"] == "XAXX010101000"
    assert read(wrong(authority, "global")[1]).find("c:InformacionGlobal", NAMES) is not None


def test_the_root_survives_a_restart(authority: Authority) -> None:
    ticket = tickets_of(1)[0]
    xml = issue(authority, ticket).xml
    again = Authority(authority.folder)
    assert not faults(xml, again.roots_file.read_bytes(), again.pac_file.read_bytes())
    assert issue(again, ticket).xml.count(b"NoCertificado") == xml.count(b"NoCertificado")
    assert Path(again.roots_file).read_bytes() == authority.roots_file.read_bytes()
