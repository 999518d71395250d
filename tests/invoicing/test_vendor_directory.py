"""The vendor directory as data: what ships is usable, and a mistake in a file says where it stands."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from automation.sandbox.companies import COMPANIES
from automation.sandbox.registry import portal_ids
from automation.sandbox.server import running
from invoicing.deadlines import DeadlineKind
from invoicing.vendors.directory import DIRECTORY, DirectoryError, load_directory, load_entry
from invoicing.vendors.entry import Captcha, FieldKind, PortalLimits, VendorEntry

SANDBOX = "http://127.0.0.1:8900"
GOOD = """
slug = "tienda-azul"
name = "Tienda Azul"
portal_urls = ["https://facturas.tienda-azul.example:8443/inicio"]
login = "required"
evidence = "C"
sources = ["una guía"]

[deadline]
kind = "days"
days = 30
source = "el ticket"
verified_on = 2026-11-01

[loading_delay]
hours = 24

[limits]
run_seconds = 120
runs_at_once = 1

[[ticket_fields]]
key = "folio"
label = "Folio"
pattern = '\\d{4}'
example = "0042"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(text: str) -> Path:
        path = tmp_path / "tienda-azul.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def real(slug: str) -> VendorEntry:
    return next(entry for entry in load_directory() if entry.slug == slug)


def test_the_first_ten_real_vendors_ship() -> None:
    assert {entry.slug for entry in load_directory()} >= {
        "walmart", "oxxo", "7-eleven", "petro-7", "oxxo-gas",
        "soriana", "home-depot", "heb", "office-depot", "mcdonalds",
    }  # fmt: skip


def test_every_field_that_a_customer_must_find_says_where_it_stands_on_the_ticket() -> None:
    unplaced = [
        (entry.slug, item.key) for entry in load_directory() for item in entry.ticket_fields if not item.where
    ]

    assert unplaced == []


def test_a_deadline_that_sources_contradict_is_told_as_such() -> None:
    walmart = real("walmart").deadline

    assert (walmart.kind, walmart.days, walmart.disputed) == (DeadlineKind.DAYS, 30, True)
    assert "5 días" in walmart.note


def test_no_issuer_is_claimed_without_a_source_that_names_it() -> None:
    assert all(entry.issuer_rfcs == () for entry in load_directory())


def test_a_portals_port_belongs_to_its_host() -> None:
    assert real("oxxo").hosts == ("www4.oxxo.com:9443",)


def test_fictional_companies_stay_out_unless_the_sandbox_runs() -> None:
    assert not any(entry.is_simulated for entry in load_directory())


