"""Under which words portals ask for the ticket's data: phrase tables, weight -> phrases.

`ticket_number` is the first key (ticket, folio, orden), `transaction` the second (transacción, Web ID,
código de facturación): which of the user's values belongs where is decided by the user's own words first.
"""

from collections.abc import Mapping

from automation.reading.vocabulary.receiver import Phrases

_SALE = (
    "ticket",
    "compra",
    "venta",
    "consumo",
    "operacion",
    "nota",
    "recibo",
    "pago",
    "emision",
    "servicio",
    "sale",
    "purchase",
    "expedicion",
    "carga",
    "viaje",
    "cruce",
    "funcion",
    "pedido",
    "orden",
    "visita",
    "transaccion",
)


def _of_sale(heads: str) -> str:
    """'fecha | dia' -> 'fecha ticket | fecha compra | … | ticket fecha | …' (both orders: Spanish, English)."""
    return " | ".join(f"{h} {s} | {s} {h}" for h in heads.split(" | ") for s in _SALE)


_PAID = (
    "pagado",
    "pagada",
    "pagar",
    "cobrado",
    "cobrada",
    "cubierto",
    "cubierta",
    "liquidado",
    "abonado",
    "cargado",
    "gastado",
    "neto",
    "neta",
    "final",
    "bruto",
    "facturar",
    "facturable",
    "iva incluido",
    "impuestos incluidos",
)


def _paid(heads: str) -> str:
    """ "tarifa | importe" -> "tarifa pagada | importe cobrado | …": what was paid, taxes included."""
    return " | ".join(f"{h} {p}" for h in heads.split(" | ") for p in _PAID)


