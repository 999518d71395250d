"""What portals answer, by meaning: phrases over folded text (lower case, no accents).

Rules stand in the order in which they are tried; `unless` takes a rule back. Codes of SAT contradict each
other between public code bases, so the attribute that a text names decides, never the number.
"""

import re

from automation.reading.understanding import Meaning
from automation.reading.vocabulary import english, everyday, formal, spoken
from automation.reading.vocabulary.rule import Rule, rule

_SALE = (
    r"(?:tickets?|folio|nota|compra|venta|consumo|codigo|operacion|transaccion|orden|pedido|boleto|"
    r"comprobante|recibo|"
    r"referencia|despacho|viaje|servicio|cruce|cuenta|remision|registro|movimiento|web ?id|carga|"
    r"reservacion|token)"
)
_WRONG = (
    r"(?:invalid|incorrect|erroneo|erronea|equivocad|no (?:es|son|fue|fueron) (?:valid|correct)|no valid|"
    r"no coincid|no (?:es|son) iguale?s?\b|difiere|distint[oa]s? (?:a|de|que)\b|no (?:hace|da|hay) match|"
    r"no (?:cuadra|checa|empata|casa)|"
    r"no correspond|no concuerd|wrong)"
)
_INVOICE = r"(?:factura|cfdi|comprobante fiscal|comprobante digital|invoice)"
_MADE = r"\b(?:gener|emit|timbr|cre[aoe]|realiz|exped|expid|elabor|proces|complet|conclu|registr)"


_M = Meaning

_ALREADY = rule(
    _M.ALREADY_INVOICED,
    r"\bya (?:fue|ha sido|se ha|habia sido|esta|estaba|se encuentra|se encontraba|cuenta con|tiene|posee|"
    r"existe)\b.{0,45}"
    r"(?:facturad|factura\b|cfdi|timbrad|comprobante fiscal|factur)",
    r"facturad[oa]s? (?:previa|anterior)mente|(?:previa|anterior)mente (?:\w+ ){0,2}facturad|"
    r"facturad\w+ con anterioridad|"
    r"facturad[oa] (?:el|con fecha|por)\b",
    rf"\bya se (?:le )?(?:genero|emitio|facturo|expidio|timbro|elaboro|creo|"
    rf"realizo)\b.{{0,50}}(?:{_INVOICE}|para (?:este|el|su|ese))",
    rf"{_SALE}.{{0,40}}\bya (?:fue|ha sido|esta|se encuentra|se) (?:\w+ )?(?:utilizad|usad|ocupad|canjead|"
    rf"capturad|asociad|ligad|vinculad|consumid|registr)",
    rf"(?:existe|hay|cuenta con|tiene)(?: ya)? (?:una|un) {_INVOICE}|con {_INVOICE} (?:previa|existente|"
    rf"vigente)|{_INVOICE} existente",
    r"ticket_facturado|already (?:been )?(?:invoiced|billed|issued|used)|has an invoice|\bya facturad|"
    r"\bya lo facturo|\bya facturo\b|"
    r"\b(?:ticket|folio|consumo|venta|compra|nota|orden|operacion|codigo)\b(?: de \w+)?(?: \S+)? (?:fue|"
    r"ha sido|esta|se encuentra) facturad[oa]",
    rf"{_INVOICE} (?:\w+ )?duplicad|no (?:es posible|se puede|puede) (?:volver a )?facturar(?:lo|"
    rf"se)? (?:dos veces|nuevamente|de nuevo|otra vez)",
    rf"\bya (?:fue|ha sido) (?:generad|emitid|timbrad|expedid)\w* (?:\w+ )?(?:{_INVOICE}|el |la |su |tu )",
    rf"{_SALE}(?: \w+)? ya se (?:utiliz|us|ocup|canje|consum)[oa]\b",
    rf"{_SALE}(?: \w+)? ya (?:utilizad|usad|ocupad|canjead|consumid|registrad)[oa]",
    r"\bcorresponde a una factura (?:ya )?(?:emitida|generada)|\bcuenta con factura",
    unless=r"\b(?:aun|todavia) no\b.{0,30}factur|no (?:ha sido|esta|se encuentra|fue) facturad|global|"
    r"publico en general|^si (?:el|la|su|tu|ya)\b|"
    r"\bya (?:esta|se encuentra) (?:disponible|list[ao])|ya puede|pendiente",
)

