"""The expresión impresa: the text in a CFDI's QR and the question to SAT's status service.

    https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=UUID&re=RFC&rr=RFC&tt=TOTAL&fe=SELLO8

Anexo 20, "Especificación técnica del código de barras bidimensional": tt has up to six decimals without
trailing zeros, fe is the last eight characters of the Sello.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from urllib.parse import unquote

from invoicing.cfdi.comprobante import Comprobante

VERIFIER = "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"

# An RFC may hold "&", so a value ends only where the next known key begins.
_PART = re.compile(r"[?&](id|re|rr|tt|fe)=(.*?)(?=&(?:id|re|rr|tt|fe)=|$)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class PrintedExpression:
    uuid: str
    """upper case"""
    issuer_rfc: str
    receiver_rfc: str
    total: Decimal | None
    seal_end: str

    @classmethod
    def of(cls, comprobante: Comprobante) -> "PrintedExpression":
        """What the QR of this CFDI must say."""
        return cls(
            uuid=comprobante.uuid or "",
            issuer_rfc=comprobante.emisor.rfc,
            receiver_rfc=comprobante.receptor.rfc,
            total=comprobante.total,
            seal_end=comprobante.sello[-8:],
        )

    @classmethod
    def read(cls, text: str) -> "PrintedExpression | None":
        """From a QR's text; None where it is not a CFDI's."""
        parts = {
            name.lower(): unquote(value).strip() for name, value in _PART.findall(text.replace("&amp;", "&"))
        }
        if not {"id", "re", "rr"} <= parts.keys():
            return None
        return cls(
            uuid=parts["id"].upper(),
            issuer_rfc=parts["re"].upper(),
            receiver_rfc=parts["rr"].upper(),
            total=_decimal(parts.get("tt", "")),
            seal_end=parts.get("fe", "")[-8:],
        )

    def __str__(self) -> str:
        total = written_total(self.total or Decimal(0))
        query = f"id={self.uuid}&re={self.issuer_rfc}&rr={self.receiver_rfc}&tt={total}&fe={self.seal_end}"
        return f"{VERIFIER}?{query}"


def written_total(total: Decimal) -> str:
    """Six decimals at most, no trailing zeros, one decimal at least: "389.49", "100.0"."""
    text = f"{total:.6f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
