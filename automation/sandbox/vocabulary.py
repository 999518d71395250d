"""The words of the field: labels, ids and messages as Mexican portals write them (PORTALS.md section 2).

Portals draw from here by seed, or use words of their own. `MESSAGES` gives what a portal says for each
verdict; where real portals use one text for several causes (not found, expired, already in the global
invoice), a portal may do so too and says so in `Portal.expected`.
"""

from automation.sandbox.office import Verdict

LABELS: dict[str, tuple[str, ...]] = {
    "rfc": ("RFC", "RFC*", "* RFC:", "RFC Receptor", "RFC de Cliente", "Ingresa tu RFC", "R.F.C."),
    "name": (
        "Razón Social",
        "Razón Social*",
        "* Nombre o Razón Social:",
        "Nombre o razón social",
        "Nombre/Razón social",
        "Denominación o razón social",
    ),
    "regime": ("Régimen Fiscal", "* Régimen Fiscal:", "Régimen fiscal del receptor", "Régimen"),
    "postal_code": (
        "Código postal",
        "Código Postal*",
        "C.P.",
        "* CP:",
        "Domicilio Fiscal (Código Postal)",
        "Código postal fiscal",
    ),
    "use": ("Uso de CFDI", "Uso CFDI", "* Uso CFDI:", "Uso del CFDI", "USO DE FACTURA"),
    "email": ("Correo", "* Correo:", "Correo electrónico", "E-mail", "Email*"),
    "email_confirmation": ("Confirmar Email*", "Confirma tu correo electrónico", "Confirma tu correo"),
    "payment_form": ("Forma de Pago", "* Forma de Pago:", "Seleccione un Tipo de Pago", "Tipo de pago"),
    "folio": (
        "Número de ticket",
        "No. de Ticket",
        "No. Ticket:",
        "# Ticket",
        "Ticket",
        "Folio",
        "Folio de venta",
        "Folio de ticket",
        "FOLIO / NÚMERO DE TICKET",
    ),
    "key": (
        "# Transacción",
        "TR#",
        "ID de venta",
        "Web ID",
        "WebID",
        "Código de facturación",
        "Código único de ticket",
        "ID de facturación",
        "# de Referencia",
    ),
    "terminal": ("Número Reg. o Caja", "Caja", "No. Caja", "TE#", "Terminal"),
    "store": ("Sucursal", "Tienda", "NO. DE TIENDA", "Número de restaurante", "TDA#", "No. Estación"),
    "date": ("Fecha", "Fecha de venta", "Fecha de compra", "Fecha de Ticket", "Fecha del ticket"),
    "amount": (
        "Total",
        "TOTAL",
        "Total (2 Decimales)",
        "Importe",
        "Importe total",
        "Monto",
        "Monto Total",
        "INGRESA EL MONTO DEL TICKET",
        "Venta total",
        "Total pagado",
    ),
    "tip": ("Propina", "Propina (no se factura)"),
    "card_last4": ("Cuenta de pago (4 últimos dígitos)", "Últimos 4 dígitos de la tarjeta"),
}

IDS: dict[str, tuple[str, ...]] = {
    "rfc": ("txtRFC", "rfc", "tax_id_receiver", "rfcCliente", "inputRfc2", "TxtRfc", "receptor_rfc"),
    "name": ("txtRazon", "razon", "name_receiver", "inputRazon", "nombreRazonSocial", "txtName"),
    "regime": ("ddlregimenFiscal", "regime_id", "regimenFiscalReceptor", "cmbRegimen", "selFiscalRegime"),
    "postal_code": ("txtCP", "cp_client", "codigoPostal", "inputCp", "txtZipcode", "codpos", "cp"),
    "use": ("ddlusoCFDI", "usoCfdi", "cmbUsos", "selVoucherUse", "UsoCFDI", "cfdi_select"),
    "email": ("txtEmail", "email_receiver", "emailInput", "inputCorreo", "correo", "correoElectronico"),
    "email_confirmation": ("TxtCorroborarCorreo", "emailopc", "Email_verif", "correo2"),
    "payment_form": ("ddlPaymentType", "formaPagoAux", "formOfPayment", "forma_pago", "formaPago"),
    "folio": ("txtTC", "folio", "ticket", "num_ticket", "noTicket", "txtFolio", "ticketNumber", "txtTicket"),
    "key": ("txtTR", "venta", "webId", "codigo", "CodigoUnicoTicket", "codFacturacion", "noTran"),
    "terminal": ("num_caja", "caja", "terminal", "noCaja"),
    "store": ("number_store", "sucursal", "tienda", "estacion", "txSucursal"),
    "date": ("fecha_ticket", "fechaCompra", "dtFecha", "txtFechaIni", "TxtFch", "fecha"),
    "amount": ("total_ticket", "txtAmount", "txtImporte", "txTotal", "monto", "importe"),
    "tip": ("propina", "txtPropina"),
    "card_last4": ("cuentaPago", "numCuenta"),
}

