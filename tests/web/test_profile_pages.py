"""Pages of clients over HTTP: by hand, from a Constancia, found again, changed, archived."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import FiscalProfile, Organization, User
from accounts.permissions import Role
from accounts.services import archive_profile
from tests import factories
from tests.accounts.constancias import COMPANY, PERSON, drawn, qr_of, scanned, written

LIST, NEW, UPLOAD = "/clientes/", "/clientes/nuevo/", "/clientes/constancia/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "rfc": "xiqb-891116-qe4",
        "legal_name": "Berenice  Ximo Quezada",
        "fiscal_regime": "612",
        "cfdi_use": "G03",
        "postal_code": "64000",
        "email": "bere@ximo.example",
        "declaration": "on",
    } | changes


def pdf(content: bytes, name: str = "csf.pdf") -> dict[str, Any]:
    return {"constancia": SimpleUploadedFile(name, content, "application/pdf")}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def the_profile() -> FiscalProfile:
    return FiscalProfile.objects.get()


def test_a_client_written_by_hand_is_kept_as_sat_writes_it(page: Client) -> None:
    answer = page.post(NEW, typed(further_regimes=["605", "612"]))
    profile = the_profile()

    assert answer["Location"] == f"/clientes/{profile.pk}/"
    assert (profile.rfc, profile.legal_name) == ("XIQB891116QE4", "BERENICE XIMO QUEZADA")
    assert profile.regimes == ["612", "605"]
    assert profile.newest_version().created_by == User.objects.get()


def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(page: Client) -> None:
    answer = page.post(NEW, typed(rfc="XAXX010101000", cfdi_use="D01", postal_code="00002", email="no"))

    assert answer.status_code == 422
    assert not FiscalProfile.objects.exists()
    assert 'value="Berenice  Ximo Quezada"' in words(answer)
    assert "has-error" in words(answer)


def test_every_field_of_fiscal_law_is_judged(page: Client) -> None:
    shown = words(page.post(NEW, typed(fiscal_regime="601", postal_code="00002", further_regimes=["603"])))

    assert "no corresponde a una persona física" in shown
    assert "no existe en el catálogo del SAT" in shown


def test_a_further_regime_must_fit_the_person_too(page: Client) -> None:
    answer = page.post(NEW, typed(further_regimes=["601"]))

    assert answer.status_code == 422
    assert "El régimen 601" in words(answer)
    assert not FiscalProfile.objects.exists()


def test_a_doubt_is_confirmed_by_a_person_or_refused(page: Client) -> None:
    company = typed(rfc="EKU9003173C9", legal_name="Grupo Kemper SA de CV", fiscal_regime="601")
    refused = page.post(NEW, company)

    assert refused.status_code == 422
    assert 'value="name_capital_regime"' in words(refused)
    assert not FiscalProfile.objects.exists()

    page.post(NEW, company | {"confirmed": ["name_capital_regime", "rfc_generic", "anything"]})
    assert the_profile().confirmed == ["name_capital_regime"]


def test_a_generic_rfc_cannot_be_confirmed(page: Client) -> None:
    generic = typed(rfc="XAXX010101000", fiscal_regime="616", cfdi_use="S01", confirmed=["rfc_generic"])

    assert page.post(NEW, generic).status_code == 422


def test_the_lists_follow_the_rfc_and_the_regime(page: Client) -> None:
    fragment = words(page.post(NEW, typed(fiscal_regime="605", narrow="1"), headers=HTMX))

    assert fragment.strip().startswith('<div class="form-section" id="lists"')
    assert 'value="D01"' in fragment
    assert 'value="612"' in fragment
    assert 'value="601"' not in fragment  # a company's
    assert 'value="CN01"' not in fragment  # payroll
    assert '<option value="G03" selected>G03</option>' in fragment  # stays chosen: the rules will tell
    assert not FiscalProfile.objects.exists()


def test_narrowing_works_with_scripts_off(page: Client) -> None:
    shown = words(page.post(NEW, typed(narrow="1")))

    assert "<noscript><button" in shown
    assert 'value="bere@ximo.example"' in shown


def test_a_second_client_with_the_same_rfc_is_shown_the_first(page: Client, kemper: FiscalProfile) -> None:
    archive_profile(profile=kemper, now=timezone.now())
    same = typed(rfc="EKU9003173C9", legal_name="ESCUELA KEMPER URGATE", fiscal_regime="601")
    answer = page.post(NEW, same)

    assert answer.status_code == 422
    assert f"/clientes/{kemper.pk}/" in words(answer)
    assert "Está archivado" in words(answer)


def test_a_constancia_fills_the_form_and_writes_nothing(page: Client) -> None:
    shown = words(page.post(UPLOAD, pdf(drawn(PERSON))))

    assert not FiscalProfile.objects.exists()
    assert 'value="BERENICE XIMO QUEZADA"' in shown
    assert '<option value="605" selected>' in shown
    assert '<option value="S01" selected>' in shown  # 605 does not allow G03
    assert "confirma el RFC" in shown
    assert f'action="{NEW}"' in shown
    assert shown.count("checked") == 1  # 612, the other current régimen


def test_a_constancia_of_a_known_client_updates_it(page: Client, kemper: FiscalProfile) -> None:
    shown = words(page.post(UPLOAD, pdf(drawn(COMPANY.but(postal_code="64000")))))

    assert f'action="/clientes/{kemper.pk}/editar/"' in shown
    assert 'value="facturas@kemper.example"' in shown
    assert 'value="64000"' in shown
    assert "ya está registrado" in shown
    assert "SOCIEDAD ANONIMA DE CAPITAL VARIABLE" in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no soy un pdf", "no es un PDF"),
        (drawn(COMPANY, password="secreta"), "protegido con contraseña"),
        (written(*[["x"]] * 500), "500 páginas"),
        (
            written(["FACTURA", "RFC: EKU9003173C9 y lo que le sigue en otro documento"]),
            "no es una Constancia",
        ),
        (drawn(COMPANY.but(qr=qr_of(PERSON))), "no son del mismo contribuyente"),
        (scanned(None), "imagen escaneada"),
    ],
    ids=["no pdf", "encrypted", "500 pages", "another pdf", "another qr", "scan"],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(page: Client, content: bytes, told: str) -> None:
    answer = page.post(UPLOAD, pdf(content))

    assert answer.status_code == 422
    assert told in words(answer)
    assert not FiscalProfile.objects.exists()


def test_no_file_and_an_empty_one_are_told(page: Client) -> None:
    assert page.post(UPLOAD).status_code == 422
    assert "vacío" in words(page.post(UPLOAD, pdf(b"")))


def test_a_scan_with_a_qr_gives_the_rfc_and_leaves_the_rest_to_the_person(page: Client) -> None:
    shown = words(page.post(UPLOAD, pdf(scanned(qr_of(PERSON)))))

    assert 'value="XIQB891116QE4"' in shown
    assert "Es un escaneo" in shown


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"status": "SUSPENDIDO"}, "SUSPENDIDO"),
        ({"qr": ""}, "No se encontró el código QR"),
        ({"regimes": (("Régimen Lunar", "01/01/2020", ""),)}, "Régimen Lunar"),
    ],
)
def test_what_a_person_should_know_before_confirming_is_said(
    page: Client, change: dict[str, Any], told: str
) -> None:
    assert told in words(page.post(UPLOAD, pdf(drawn(COMPANY.but(**change)))))


def test_html_in_a_constancia_or_a_form_stays_text(page: Client) -> None:
    name = "<script>alert(1)</script>"
    page.post(NEW, typed(legal_name=name))

    for address in (LIST, f"/clientes/{the_profile().pk}/"):
        shown = words(page.get(address)).lower()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


def test_a_client_is_found_by_rfc_or_by_how_a_name_begins(page: Client, kemper: FiscalProfile) -> None:
    factories.make_profile(kemper.organization, factories.XIMO)

    def found(query: str) -> set[str]:
        shown = words(page.get(LIST, {"q": query}, headers=HTMX))
        return {name for name in ("KEMPER", "XIMO") if name in shown}

    assert found("") == {"KEMPER", "XIMO"}
    assert found("eku-900317-3c9") == {"KEMPER"}
    assert found("quezada be") == {"XIMO"}
    assert found("xiqb") == {"XIMO"}
    assert found("emper") == set()
    assert found("%") == set()


def test_the_pages_of_the_list_keep_the_search(page: Client, firm: Organization) -> None:
    for number in range(27):
        fields = replace(factories.XIMO, rfc=f"XIQB8911{number + 1:02d}QE4", legal_name=f"XIMO {number}")
        factories.make_profile(firm, fields, confirmed=["rfc_check_digit"])

    shown = words(page.get(LIST, {"q": "ximo", "page": "2"}))
    assert shown.count("task-link") == 2
    assert "?q=ximo&amp;page=1" in shown


def test_a_change_makes_a_version_that_says_what_changed(page: Client, kemper: FiscalProfile) -> None:
    edit = f"/clientes/{kemper.pk}/editar/"
    assert 'value="42501"' in words(page.get(edit))

    answer = page.post(edit, edited(kemper, postal_code="64000"))
    assert answer["Location"] == f"/clientes/{kemper.pk}/"
    shown = words(page.get(answer["Location"]))
    assert "Versión 2" in shown
    assert "código postal" in shown


def test_two_who_edit_at_once_do_not_undo_each_other(page: Client, kemper: FiscalProfile) -> None:
    page.post(f"/clientes/{kemper.pk}/editar/", edited(kemper, postal_code="64000"))
    answer = page.post(f"/clientes/{kemper.pk}/editar/", edited(kemper, email="otro@kemper.example"))

    assert answer.status_code == 409
    assert "Otra persona cambió" in words(answer)
    assert the_profile().postal_code == "64000"
    assert the_profile().email == "facturas@kemper.example"


def test_an_archived_client_leaves_the_list_and_comes_back(page: Client, kemper: FiscalProfile) -> None:
    page.post(f"/clientes/{kemper.pk}/archivar/")
    assert "KEMPER" not in words(page.get(LIST))
    assert "KEMPER" in words(page.get(LIST, {"archived": "1"}))
    assert not the_profile().is_default
    assert page.post(f"/clientes/{kemper.pk}/predeterminado/").status_code == 409

    page.post(f"/clientes/{kemper.pk}/recuperar/")
    page.post(f"/clientes/{kemper.pk}/predeterminado/")
    assert "KEMPER" in words(page.get(LIST))
    assert the_profile().is_default


def edited(profile: FiscalProfile, **changes: Any) -> dict[str, Any]:
    names = ("rfc", "legal_name", "fiscal_regime", "postal_code", "email", "cfdi_use")
    return {name: getattr(profile, name) for name in names} | {"version": "1"} | changes


# --- who may
OF_A_PROFILE = ["editar/", "archivar/", "recuperar/", "predeterminado/"]


def addresses(pk: UUID) -> list[tuple[str, str]]:
    own = f"/clientes/{pk}/"
    return [("get", own), ("get", f"{own}editar/"), *(("post", own + end) for end in OF_A_PROFILE)]


def test_nobody_is_sent_to_the_login(client: Client, kemper: FiscalProfile) -> None:
    for method, address in [("get", LIST), ("get", NEW), ("post", UPLOAD), *addresses(kemper.pk)]:
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(reverse("accounts:login"))


def test_a_stranger_sees_what_is_not_there(client: Client, kemper: FiscalProfile, stranger: User) -> None:
    client.force_login(stranger)

    for method, address in addresses(kemper.pk):
        assert getattr(client, method)(address).status_code == 404, address
    assert "KEMPER" not in words(client.get(LIST))
    assert "KEMPER" not in words(client.get(LIST, {"q": "EKU9003173C9"}))
    assert the_profile().archived_at is None


def test_a_reader_reads_and_changes_nothing(client: Client, kemper: FiscalProfile, viewer: User) -> None:
    client.force_login(viewer)

    assert NEW not in words(client.get(LIST))
    assert "editar/" not in words(client.get(f"/clientes/{kemper.pk}/"))
    for method, address in [("get", NEW), ("post", NEW), ("get", UPLOAD), *addresses(kemper.pk)[1:]]:
        assert getattr(client, method)(address, typed()).status_code == 403, address
    assert client.post(UPLOAD, pdf(drawn(COMPANY))).status_code == 403
    assert the_profile().current_version == 1


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.ADMIN, Role.OWNER])
def test_who_keeps_the_books_keeps_the_clients(client: Client, firm: Organization, role: Role) -> None:
    client.force_login(factories.make_member(firm, role))

    assert client.post(NEW, typed()).status_code == 302


def test_a_post_without_its_token_is_refused(kemper: FiscalProfile, owner: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(owner)

    for address in (NEW, UPLOAD, *(f"/clientes/{kemper.pk}/{end}" for end in OF_A_PROFILE)):
        assert strict.post(address, typed()).status_code == 403, address
