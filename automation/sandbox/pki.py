"""The sandbox's own certificate authority: nothing here chains to SAT, and nothing pretends to.

Root, a PAC and one CSD per fictional company, RSA 2048. SAT's conventions are kept, so that whoever reads
the certificates finds what it finds in real ones: NoCertificado's twenty digits are the ASCII bytes of the
X.509 serial, the RFC stands in x500UniqueIdentifier (2.5.4.45), a CSD has two extensions, a PAC's
organizational unit is "PAC" and its RFC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier
from satcfdi.models import Signer

from automation.sandbox.companies import Company

_UNIQUE_ID = ObjectIdentifier("2.5.4.45")
_NAME = ObjectIdentifier("2.5.4.41")
_PASSWORD = b"simulacion"
_PAC = Company("SPR190613I52", "PAC DE PRUEBAS", "PAC de pruebas")


@dataclass(frozen=True, slots=True)
class _Pair:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@dataclass(slots=True)
class Authority:
    """Hands out signers; keeps its keys in `folder`, so that a restart goes on with the same root."""

    folder: Path
    _pairs: dict[str, _Pair] = field(default_factory=dict)
    _signers: dict[str, Signer] = field(default_factory=dict)

    @property
    def roots_file(self) -> Path:
        """PEM of the root: what CFDI_TRUSTED_ROOTS is pointed at."""
        self._root()
        return self.folder / "root.pem"

    @property
    def pac_file(self) -> Path:
        """PEM of the PAC's certificate, which verifies SelloSAT."""
        self._leaf("pac", _PAC)
        return self.folder / "pac.pem"

    def csd(self, company: Company) -> Signer:
        return self._signer(f"csd-{company.rfc}", company)

    def pac(self) -> Signer:
        return self._signer("pac", _PAC)

    def stranger(self, company: Company) -> Signer:
        """A CSD of the same company from another, untrusted root."""
        return Authority(self.folder / "stranger").csd(company)

    def _signer(self, name: str, company: Company) -> Signer:
        if name not in self._signers:
            self._signers[name] = _make_signer(self._leaf(name, company))
        return self._signers[name]

    def _root(self) -> _Pair:
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, "AC DE PRUEBAS DEL PORTAL SIMULADO (NO ES DEL SAT)"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Portales simulados"),
            ]
        )
        return self._kept("root") or self._make("root", subject, None)

    def _leaf(self, name: str, company: Company) -> _Pair:
        unit = f"PAC{company.rfc}" if name == "pac" else "Matriz"
        return self._kept(name) or self._make(name, _subject(company, unit), self._root())

    def _kept(self, name: str) -> _Pair | None:
        if name not in self._pairs and (self.folder / f"{name}.key").exists():
            self._pairs[name] = _read_pair(self.folder, name)
        return self._pairs.get(name)

    def _make(self, name: str, subject: x509.Name, issuer: _Pair | None) -> _Pair:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pair = _Pair(key, _certify(subject, key, issuer, name))
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.pem").write_bytes(pair.pem())
        (self.folder / f"{name}.key").write_bytes(_encrypted(key, serialization.Encoding.PEM))
        self._pairs[name] = pair
        return pair


def _read_pair(folder: Path, name: str) -> _Pair:
    key = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), _PASSWORD)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(name)
    return _Pair(key, x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes()))


def _encrypted(key: rsa.RSAPrivateKey, encoding: serialization.Encoding) -> bytes:
    return key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(_PASSWORD)
    )


def _subject(company: Company, unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, company.legal_name),
            x509.NameAttribute(_NAME, company.legal_name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, company.legal_name),
            x509.NameAttribute(_UNIQUE_ID, f"{company.rfc} / XIQB891116QE4"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, " / XIQB891116MCHZRL72"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        ]
    )


def _serial(name: str) -> int:
    """Twenty digits of its own per certificate name, read as SAT does."""
    digits = int.from_bytes(name.encode()) % 10**9
    return int.from_bytes(f"30001000000{digits:09d}".encode())


def _certify(subject: x509.Name, key: rsa.RSAPrivateKey, issuer: _Pair | None, name: str) -> x509.Certificate:
    now = datetime.now(UTC)
    is_root = issuer is None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(_serial(name))
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(_key_usage(is_root=is_root), critical=True)
    )
    return builder.sign(key if issuer is None else issuer.key, hashes.SHA256())


def _key_usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def _make_signer(pair: _Pair) -> Signer:
    return Signer.load(
        certificate=pair.certificate.public_bytes(serialization.Encoding.DER),
        key=_encrypted(pair.key, serialization.Encoding.DER),
        password=_PASSWORD.decode(),
    )
