"""Verifying a CFDI: milliseconds each, and the memory that SAT's schemas take in a process.

    python -m tests.benchmarks.bench_cfdi

Targets (issue 2): 10 ms per CFDI, 10 MB for the schemas. Memory is the growth of the resident set of a fresh
process, from "everything imported" to "schema and stylesheets compiled", and on to "one CFDI verified", which
adds SAT's authorities and the catalogues.
"""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import psutil

from invoicing.cfdi.catalogues import SatcfdiCatalogues
from invoicing.cfdi.certificates import KnownPacCertificates, TrustedRoots
from invoicing.cfdi.expected import Expected
from invoicing.cfdi.parse import parse_cfdi
from invoicing.cfdi.sello import cadena_of_timbre, cadena_original
from invoicing.cfdi.verify import Report, verify
from invoicing.cfdi.xsd import cfdi_schema

SAMPLE = Path(__file__).parent.parent / "invoicing" / "cfdi" / "samples" / "cfdi40-real.xml"
ROUNDS = 500
MAX_MILLISECONDS, MAX_MEGABYTES = 10.0, 10.0
EXPECTED = Expected(
    rfc="COSC8001137NA",
    legal_name="CARLOS CORTES SOTO",
    postal_code="52176",
    fiscal_regime="612",
    cfdi_use="G03",
    amount=Decimal("1000.00"),
    ticket_date=date(2025, 1, 24),
)


def verify_sample(content: bytes, catalogues: SatcfdiCatalogues) -> Report:
    return verify(
        content,
        expected=EXPECTED,
        trust=TrustedRoots.only_sat(),
        pac_certificates=KnownPacCertificates(),
        catalogues=catalogues,
        now=datetime.now(UTC),
    )


def resident_megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def memory_of_a_fresh_process() -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.benchmarks.bench_cfdi", "--memory"]
    schemas, everything = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(schemas), float(everything)


def measure_memory() -> tuple[float, float]:
    content = SAMPLE.read_bytes()
    comprobante = parse_cfdi(content)
    assert comprobante.timbre is not None
    before = resident_megabytes()
    cfdi_schema()
    cadena_original(comprobante)
    cadena_of_timbre(comprobante.timbre)
    schemas = resident_megabytes() - before
    verify_sample(content, SatcfdiCatalogues())
    return schemas, resident_megabytes() - before


def measure_times() -> list[float]:
    content, catalogues = SAMPLE.read_bytes(), SatcfdiCatalogues()
    assert verify_sample(content, catalogues).is_accepted
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        verify_sample(content, catalogues)
        times.append((perf_counter() - start) * 1000)
    return times


def main() -> int:
    start = perf_counter()
    verify_sample(SAMPLE.read_bytes(), SatcfdiCatalogues())
    first = (perf_counter() - start) * 1000
    times, (megabytes, everything) = measure_times(), memory_of_a_fresh_process()
    print(f"verify, first in a process: {first:.0f} ms (schema and stylesheets compiled)")
    print(f"verify: median {median(times):.2f} ms, p95 {quantiles(times, n=20)[-1]:.2f} ms of {ROUNDS}")
    print(f"schemas: {megabytes:.1f} MB per process; with authorities and catalogues {everything:.1f} MB")
    return int(median(times) > MAX_MILLISECONDS or megabytes > MAX_MEGABYTES)


if __name__ == "__main__":
    if "--memory" in sys.argv:
        print(*measure_memory())
    else:
        sys.exit(main())