LOOKUP_BUTTONS = ("Validar Ticket", "Consultar Ticket", "Buscar", "Consultar Venta", "Siguiente", "Continuar")
ISSUE_BUTTONS = (
    "Facturar",
    "FACTURAR",
    "Generar Factura",
    "Obtener Factura",
    "Realizar facturación",
    "Solicitar Factura",
    "Timbrar factura",
)
CONFIRMATIONS = (
    "¿Están correctos todos sus datos?",
    "¿Estás seguro?",
    "¿Está seguro que desea generar esta factura?",
    "¿Está seguro que desea facturar el ticket?",
    "¿Está seguro que quiere facturar?",
    "¿Desea confirmar la emisión de la factura?",
)

MESSAGES: dict[Verdict, tuple[str, ...]] = {
    Verdict.NOT_FOUND: (
        "Folio no encontrado",
        "No se encuentra el ticket ingresado",
        "E-05 El ticket no se encontró",
        "No se encontró ningún ticket.",
        "No se encontró orden con la información capturada.",
        "Datos del ticket no válidos",
        "TICKET NO ENCONTRADO O DATOS INCORRECTOS",
    ),
    Verdict.WRONG_TOTAL: (
        "Monto del ticket Inválido",
        "El monto ingresado no coincide con el total registrado en el ticket.",
        "El importe capturado no corresponde al ticket, favor de verificarlo.",
        "Revise que los datos de su ticket correspondan con los ingresados.",
    ),
    Verdict.NOT_SYNCED: (
        "El ticket aún no está disponible",
        "No han transcurrido 24 horas desde su compra, favor de intentarlo más tarde.",
        "Ticket pendiente por validar, favor de volver en 24 horas.",
        "Su ticket todavía no ha sido enviado por la sucursal. Intente más tarde.",
    ),
    Verdict.EXPIRED: (
        "Se venció la factura",
        "Solo se pueden facturar tickets del mes en curso.",
        "Solo tickets del mes vigente",
        "El periodo de facturación para este ticket ha vencido.",
        "Su ticket excede los días permitidos para facturar",
    ),
    Verdict.INVOICED: (
        "Este folio ya fue facturado anteriormente!",
        "Ya ha sido generada su factura!",
        "Su ticket ya se encuentra facturado",
        "El ticket ya fue facturado con anterioridad.",
        "El ticket fue facturado previamente",
    ),
    Verdict.CANCELLED: (
        "Este ticket de venta fue cancelado y no puede ser facturado.",
        "La venta fue cancelada en caja, no es posible facturarla.",
    ),
    Verdict.IN_GLOBAL: (
        "TICKET FUERA DEL PERIODO DE FACTURACIÓN: fue considerado dentro de una factura global anterior",
        "El ticket ya fue incluido en la factura global del mes.",
    ),
}

SUCCESS = (
    "La factura se generó exitosamente",
    "¡Enhorabuena! Tu factura está lista.",
    "Factura generada correctamente",
    "Su comprobante fue timbrado con éxito.",
)
EXPIRED_SESSION = (
    "Su sesión ha expirado, inicie nuevamente.",
    "Tu sesión terminó por inactividad. Vuelve a comenzar.",
)
