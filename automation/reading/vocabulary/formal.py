"""How back-office systems say it on the portals in front of them ("Remisión en tránsito"), by meaning."""

from automation.reading.understanding import Meaning
from automation.reading.vocabulary.rule import rule

_M = Meaning
_SALE = (
    r"(?:tickets?|folio|nota|compra|venta|consumo|codigo|operacion|transaccion|orden|pedido|boleto|recibo|"
    r"remision|despacho|registro|documento|movimiento|servicio|estancia|cuenta|carga|referencia|comanda|vale)"
)
_INVOICE = r"(?:facturas?|cfdi|comprobantes?(?: fiscal(?:es)?| digital(?:es)?)?)"
_YET = (
    r"\b(?:aun|todavia) no\b|\bsin (?:factura|cfdi|comprobante)|no (?:tiene|cuenta|ha sido|esta)\b|pendiente|"
    r"global|publico en general"
)

AFTER = {
    _M.ALREADY_INVOICED: (
        rule(
            _M.ALREADY_INVOICED,
            rf"\b{_SALE}\b.{{0,25}}\bcon (?:un |una |el |la )?{_INVOICE}\b.{{0,20}}\b(?:emitid|generad|timbrad|"
            r"expedid|vinculad|asociad|relacionad|vigente|activ|existente|previ)",
            rf"\b{_SALE}\b.{{0,30}}\bya (?:tiene|posee|cuenta con|presenta|registra)\b.{{0,15}}\b{_INVOICE}\b",
            rf"\b{_SALE}\b.{{0,40}}(?:facturad|timbrad)[oa]s? (?:previamente|anteriormente|con anterioridad|antes|"
            r"el (?:dia )?\d)",
            rf"\b{_SALE}\b.{{0,15}}\b(?:se encuentra|esta|aparece|figura|consta) (?:como )?(?:facturad|timbrad)",
            rf"\b{_SALE}\b.{{0,15}}\b(?:utilizad|usad|canjead|ocupad)\w*.{{0,30}}\b(?:factura\b|facturar|cfdi|"
            r"comprobante)",
            rf"\b(?:estatus|estado|status|situacion) (?:de |del )?(?:la |el |su |tu )?{_SALE}\b.{{0,12}}:\s*(?:ya )?"
            r"(?:facturad|timbrad)[oa]\b",
            unless=rf"{_YET}|\?|\bsi (?:el|la|su|tu|ya)\b|en caso|\bse (?:emitio|genero|timbro)\b|"
            r"exitosa|correctamente|con exito|satisfactoria",
        ),
    ),
    _M.EXPIRED: (
        rule(
            _M.EXPIRED,
            r"\bfecha limite\b.{0,40}\b(?:era|fue|paso|vencio|concluyo)\b",
            r"\b(?:inclui|report|consider|agreg|integr|acumul)\w*.{0,35}\b(?:global|publico en general)\b",
            r"\bya (?:pasaron|transcurrieron|se cumplieron)\b.{0,20}\b(?:dias|horas|meses)\b",
            unless=r"sesion|captcha|\baun no\b|todavia no|no (?:han|ha) (?:pasado|transcurrido)|\bsi no\b|"
            r"seran?\b|podra|antes de",
        ),
    ),
    _M.NOT_READY: (
        rule(
            _M.NOT_READY,
            rf"\b(?:{_SALE}|ventas?|sucursal|tienda|estacion|informacion)\b.{{0,30}}\b(?:en transito|"
            r"pendientes? (?:de|por) (?:\w+ ){0,2}(?:replic|envi|transmit|cierre|cerrar|corte|interfa|subir|recib|"
            r"descarg|public|consolid|aplic|contabiliz))",
            r"\b(?:no|sin) (?:se )?(?:ha |han |haber )?(?:cerrado|cerrar|realizado|efectuado|hecho|recibido|"
            r"reportado|enviado|transmitido|replicado|concluido) (?:aun |todavia )?(?:su |sus |el |la |las |los )?"
            r"(?:corte|cierre|ventas?|informacion|operaciones|reporte|movimientos)",
            r"\b(?:corte|cierre)(?: de (?:caja|dia|turno|ventas))? (?:pendiente|en proceso|no (?:se )?ha)",
            r"\b(?:aun|todavia) no (?:contamos|se cuenta|tenemos|disponemos|recibimos)\b.{0,20}\b(?:informacion|"
            r"datos|registro|venta|corte)",
            unless=r"global|publico en general|sesion|captcha|constancia|receptor|\brfc\b|correo",
        ),
    ),
    _M.NOT_FOUND: (
        rule(
            _M.NOT_FOUND,
            r"\b(?:monto|total|importe|cantidad|tarifa|fecha|folio|datos?)\b.{0,30}\b(?:difier|discrep|"
            r"inconsistent|no (?:concuerd|cuadr|corresp|coincid|empat))",
            r"\b(?:inconsistencia|discrepancia|diferencia)s?\b.{0,40}\b(?:monto|total|importe|folio|datos)\b",
            r"(?:^|\b(?:se (?:encontr|localiz)\w+|resultados?:?) )(?:0|cero|ningun\w*) (?:registros?|resultados?|"
            r"coincidencias?|documentos?|tickets?)\b",
            unless=r"\brfc\b|regimen|constancia|\bsat\b|hacienda|receptor|razon social|codigo postal|\buso\b|"
            r"nombre|contribuyente",
        ),
    ),
}
"""Rules that stand directly behind those of the same meaning."""
