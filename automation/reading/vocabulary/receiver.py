"""Under which words portals ask for the receptor's data: phrase tables, weight -> phrases.

1.0 names the datum alone; 0.7 usually does; 0.5 does where nothing better stands in the form.
Source: labels, placeholders and ids of Mexican self-invoicing portals, in Spanish and English.
"""

from collections.abc import Mapping

Phrases = Mapping[float, str]

RECEIVER: Mapping[str, Phrases] = {
    "rfc": {
        1.0: "rfc | registro federal de contribuyentes | registro federal contribuyente | rfc receptor |"
        " rfc cliente | "
        "membresia o rfc | rfc con homoclave | clave rfc | rfc del receptor | rfc a facturar | tax id |"
        " tax id receiver | "
        "rfc contribuyente | rfc empresa receptora | clave del rfc | ingresa tu rfc | taxpayer id |"
        " rfc de la empresa",
        0.8: "id fiscal | identificacion fiscal | numero de identificacion fiscal | clave fiscal | taxid |"
        " cedula fiscal | "
        "registro fiscal | tax number | fiscal id | tax identification number | rut",
        0.6: "contribuyente | homoclave",
    },
    "legal_name": {
        1.0: "razon social | nombre o razon social | nombre razon social | denominacion |"
        " denominacion o razon social | "
        "denominacion social | nombre fiscal | nombre denominacion o razon social | legal name |"
        " company name | "
        "business name | nombre completo o razon social | razon social receptor | nombre del contribuyente | "
        "nombre del receptor | name receiver | nombre receptor | nombre como aparece en constancia |"
        " rsocial | "
        "nombre denominacion | nombre de la empresa | nombre empresa | nombre o denominacion | razonsocial",
        0.85: "nombre completo | nombre cliente | nombre del cliente | customer name | full name | razon | "
        "nombre o empresa | facturar a nombre de | factura a nombre de | a nombre de quien | titular |"
        " receiver name",
        0.65: "nombre | name | rs | cliente | contribuyente",
        0.5: "empresa | receptor | compañia | company",
    },
    "first_names": {
        1.0: "nombres | nombre de pila | primer nombre | first name | first names | given name | nombre s |"
        " solo nombre",
        0.6: "nombre | name",
    },
    "paternal_surname": {
        1.0: "apellido paterno | primer apellido | paterno | first surname | paternal surname | a paterno",
        0.8: "last name | surname | apellido",
        0.7: "apellidos",
    },
    "maternal_surname": {
        1.0: "apellido materno | segundo apellido | materno | second surname | maternal surname |"
        " second last name | "
        "a materno",
    },
    "fiscal_regime": {
        1.0: "regimen fiscal | regimen fiscal receptor | regimen fiscal del receptor | regimen |"
        " fiscal regime | "
        "tax regime | regime | regimen tributario | regimen del sat | tax system | regimen contribuyente | "
        "reg fiscal | reg fis | solicitud regimen | clave regimen",
        0.6: "tipo de contribuyente | tipo regimen",
    },
    "postal_code": {
        1.0: "codigo postal | cp | codigo postal fiscal | codigo postal receptor |"
        " domicilio fiscal codigo postal | "
        "cp fiscal | zip code | zipcode | zip | postal code | codpos | cod pos | cp domicilio fiscal | "
        "codigo postal del domicilio fiscal | postcode | cp receptor | domicilio fiscal cp",
        0.85: "domicilio fiscal | domicilio fiscal receptor",
        0.5: "postal | lugar de expedicion receptor",
    },
    "cfdi_use": {
        1.0: "uso de cfdi | uso cfdi | uso del cfdi | uso de la factura | uso factura |"
        " uso del comprobante | "
        "cfdi use | cfdi usage | invoice use | use cfdi | uso fiscal | clave uso |"
        " uso que dara a la factura | "
        "uso que le dara al cfdi | cfdiusage | usocdfi | uso cdfi | voucher use | uso comprobante fiscal",
        0.75: "uso | usos | destino del comprobante | cfdi select",
    },
    "email": {
        1.0: "correo electronico | correo | email | e mail | correo receptor | direccion de correo |"
        " cuenta de correo | "
        "email address | correo electronico receptor | mail | enviar factura a | correo de envio | "
        "correo para recibir factura | direccion de correo electronico",
        0.8: "enviar a | enviar al correo | destinatario",
    },
    "payment_method": {
        1.0: "forma de pago | forma pago | tipo de pago | payment form | form of payment | payment type | "
        "clave forma de pago | medio de pago | como pago | con que pago",
        0.8: "metodo de pago | payment method | metodo pago | pago",
    },
}

CONFIRMATION_WORDS = frozenset(
    [
        "confirmar",
        "confirma",
        "confirme",
        "confirmacion",
        "repetir",
        "repita",
        "repite",
        "reingrese",
        "reingresa",
        "verificar",
        "verifique",
        "verifica",
        "corroborar",
        "corrobore",
        "corrobora",
        "confirm",
        "confirmation",
        "repeat",
        "retype",
        "verify",
        "again",
        "nuevamente",
        "nuevo",
        "vez",
        "mismo",
        "misma",
        "igual",
        "repetido",
        "doble",
        "verif",
        "validar",
    ]
)
"""Beside the words of a datum: the field wants the same value once more."""

ALTERNATE_WORDS = frozenset(
    [
        "alternativo",
        "alterno",
        "adicional",
        "adicionales",
        "secundario",
        "opcional",
        "copia",
        "cc",
        "bcc",
        "emailopc",
        "opc",
        "otro",
        "otros",
        "alternate",
        "additional",
        "second",
        "segundo",
    ]
)
"""Beside 'correo': a further address, which nobody asked for."""
