"""A keystore as SROS 2 has it: an authority, and an enclave for each process and vehicle.

Made with the program ``openssl``: keys on prime256v1, certificates with SHA-256, documents signed
as S/MIME with the text in the clear (DDS Security 1.1, clauses 9.3.1 and 9.4.1).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from fleet_core.model.errors import ConfigurationError, WorkError
from fleet_nodes.security.documents import governance, permissions
from fleet_nodes.security.policies import Policy

AUTHORITY = "fleet_authority"
ENCLAVES, PUBLIC, PRIVATE = "enclaves", "public", "private"
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600
_DAY = timedelta(days=1)


def make_keystore(
    folder: Path, policies: Mapping[str, Policy], now: datetime, days: int
) -> list[str]:
    """Make what is missing and sign all documents anew. Returns the enclaves that are new. Raises
    ConfigurationError without ``openssl`` or a folder that can be written."""
    if shutil.which("openssl") is None:
        raise ConfigurationError("the program openssl is not here; install the package openssl")
    try:
        for each in (folder, folder / PUBLIC, folder / PRIVATE, folder / ENCLAVES):
            each.mkdir(_OWN_FOLDER, parents=True, exist_ok=True)
            each.chmod(_OWN_FOLDER)
    except OSError as error:
        raise ConfigurationError(
            f"keystore {folder}: cannot write there ({error.strerror}); name a writable folder"
        ) from error
    authority = _Authority(folder, days)
    authority.sign(governance(), folder / ENCLAVES / "governance.p7s")
    new = []
    for enclave, policy in policies.items():
        place = folder / ENCLAVES / enclave
        place.mkdir(_OWN_FOLDER, parents=True, exist_ok=True)
        if not (place / "cert.pem").is_file():
            authority.certify(f"/{enclave}", place)
            new.append(enclave)
        granted = permissions(f"/{enclave}", policy, now - _DAY, now + days * _DAY)
        authority.sign(granted, place / "permissions.p7s")
        shutil.copy(folder / ENCLAVES / "governance.p7s", place / "governance.p7s")
        for name in ("identity_ca.cert.pem", "permissions_ca.cert.pem"):
            shutil.copy(folder / PUBLIC / "ca.cert.pem", place / name)
    for each in folder.rglob("*"):
        each.chmod(_OWN_FOLDER if each.is_dir() else _OWN_FILE)
    return new


class _Authority:
    """Signs certificates and documents. Its key is needed here alone, and may be kept elsewhere."""

    def __init__(self, folder: Path, days: int) -> None:
        self._key = folder / PRIVATE / "ca.key.pem"
        self._cert = folder / PUBLIC / "ca.cert.pem"
        self._days = str(days)
        if self._cert.is_file() and not self._key.is_file():
            raise ConfigurationError(
                f"keystore {folder}: {self._key.name} is not there; bring the authority's key back "
                "to change the keystore"
            )
        if not self._cert.is_file():
            _make_key(self._key)
            subject = ("-subj", f"/CN={AUTHORITY}", "-days", self._days)
            _openssl("req", "-x509", "-new", "-sha256", "-key", self._key, *subject,
                     "-out", self._cert)  # fmt: skip

    def certify(self, name: str, place: Path) -> None:
        """A key, and a certificate that it is of ``name``."""
        key, request, made = place / "key.pem", place / "request.pem", place / "made.pem"
        _make_key(key)
        subject = "/CN=" + name.replace("/", "\\/")
        _openssl("req", "-new", "-sha256", "-key", key, "-subj", subject, "-out", request)
        _openssl("x509", "-req", "-sha256", "-in", request, "-CA", self._cert,
                 "-CAkey", self._key, "-CAcreateserial", "-days", self._days,
                 "-out", made)  # fmt: skip
        request.unlink()
        made.replace(place / "cert.pem")  # last: an enclave with a certificate is whole

    def sign(self, document: str, signed: Path) -> None:
        plain = signed.with_suffix(".xml")
        plain.write_text(document, encoding="utf-8")
        _openssl("smime", "-sign", "-text", "-in", plain, "-out", signed,
                 "-signer", self._cert, "-inkey", self._key)  # fmt: skip


def _make_key(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, _OWN_FILE))
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)


def _openssl(*words: str | Path) -> None:
    command = ["openssl", *(str(each) for each in words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no word of why"])[-1]
        raise WorkError(f"openssl {words[0]}: {said}")
