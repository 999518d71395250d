"""Fields that portals show and that neither profile nor ticket supplies: known, so that they are left alone."""

from collections.abc import Mapping

from automation.reading.vocabulary.receiver import Phrases

FOREIGN: Mapping[str, Phrases] = {
    "street": {
        1.0: "calle | street | domicilio | direccion | address | calle y numero | vialidad | avenida |"
        " txtcalle"
    },
    "exterior_number": {
        1.0: "numero exterior | exterior | num exterior | numext | noexterior | ext number | no ext"
    },
    "interior_number": {
        1.0: "numero interior | interior | numint | nointerior | no int | departamento | depto"
    },
    "neighbourhood": {1.0: "colonia | neighborhood | asentamiento | suburb | fraccionamiento | barrio"},
    "municipality": {
        1.0: "municipio | delegacion | delegacion municipio | municipality | alcaldia | delegacion mpio | "
        "municipio o delegacion | county | dele"
    },
    "city": {1.0: "ciudad | city | localidad | poblacion | town"},
    "state": {1.0: "estado | entidad federativa | state | entidad | provincia | estado de la republica"},
    "country": {1.0: "pais | country | nacion | pais de residencia | residencia fiscal | pais residencia"},
    "phone": {
        1.0: "telefono | celular | phone | movil | whatsapp | telefono celular | numero de telefono | lada | "
        "numero celular | telefono movil | telefono contacto | cell phone | mobile | fax"
    },
    "tip": {1.0: "propina | tip | monto propina | importe propina | servicio propina"},
    "username": {
        1.0: "usuario | username | user | nombre de usuario | correo usuario | usuario o correo |"
        " user name | login | "
        "correo o usuario | numero de cliente | cuenta de usuario | id usuario"
    },
    "password": {
        1.0: "contraseña | password | contrasena | clave de usuario | contraseña actual | nip usuario"
    },
    "captcha": {
        1.0: "captcha | codigo de imagen | codigo de la imagen | caracteres de la imagen |"
        " texto de la imagen | "
        "codigo captcha | letras de la imagen | escribe el texto | "
        "codigo que aparece en la imagen | recaptcha | resultado de la suma | resultado de la operacion |"
        " cuanto es | "
        "palabra de la imagen | codigo mostrado | security image | kaptcha | resuelve la suma | "
        "no soy robot | codigo que ve imagen | codigo imagen | texto imagen | caracteres imagen",
        0.6: "codigo de seguridad | codigo de verificacion | verificacion",
    },
    "search": {
        1.0: "buscar | search | busqueda | buscar en sitio | buscar productos | que buscas | buscador |"
        " filtrar",
        0.9: "q",
    },
    "newsletter": {
        1.0: "newsletter | boletin | suscribete | suscripcion | recibe promociones | recibe ofertas |"
        " novedades | subscribe"
    },
    "remarks": {
        1.0: "observaciones | comentarios | notas adicionales | mensaje | comments |"
        " referencias domicilio | remarks | "
        "comentario | sugerencias | asunto | message | notas | addenda | informacion adicional"
    },
    "issuer_rfc": {
        1.0: "rfc emisor | rfc del emisor | emisor | rfc proveedor | empresa emisora | razon social emisor | "
        "nombre emisor | rfc de quien factura | issuer | nombre del emisor | rfc comercio"
    },
    "curp": {1.0: "curp | numero registro id trib | numregidtrib | registro tributario extranjero"},
    "fiscal_folio": {
        1.0: "folio fiscal | uuid | uuid factura | folio fiscal uuid | numero de factura | serie y folio |"
        " folio de factura "
        "emitida | serie factura"
    },
    "person_type": {
        1.0: "tipo de persona | persona | tipo persona | persona fisica o moral | persona moral o fisica |"
        " person type | "
        "personalidad juridica | persona fisica | persona moral | tipo cliente | fisica moral | tipo receptor"
    },
    "nationality": {
        1.0: "nacionalidad | nacional o extranjero | tipo nacionalidad | extranjero | cliente extranjero"
    },
    "payment_terms": {1.0: "condiciones de pago | payment terms | metodo de pago sat | pue ppd"},
    "litres": {
        1.0: "litros | liters | volumen | kilometraje | odometro | placas | numero economico | vehiculo |"
        " chofer"
    },
    "birth_date": {1.0: "fecha de nacimiento | birth date | birthday | cumpleaños | edad | sexo | genero"},
    "coupon": {
        1.0: "cupon | codigo promocional | codigo de descuento | promo | coupon | membresia | monedero numero"
    },
    "alias": {
        1.0: "alias | nombre comercial | nombre de contacto | contacto | puesto | nickname | apodo |"
        " nombre corto"
    },
    "currency": {1.0: "moneda | currency | tipo de cambio | divisa"},
    "subtotal": {1.0: "subtotal | iva | ieps | descuento | impuestos | impuesto | tasa | saldo | cambio"},
    "purchase_order": {
        1.0: "orden de compra | purchase order | numero de proveedor | proveedor | numero acreedor | po"
    },
    "expiry": {
        1.0: "fecha de vencimiento | fecha final | fecha fin | hasta | fecha inicial | fecha inicio |"
        " desde | periodo"
    },
    "file": {
        1.0: "archivo | adjuntar | subir | constancia de situacion fiscal | csf | imagen | foto |"
        " escanear | upload"
    },
    "invoice_detail": {
        1.0: "concepto | detalle o agrupado | tipo de factura | detailed or grouped | desglose |"
        " tipo facturacion | "
        "tipo comprobante | descripcion factura"
    },
}

OPTIONAL = frozenset(
    [
        "interior_number",
        "phone",
        "tip",
        "remarks",
        "newsletter",
        "search",
        "coupon",
        "alias",
        "curp",
        "purchase_order",
        "litres",
        "file",
        "username",
        "password",
        "fiscal_folio",
        "street",
        "exterior_number",
        "neighbourhood",
        "municipality",
        "city",
        "state",
        "country",
        "issuer_rfc",
        "invoice_detail",
        "currency",
        "subtotal",
        "expiry",
        "birth_date",
        "person_type",
        "nationality",
        "payment_terms",
        "captcha",
    ]
)
"""Never asked for unless the form marks them as required."""
