"""How portals that talk plainly say the same ("Tu venta ya se facturó"), beside the phrases of the big ones."""

import re

from automation.reading.understanding import Meaning
from automation.reading.vocabulary.rule import rule

_M = Meaning
_SALE = (
    r"(?:tickets?|folio|nota|compra|venta|consumo|codigo|operacion|orden|pedido|boleto|recibo|referencia|viaje|"
    r"servicio|estancia|cuenta|visita|carga)"
)
_INVOICE = r"(?:factura|cfdi|comprobante(?: fiscal| digital)?)"
_NOT_YET = r"\b(?:aun|todavia) no\b|pendiente|global|publico en general|una vez|antes de|se podra|podras?\b"

AFTER = {
    _M.ALREADY_INVOICED: (
        rule(
            _M.ALREADY_INVOICED,
            rf"\b{_SALE}\b.{{0,40}}\bse facturo\b|\bya (?:generaste|emitiste|facturaste|solicitaste|obtuviste)\b",
            r"\bya (?:lo|la|los) (?:facture|facturaste|facturamos|facturaron|emiti|timbre)\b",
            rf"\bya existe (?:una |un )?{_INVOICE}|\b{_INVOICE} ya (?:habia|ha) sido (?:generad|emitid|timbrad)",
            unless=rf"{_NOT_YET}|^¿|\?|\bsi ya\b",
        ),
    ),
    _M.EXPIRED: (
        rule(
            _M.EXPIRED,
            r"\b(?:se )?(?:termino|acabo|agoto|cerro|paso|concluyo|finalizo)\b.{0,25}\b(?:tiempo|plazo|periodo|"
            r"fecha (?:limite|maxima|para|de)|limite|mes)\b",
            r"\bse facturo\b.{0,30}(?:global|publico en general)",
            unless=r"sesion|captcha|\baun no\b|todavia no",
        ),
    ),
    _M.NOT_READY: (
        rule(
            _M.NOT_READY,
            rf"\b(?:{_SALE}|ventas|sucursal|tienda)\b.{{0,40}}\b(?:aun|todavia) no\b.{{0,30}}"
            rf"\b(?:lleg|envi|mand|sub|aparec|entra|baj|cae\b)",
            r"\bno (?:me|nos) (?:ha |han )?(?:llega|llego|llegado|sube)\b",
            unless=r"sesion|captcha|global|correo|mail|codigo de (?:verificacion|acceso)",
        ),
    ),
    _M.NOT_FOUND: (
        rule(
            _M.NOT_FOUND,
            r"\b(?:monto|total|importe)\b.{0,40}(?:distint|diferente|no (?:es (?:el|igual)|cuadra|concuerda))",
            rf"\bno (?:tengo|tenemos|encuentro|veo|vemos|conozco|hallo|me aparece|nos aparece)\b"
            rf".{{0,25}}\b{_SALE}\b",
            rf"\b{_SALE}\b.{{0,30}}\bno (?:lo|la) (?:tengo|tenemos|encuentro|encontramos|veo|vemos)\b",
            rf"\b{_SALE}\b(?: \S+)?(?: \w+)? no (?:aparece|figura|consta|existe|esta (?:en|dad)|sale|lo reconoce)\b",
            r"\bno es (?:el|ese|este) (?:el )?(?:total|monto|importe)\b",
            rf"\b{_SALE}\b(?: \w+)? (?:desconocid|inexistente)|^(?:revisa|verifica|comprueba)\w* (?:el|la|tu|su|los) "
            rf"(?:numero (?:de|del) )?{_SALE}\b.{{0,60}}\b(?:total|importe|monto|fecha)\b",
            unless=r"\brfc\b|regimen|constancia|\bsat\b|\baun no\b|todavia no|\bsi (?:tu|su|el|la)\b",
        ),
    ),
    _M.ISSUED: (
        rule(
            _M.ISSUED,
            rf"\bhemos (?:generado|emitido|timbrado|creado|facturado)\b|\bfacturamos (?:tu|su) {_SALE}",
            rf"^(?:listo\W+)?(?:aqui (?:esta|tienes)|te presentamos) (?:tu|su) {_INVOICE}\b|"
            rf"^comprobante (?:emitido|timbrado|generado)\b|\bse (?:emitio|timbro|genero) (?:el|tu|su) comprobante\b",
            rf"\b(?:tu|su) {_INVOICE} ya (?:esta|se encuentra|quedo) (?:disponible|list[ao])",
            unless=r"\bno\b|error|cuando|una vez|antes de|correo|si (?:tu|su|ya)\b",
        ),
    ),
    _M.EMAILED: (
        rule(
            _M.EMAILED,
            r"\b(?:te|le) (?:mandamos|enviamos|hicimos llegar)\b.{0,60}\b(?:correo|e-?mail|buzon)|"
            r"\b(?:se enviaron|se mandaron)\b.{0,60}(?:correo|e-?mail|buzon|@)",
            rf"\b{_INVOICE}\b.{{0,30}}\bva en camino\b.{{0,30}}(?:correo|e-?mail|buzon|@)|"
            rf"\b(?:revisa|consulta|checa)\w* (?:tu|su) (?:bandeja|correo|buzon).{{0,60}}\b{_INVOICE}\b",
            unless=r"codigo de (?:verificacion|acceso|confirmacion)|contraseña|enlace para|\bno se\b",
        ),
    ),
}
"""Rules that stand directly behind those of the same meaning."""

WEAKLY_REFUSED = re.compile(
    r"\bno (?:es|son) (?:el|la|los|las|igual|identic)\w*\b|\bno se (?:permite|admite|acepta)|"
    r"\bno (?:aparece|figura|empata|cuadra|tienes|tiene|lo tienes|lo tiene|se (?:encontro|localizo)|"
    r"fue (?:reconocid|encontrad|localizad|validad)|"
    r"se puede (?:usar|utilizar)|encontramos|localizamos|reconocemos|registrad|es valid|"
    r"esta (?:asociad|ligad|vinculad|permitid|autorizad)|se permite|procede)|"
    r"\bdiferente\b|\binexistent|\berrone[oa]|\bincorrect[oa]s?\b|^error en\b|\btiene otr[oa]\b"
)
"""Refuses a datum of the receptor only where the text speaks of SAT or of what it keeps."""

OF_REGISTER = re.compile(
    r"\bsat\b|constancia|\breceptor\b|padron|domicilio fiscal|\b(?:tu|su) (?:rfc|regimen)\b|hacienda"
)

BARE_REFUSAL = re.compile(
    r"^(?:el |la |tu |su )?(?:rfc|razon social|denominacion(?: o razon)? social|regimen fiscal|domicilio fiscal|"
    r"uso (?:de|del) cfdi)(?: capturad[oa]| ingresad[oa])? (?:no (?:esta )?registrad[oa]|no existe|incorrect[oa])\W*$"
)
"""The datum and its refusal, nothing else."""