_ISSUED = rule(
    _M.ISSUED,
    rf"{_INVOICE}.{{0,70}}{_MADE}\w*.{{0,25}}(?:exit|correct|satisf)",
    rf"(?:exit|correct|satisf)\w*.{{0,40}}\b{_INVOICE}\b",
    rf"{_INVOICE}(?: electronic\w+| fiscal)?(?: \S+)? (?:ha sido|fue|ya fue|se ha|esta|ha quedado|"
    rf"quedo) (?:\w+ )?(?:generad|emitid|timbrad|cread|expedid|elaborad|procesad|list|certificad|sellad|hech)",
    rf"{_INVOICE}(?: electronica| fiscal)? (?:generad|emitid|timbrad|cread|expedid|list[ao]\b|exitos|"
    rf"certificad|sellad)",
    rf"se (?:genero|emitio|timbro|creo|expidio|ha generado|ha emitido|ha timbrado) (?:exitosamente |"
    rf"correctamente |con exito )?(?:su|la|tu|el) {_INVOICE}",
    r"\benhorabuena\b|\bfelicidades\b|gracias por (?:facturar|generar)|facturacion (?:exitosa|correcta|"
    r"realizada|completad|terminad|finalizad)|"
    r"timbrado (?:exitos|correct)|generad[ao] (?:correctamente|exitosamente|con exito|satisfactoriamente)|"
    r"^1-o\.k\.",
    r"ya puedes? descargar|descarg\w+ (?:tu|su|la) factura (?:generada|en)|(?:puede|"
    r"puedes) descargar (?:tu|su|los archivos|el xml)",
    r"invoice (?:was |has been |is )?(?:successfully )?(?:generated|issued|created|ready)|"
    r"proceso (?:de facturacion )?(?:concluido|terminado|finalizado) con exito",
    unless=r"\bno (?:se )?(?:ha |pudo|puede|fue|pudimos|es posible|logro)|error\b|una vez|para que|"
    r"sera generad|se generara|antes de|al (?:ser )?generad|en caso|cancelad",
)

_EMAILED = rule(
    _M.EMAILED,
    r"(?:enviad|enviamos|se envio|hemos enviado|mandad|remitid|sent)\w*.{0,80}(?:correo|e-?mail|buzon|@)",
    r"(?:llegara|llegaran|recibira|recibiras|recibiran|sera enviad|seran enviad|se enviara|le enviaremos|"
    r"te enviaremos).{0,80}(?:correo|e-?mail|buzon|@)",
    r"(?:correo|e-?mail).{0,30}(?:fue |ha sido )?enviado (?:con exito|correctamente|exitosamente|a )",
    unless=r"no (?:se )?(?:pudo|fue posible|ha podido).{0,20}envi|codigo de (?:verificacion|acceso|"
    r"confirmacion)|(?:enlace|liga|instrucciones) para (?:restablecer|recuperar|activar|confirmar)|"
    r"contraseña",
)

