"""The application as it is, but that push services may be on loopback: for a browser whose push service is one of the tests."""

from __future__ import annotations

from webapp.app import create_app
from webapp.fetch.endpoints import EndpointPolicy

app = create_app(push_endpoints=EndpointPolicy(private=True))
