"""What a worker can lose and go on without."""

from azuraforge_contracts.transport.outages import Outage


class Outages:
    """The two of them."""

    def __init__(self) -> None:
        self.database = Outage("database")
        self.broker = Outage("broker")