_NOT_READY = rule(
    _M.NOT_READY,
    r"\b(?:aun|todavia) no\b.{0,50}(?:disponib|cargad|carga\b|registr|sincroniz|proces|reflej|encuentra|"
    r"esta\b|ha sido|existe|facturable|se ha|puede|liberad|recib|integrad|vemos|tenemos)",
    r"no (?:se )?(?:han?|hay) transcurrido|no ha pasado|"
    r"no (?:se )?ha (?:sido )?(?:llegado|subid|sincroniz|cargad|reflejad|transmitid|enviado a)",
    r"pendiente (?:por|de) (?:validar|cargar|procesar|sincronizar|registr|integr|liberar|confirma|ser )",
    r"intent\w+.{0,40}(?:dentro de|despues de|a partir de|en)(?: las?| el| un[ao]?s?| al menos|"
    r" aproximadamente| unos)? ?(?:\d+|mañana|proxim|siguiente|momento mas|hora|minuto|dia)\w*",
    rf"{_SALE}.{{0,90}}(?:intent\w+|consult\w+|vuelv\w+|regres\w+).{{0,25}}(?:mas tarde|mañana|"
    rf"posteriormente|en unas horas|en unos minutos|otro dia)",
    r"(?:podra|podras|puede|puedes|estara|estaran|sera)\b.{0,70}(?:despues de|en|hasta|dentro de|"
    r"transcurrid\w+|pasad[ao]s|a partir de)\b.{0,20}(?:\d+ ?(?:hrs?|horas|minutos|min|dias)|mañana)",
    r"(?:podra|podras|estara|sera)\b.{0,70}\bal (?:dia siguiente|otro dia)",
    r"(?:disponible|factur\w+|podra)\b.{0,40}\d+ ?(?:horas|hrs|minutos|dias) (?:despues|posterior)",
    r"disponible (?:en|a partir|despues|dentro|hasta|mañana)\b(?! el ticket)",
    r"en proceso de (?:carga|sincron|registro|integracion|envio|validacion)|proces\w+ (?:de )?carga",
    r"no (?:puede|podra) ser (?:procesad|facturad).{0,80}(?:\d+ ?h|hora|mañana)|no esta completo|"
    r"conector configurado",
    r"esper[ae]\w* (?:al menos |por lo menos |un minimo de |hasta )?(?:\d+|24|48|unas|unos|"
    r"a que) ?(?:horas|hrs|minutos|dias|se )",
    r"(?:ventas?|tickets?|compras?|informacion) (?:del dia|de hoy|del mismo dia).{0,60}(?:mañana|"
    r"dia siguiente|no )|"
    r"not (?:yet|available yet)|no (?:se )?encuentra (?:aun|todavia)|(?:try again|available) (?:in|"
    r"after) \d+|"
    r"tarda\w*.{0,30}(?:hora|minuto|dia)s? en|demora\w*.{0,30}(?:hora|minuto|dia)",
    rf"{_SALE}.{{0,25}}no (?:se encuentra|esta|estan) disponible(?!.{{0,20}}por)",
    unless=r"sesion|\bcaptcha|global|ya no|mantenimiento|(?:servicio|sistema|portal|pagina|sitio|"
    r"servidor).{0,25}no (?:esta|se encuentra) disponible",
)

_EXPIRED = rule(
    _M.EXPIRED,
    rf"(?:{_SALE}|plazo|periodo|fecha|factura|tiempo|vigencia|termino|dias|limite).{{0,60}}\b(?:venci|"
    rf"vencid|caduc|expir)",
    r"\b(?:se )?(?:vencio|caduco|expiro)\b.{0,40}(?:factura|plazo|periodo|ticket|tiempo|folio|vigencia)",
    r"fuera de(?:l)? (?:tiempo|plazo|periodo|fecha|termino|rango|vigencia|limite|mes)|extemporane",
    r"exced\w+.{0,45}(?:\bdias|plazo|limite|tiempo|horas|permitid|mes|periodo)|sobrepasa\w*.{0,30}(?:dias|"
    r"plazo|tiempo)|(?:rebas|super)\w+.{0,30}(?:dias|plazo|limite|tiempo)",
    r"(?:mes(?:es)?|ejercicio|periodo|año)s? (?:fiscal )?(?:anterior|pasad|vencid|cerrad|previo)|"
    r"(?:mes|ejercicio|periodo)\b.{0,40}\b(?:esta|fue|quedo|se encuentra) cerrad|(?:de|del|"
    r"en) otro mes|no (?:corresponde|pertenece) al (?:mes|periodo|ejercicio)",
    r"factura global|cfdi global|global (?:del|diaria|mensual)|(?:inclu[iy]|considerad|form\w+ parte|"
    r"facturad)\w*.{0,40}publico en general",
    r"(?:solo|solamente|unicamente|only).{0,70}(?:mes (?:en curso|vigente|actual|corriente)|mismo mes|"
    r"menor(?:es)? (?:a|de) \d+|dentro de(?:l| los)? (?:mes|\d+|mismo)|current month|mismo dia|"
    r"ultimos \d+)",
    r"ya no (?:puede|es posible|se puede|esta disponible|es|se encuentra|podra|cuenta|"
    r"tiene).{0,45}(?:factur|plazo|vigen|tiempo|periodo|disponible para)",
    r"(?:plazo|tiempo|periodo|vigencia|fecha limite|limite).{0,45}(?:conclui|conclu|termin|agot|finaliz|pas[oa]\b|"
    r"cerr|ha pasado|rebas|super)",
    r"mas de \d+ (?:dias|horas|meses)|(?:dias|horas|tiempo|periodo) (?:maxim\w+ )?permitid|no (?:esta|"
    r"se encuentra) (?:dentro|vigente|en (?:el )?(?:periodo|plazo|tiempo))|"
    r"ticket (?:expired|too old)|deadline|no puedes? facturar.{0,30}(?:meses|dias)|antig(?:u|ü)edad",
    unless=r"sesion|session|contraseña|\bcaptcha|token de|certificado|\baun no\b|todavia no|"
    r"(?:enlace|liga)(?!.{0,60}(?:factur|compra|ticket|venta))|"
    r"no han? transcurrido",
)

