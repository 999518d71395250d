"""What the simulated tax authority knows of régimenes and usos (c_RegimenFiscal, c_UsoCFDI, Anexo 20).

Kept apart from the product's own tables on purpose: a portal is somebody else's program.
"""

from satcfdi.catalogs import select

REGIMES = {
    "601": "General de Ley Personas Morales",
    "603": "Personas Morales con Fines no Lucrativos",
    "605": "Sueldos y Salarios e Ingresos Asimilados a Salarios",
    "606": "Arrendamiento",
    "607": "Régimen de Enajenación o Adquisición de Bienes",
    "608": "Demás ingresos",
    "610": "Residentes en el Extranjero sin Establecimiento Permanente en México",
    "611": "Ingresos por Dividendos (socios y accionistas)",
    "612": "Personas Físicas con Actividades Empresariales y Profesionales",
    "614": "Ingresos por intereses",
    "615": "Régimen de los ingresos por obtención de premios",
    "616": "Sin obligaciones fiscales",
    "620": "Sociedades Cooperativas de Producción que optan por diferir sus ingresos",
    "621": "Incorporación Fiscal",
    "622": "Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras",
    "623": "Opcional para Grupos de Sociedades",
    "624": "Coordinados",
    "625": "Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas",
    "626": "Régimen Simplificado de Confianza",
}
MORAL_REGIMES = ("601", "603", "610", "620", "622", "623", "624", "626")
NATURAL_REGIMES = (
    "605",
    "606",
    "607",
    "608",
    "610",
    "611",
    "612",
    "614",
    "615",
    "616",
    "621",
    "625",
    "626",
)

USES = {
    "G01": "Adquisición de mercancías",
    "G02": "Devoluciones, descuentos o bonificaciones",
    "G03": "Gastos en general",
    "I01": "Construcciones",
    "I02": "Mobiliario y equipo de oficina por inversiones",
    "I03": "Equipo de transporte",
    "I04": "Equipo de cómputo y accesorios",
    "I05": "Dados, troqueles, moldes, matrices y herramental",
    "I06": "Comunicaciones telefónicas",
    "I07": "Comunicaciones satelitales",
    "I08": "Otra maquinaria y equipo",
    "D01": "Honorarios médicos, dentales y gastos hospitalarios",
    "D02": "Gastos médicos por incapacidad o discapacidad",
    "D03": "Gastos funerales",
    "D04": "Donativos",
    "D05": "Intereses reales efectivamente pagados por créditos hipotecarios (casa habitación)",
    "D06": "Aportaciones voluntarias al SAR",
    "D07": "Primas por seguros de gastos médicos",
    "D08": "Gastos de transportación escolar obligatoria",
    "D09": "Depósitos en cuentas para el ahorro, primas que tengan como base planes de pensiones",
    "D10": "Pagos por servicios educativos (colegiaturas)",
    "S01": "Sin efectos fiscales",
    "CP01": "Pagos",
    "CN01": "Nómina",
}
_BUSINESS = ("G01", "G02", "G03", "I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08")
_PERSONAL = ("D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10")
_BUSINESS_REGIMES = {"601", "603", "606", "612", "620", "621", "622", "623", "624", "625", "626"}
_PERSONAL_REGIMES = {"605", "606", "607", "608", "611", "612", "614", "615", "625"}

PAYMENT_FORMS = {
    "01": "Efectivo",
    "02": "Cheque nominativo",
    "03": "Transferencia electrónica de fondos",
    "04": "Tarjeta de crédito",
    "05": "Monedero electrónico",
    "06": "Dinero electrónico",
    "08": "Vales de despensa",
    "28": "Tarjeta de débito",
    "29": "Tarjeta de servicios",
    "31": "Intermediario pagos",
    "99": "Por definir",
}


def is_moral(rfc: str) -> bool:
    """A persona moral's RFC has 12 characters, a física's 13 (CFF, RFC key)."""
    return len(rfc.strip()) == 12


def regimes_for(rfc: str) -> dict[str, str]:
    """The régimenes that this kind of person can have, code to text."""
    codes = MORAL_REGIMES if is_moral(rfc) else NATURAL_REGIMES
    return {code: REGIMES[code] for code in codes}


def uses_for(regime: str, *, moral: bool) -> dict[str, str]:
    """The usos that c_UsoCFDI allows for a régimen and kind of person, code to text; empty if unknown."""
    codes: tuple[str, ...] = ()
    if regime in _BUSINESS_REGIMES:
        codes += _BUSINESS
    elif regime == "616":
        codes += ("G02",)
    if regime in _PERSONAL_REGIMES and not moral:
        codes += _PERSONAL
    if regime in REGIMES:
        codes += ("S01",)
    return {code: USES[code] for code in codes}


def is_postal_code(code: str) -> bool:
    """Whether c_CodigoPostal has it."""
    return len(code) == 5 and code.isdigit() and select("C756_c_CodigoPostal", code) is not None
