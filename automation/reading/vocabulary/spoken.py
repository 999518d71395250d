"""How small shops talk on their portals ("se la mandamos a tu correo", "se te fue el mes"), by meaning."""

import re

from automation.reading.understanding import Meaning
from automation.reading.vocabulary.rule import rule

_M = Meaning
_SALE = (
    r"(?:tickets?|folio|nota|compra|venta|consumo|codigo|operacion|orden|pedido|boleto|recibo|comprobante|pago|"
    r"viaje|servicio|estancia|cuenta|visita|carga|clave)"
)

AFTER = {
    _M.EMAILED: (
        rule(
            _M.EMAILED,
            r"\b(?:te|se|les?) ?(?:la |lo |las |los )?(?:mandamos|enviamos|mande|envie|hicimos llegar)\b.{0,60}"
            r"(?:correo|mail|@|buzon|bandeja)",
            unless=r"\bno\b.{0,15}(?:mand|envi)|codigo de (?:verificacion|acceso|confirmacion)|contraseña|"
            r"enlace para|liga para",
        ),
    ),
    _M.VALIDATION: (
        rule(
            _M.VALIDATION,
            r"^falta(?:n|ron)?(?: \w+){0,5}\W*$|\b(?:te|le|les) falt(?:a|o|an|aron)\b",
            r"\bno (?:es|son) igual(?:es)? (?:al|a la|que|a los|entre)\b|\bno coincid\w+ con (?:el|la|lo) "
            r"(?:de arriba|anterior|primer)",
            r"\b(?:correos|rfcs?|e-?mails|mails) (?:son (?:distint|diferent)\w+|no (?:son iguales|coinciden))",
            r"\b(?:llen[ae]|rellen[ae]|complet[ae]|captur[ae])\w* (?:(?:todos?|los|las|el|la) )*(?:campos?|datos|"
            r"formulario|casillas?)\b",
            r"^(?:por favor,? |para \w+,? )?(?:eli[gj][ea]|esco[gj][ea]|acept[ea]|marca|marque|tecle[ea]) "
            r"(?:tu|su|el|la|los|las|una?|alguna?|al menos)\b",
            unless=r"\bsat\b|hacienda|constancia|carg|sincroniz|llegar|global|por subir|\b(?:total|importe|monto)\b",
        ),
    ),
    _M.ALREADY_INVOICED: (
        rule(
            _M.ALREADY_INVOICED,
            r"\bya se (?:habia|ha) (?:emitido|generado|timbrado|facturado|expedido)\b",
            rf"\b(?:ese|esa|este|esta|tu|su) {_SALE}\b.{{0,15}}\bya (?:la|lo) (?:facturaron|facturaste|facturamos)\b",
            unless=r"global|publico en general|\?",
        ),
    ),
    _M.EXPIRED: (
        rule(
            _M.EXPIRED,
            r"\bse (?:le|te|les) (?:paso|fue|vencio|acabo|termino|cerro)\b.{0,25}(?:fecha|tiempo|plazo|mes|dias?|"
            r"periodo)",
            unless=r"sesion|captcha|\baun no\b|todavia no",
        ),
    ),
    _M.NOT_READY: (
        rule(
            _M.NOT_READY,
            rf"\b{_SALE}\b.{{0,20}}\b(?:esta|va|viene) en camino\b",
            r"\b(?:aun|todavia) no (?:llega|sube|baja|entra|aparece|esta en)\b",
            unless=r"correo|mail|buzon|global|sesion",
        ),
    ),
    _M.CANCELLED_SALE: (
        rule(
            _M.CANCELLED_SALE,
            rf"\b{_SALE}\b.{{0,20}}\b(?:cancelaste|cancelaron|cancelamos|devolviste|devolvimos|te (?:lo|la) "
            rf"(?:devolvimos|regresamos))\b",
            unless=r"factura cancel|cfdi cancel",
        ),
    ),
    _M.NOT_FOUND: (
        rule(
            _M.NOT_FOUND,
            rf"\bno (?:hay|existe) (?:ningun\w* )?{_SALE}\b|\bninguna? {_SALE}\b.{{0,30}}\b(?:con|coincide)\b",
            rf"\b{_SALE}\b.{{0,20}}\bno (?:lo|la) (?:tenemos|encontramos|hallamos|vemos)\b",
            unless=r"\brfc\b|regimen|constancia|\bsat\b|hacienda|problema",
        ),
    ),
}
"""Rules that stand directly behind those of the same meaning."""

_REFUSED = re.compile(
    r"\b(?:hacienda|sat)\b.{0,40}\bno (?:conoce|reconoce|tiene|encuentra|acepta|deja|permite|va|es|esta|existe|"
    r"coincide|cuadra|corresponde)\b|"
    r"\bno (?:tributa|va con|queda con|cuadra con|combina con|se lleva con)\b"
)
_DOWN = re.compile(r"respond|disponible|servicio|conexion|sistema|intent|mas tarde|momento")


def refuses_plainly(folded: str) -> bool:
    """A text says that SAT, or the rest of the receptor's data, does not go with one of them."""
    return bool(_REFUSED.search(folded)) and not _DOWN.search(folded)
