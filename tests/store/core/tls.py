"""TLS before a store: the packaged server has none itself."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """Who may sign other certificates."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey


def certificate(path: Path, host: str, *, by: Authority | None = None, days: tuple[int, int] = (-1, 2)) -> Authority:
    """Writes `path`.pem, for `host` and `days` from now, and `path`.key; signed by itself or `by` an authority."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    own = Authority(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, path.name)]), key)
    signer = by or own
    signed = (
        x509.CertificateBuilder(signer.name, own.name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(signer.key, hashes.SHA256())
    )
    path.with_suffix(".pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.with_suffix(".key").write_bytes(key.private_bytes(*form))
    return own


@contextmanager
def tls_before(port: int, path: Path, *, clients_of: Path | None = None) -> Iterator[int]:
    """A port that speaks TLS by the certificate at `path` and passes on to `port`. With `clients_of` it takes clients alone
    that have a certificate of that authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path.with_suffix(".pem"), path.with_suffix(".key"))
    if clients_of:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients_of.with_suffix(".pem"))

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def serve(plain: socket.socket) -> None:
        with (
            suppress(OSError),
            closing(plain),
            context.wrap_socket(plain, server_side=True) as secure,
            socket.create_connection(("127.0.0.1", port)) as inner,
        ):
            back = threading.Thread(target=pass_on, args=(inner, secure), daemon=True)
            back.start()
            pass_on(secure, inner)
            back.join()

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=accept, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
