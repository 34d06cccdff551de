"""Behind a TLS proxy the certificate comes in a header, which only the proxy's word makes true."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
import requests
from central_desk import Bank
from central_process import Process, run
from hypothesis import given
from hypothesis import strategies as st

from central.callers import forwarded
from central.settings import SettingsError

DATABASES = ("sqlite",)

KIOSK = "0571-3"
PROXY = "10.1.2.3"
PATH = f"/v1/kiosks/{KIOSK}/desired"


def rfc9440(pem: bytes) -> str:
    return f":{b64encode(ssl.PEM_cert_to_DER_cert(pem.decode())).decode()}:"


def nginx_escaped(pem: bytes) -> str:
    return quote(pem.decode(), safe="-+/=")


@pytest.fixture
def pem(bank: Bank) -> bytes:
    bank.enrol(KIOSK)
    bank.service.trust(["10.1.0.0/16"])
    return bank.certificate(KIOSK)


def ask(bank: Bank, headers: list[tuple[str, str]], peer: str = PROXY) -> httpx.Response:
    """Ask in plain HTTP."""

    async def call() -> httpx.Response:
        transport = httpx.ASGITransport(bank.app, client=(peer, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://central") as client:
            return await client.get(PATH, headers=headers)

    return asyncio.run(call())


@pytest.mark.parametrize("form", [rfc9440, nginx_escaped])
def test_a_trusted_proxy_says_who_asks(bank: Bank, pem: bytes, form: Callable[[bytes], str]) -> None:
    assert ask(bank, [("Client-Cert", form(pem))]).status_code == 200


def test_nobody_else_does(bank: Bank, pem: bytes) -> None:
    for peer in ("10.2.0.1", "127.0.0.1", "::1", "testclient"):
        assert ask(bank, [("Client-Cert", rfc9440(pem))], peer).status_code == 401


def test_over_tls_the_header_says_nothing(bank: Bank, pem: bytes) -> None:
    told = {"Client-Cert": rfc9440(pem)}
    assert bank.caller(None)("GET", PATH, headers=told).status_code == 401
    other = bank.enrol("0571-4")
    assert other("GET", PATH, headers=told).status_code == 403


def test_two_headers_say_nothing(bank: Bank, pem: bytes) -> None:
    stranger = bank.service.authority.client("0571-4", 1).certificate
    assert ask(bank, [("Client-Cert", rfc9440(stranger)), ("Client-Cert", rfc9440(pem))]).status_code == 401


def test_the_certificate_is_verified_again(bank: Bank, pem: bytes, tmp_path: Path) -> None:
    from central_desk import SetClock

    from central.service import Service

    with Service(tmp_path / "elsewhere", SetClock()) as elsewhere:
        foreign = elsewhere.authority.client(KIOSK, 30).certificate
    assert ask(bank, [("Client-Cert", rfc9440(foreign))]).status_code == 403
    assert ask(bank, [("Client-Cert", rfc9440(bank.service.authority.certificate))]).status_code == 403
    bank.service.enrolment.revoke(KIOSK)
    assert ask(bank, [("Client-Cert", rfc9440(pem))]).status_code == 403
    bank.enrol(KIOSK)
    bank.clock.advance(days=31)
    assert ask(bank, [("Client-Cert", rfc9440(pem))]).status_code == 401


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_arbitrary_headers_are_no_certificate_of_ours(text: str) -> None:
    assert forwarded(text) is None or text.strip().startswith((":", "-", "%"))


@pytest.mark.parametrize("text", ["::", ":AAAA:", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_only_looks_like_a_certificate_is_refused(bank: Bank, pem: bytes, text: str) -> None:
    assert ask(bank, [("Client-Cert", quote(text, safe=":"))]).status_code == 403


def test_an_address_that_is_none_is_told(bank: Bank) -> None:
    with pytest.raises(SettingsError, match="--behind-proxy"):
        bank.service.trust(["proxy.bank.example"])
    with pytest.raises(SettingsError, match="whose word"):
        bank.service.trust([])


# Real proxies

_NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {pki}/server.pem; ssl_certificate_key {pki}/server.key; ssl_protocols TLSv1.3;
    ssl_verify_client optional_no_ca;
    location / {{
      proxy_pass http://{central}; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Client-Cert $ssl_client_escaped_cert;
    }}
  }}
}}
"""
_HAPROXY = """\
global
  log stderr local0 warning
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend kiosks
  bind 127.0.0.1:{port} ssl crt {folder}/server.pem ca-file {pki}/ca.pem verify optional ssl-min-ver TLSv1.3
  http-request del-header Client-Cert
  http-request set-header Client-Cert :%[ssl_c_der,base64]: if {{ ssl_c_used }}
  default_backend central
backend central
  server one {central}
"""


@contextmanager
def _proxy(name: str, central: str, pki: Path, folder: Path) -> Iterator[str]:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = {"nginx": _NGINX, "haproxy": _HAPROXY}[name]
    config = folder / "proxy.conf"
    config.write_text(text.format(folder=folder, port=port, pki=pki, central=central), encoding="utf-8")
    both = (pki / "server.pem").read_bytes() + (pki / "server.key").read_bytes()
    (folder / "server.pem").write_bytes(both)
    arguments = ["-c", str(config), "-p", str(folder)] if name == "nginx" else ["-db", "-f", str(config)]
    with subprocess.Popen([program, *arguments], stderr=subprocess.DEVNULL) as running:
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert running.poll() is None
            yield f"https://127.0.0.1:{port}"
        finally:
            running.terminate()


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["nginx", "haproxy"])
def test_a_real_proxy_stands_before_the_service(tmp_path: Path, name: str) -> None:
    from central.service import Service
    from kiosk.enrol import enrol

    data = tmp_path / "data"
    out = tmp_path / "out"
    with Service(data) as bank:
        bank.authority.server({"127.0.0.1"})
        slip = bank.enrolment.code("0571-5", "0571", timedelta(hours=1))
    assert run("enrol", "--data", str(data), "--kiosk", KIOSK, "--out", str(out)).returncode == 0
    central = Process(data, "--behind-proxy", "127.0.0.1")
    assert central.url.startswith("http://")
    folder = tmp_path / "proxy"
    folder.mkdir()

    def get(url: str, cert: bool = True, **options: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            pair = (str(out / "kiosk.pem"), str(out / "kiosk.key")) if cert else None
            return session.get(url + PATH, verify=str(out / "ca.pem"), cert=pair, timeout=10, **options)

    try:
        with _proxy(name, urlsplit(central.url).netloc, data / "pki", folder) as url:
            assert get(url).status_code == 200
            assert get(url, cert=False).status_code == 401
            forged = {"Client-Cert": rfc9440((out / "kiosk.pem").read_bytes())}
            assert get(url, cert=False, headers=forged).status_code == 401
            enrol(url, str(slip), tmp_path / "new" / "kiosk.toml")
            assert run("revoke", "--data", str(data), "--kiosk", KIOSK).returncode == 0
            until = time.monotonic() + 20
            while get(url).status_code != 403:
                assert time.monotonic() < until
    finally:
        assert central.stop() == 0
