"""Is it a CFDI that its issuer signed and a PAC stamped? Schema, sello, certificate, timbre."""

import re
from datetime import datetime, timedelta

from invoicing.cfdi.catalogues import CENTRAL, CatalogueLookup
from invoicing.cfdi.certificates import Recognition, is_valid_at, numbers_of, rfc_of
from invoicing.cfdi.comprobante import Comprobante, Timbre
from invoicing.cfdi.expected import Evidence
from invoicing.cfdi.sello import cadena_of_timbre, cadena_original, embedded_certificate, seal_holds
from invoicing.cfdi.verdict import Verdict, for_review, passed, rejected, unknown
from invoicing.cfdi.xsd import cfdi_schema

STAMPING_WINDOW = timedelta(hours=72)
"""From Fecha to FechaTimbrado at most (Reglamento del CFF art. 39, Anexo 20 error 401)."""
CLOCK_SKEW = timedelta(minutes=5)

UNPROVEN_TIMBRE = "no verificado: UUID y fecha de timbrado sin comprobar"

_UUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def check_xsd(evidence: Evidence) -> Verdict:
    verdict = cfdi_schema().validate(evidence.comprobante.tree)
    if verdict.errors:
        return rejected(f"No cumple el esquema del SAT: {_first(verdict.errors)}.")
    strange = _outside_catalogues(evidence.comprobante, evidence.catalogues)
    if strange:
        # The catalogues at hand may be older than the invoice, so a person decides.
        return for_review(f"Claves que no están en los catálogos del SAT: {_first(strange)}.")
    if verdict.unvalidated:
        return passed(f"Cumple el esquema del SAT; complemento no validado: {_first(verdict.unvalidated)}.")
    return passed("Cumple el esquema y los catálogos del SAT.")


def _first(texts: tuple[str, ...]) -> str:
    more = f" y {len(texts) - 3} más" if len(texts) > 3 else ""
    return "; ".join(texts[:3]) + more


def _outside_catalogues(comprobante: Comprobante, catalogues: CatalogueLookup) -> tuple[str, ...]:
    postal_codes = {"LugarExpedicion": comprobante.lugar_expedicion}
    postal_codes["DomicilioFiscalReceptor"] = comprobante.receptor.domicilio_fiscal
    strange = [
        f"{name} {code}" for name, code in postal_codes.items() if not catalogues.has_postal_code(code)
    ]
    products = {concepto.clave_prod_serv for concepto in comprobante.conceptos}
    units = {concepto.clave_unidad for concepto in comprobante.conceptos}
    strange += [f"ClaveProdServ {code}" for code in sorted(products) if not catalogues.has_product(code)]
    strange += [f"ClaveUnidad {code}" for code in sorted(units) if not catalogues.has_unit(code)]
    return tuple(strange)


def check_sello(evidence: Evidence) -> Verdict:
    comprobante = evidence.comprobante
    certificate = embedded_certificate(comprobante)
    if certificate is None:
        return rejected("El certificado que trae el CFDI no se puede leer: el sello no se puede comprobar.")
    if not seal_holds(certificate, comprobante.sello, cadena_original(comprobante)):
        return rejected("El sello no corresponde al contenido: el CFDI fue alterado o está mal sellado.")
    return passed("El sello del emisor corresponde al contenido.")


def check_certificate(evidence: Evidence) -> Verdict:
    """NoCertificado, RFC, validity at Fecha, and who issued it (CFDI.md section 3, rows 3 and 4)."""
    comprobante = evidence.comprobante
    certificate = embedded_certificate(comprobante)
    if certificate is None:
        return rejected("El certificado que trae el CFDI no se puede leer.")
    if comprobante.no_certificado.upper() not in numbers_of(certificate):
        return rejected("NoCertificado no es el número del certificado que trae el CFDI.")
    recognition = evidence.trust.recognise(certificate)
    rfc = rfc_of(certificate)
    if rfc != comprobante.emisor.rfc and (rfc is not None or recognition is Recognition.SAT):
        return rejected(f"El certificado es de {rfc or 'nadie'}, no del emisor {comprobante.emisor.rfc}.")
    if not is_valid_at(certificate, issued_at(evidence)):
        return rejected("El certificado no estaba vigente en la fecha del CFDI.")
    if not evidence.trust.accepts(recognition):
        return rejected("El certificado no fue emitido por el SAT.")
    return passed(_RECOGNISED[recognition])


_RECOGNISED = {
    Recognition.SAT: "Certificado del emisor, emitido por el SAT y vigente en la fecha.",
    Recognition.TEST_PORTAL: "Certificado de un portal de pruebas, vigente en la fecha.",
    Recognition.NOBODY: "Certificado no reconocido por el SAT; número, emisor y vigencia concuerdan.",
}


def issued_at(evidence: Evidence) -> datetime:
    """Fecha with the zone of LugarExpedicion (central Mexico where that is unknown)."""
    comprobante = evidence.comprobante
    zone = evidence.catalogues.time_zone(comprobante.lugar_expedicion) or CENTRAL
    return comprobante.fecha.replace(tzinfo=zone)


def check_timbre(evidence: Evidence) -> Verdict:
    comprobante = evidence.comprobante
    timbre = comprobante.timbre
    if timbre is None:
        return rejected(
            "El CFDI no está timbrado." if not comprobante.timbres else "El CFDI trae más de un timbre."
        )
    fault = _fault_of(timbre, evidence)
    return rejected(fault) if fault else _sello_sat(timbre, evidence)


def _fault_of(timbre: Timbre, evidence: Evidence) -> str | None:
    if not _UUID.fullmatch(timbre.uuid):
        return "El folio fiscal (UUID) del timbre no tiene el formato debido."
    if timbre.sello_cfd != evidence.comprobante.sello:
        return "El timbre es de otro CFDI: su SelloCFD no es el sello de este."
    if timbre.fecha_timbrado is None:
        return "El timbre no trae una FechaTimbrado legible."
    if not _within_window(timbre.fecha_timbrado, evidence):
        return "FechaTimbrado no cae dentro de las 72 horas que siguen a la fecha del CFDI."
    return None


def _within_window(stamped: datetime, evidence: Evidence) -> bool:
    """FechaTimbrado is central time, Fecha that of LugarExpedicion; some issuers write both in one time,
    so either reading may fit."""
    elapsed = (
        stamped - evidence.comprobante.fecha,
        stamped.replace(tzinfo=CENTRAL) - issued_at(evidence),
    )
    return any(-CLOCK_SKEW <= time <= STAMPING_WINDOW + CLOCK_SKEW for time in elapsed)


def _sello_sat(timbre: Timbre, evidence: Evidence) -> Verdict:
    certificate = evidence.pac_certificates.find(timbre.no_certificado_sat)
    if certificate is None:
        return unknown(
            f"SelloSAT {UNPROVEN_TIMBRE} (falta el certificado {timbre.no_certificado_sat} del PAC)."
        )
    if not evidence.trust.accepts(evidence.trust.recognise(certificate)):
        return unknown(f"SelloSAT {UNPROVEN_TIMBRE} (el certificado del PAC no es del SAT).")
    stamped = timbre.fecha_timbrado
    if stamped is None or not is_valid_at(certificate, stamped.replace(tzinfo=CENTRAL)):
        return rejected("El certificado del PAC no estaba vigente al timbrar.")
    if not seal_holds(certificate, timbre.sello_sat, cadena_of_timbre(timbre)):
        return rejected("El sello del PAC no corresponde al timbre: UUID o fecha de timbrado alterados.")
    return passed("Timbrado por el PAC; UUID y fecha de timbrado comprobados.")
