"""Reading the Constancia de Situación Fiscal: what it says, and every file that is none."""

import io
import time
import zlib

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

from accounts.constancia import (
    AnotherDocument,
    ConstanciaError,
    DamagedPdf,
    EncryptedPdf,
    IncompleteConstancia,
    NotAPdf,
    QrDisagrees,
    ScannedConstancia,
    TooHeavy,
    TooManyPages,
    read_constancia,
)
from accounts.constancia.errors import MAX_BYTES
from accounts.constancia.pages import read_qr
from accounts.constancia.wording import read_text
from accounts.fiscal import fiscal_regimes
from accounts.rfc import PersonKind
from tests.accounts.constancias import COMPANY, PERSON, drawn, qr_of, scanned, written


@pytest.mark.parametrize("in_columns", [True, False])
def test_a_company_is_read_without_its_capital_regime_in_the_name(in_columns: bool) -> None:
    found = read_constancia(drawn(COMPANY.but(is_in_columns=in_columns)))

    assert (found.rfc, found.id_cif, found.kind) == ("EKU9003173C9", "19040141021", PersonKind.MORAL)
    assert found.legal_name == "ESCUELA KEMPER URGATE"
    assert found.capital_regime == "SOCIEDAD ANONIMA DE CAPITAL VARIABLE"
    assert (found.postal_code, found.status) == ("42501", "ACTIVO")
    assert [regime.code for regime in found.regimes] == ["601"]
    assert found.is_qr_confirming is True
    assert found.missing == ()
    assert found.issued == "MONTERREY , NUEVO LEON A 10 DE NOVIEMBRE DE 2026"


@pytest.mark.parametrize("in_columns", [True, False])
def test_a_person_has_names_and_surnames_and_only_the_regimes_that_have_not_ended(in_columns: bool) -> None:
    found = read_constancia(drawn(PERSON.but(is_in_columns=in_columns)))

    assert found.legal_name == "BERENICE XIMO QUEZADA"
    assert (found.capital_regime, found.kind) == ("", PersonKind.NATURAL)
    assert [(regime.code, regime.since) for regime in found.regimes] == [
        ("605", "01/01/2015"),
        ("612", "01/02/2018"),
    ]


def test_a_name_over_two_lines_is_one_name() -> None:
    wrapped = (("Denominación/Razón Social:", "COMERCIALIZADORA DE PRODUCTOS AGRICOLAS\nDEL NOROESTE"),)
    found = read_constancia(drawn(COMPANY.but(identity=(*wrapped, *COMPANY.identity[1:]))))

    assert found.legal_name == "COMERCIALIZADORA DE PRODUCTOS AGRICOLAS DEL NOROESTE"
    assert found.capital_regime == "SOCIEDAD ANONIMA DE CAPITAL VARIABLE"


def test_one_surname_is_enough() -> None:
    identity = (*PERSON.identity[:3], ("Segundo Apellido:", ""))

    assert read_constancia(drawn(PERSON.but(identity=identity))).legal_name == "BERENICE XIMO"


def test_accents_and_enye_stay_as_the_constancia_has_them() -> None:
    identity = (("Denominación/Razón Social:", "MUÑOZ & NIÑO CAFÉ"), ("Régimen Capital:", ""))
    found = read_constancia(drawn(COMPANY.but(rfc="M&Ñ900317AB1", identity=identity)))

    assert (found.rfc, found.legal_name) == ("M&Ñ900317AB1", "MUÑOZ & NIÑO CAFÉ")
    assert found.is_qr_confirming is True


def test_a_regime_whose_words_nobody_knows_is_shown_without_a_code() -> None:
    rows = (("Régimen de los Viajeros del Tiempo", "01/01/2030", ""), *COMPANY.regimes)
    found = read_constancia(drawn(COMPANY.but(regimes=rows)))

    assert [regime.code for regime in found.regimes] == ["", "601"]
    assert found.regimes[0].words == "Régimen de los Viajeros del Tiempo"


def test_a_constancia_without_regimes_says_what_is_missing() -> None:
    assert read_constancia(drawn(COMPANY.but(regimes=()))).missing == ("fiscal_regime",)


@pytest.mark.parametrize("code", sorted(fiscal_regimes()))
def test_every_regime_of_the_catalogue_is_known_by_its_words(code: str) -> None:
    words = fiscal_regimes()[code].name
    printed = words if words.startswith(("Régimen", "Personas Morales", "Sin")) else f"Régimen de {words}"
    text = f"Regímenes:\nRégimen Fecha Inicio Fecha Fin\n{printed.upper()} 01/01/2020\nObligaciones:"

    assert [r.code for r in read_text(text, regimes=fiscal_regimes(), qr=None).regimes] == [code]


def test_lost_accents_and_blanks_do_no_harm() -> None:
    text = (
        "CédulaDeIdentificaciónFiscal\nRFC:XIQB891116QE4\nNombre(s):BERENICE\nPrimerApellido:XIMO\n"
        "Segundo Apellido:QUEZADA\nEstatusenelpadron:ACTIVO\nCodigoPostal:64000Tipo de Vialidad:CALLE\n"
        "Regimenes:\nRegimenSimplificadodeConfianza 01/01/2022\nObligaciones:"
    )
    found = read_text(text, regimes=fiscal_regimes(), qr=None)

    assert (found.rfc, found.legal_name, found.postal_code) == (
        "XIQB891116QE4", "BERENICE XIMO QUEZADA", "64000",
    )  # fmt: skip
    assert (found.status, [regime.code for regime in found.regimes]) == ("ACTIVO", ["626"])