_NOT_FOUND = rule(
    _M.NOT_FOUND,
    r"\bno (?:se )?(?:ha |han |pudo |pudimos |logro |puede |fue posible |es posible |logramos |"
    r"hemos )?(?:sido )?(?:encontr|encuentra|localiz|hall|ubic|existe|identific|reconoc|obtuvier|obtuvo)",
    r"\bno (?:hay|hubo|existen?|se tiene|tenemos|contamos|se cuenta|arrojo|produjo).{0,30}(?:informacion|"
    r"registro|venta|ticket|datos|folio|coincid|resultado|movimiento|consumo)",
    r"\binexistente|sin (?:resultados|coincidencias|registros)|\b0 resultados",
    rf"(?<!page )(?<!404 )\bnot found|does ?n[o']t exist|"
    rf"no (?:matching|results)|{_SALE}.{{0,30}}no (?:registrad|existente|encontrad|localizad|reconocid)",
    rf"(?:{_SALE}|monto|total|importe|cantidad|fecha|sucursal|tienda|estacion|datos(?: del? \w+)?|"
    rf"informacion).{{0,60}}{_WRONG}",
    rf"{_WRONG}\w*.{{0,30}}(?:{_SALE}|monto|total|importe|sucursal|tienda|estacion)",
    r"(?:revis|verifi|valid|comprueb)\w+ (?:que )?(?:los datos|la informacion|el numero|sus datos|"
    r"tus datos|su informacion).{0,50}(?:(?:del?|tu|su|el) ticket|correspond|ingresad|capturad|coincid|"
    r"intent)",
    r"datos (?:incorrectos|erroneos|invalidos|no validos)|no (?:es|son) factura(?:ble|bles)|no (?:puede|"
    r"se puede) facturar(?:se)?|no (?:es|fue) posible (?:validar|facturar|consultar|procesar) (?:el|su|tu|"
    r"este)",
    unless=r"pagina|\burl\b|\b404\b|recurso|usuario|\bcliente no|archivo|\brfc no|correo",
)

_CANCELLED = rule(
    _M.CANCELLED_SALE,
    rf"{_SALE}.{{0,45}}(?:cancelad|devuelt|devolucion|anulad|reembols|voided|refunded)",
    rf"(?:cancelad|devuelt|anulad)[oa] (?:el |la )?{_SALE}|devolucion (?:total|parcial|aplicada)",
    unless=r"(?:factura|cfdi|comprobante fiscal) (?:\w+ ){0,3}cancelad|se puede cancelar|"
    r"cancelacion de (?:la |su )?factura|no cancelados|no se aceptan|en caso",
)

_REQUIRED = rule(
    _M.VALIDATION,
    r"obligatori|requerid|\brequired|complet[ea]\w* (?:los|el|todos|este|la)|no (?:puede|debe) (?:estar|"
    r"ir|quedar|ser) (?:vaci|en blanco|nul)|"
    r"campos? (?:vaci|invalid|incomplet|faltant)|\bfalta(?:n)?\b (?:datos|campos|por|el|la|un|informacion)|"
    r"favor de (?:ingresar|capturar|llenar|seleccionar|completar|proporcionar|indicar|revisar los campos)|"
    r"please (?:fill|enter|select|complete)|"
    r"(?:debe|debes|tiene que|es necesario) (?:de )?(?:ingresar|seleccionar|capturar|indicar|escribir|"
    r"elegir|aceptar|llenar|completar|proporcionar)|"
    r"^(?:por favor,? )?(?:ingres[ea]|seleccion[ea]|captur[ea]|introduc\w+|escrib[ae]|elij[ae]|indi(?:ca|"
    r"que)|proporcion[ea]) |correos? .{0,25}no (?:coincid|son iguales)|"
    r"no ha (?:ingresado|seleccionado|capturado|aceptado)|agreg[ue]\w* (?:al menos|por lo menos) un",
)