TICKET: Mapping[str, Phrases] = {
    "ticket_number": {
        1.0: "numero de ticket | ticket | folio | folio ticket | numero folio | folio de venta |"
        " folio de compra | tc | "
        "numero de comprobante | comprobante | folio factura | folio para facturar | nota | numero de nota | "
        "numero de orden | orden | numero de pedido | pedido | ticket number | order number | order | "
        "folio de ticket | folio operacion de caja | operacion de caja | itu | ticket itu |"
        " numero de recibo | recibo | folio operacion | receipt number | receipt | "
        "numero de remision | remision | numero de venta | despacho | nota o despacho | folio nota |"
        " numero ticket unico | "
        "folio del ticket | numero de boleto | boleto | numero de cuenta del restaurante |"
        " folio de consumo | "
        "numero de operacion | operacion | folio interno | folio de la nota | ticket orden | tracking |"
        " rastreo folio | "
        "numero de cheque | cheque | comanda | numero de consumo | bill number | check number |"
        " numero de compra | "
        "folio de cobro | folio de pago | numero de despacho | numero de servicio | numero de guia |"
        " guia | voucher | "
        "numero tiquete | tiquete | folio fisico | numero de contrato | contrato | numero de reservacion |"
        " reservacion",
        0.9: "localizador | docto | numero docto | folio de caja | referencia de pago | id de compra |"
        " factura de venta | numero de factura de venta | numero de cuenta ticket | boleto estacionamiento |"
        " clave de reservacion | folio de movimiento | movimiento",
        0.75: "referencia | numero de referencia | numero | codigo de barras | numero de documento |"
        " documento | "
        "identificador | consecutivo ticket",
        0.55: "factura | venta | compra | id ticket | consecutivo",
    },
    "transaction": {
        1.0: "transaccion | numero de transaccion | tr | id de venta | webid | autorizacion |"
        " codigo de facturacion | "
        "codigo facturacion | clave de facturacion | id de facturacion | id facturacion |"
        " numero de rastreo | rastreo | "
        "idtran | id tran | nru | numero de referencia unico | idw | codigo unico |"
        " codigo unico de ticket | token | "
        "numero de autorizacion | id venta | id transaccion | uuid ticket | digito seguro |"
        " codigo de verificacion ticket | "
        "numero de asiento | asiento | codigo de seguridad ticket | folio web | folio unico |"
        " codigo de acceso | "
        "billing code | billingcode | invoice code | invoicing code | id de ticket | clave de acceso |"
        " consecutivo | "
        "numero consecutivo | clave unica | pin | contraseña del ticket | password ticket |"
        " codigo autofactura | "
        "codigo de autofacturacion | llave | clave de autofactura | codigo qr | itu code | access code |"
        " codigo alfanumerico | "
        "numero tran | dig seguro | cod facturacion | codigo de la nota | codigo del ticket |"
        " codigo ticket | "
        "referencia unica | identificador unico | id operacion | transaction id | security code |"
        " numero de id",
        0.9: "nip | nip de facturacion | aprobacion | numero de aprobacion | codigo de aprobacion |"
        " folio electronico | serie de seguridad",
        0.8: "codigo de verificacion | codigo | clave | referencia | numero de referencia | id |"
        " codigo de validacion | codigo verificador | "
        "unic codigo | digito verificador",
        0.55: "numero de control | cadena | sello | digitos | codigo de caracteres | secuencia",
    },
    "terminal": {
        1.0: "caja | numero de caja | terminal | te | numero reg o caja | maquina | carril |"
        " numero de carril | register | "
        "numero de terminal | punto de venta | pos | cajero | caja registradora | registradora | lane |"
        " bomba | "
        "numero de bomba | till | numero reg | estacion de trabajo | isla | posicion de carga |"
        " id terminal | dispensario",
        0.9: "tpv | kiosco | ventanilla | pista | manguera | estacion de cobro",
        0.6: "mesa | turno | equipo",
        0.5: "reg | serie",
    },
    "store": {
        1.0: "sucursal | tienda | numero de tienda | numero de sucursal | store | store number |"
        " numero store | "
        "numero de restaurante | restaurante | estacion | numero de estacion | gasolinera |"
        " estacion de servicio | "
        "tda | caseta | plaza de cobro | complejo | branch | numero de unidad | unidad | establecimiento | "
        "nombre de la tienda | nombre de la sucursal | lugar de compra | punto de cobro | centro |"
        " almacen | plaza | "
        "cine | hotel | farmacia | cafeteria | local | drive | clave de sucursal | id sucursal |"
        " clave tienda | "
        "shop | location | site | restaurant | station | estacionamiento | sucursales | oficina |"
        " agencia | tienda compra",
        0.9: "sede | clinica | gimnasio | taller | concesionaria | laboratorio | plantel | campus | libreria |"
        " papeleria | bodega | aeropuerto | donde compraste | donde compro | donde consumiste | donde consumio |"
        " lugar de consumo | panaderia | pasteleria | ferreteria | refaccionaria | optica | zapateria | boutique |"
        " spa | hospital | consultorio | veterinaria | lavanderia | autolavado | teatro | museo |"
        " terminal de autobuses | central de autobuses | ciudad de compra",
        0.6: "modulo | club | escuela | region | origen | negocio | comercio | marca | permiso cre | lugar",
    },
    "date": {
        1.0: "fecha | date | dia de compra | fecha hora | fecha y hora | dia de consumo | fec | fch |"
        " fecha dd mm aaaa | " + _of_sale("fecha | date | dia | fch | fec | fecha hora"),
        0.6: "dia | cuando",
    },
    "time": {
        1.0: "hora | time | hora minutos | hora hh mm | " + _of_sale("hora | time"),
    },
    "amount": {
        1.0: "total | importe | importe total | monto | monto total | total pagado | amount |"
        " amount total | total amount | "
        "venta total | total ticket | total decimales | totales | importe a facturar | monto a facturar |"
        " total a pagar | "
        "total a facturar | total con iva | importe con iva | cantidad pagada | monto pagado |"
        " importe pagado | "
        "grand total | precio total | total factura | total neto | valor total | valor compra |"
        " importe neto | costo total | "
        + _of_sale("total | importe | monto | amount | valor | costo | precio | tarifa")
        + " | "
        "cuanto pagaste | cuanto pago | cuanto fue | cuanto gastaste | cuanto gasto | cuanto te cobraron |"
        " cuanto le cobraron | cuanto costo | pagaste | lo que pago usted | total cobrado | importe cobrado |"
        " monto cobrado | cantidad total | total sin propina | consumo sin propina | importe sin propina |"
        " monto sin propina | no incluir propina | sin incluir propina | consumo no incluir propina",
        0.95: _paid(
            "total | importe | monto | cantidad | tarifa | precio | costo | valor | cargo | cobro | cuota |"
            " suma | dinero | efectivo"
        )
        + " | tarifa total | cuanto compra | gran total | pagado total | total mxn | total pesos |"
        " importe pesos | monto pesos | importe exacto | monto exacto | total exacto | paid amount | amount paid |"
        " total paid",
        0.75: "cantidad | subtotal total | valor | precio | costo | suma | pagado | tarifa | cobro | neto",
    },
    "card_last4": {
        1.0: "ultimos digitos | ultimos digitos tarjeta | cuenta de pago | ultimos 4 digitos |"
        " 4 ultimos digitos | "
        "terminacion de tarjeta | digitos de la tarjeta | card last | last digits | "
        "cuenta de pago 4 ultimos digitos | numero de tarjeta | tarjeta | terminacion | numero cuenta pago",
        0.55: "numero de cuenta",
    },
}

IDENTIFYING = frozenset({"ticket_number", "transaction"})
"""What names the sale itself; store, terminal, date and amount only narrow it down."""

SALE_WORDS = frozenset(_SALE)

COUNTER_WORDS: Mapping[str, frozenset[str]] = {
    "ticket_number": frozenset(
        [
            "fecha",
            "hora",
            "total",
            "monto",
            "importe",
            "date",
            "amount",
            "time",
            "dia",
            "caja",
            "tienda",
            "sucursal",
            "store",
            "costo",
            "fiscal",
            "postal",
        ]
    ),
    "transaction": frozenset(
        [
            "fecha",
            "hora",
            "total",
            "monto",
            "importe",
            "date",
            "amount",
            "postal",
            "fiscal",
            "pais",
            "descuento",
        ]
    ),
    "amount": frozenset(["propina", "tip", "descuento", "iva", "ieps", "cambio", "litros", "numero"]),
    "date": frozenset(["nacimiento", "birth", "vencimiento", "hora", "expiracion", "final", "fin"]),
    "legal_name": frozenset(
        [
            "comercial",
            "usuario",
            "user",
            "vendedor",
            "mesero",
            "sucursal",
            "tienda",
            "calle",
            "colonia",
            "contacto",
        ]
    ),
    "email": frozenset(["contraseña", "password", "usuario", "user"]),
    "rfc": frozenset(["emisor"]),
    "store": frozenset(["fiscal", "receptor"]),
    "postal_code": frozenset(["sucursal", "tienda"]),
    "time": frozenset(),
}
"""A label of this datum does not also say these: the phrase names something else then."""