def test_without_a_readable_qr_nothing_confirms_the_text() -> None:
    assert read_constancia(drawn(COMPANY.but(qr=""))).is_qr_confirming is None


def test_another_id_in_the_qr_confirms_nothing() -> None:
    other = COMPANY.but(qr=qr_of(COMPANY.but(id_cif="1")))

    assert read_constancia(drawn(other)).is_qr_confirming is False


def test_another_rfc_in_the_qr_is_refused_and_both_are_named() -> None:
    with pytest.raises(QrDisagrees, match=r"XIQB891116QE4.*EKU9003173C9"):
        read_constancia(drawn(COMPANY.but(qr=qr_of(PERSON))))


@pytest.mark.parametrize(
    "text",
    [
        "https://siat.sat.gob.mx.example/x?D1=10&D2=1&D3=1_EKU9003173C9",
        "https://siat.sat.gob.mx@evil.example/x?D3=1_EKU9003173C9",
        "https://[siat.sat.gob.mx/x?D3=1_EKU9003173C9",
        "https://siat.sat.gob.mx/x?D1=10",
        "D3=1_EKU9003173C9",
        "",
    ],
)
def test_a_qr_that_does_not_lead_to_sat_says_nothing(text: str) -> None:
    assert read_qr(text) is None


def test_a_scan_gives_what_its_qr_says() -> None:
    with pytest.raises(ScannedConstancia, match="escaneada") as refused:
        read_constancia(scanned(qr_of(PERSON)))

    assert refused.value.qr is not None
    assert (refused.value.qr.rfc, refused.value.qr.id_cif) == ("XIQB891116QE4", "19040141021")


def test_a_scan_without_a_qr_is_still_said_to_be_one() -> None:
    with pytest.raises(ScannedConstancia) as refused:
        read_constancia(scanned(None))

    assert refused.value.qr is None


def test_text_without_an_rfc_is_incomplete() -> None:
    with pytest.raises(IncompleteConstancia):
        read_constancia(drawn(COMPANY.but(rfc="", qr="")))


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(500), b"<html>Constancia</html>", b"PK\x03\x04"]
)
def test_what_is_no_pdf_is_told_so(content: bytes) -> None:
    with pytest.raises(NotAPdf, match="no es un PDF"):
        read_constancia(content)


def test_another_pdf_is_told_so() -> None:
    invoice = ["FACTURA A-1", "RFC: EKU9003173C9", "Código Postal: 42501", "Total: $1,160.00 M.N."]

    with pytest.raises(AnotherDocument, match="no es una Constancia"):
        read_constancia(written(invoice))


def test_the_cedula_alone_is_another_document() -> None:
    with pytest.raises(AnotherDocument):
        read_constancia(written(["CÉDULA DE IDENTIFICACIÓN FISCAL", "EKU9003173C9", "idCIF: 19040141021"]))


def test_a_password_is_told_so() -> None:
    with pytest.raises(EncryptedPdf, match="contraseña"):
        read_constancia(drawn(COMPANY, password="secreta"))


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read_constancia(drawn(COMPANY, restricted=True)).rfc == "EKU9003173C9"


def test_five_hundred_pages_are_told_before_they_are_read() -> None:
    content = written(*[["x"]] * 500)
    began = time.monotonic()

    with pytest.raises(TooManyPages, match="500 páginas"):
        read_constancia(content)
    assert time.monotonic() - began < 8


def test_pages_that_are_not_counted_are_found_all_the_same() -> None:
    content = written(*[["x"]] * 30).replace(b"/Count 30", b"/Count 01")

    with pytest.raises(TooManyPages):
        read_constancia(content)


def test_a_file_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(TooHeavy):
        read_constancia(b"%PDF-1.4\n" + bytes(MAX_BYTES))


@pytest.mark.parametrize("kept", [30, 400, 1500])
def test_a_pdf_that_was_cut_off_is_damaged(kept: int) -> None:
    with pytest.raises((DamagedPdf, ScannedConstancia)):
        read_constancia(drawn(COMPANY)[:kept])


def bomb(unfolded: bytes) -> bytes:
    """One page whose drawing unfolds a thousandfold."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(612, 792)
    stream: StreamObject = DecodedStreamObject()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream._data = zlib.compress(unfolded, 9)
    page[NameObject("/Contents")] = writer._add_object(stream)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "unfolded",
    [
        bytes(200_000_000),
        b"BT (x) Tj ET\n" * 700_000,
        b"q " * 4_000_000,
        b"0 0 612 792 re f\n" * 500_000,
    ],
    ids=["zeros", "words", "stack", "drawings"],
)
def test_a_bomb_is_put_out_in_time(unfolded: bytes) -> None:
    began = time.monotonic()

    with pytest.raises(ConstanciaError):
        read_constancia(bomb(unfolded))
    assert time.monotonic() - began < 16


def test_every_refusal_says_what_to_do() -> None:
    refusals = [NotAPdf(), DamagedPdf(), EncryptedPdf(), TooManyPages(500), TooHeavy(), AnotherDocument(),
                QrDisagrees(printed="A", coded="B"), ScannedConstancia(None), IncompleteConstancia(None)]  # fmt: skip
    todo = ("sube", "súbela", "descarga", "quítale", "escribe", "pide")

    assert all(any(word in str(refusal).lower() for word in todo) for refusal in refusals)


def test_nothing_of_the_taxpayer_stands_in_a_log_line() -> None:
    found = read_constancia(drawn(COMPANY))

    assert "EKU9003173C9" not in repr(found)
