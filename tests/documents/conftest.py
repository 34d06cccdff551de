"""A state that issues documents, and a trust store that believes it."""

from __future__ import annotations

import pytest
from emrtd_desk import TODAY, trust_in

from drivers.simulated.issuer import Issuer
from kiosk.documents.emrtd.trust import TrustStore


@pytest.fixture(scope="module")
def issuer() -> Issuer:
    return Issuer(TODAY)


@pytest.fixture(scope="module")
def trust(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> TrustStore:
    return trust_in(tmp_path_factory.mktemp("trust"), issuer)
