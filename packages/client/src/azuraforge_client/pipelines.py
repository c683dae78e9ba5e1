"""Pipelines: what can be trained."""

from azuraforge_client.models import PipelineList, PipelineOut
from azuraforge_client.transport import Transport


class Pipelines:
    """`client.pipelines`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> list[PipelineOut]:
        """All pipelines with the JSON Schema of their settings; a broken plug-in has `ok` False."""
        return self._transport.get("/pipelines", PipelineList).items
