"""Words by which a form, a heading or a box says what it is for."""

import re

ROLE_WORDS = {
    "cancel": r"\bcancela(?:r|cion)\b|\brefactura|sustituir factura|sustitucion de",
    "consult": r"\bconsulta|\breimpri|\breimpresion|\brecupera|\breenv|descarga(?:r)? (?:de )?(?:tu|su|mi|una|la|"
    r"factura|comprobante|cfdi|xml)"
    r"|buscar (?:tu |su |mi |una |la )?factura|facturas? (?:emitida|generada|anterior)|ya (?:facturaste|"
    r"tienes|facturo)"
    r"|(?:obtener|ver|mostrar) (?:copia|duplicado)|historial|mis facturas|visualizar factura|estatus",
    "global": r"factura global|publico en general",
    "login": r"inici(?:ar|o|a) (?:de )?sesion|\blog ?in\b|sign in|\bentrar\b|\bingresar\b|\bacceder\b|"
    r"acceso (?:a|de) (?:client|usuari)|"
    r"ya (?:tengo|tienes|tiene|soy|estoy) (?:una )?(?:cuenta|registrad|client)|usuarios? registrado|"
    r"area de clientes|mi cuenta",
    "register": r"\bregistr(?:ate|arse|ese|o de)|crear (?:una |tu )?cuenta|alta de (?:cliente|usuario)|"
    r"nuevo usuario|sign up|create account",
    "newsletter": r"newsletter|boletin|suscrib|suscripcion|subscribe|recibe (?:nuestras |las )?(?:promociones|"
    r"ofertas|novedades)|"
    r"(?:\d+ ?%|porciento|por ciento) (?:off\b|de descuento|de desc)|cupon|\bpromocion|\bofertas?\b|\bnovedades\b|"
    r"(?:recibe|obten|gana|ahorra|llevate|get|save)\b.{0,30}(?:descuento|promo|regalo|cupon|off\b|discount)|"
    r"no te pierdas|enterate|noticias|mailing list|stay in touch|join (?:our|the) (?:list|club)|unete al club|"
    r"\b(?:obten|gana|recibe|llevate)\b.{0,25}\d+ ?%|\b(?:registrate|unete|afiliate|inscribete)\b.{0,30}"
    r"(?:monedero|club|programa|puntos|recompensas)|descarga (?:la|nuestra) app\b|sorteo|\brifa\b",
    "contact": r"contact(?:o|anos|enos)|aclaracion|escribenos|queja|sugerencia|buzon|soporte|mensaje|"
    r"bolsa de trabajo|cotiza|\bpostul|\bvacante|unete a(?:l| nuestro) equipo|trabaja con nosotros|"
    r"curriculum|reclut|te llamamos|llamenme|quiero informes|solicita informes|reserva(?:r)? (?:tu |una )?mesa",
    "survey": r"encuesta|opinion|califica|evalua|satisfaccion|survey",
    "search": r"buscar (?:en el sitio|productos?)|search (?:site|products?)",
    "loyalty": r"programa de lealtad|cliente frecuente|tarjeta de puntos|monedero electronico\b.*saldo|saldo",
}
ROLES = {name: re.compile(expression) for name, expression in ROLE_WORDS.items()}

ISSUING = re.compile(
    r"^(?:factura(?:r|me)?\b|generar|emitir|timbrar|solicitar|obtener (?:mi |tu |su |la )?(?:factura|"
    r"cfdi)|crear (?:nueva )?factura)"
)

CONSENT = re.compile(
    r"terminos|condiciones|aviso de privacidad|politicas?|privacidad|terms|privacy|tratamiento de (?:mis |"
    r"sus )?datos|"
    r"mis datos (?:son|estan|fiscales)|datos (?:ingresados |capturados |proporcionados |fiscales )*(?:son|"
    r"sean|estan) (?:correct|verid)|"
    r"informacion (?:\w+ )?(?:es|sea) (?:correcta|veridica)|he leido|i agree|i accept|manifiesto|declaro|"
    r"bajo protesta|"
    r"confirmo que|certifico que|de conformidad|\bacepto\b|\bestoy de acuerdo\b|consentimiento"
)
NEVER_TICK = re.compile(
    r"partidos? politico|donativo|donacion|\bdonar\b|redonde|promocion|publicidad|publicitari|newsletter|"
    r"boletin|ofertas|mercadotecnia|"
    r"marketing|novedades|guardar (?:mis |los |estos )?datos|recordar(?:me)?\b|recuerdame|recordar (?:mis|"
    r"mi)|remember|mantener (?:la )?sesion|"
    r"complemento|factura global|publico en general|propina|extranjer|ieps desglos|desglosar|iedu|ine\b|"
    r"addenda|suscri|"
    r"no (?:soy|eres) (?:un )?robot|no acepto|transferencia de (?:mis )?datos a terceros|"
    r"terceros con fines|crear (?:una )?cuenta|registrarme|"
    r"orden de compra|varios tickets|refactur|cancelar|sustitu|encuesta|whatsapp|sms\b|llamadas|"
    r"not a robot|i.m human"
)
BY_EMAIL = re.compile(
    r"(?:recibir|enviar|envio|mandar|reenviar|send|email).{0,40}(?:correo|mail)|(?:correo|"
    r"mail).{0,20}(?:recibir|enviar)|por (?:correo|e-?mail)"
)
HONEYPOT = re.compile(
    r"honey|hp[-_]|\bbot[-_]?(?:field|trap|check)|dejar? (?:este |el )?(?:campo )?(?:vacio|en blanco)|"
    r"leave (?:this )?(?:field )?(?:blank|empty)|"
    r"no (?:llenar|llene|completar|complete|escriba|modificar|rellen\w+)|do not (?:fill|complete)|"
    r"si eres humano|if you are human|antispam|spam|trampa"
)
OPTIONAL_MARK = re.compile(
    r"\bopcional|\boptional|no (?:es )?obligatori|si (?:aplica|cuenta con|tiene|lo (?:desea|tiene))|"
    r"en su caso"
)