_FORMAT = rule(
    _M.VALIDATION,
    r"formato.{0,40}(?:invalid|incorrect|no (?:es )?valid|no (?:es )?(?:el )?correct|erroneo)|(?:invalid|"
    r"incorrect)\w* (?:el )?formato|no (?:tiene|cumple|respeta).{0,20}(?:formato|longitud|estructura)|"
    r"(?:rfc|correo|e-?mail|codigo postal|c\.?p\.?|telefono|direccion de correo)(?: \w+){0,3} (?:(?:es |"
    r"no es |no )?(?:invalid|incorrect|valid|mal )\w*)|"
    r"(?:no es|ingres[ea]|captur[ea]|escrib[ae]|introduzca|debe ser)(?: un| una| el)? (?:rfc|correo|"
    r"e-?mail|codigo postal|direccion)(?: \w+){0,2} valid|"
    r"^(?:la )?fecha(?: \w+)? (?:no (?:es )?valida|(?:es )?invalida|(?:es )?incorrecta)\W*$|"
    r"debe (?:contener|tener|ser (?:de|un|num|may|men)|constar)|longitud|(?:minimo|maximo|solo|"
    r"exactamente|al menos) (?:de )?\d* ?(?:caracteres|digitos|numeros|letras)|"
    r"\d+ (?:caracteres|digitos)|invalid (?:rfc|email|format)|mal formad|formato\.$",
    unless=r"\bsat\b|lista|inscrit|receptor, debe|asociado|correspond|coincid|constancia|no exist|no se encontr|"
    r"no (?:lo |la )?encontr",
)

_PARKED = (
    r"dominio .{0,25}\b(?:venta|estacionad|aparcad|expirad|expiro|vencid|vencio|caduc)|"
    r"(?:compr|adquier|adquirir|obten)\w* este dominio|domain .{0,30}(?:for sale|parked|expired)|"
    r"(?:buy|get|purchase|inquire about) this domain"
)
PARKED = re.compile(_PARKED)
"""A domain that its company gave up: what is linked there is advertisement."""

_OUTAGE = rule(
    _M.OUTAGE,
    r"mantenimiento|maintenance|fuera de servicio|(?:servicio|sistema|portal|sitio|pagina|servidor|"
    r"plataforma)\b.{0,60}(?:no (?:esta |se encuentra )?disponible|no (?:responde|contesta)|inactiv|"
    r"suspendid|interrump|caid|temporalmente|saturad)",
    r"temporalmente (?:inactiv|no disponible|fuera|suspend|deshabilit)|no (?:hay|se (?:pudo|puede|logro|"
    r"ha podido)|fue posible|es posible)(?: \w+){0,3} (?:conexion|conectar|comunica|establecer|contactar)",
    r"error (?:interno|inesperado|del? (?:el )?servidor|en el servidor|de comunicacion|de conexion|"
    r"de(?:l)? sistema|al conectar|desconocido|fatal|de aplicacion|\d{3})|"
    r"\b50[0234]\b.{0,30}(?:error|bad|service|gateway|internal|server)|(?:error|http|status)\W{0,3}(?:404|"
    r"50\d)|\b404\b",
    r"(?:pagina|portal|sitio|recurso|url|direccion solicitada) (?:\w+ ){0,4}no (?:\w+ )?(?:encontrad[oa]|"
    r"existe|disponible)|no (?:se )?(?:encontr|encuentra|existe|pudo encontrar)\w*.{0,25}\b(?:pagina|portal|"
    r"sitio|recurso)\b|page (?:\w+ )?(?:not found|can.?t be found)|service unavailable|"
    r"bad gateway|gateway time|internal server|server error|runtime error|application error",
    rf"{_PARKED}|dominio .{{0,25}}disponible|hosting|cuenta suspendida|account (?:has been )?suspended|"
    r"sitio en construccion|proximamente|coming soon|under construction",
    r"\bno (?:podemos|es posible|podremos) atende",
    r"lo sentimos.{0,80}(?:mas tarde|inactiv|problema|inconveniente)|(?:estamos|tenemos|presentamos|"
    r"experimenta)\w* .{0,40}(?:problemas|dificultades|fallas|intermitencia)",
)

