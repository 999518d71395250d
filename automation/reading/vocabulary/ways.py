"""Words on buttons and links: what a click is for, and what is never clicked. Over folded text."""

import re

NEVER = re.compile(
    r"(?:empez|empiez|comenz|comienz|inici)\w* (?:de nuevo|otra vez|de cero)|volver a empezar|^reinici|"
    r"start (?:over|again)|desde el principio|"
    r"refactur|sustitu(?:ir|cion)|\bcancela(?:r|cion)?\b|\blimpiar|\bborrar|\belimina|\bquitar|\bvaciar|"
    r"\breset|\bregresa|\bvolver|\batras\b|\banterior\b|\bback\b|"
    r"\bsalir\b|cerrar sesion|log ?out|\bliberar|\bayuda\b|\bmanual\b|instructivo|tutorial|\bvideo|"
    r"aviso (?:de |legal)|privacidad|terminos|condiciones|politica|"
    r"contact|registr(?:ate|arse|arme|o\b|ar(?:me)? (?:como )?(?:usuario|cliente|cuenta))|crear (?:una |"
    r"mi |tu )?cuenta|alta de|olvid|recuperar (?:mi |tu )?contraseña|encuesta|donar|donativo|"
    r"facebook|twitter|instagram|youtube|whatsapp|linkedin|tiktok|google play|app store|preguntas|\bfaq|"
    r"^inicio$|^home$|^menu$|ir al inicio|camara|escanear|\bqr\b|subir|adjuntar|cargar archivo|"
    r"compartir|mapa|bolsa de trabajo|promocion|catalogo|idioma|^english$|^español$|\bejemplo|"
    r"donde (?:encuentro|esta|lo|veo)|^\W*[?ix]\W*$|^info|mas informacion|ver mas|leer mas|"
    r"editar|modificar|corregir|cambiar|imprimir|vista previa|previsualiz|preview|sign ?up|otro ticket|"
    r"nuevo ticket|nueva (?:busqueda|consulta)|factura global|\bcotiza|newsletter|suscrib|"
    r"(?:accept|allow|reject|decline) (?:all|cookies)\b|"
    r"(?:aceptar?|acepto|permitir|rechazar) tod[ao]s?(?: las)?(?: cookies)?$|"
    r"cookies?\b|(?:only|solo|unicamente) (?:las |lo )?(?:necessary|essential|necesari|esencial)|necessary only|"
    r"mostrar contraseña|recargar|actualizar (?:imagen|captcha)|otra imagen|cambiar imagen|saltar (?:a|"
    r"al) contenido|aumentar|contraste|accesibilidad|agregar otr|carta porte"
)
ISSUE = re.compile(
    r"\bfactura(?:r|me|lo|rlo|ndo)\b|^factura(?:$| (?:tu|su|mi|ahora|ya|aqui)\b)|"
    r"\bfacturacion\b(?=$)|(?:realizar|solicitar|generar|emitir|obtener|crear|finalizar|confirmar|enviar|"
    r"procesar|descargar y|hacer) (?:\w+ ){0,2}(?:factura|facturacion|cfdi|comprobante)|"
    r"\bemitir\b|\btimbrar\b|\bgenerar\b|\bsolicitar\b|\bcertificar\b|"
    r"\b(?:issue|generate|create|get|request|obtain|make|submit) (?:\w+ ){0,2}(?:invoice|cfdi)\b|^invoice$"
)
LOOKUP = re.compile(
    r"(?:valid|consult|busc|verific|agreg|añad|registr|captur|comprob|localiz|encontr|ingres|carg|look ?up|find|"
    r"search|add|check|verify|retrieve)\w*(?: (?:el|la|mi|tu|su|los|un|otro|my|your|the|for))? ?(?:ticket|"
    r"purchase|receipt|order|sale|transaction|folio|codigo|venta|compra|nota|"
    r"consumo|web ?id|webid|boleto|datos del? ticket|orden|pedido|operacion|transaccion|viaje|cruce|"
    r"recibo|cuenta|servicio|referencia|rfc|r\.f\.c\.|cliente|receptor)\b|"
    r"^(?:buscar?|validar?|consultar?|verificar?|agregar?|añadir|comprobar|search|find|lookup|add|check|"
    r"validate|agregar \+|\+ agregar|ok ticket)$"
)
CONTINUE = re.compile(
    r"^(?:continuar?|siguiente|proximo|avanzar|adelante|next|continue|proceed|proceder|ir a|"
    r"paso siguiente|siguiente paso|comenzar|empezar|iniciar|start|seguir|aceptar y continuar|"
    r"guardar y continuar|guardar|aceptar|enviar|ok|confirmar?|finalizar|terminar|concluir|submit|send|"
    r"enviar datos|enviar solicitud|aplicar|listo|ingresar datos|registrar|procesar|seleccionar|elegir|"
    r"usar estos datos|usar este|accept|save|confirm|finish|done)\b"
)
WEIGHTY = re.compile(
    r"^(?:enviar|finalizar|terminar|concluir|procesar|confirmar?|submit|finish|confirm|send|aplicar)"
)
"""On a page with any of the receptor's data these may issue."""
OF_RECEIVER = re.compile(r"\brfc\b|r\.f\.c|cliente|receptor|contribuyente")
"""A look-up that finds or adds the receptor, not the ticket."""
STEP_OF_WIZARD = re.compile(r"^(?:paso )?\d+[.)\s:-]*[a-z ]{3,20}$")
NEUTRAL_LOOKUP = re.compile(
    r"ticket|folio|codigo|venta|compra|nota|consumo|web ?id|boleto|orden|pedido|viaje|cruce|\brfc\b|"
    r"cliente|cp\b|recibo|purchase|receipt|order|\bsale\b"
)
LOGIN = re.compile(
    r"inici(?:ar|a|o) (?:de )?sesion|^(?:entrar|ingresar|acceder|login|log in|sign in|acceso)\b|mi cuenta|"
    r"soy cliente"
)
BARE_DOOR = re.compile(r"^(?:entrar|ingresar|acceder|acceso)$")
"""Without a login box beside it, the way in rather than a login."""
ACCEPT = re.compile(
    r"^(?:aceptar?|acepto|si\b|si,|ok|okay|continuar?|confirmar?|de acuerdo|correcto|son correctos|"
    r"estan correctos|facturar|generar|emitir|timbrar|yes|accept|confirm|proceder|adelante|enviar|"
    r"estoy de acuerdo|entendido|todo (?:es |esta )?correcto|mis datos son|listo)\b"
)
REFUSE = re.compile(
    r"^(?:no\b|cancelar|cerrar|regresar|volver|corregir|editar|modificar|rechazar|cancel|close|x$|×)"
)
CLOSE = re.compile(
    r"^(?:cerrar|aceptar?|acepto|entendido|ok|okay|continuar|close|got it|de acuerdo|no,? gracias|omitir|"
    r"saltar|rechazar|"
    r"(?:solo|only|unicamente) (?:las |lo )?(?:necesari|necessary|esencial|essential)\w*|necessary only|"
    r"accept|dismiss|listo|enterado|estoy de acuerdo|"
    r"aceptar (?:todas?|cookies|y cerrar|todo)|permitir|ahora no|mas tarde|siguiente|comprendo|he leido|×|"
    r"✕|✖|x)\b|^[×✕✖xX]$|^cerrar"
)

