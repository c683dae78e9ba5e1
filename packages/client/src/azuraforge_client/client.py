"""The entry: one server, one token."""

import os
from types import TracebackType
from typing import Literal, Self

import httpx

from azuraforge_client.batches import Batches
from azuraforge_client.datasets import Datasets
from azuraforge_client.errors import ConfigurationError
from azuraforge_client.experiments import Experiments
from azuraforge_client.jobs import Jobs
from azuraforge_client.models import SystemInfo, TagCount, TagList
from azuraforge_client.pipelines import Pipelines
from azuraforge_client.predictions import Predictions
from azuraforge_client.registry import Models
from azuraforge_client.transport import Transport
from azuraforge_client.version import VERSION

URL_VARIABLE = "AZURAFORGE_URL"
TOKEN_VARIABLE = "AZURAFORGE_TOKEN"  # noqa: S105 - its name, not its value
DEFAULT_URL = "http://127.0.0.1:8000"
TIMEOUT_S = 60.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Client:
    """A connection to AzuraForge.

        with Client() as client:
            dataset = client.datasets.import_sample("diabetes")

    The address and the access token (`af_...`, made in *Settings*) are those given, else those of the
    environment: `AZURAFORGE_URL` (default http://127.0.0.1:8000) and `AZURAFORGE_TOKEN`. One client may be
    shared by threads. Everything it raises on purpose is an `AzuraForgeError`.
    """

    def __init__(
        self, base_url: str | None = None, token: str | None = None, *, timeout: float = TIMEOUT_S
    ) -> None:
        address = base_url or os.environ.get(URL_VARIABLE) or DEFAULT_URL
        secret = token or os.environ.get(TOKEN_VARIABLE)
        if not secret:
            raise ConfigurationError(
                f"There is no access token: set {TOKEN_VARIABLE} or give Client(token=...). Make one in"
                " Settings -> Access tokens."
            )
        self._transport = Transport(_http_client(address, secret, timeout))
        self.datasets = Datasets(self._transport)
        self.pipelines = Pipelines(self._transport)
        self.experiments = Experiments(self._transport)
        self.batches = Batches(self._transport)
        self.models = Models(self._transport)
        self.predictions = Predictions(self._transport)
        self.jobs = Jobs(self._transport)

    def system(self) -> SystemInfo:
        """The server's version, limits and abilities."""
        return self._transport.get("/system", SystemInfo)

    def tags(self, kind: Literal["batch", "experiment"]) -> list[TagCount]:
        """The tags of your batches or of your runs, most used first."""
        return self._transport.get("/tags", TagList, kind=kind).items

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _http_client(address: str, token: str, timeout: float) -> httpx.Client:
    try:
        url = httpx.URL(address.rstrip("/"))
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{address!r} is not an address: {error}") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise ConfigurationError(f"{address!r} is not an address such as {DEFAULT_URL}.")
    if not token.isascii() or not token.isprintable():
        raise ConfigurationError("The access token holds characters that no token has.")
    return httpx.Client(
        base_url=url,
        timeout=timeout,
        trust_env=url.host not in LOOPBACK,  # a proxy for the web is none for this machine
        headers={
            "Authorization": f"Bearer {token}",
            "User-Agent": f"azuraforge-client/{VERSION}",
            "Accept": "application/json",
        },
    )
