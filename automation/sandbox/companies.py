"""The fictional companies behind the portals. Names are invented; the RFCs have valid check digits."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Company:
    """An issuer. `legal_name` is without régimen de capital, as CFDI 4.0 wants it."""

    rfc: str
    legal_name: str
    trade_name: str
    regime: str = "601"


@dataclass(frozen=True, slots=True)
class Store:
    """A branch. Its postal code is the CFDI's LugarExpedicion, and Fecha is in its local time (Anexo 20)."""

    code: str
    name: str
    postal_code: str
    timezone: ZoneInfo


COMPANIES = {
    "s1": Company("AMA0304158Q6", "ALMACENES DEL MARQUES", "Marqués Supercenter"),
    "s2": Company("TOC9811027H6", "TIENDAS OCHO Y CUARTO", "Ocho y Cuarto"),
    "s3": Company("FEX0106211T0", "FRECUENCIA EXPRESS DEL NORTE", "Frecuencia Express"),
    "s4": Company("CHM1205093K5", "CADENA HORTALIZAS DE MONTEMAR", "Montemar"),
    "s5": Company("TDN9503284M1", "TALLER Y DECORACION NOGAL", "Nogal, casa y taller"),
    "s6": Company("GEA0709303P9", "GASOLINERAS EL ANDEN", "El Andén"),
    "s7": Company("CBV0410125L2", "COMBUSTIBLES BAHIA VERDE", "Bahía Verde"),
    "s8": Company("FSR1102147RA", "FARMACIAS SANTA REGINA", "Santa Regina"),
    "s9": Company("AUC8706192J9", "AUTOPISTAS UNIDAS DEL CENTRO", "Autopistas Unidas"),
    "s10": Company("CAN1908226V5", "CAFE ANDARES", "Café Andares"),
    "s11": Company("RLP1407018D7", "RESTAURANTES LA PALAPA DE LUPE", "La Palapa de Lupe"),
    "s12": Company("BDF0002295N9", "BODEGAS DON FACUNDO", "Don Facundo"),
}

_CENTRAL = ZoneInfo("America/Mexico_City")
PLACES = (
    ("Monterrey Centro", "64000", ZoneInfo("America/Monterrey")),
    ("Tijuana Río", "22000", ZoneInfo("America/Tijuana")),
    ("Hermosillo Pitic", "83000", ZoneInfo("America/Hermosillo")),
    ("Culiacán Tres Ríos", "80000", ZoneInfo("America/Mazatlan")),
    ("Cancún Centro", "77500", ZoneInfo("America/Cancun")),
    ("Roma Norte", "06600", _CENTRAL),
    ("Del Valle", "03100", _CENTRAL),
    ("Anzures", "11560", _CENTRAL),
    ("Guadalajara Juárez", "44100", _CENTRAL),
    ("Mérida Paseo", "97000", ZoneInfo("America/Merida")),
    ("Puebla Zócalo", "72000", _CENTRAL),
    ("Querétaro Alameda", "76000", _CENTRAL),
    ("Aguascalientes San Marcos", "20000", _CENTRAL),
)
"""Name, postal code (c_CodigoPostal) and time zone of the towns in which branches stand."""


def make_stores(codes: list[str], places: list[tuple[str, str, ZoneInfo]]) -> tuple[Store, ...]:
    return tuple(
        Store(code, name, postal_code, zone)
        for code, (name, postal_code, zone) in zip(codes, places, strict=True)
    )