_TROUBLE = rule(
    _M.OUTAGE,
    r"(?:ocurrio|sucedio|hubo|se presento|se produjo|ha ocurrido|surgio) (?:un |una )?(?:\w+ )?(?:error|"
    r"problema|inconveniente|falla|excepcion)|error al (?:procesar|generar|timbrar|emitir|consultar|"
    r"conectar|obtener|guardar|validar|enviar)|"
    r"intent\w+.{0,30}mas tarde|try again later|no (?:se pudo|fue posible|pudimos|se logro|"
    r"es posible) (?:generar|emitir|timbrar|procesar|completar|realizar)|^(?:error|excepcion|"
    r"exception)\b[.!:]*$|something went wrong|algo salio mal|time ?out|tiempo de espera",
)

_RULES_BLOCKED = rule(
    _M.BLOCKED,
    r"access (?:is |was )?denied|acceso (?:denegado|restringido|no autorizado|bloqueado)|\bforbidden\b|"
    r"\b403\b|(?:you have|has) (?:been|sido) (?:blocked|bloquead)|"
    r"(?:solicitud|peticion|ip|direccion) (?:\w+ ){0,3}(?:bloquead|rechazad)|actividad (?:sospechosa|"
    r"inusual)|unusual (?:traffic|activity)|verify (?:that )?you are (?:a )?human|"
    r"verifi\w+ que (?:eres|es|usted es) (?:un )?(?:human|person)|checking (?:your|if the site) |"
    r"comprobando (?:su|tu|que) |just a moment|^un momento\W*$|incident id|request unsuccessful|"
    r"\bray id|\bblocked\b|demasiad[oa]s (?:intentos|solicitudes|peticiones|consultas)|"
    r"too many (?:requests|attempts)|pardon our interruption|no (?:tiene|tienes) (?:permiso|"
    r"autorizacion) para (?:acceder|ver)|excedido el numero de intentos|attention required",
    unless=r"\brfc .{0,15}bloquead|ticket.{0,20}bloquead",
)
_CAPTCHA = rule(
    _M.CAPTCHA_WRONG,
    rf"(?:captcha|codigo de (?:seguridad|la imagen|imagen)|caracteres de la imagen|texto de la imagen|"
    rf"codigo de verificacion|verificacion humana).{{0,45}}(?:{_WRONG}|expir|caduc|vencid|falló|fallo|"
    rf"intent|no (?:se )?(?:pudo|super))",
    rf"(?:{_WRONG})\w* (?:el )?(?:captcha|codigo de (?:seguridad|la imagen))|(?:complet|resuelv|"
    rf"marqu?)[ea]\w* (?:el |la casilla (?:de )?)?(?:re)?captcha|no soy un robot",
)
_SESSION = rule(
    _M.SESSION_EXPIRED,
    r"sesion.{0,40}(?:expir|caduc|termin|vencid|vencio|finaliz|cerrad|invalid|inactiv|concluid)|"
    r"session.{0,25}(?:expired|timed? ?out|ended|invalid)|"
    r"(?:expir|caduc|venci)\w* (?:su|tu|la) sesion|por inactividad|vuelv\w+ a (?:iniciar sesion|"
    r"ingresar al)|debe(?:s)? iniciar sesion nuevamente",
)
_LOGIN = rule(
    _M.LOGIN_FAILED,
    rf"(?:usuario|contraseña|credencial|password|clave de acceso|rfc o correo|correo o contraseña|"
    rf"username)\w*.{{0,45}}(?:{_WRONG}|no existe|no (?:se )?encuentra|no registrad|bloquead|inactiv)",
    rf"(?:{_WRONG})\w* (?:usuario|contraseña|credencial)|invalid (?:credentials|login|user)|login failed|"
    rf"inicio de sesion (?:fallido|incorrecto)|no (?:fue posible|se pudo) iniciar sesion",
)
_CONFIRM = rule(
    _M.CONFIRM,
    r"(?:seguro|segura)\b.{0,60}(?:\?|factur|gener|emit|timbr|continuar|enviar)|"
    r"¿?\bdesea\w* (?:\w+ ){0,3}(?:confirmar|continuar|emitir|facturar|generar|timbrar|proceder|solicitar|"
    r"enviar los datos)",
    r"(?:correct[oa]s?|verifica\w*|confirma\w*|bien)\b.{0,60}\?|\?.{0,5}$(?<=confirmar\?)|¿(?:confirma|"
    r"son correct|estan correct|esta correct|es correct|los datos|sus datos|tus datos|es esta|la sucursal|"
    r"continuar|proceder|emitir|facturar|generar)",
    r"are you sure|^\W*confirm(?:a|ar|e|acion)?\b.{0,40}(?:datos|emision|factura|informacion)|(?:verifi|"
    r"revis)\w+ (?:que )?(?:los|tus|sus) datos (?:\w+ ){0,4}(?:antes|sean|son|esten|fiscales)|"
    r"confirma\w* (?:que )?(?:los|tus|sus) datos",
    unless=r"(?:olvid|contraseña|promocion|newsletter|cookies|boletin|ubicacion|notificaciones|encuesta|escrit[oa])|"
    r"¿(?:que|como|cuando|donde|por que|cual|quien|cuanto|ya |tienes|necesitas|dudas|problemas)",
)
_STEP_OK = rule(
    _M.STEP_OK,
    rf"{_SALE}.{{0,50}}(?:\bes valid|\bvalid[oa]\b|validad[oa]|verificad[oa]|encontrad[oa]|localizad[oa]|"
    rf"disponible para|correct[oa]|agregad|añadid|registrad[oa] correct|acept)",
    r"validacion (?:exitosa|correcta)|(?:agregad|añadid)[oa]s? (?:correctamente|con exito|exitosamente)|"
    r"se (?:agrego|añadio|encontro|valido|localizo) (?:el|su|tu|la|correctamente)|ticket is valid|"
    r"puede (?:continuar|proceder)|datos (?:guardados|correctos|validados)|cliente (?:activo|encontrado|"
    r"guardado)",
    unless=r"\bno\b|\binvalid|incorrect|error|\bsolo\b|unicamente",
)