START = (
    (
        re.compile(
            r"(?:sin (?:registr\w*|cuenta|usuario|iniciar|login|sesion|darte|darse)|invitado|guest|express|"
            r"expres|rapida|anonim|no (?:tengo|estoy) (?:cuenta|registrad))"
        ),
        0.55,
    ),
    (
        re.compile(
            r"^(?:¡|¿)?(?:facturar?|facturame|generar?|genera|obtener|obten|solicitar?|emitir|crear|crea|"
            r"realizar|realiza|quiero|haz|hacer|tramita\w*)\b.{0,20}factur|^factur(?:ar|a|ame|alo)\b|"
            r"^emitir (?:cfdi|factura)"
        ),
        0.9,
    ),
    (
        re.compile(
            r"autofactur|factura(?:r|cion)? (?:de |del |tu |su |mi |en )*(?:ticket|compra|consumo|linea|"
            r"electronica|aqui|ahora|web)|factura tu|factura aqui|nueva factura|generar cfdi|invoice"
        ),
        0.8,
    ),
    (re.compile(r"\bfacturacion\b|\bfacturas?\b|\bfacture\b|\bcfdi\b|\bfacturar\b"), 0.6),
    (
        re.compile(
            r"^(?:comenzar|iniciar|empezar|entrar|continuar|siguiente|start|ingresar|acceder|"
            r"aceptar)\b(?!.*sesion)"
        ),
        0.5,
    ),
    (re.compile(r"\bticket|tienda|sucursal"), 0.2),
)
START_HREF = re.compile(r"autofactur|factur|invoice|cfdi|ticket", re.IGNORECASE)