def test_the_sandbox_address_is_put_into_the_fictional_companies_addresses(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    text = GOOD.replace("https://facturas.tienda-azul.example:8443", "{sandbox}/s1")
    (tmp_path / "sandbox" / "tienda-azul.toml").write_text(text, encoding="utf-8")

    [entry] = load_directory(tmp_path, sandbox_address="http://127.0.0.1:8900/")

    assert entry.is_simulated
    assert entry.portal_urls == ("http://127.0.0.1:8900/s1/inicio",)
    assert entry.hosts == ("127.0.0.1:8900",)
    assert load_directory(tmp_path) == ()


def test_every_fictional_company_that_ships_loads() -> None:
    entries = load_directory(sandbox_address="http://127.0.0.1:8900")

    assert sum(entry.is_simulated for entry in entries) == len(list(DIRECTORY.glob("sandbox/*.toml")))


def test_every_simulated_portal_has_its_company_in_the_directory() -> None:
    simulated = [entry for entry in load_directory(sandbox_address=SANDBOX) if entry.is_simulated]
    told = {
        (re.sub(r".*/(s\d+)-1/.*", r"\1", url), entry.name)
        for entry in simulated
        for url in entry.portal_urls
    }

    assert told == {(portal, COMPANIES[portal].trade_name) for portal in portal_ids()}


def test_a_motorway_whose_plazas_report_late_is_given_days_to_load_a_crossing() -> None:
    hours = {entry.slug: entry.loading_delay_hours for entry in load_directory(sandbox_address=SANDBOX)}

    assert hours["autopistas-unidas"] == 6 * 24
    assert hours["cafe-andares"] == 0


def test_each_fictional_companys_fields_are_those_that_its_ticket_prints() -> None:
    with running() as sandbox:
        printed = {portal: set(sandbox.scenario(portal, 1).ticket) for portal in portal_ids()}
    simulated = [entry for entry in load_directory(sandbox_address=SANDBOX) if entry.is_simulated]
    ids = {company.trade_name: portal for portal, company in COMPANIES.items()}
    unprinted = {
        (entry.name, item.key)
        for entry in simulated
        for item in entry.ticket_fields
        if item.required and item.key not in printed[ids[entry.name]]
    }

    assert unprinted == set()


def test_a_good_file_becomes_an_entry(write: Write) -> None:
    entry = load_entry(write(GOOD))

    assert entry.login_required
    assert entry.captcha is Captcha.UNKNOWN
    assert entry.loading_delay_hours == 24
    assert entry.limits == PortalLimits(run_seconds=120, runs_at_once=1)
    assert entry.deadline.verified_on == date(2026, 11, 1)
    assert entry.ticket_fields[0].kind is FieldKind.TEXT
    assert entry.ticket_fields[0].required


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('name = "Tienda Azul"', "", "name"),
        ('name = "Tienda Azul"', "name = 7", "name"),
        ('slug = "tienda-azul"', 'slug = "Tienda Azul"', "slug"),
        ('slug = "tienda-azul"', 'slug = "otra"', "slug"),
        ('["https://facturas.tienda-azul.example:8443/inicio"]', "[]", "portal_urls"),
        ("https://facturas", "ftp://facturas", "portal_urls"),
        ("https://facturas", "https://user:pw@facturas", "portal_urls"),
        ('sources = ["una guía"]', "", "sources"),
        ('sources = ["una guía"]', 'sources = ["una guía"]\nissuer_rfcs = ["NADA"]', "issuer_rfcs"),
        ('sources = ["una guía"]', 'sources = ["una guía"]\nloign = "x"', "loign"),
        ('login = "required"', 'login = "maybe"', "login"),
        ('evidence = "C"', 'evidence = "Z"', "evidence"),
        ('kind = "days"', 'kind = "weeks"', "deadline.kind"),
        ("days = 30", "days = -3", "deadline.days"),
        ('source = "el ticket"', "", "deadline.source"),
        ("verified_on = 2026-11-01", 'verified_on = "ayer"', "deadline.verified_on"),
        ("hours = 24", 'hours = "un día"', "loading_delay.hours"),
        ("hours = 24", "minutes = 24", "loading_delay.minutes"),
        ("run_seconds = 120", "run_seconds = 900", "limits.run_seconds"),
        ("runs_at_once = 1", "runs_at_once = -1", "limits.runs_at_once"),
        ("runs_at_once = 1", "retries = 1", "limits.retries"),
        ('label = "Folio"', "", "ticket_fields[1].label"),
        ('example = "0042"', 'example = "42"', "ticket_fields[1].example"),
        ("\\d{4}", "[", "ticket_fields[1].pattern"),
        ('example = "0042"', 'kind = "choice"', "ticket_fields[1].choices"),
        ('example = "0042"', "requried = true", "ticket_fields[1].requried"),
        ('example = "0042"', '[[ticket_fields]]\nkey = "folio"\nlabel = "F"', "ticket_fields"),
    ],
)
def test_a_mistake_names_the_file_and_the_field(write: Write, old: str, new: str, field: str) -> None:
    assert old in GOOD
    with pytest.raises(DirectoryError, match=r"^tienda-azul\.toml: ") as caught:
        load_entry(write(GOOD.replace(old, new)))

    assert caught.value.field == field


@pytest.mark.parametrize("content", [b"= nothing", b"\xff\xfe\x00", b"name = 'a'\nname = 'b'"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roto.toml"
    path.write_bytes(content)

    with pytest.raises(DirectoryError, match=re.escape("roto.toml")):
        load_entry(path)


def test_two_files_cannot_claim_one_name(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    for folder in (tmp_path, tmp_path / "sandbox"):
        (folder / "tienda-azul.toml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(DirectoryError, match="slug"):
        load_directory(tmp_path, sandbox_address="http://127.0.0.1:1")