_IN_SPANISH = (
    _RULES_BLOCKED, _CAPTCHA, _SESSION, _LOGIN, _CONFIRM, _CANCELLED, _ALREADY, _FORMAT, _OUTAGE, _EXPIRED,
    _NOT_READY, _EMAILED, _ISSUED, _NOT_FOUND, _STEP_OK, _REQUIRED, _TROUBLE,
)  # fmt: skip
"""The refusal of the receptor is tried before _FORMAT, by the attribute that the text names."""


def _with_english(spanish: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Each language's rule beside the other's, where the meaning is tried for the first time."""
    found: list[Rule] = []
    for here in spanish:
        first = here.meaning not in {r.meaning for r in found}
        tables = (everyday.AFTER, spoken.AFTER, formal.AFTER, english.AFTER)
        more = tuple(r for table in tables for r in table.get(here.meaning, ()))
        found += (here, *(more if first else ()))
    return tuple(found)


ORDERED = _with_english(_IN_SPANISH)
BEFORE_RECEIVER = ORDERED.index(_FORMAT)

# --- the receptor's data ----------------------------------------------------------------------------

_ATTRIBUTES = {
    "postal_code": r"domiciliofiscal|codigo postal|domicilio fiscal|direccion fiscal|\bc\.?p\.?\b",
    "fiscal_regime": r"regimenfiscal|\bregimen",
    "cfdi_use": (
        r"usocfdi|\buso (?:de |del )?(?:cfdi|la factura|comprobante|factura)|"
        r"\b(?:ese|este|tu|su) uso\b|\buso\b (?:seleccionado|elegido)"
    ),
    "legal_name": (
        r"campo nombre|nombre (?:\w+ ){0,3}(?:receptor|contribuyente|cliente|fiscal|social)|razon social|"
        r"denominacion|\bnombre\b|legal name"
    ),
    "rfc": r"\brfc\b|rfcreceptor",
}
ATTRIBUTES = {
    name: re.compile(f"{spanish}|{english.ATTRIBUTES[name]}") for name, spanish in _ATTRIBUTES.items()
}
REFUSED = re.compile(
    r"debe (?:encontrarse|pertenecer|corresponder|existir|estar|ser igual|coincidir|"
    r"contener un valor del catalogo)|no (?:existe|correspond|coincid|pertenec|concuerd|"
    r"es valid\w+ (?:para|ante)|"
    r"se encuentra|esta (?:inscrit|registrad|vigente|activ|dad|en)|aplica|"
    r"es (?:el |la )?(?:correct|igual|registrad|mism)|se (?:permite|admite)|"
    r"permitid|es compatible|son compatibles|valid|reconoc|inscrit|se puede (?:con|usar|utilizar|aplicar)|"
    r"procede|puede (?:ser )?(?:usad|utiliz))|"
    r"lista de rfc|inscritos no cancelados|\bl_?rfc|lrfc|cfdi ?(?:33|40)\d{3}|rechaz|bloquead|"
    r"incompatible|inexistent|incorrect\w+ (?:ante|segun|para)|difiere|distint[oa]|does not match|not (?:match|"
    r"registered)|cancelad|suspendid|invalid\w+ (?:ante|para|segun)|" + english.REFUSED
)
OF_SAT = re.compile(
    r"\bsat\b|datos fiscales|constancia|\blista de|receptor|cfdi ?(?:33|40)\d{3}|hacienda|contribuyente|"
    r"situacion fiscal|fiscales|" + english.OF_SAT
)
SALE_FIRST = re.compile(rf"\b(?:{_SALE}|monto|importe|total)\b")

# --- rules of the house, not verdicts ---------------------------------------------------------------

GENERAL = re.compile(
    r"^(?:nota|importante|recuerd[ae]\w*|tip|recomendacion|instrucciones|paso \d)\b(?![.!])|^\d+[.)-] |"
    r"(?:^|[.,;:!?¿¡]\s*|\b(?:y|o|que|pero) )si (?:su|tu|el|la|los|las|usted|ya|no|tienes?|requiere|"
    r"necesitas?|deseas?|al|por|es|presentas?|aparece|recibes?|cuentas?|se|un|una|le|te|algun|has|ha)\b|"
    r"\ben caso (?:de|que)\b|^cuando\b|, cuando\b|\b(?:solo|solamente|unicamente) (?:se )?(?:pueden|"
    r"podran|puede|podra|permite|aceptan|aplica)|"
    r"(?<!no )(?<!no se )\b(?:podra|podras|puedes|puede|podran|pueden) (?:ser )?"
    r"(?:factur|solicit|gener|obten|consult|realiz|hac)|"
    r"\blos (?:tickets?|folios|consumos|comprobantes)\b|\btickets (?:de|del|con|que|no|ya|anteriores|"
    r"vencidos|cancelados)\b|"
    r"\b(?:cuentas?|tienes?|dispones?|usted tiene) (?:con |de )?(?:hasta )?(?:un plazo|\d+) ?(?:dias|"
    r"horas|hrs|de)?|\buna vez (?:que|emitid|generad|facturad|transcurrid)|"
    r"a partir de (?:su|la|tu) (?:compra|emision|fecha)|\bno (?:se )?(?:podran|podra|aceptan|admiten|"
    r"realizan|permiten|facturaran|facturamos|hay cambios)\b|"
    r"\bhasta (?:el )?(?:ultimo dia|dia \d|\d+ dias|las \d)|\b(?:es importante|es necesario|"
    r"es indispensable|asegur[ae]\w+|te recordamos|le recordamos|les recordamos|se recuerda)\b|"
    r"plazo (?:maximo|limite)? ?(?:para (?:facturar|solicitar|generar)\w*)? ?(?:\w+ ){0,3}(?:es|sera|"
    r"son) |dias (?:naturales|habiles) (?:para|a partir|despues|siguientes|posteriores)|"
    r"posterior(?:es)? a (?:su|la|tu) (?:compra|emision|fecha)|\btod[oa]s (?:l[oa]s|tus|sus)\b|\b(?:sera|"
    r"seran|se) (?:enviara|enviad|generara|mostrara)|\bqueda(?:n|ra)?\b sin efecto|"
    r"^¿(?:que|como|cuando|donde|por que|cual|cuanto|no |ya |tienes|necesitas|olvid|problemas|dudas|a que|"
    r"quien)|\bpara (?:facturar|obtener|generar|solicitar) (?:tu|su|la|el)|horario|de lunes a|"
    + english.GENERAL
)
HYPOTHETICAL = re.compile(
    r"(?:^|[.,;:!?¿¡]\s*)si (?:su|tu|el|la|ya|usted|no|al|este|tienes?|los|las)\b|\ben caso (?:de|que)\b|"
    r"^cuando\b|^¿(?:que|como|cuando|donde|por que|cual|ya |no )"
)
"""Never a verdict about this ticket, wherever it stands, unless it is the answer to something sent."""