CONSULT = re.compile(
    r"\bconsulta(?:r)?\b.{0,30}(?:factura|cfdi|comprobante|facturad)|\bconsultas?\b$|reimpr|\breimpresion|"
    r"recupera\w* .{0,20}(?:factura|cfdi|comprobante|xml)|reenv\w+|"
    r"descarga\w* (?:de )?(?:tu |su |mi |una |la |las )?(?:factura|cfdi|comprobante)s?|buscar (?:tu |su |"
    r"mi |una |la )?factura|mis facturas|facturas (?:emitidas|generadas|anteriores)|"
    r"ver (?:mi |tu |su |mis )?facturas?|historial|obtener (?:copia|duplicado)|ya (?:facture|facturaste|"
    r"la tengo)|visualizar (?:factura|cfdi)|my invoices|"
    r"(?:retrieve|find|look ?up|reprint|resend|recover) (?:\w+ ){0,2}(?:invoice|cfdi)|^retrieve$|"
    r"estatus de (?:mi |tu |su )?factura"
)
MAILBOX = re.compile(
    r"(?:enviar|reenviar|mandar|send).{0,25}(?:correo|mail)|^reenviar|enviar factura|enviar por"
)

XML = re.compile(
    r"\bxml\b|\.xml\b|xml$|downloadxml|descargaxml|file-code|filetype-xml|icon-xml|[-_]xml|xml[-_]",
    re.IGNORECASE,
)
PDF = re.compile(
    r"\bpdf\b|\.pdf\b|pdf$|downloadpdf|descargapdf|file-pdf|filetype-pdf|icon-pdf|[-_]pdf|pdf[-_]|"
    r"representacion impresa",
    re.IGNORECASE,
)
ZIP = re.compile(r"\bzip\b|\.zip\b", re.IGNORECASE)
DOWNLOAD = re.compile(
    r"\bdescarg|\bdownload|\bbajar (?:factura|archivo|cfdi)|obtener archivos|guardar archivo"
)
VIEW = re.compile(
    r"^\W*(?:ver|abrir|mostrar|visualizar|view|open)\b(?: (?:la|tu|su|mi|the|my|your))? ?"
    r"(?:factura|cfdi|comprobante|invoice)\W*$"
)
NOT_THE_INVOICE = re.compile(
    r"aviso|manual|guia|terminos|privacidad|instructivo|ayuda|catalogo|politica|menu|aplicacion|\bapp\b|"
    r"constancia|formato|tutorial|adobe|reader|visor|bases|contrato|excel|\bqr\b|vista previa|preview"
)

CONFIRMING = re.compile(r"factur|emit|timbr|gener|cfdi|datos|correct|solicit|segur|continuar|fiscal")
ONLY_SHOP = re.compile(r"sucursal|tienda|estacion|establecimiento|compra en")
LATER_REVIEW = re.compile(
    r"(?:paso|etapa|step)? ?\d\W{0,3} ?(?:verifica|confirma|revis|resumen|vista previa|validar datos)"
)
STEPPER = re.compile(r"(?:paso|step|etapa) (\d) (?:de|/|of) (\d)|\b(\d) ?/ ?(\d)\b")
REVIEW_HEADING = re.compile(
    r"(?:confirma|verifica|revisa|valida)\w*\b.{0,25}(?:datos|informacion|factura|compra)|resumen|"
    r"vista previa|datos (?:a facturar|de la factura)|confirmacion|por facturar|previsualiza|review"
)
WAIT_TEXT = re.compile(
    r"(?:espere|espera|procesando|consultando|generando|cargando|timbrando|validando|un momento|loading|"
    r"please wait|en proceso|preparando|elaborando|emitiendo|facturando|certificando|creando|enviando|"
    r"verificando|buscando|estamos (?:\w+ndo)|en cola|in progress|processing|working on it|un instante|"
    r"no cierres? (?:esta|la) (?:ventana|pagina|pestaña)|casi listo|ya casi)\b"
)
ACCOUNT = re.compile(r"cerrar sesion|log ?out|mi cuenta|bienvenid|mi perfil")
