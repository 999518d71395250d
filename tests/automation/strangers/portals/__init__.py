"""Twelve and, from x13 on, the ten that came later, each under its id in the registry (`register_all`);
`bench_strangers` and the stand test ask."""

from automation.sandbox.registry import register
from tests.automation.strangers.portals.autobuses import Autobuses
from tests.automation.strangers.portals.autolavado import Autolavado
from tests.automation.strangers.portals.butaca import Butaca
from tests.automation.strangers.portals.cafeteria import Cafeteria
from tests.automation.strangers.portals.farmacia import Farmacia
from tests.automation.strangers.portals.ferreteria import Ferreteria
from tests.automation.strangers.portals.fogon import Fogon
from tests.automation.strangers.portals.gimnasio import Gimnasio
from tests.automation.strangers.portals.hotel import Hotel
from tests.automation.strangers.portals.huellas import Huellas
from tests.automation.strangers.portals.jugueteria import Jugueteria
from tests.automation.strangers.portals.laboratorio import Laboratorio
from tests.automation.strangers.portals.moda import Moda
from tests.automation.strangers.portals.muebleria import Muebleria
from tests.automation.strangers.portals.optica import Optica
from tests.automation.strangers.portals.panaderia import Panaderia
from tests.automation.strangers.portals.papeleria import Papeleria
from tests.automation.strangers.portals.pension import Pension
from tests.automation.strangers.portals.refacciones import Refacciones
from tests.automation.strangers.portals.supermercado import Supermercado
from tests.automation.strangers.portals.tinta import Tinta
from tests.automation.strangers.portals.tortas import Tortas
from tests.automation.strangers.stranger import Stranger

STRANGERS: dict[str, type[Stranger]] = {
    "x1": Fogon,
    "x2": Moda,
    "x3": Huellas,
    "x4": Pension,
    "x5": Butaca,
    "x6": Tinta,
    "x7": Tortas,
    "x8": Refacciones,
    "x9": Hotel,
    "x10": Gimnasio,
    "x11": Ferreteria,
    "x12": Autolavado,
    "x13": Papeleria,
    "x14": Optica,
    "x15": Cafeteria,
    "x16": Farmacia,
    "x17": Muebleria,
    "x18": Panaderia,
    "x19": Laboratorio,
    "x20": Autobuses,
    "x21": Supermercado,
    "x22": Jugueteria,
}


def register_all() -> None:
    """May be called again."""
    for name, portal in STRANGERS.items():
        register(name, portal)
