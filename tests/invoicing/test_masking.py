"""Nothing of the receptor is readable in what a run logs."""

import pytest

from invoicing.masking import Masker, credential_secrets, receiver_secrets

COMPANY = Masker(
    receiver_secrets(
        rfc="EKU9003173C9",
        legal_name="ESCUELA KEMPER URGATE",
        email="fac@kemper.example",
        postal_code="42501",
    )
)
PERSON = Masker(
    receiver_secrets(
        rfc="XIQB891116QE4", legal_name="BERENICE XIMO QUEZADA", email="b@x.example", postal_code="64000"
    )
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("RFC EKU9003173C9 listo", "RFC [RFC] listo"),
        ("rfc eku9003173c9.", "rfc [RFC]."),
        ("Escuela  Kémper\nUrgate", "[nombre]"),
        ("a FAC@KEMPER.EXAMPLE se envió", "a [correo] se envió"),
        ("CP: 42501", "CP: [CP]"),
        ("ticket 1425019", "ticket 1425019"),
        ("El RFC EKU900317 está incompleto", "El RFC [RFC] está incompleto"),
    ],
)
def test_a_company_is_masked_however_it_is_written(text: str, masked: str) -> None:
    assert COMPANY.text(text) == masked


def test_a_persons_name_is_masked_word_by_word() -> None:
    assert PERSON.text("Nombre(s): Berenice. Paterno: XIMO") == "Nombre(s): [nombre]. Paterno: [nombre]"


def test_lists_and_objects_are_masked_inside() -> None:
    content = {"fields": [{"label": "RFC", "shown": "EKU9003173C9"}], "n": 3, "none": None}
    assert COMPANY.content(content) == {"fields": [{"label": "RFC", "shown": "[RFC]"}], "n": 3, "none": None}


def test_credentials_with_odd_characters_are_masked() -> None:
    masker = Masker(credential_secrets(username="compras@x.example", password="$ecr(e)to*"))
    assert masker.text("entró compras@x.example con x$ecr(e)to*y") == "entró [usuario] con x[contraseña]y"


def test_credentials_are_masked_as_an_address_writes_them() -> None:
    masker = Masker(credential_secrets(username="compras@x.example", password=" Dos Palabras+1 "))
    told = "/acceso?u=compras%40x.example&c=Dos+Palabras%2B1 y Dos%20Palabras%2B1, Dos Palabras+1"
    assert masker.text(told) == "/acceso?u=[usuario]&c=[contraseña] y [contraseña], [contraseña]"


def test_empty_secrets_mask_nothing() -> None:
    assert Masker([("", "[x]"), ("  ", "[x]")]).text("hola  mundo") == "hola  mundo"
