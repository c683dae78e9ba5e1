"""The datasets of the runs under way, read once per worker: every run of a sweep needs the same one."""

import threading
from collections import OrderedDict

from azuraforge_dbmodels.dataset import Dataset
from sqlmodel import Session

_MOST = 64


class RememberedDatasets:
    """Datasets by id, those used last. What training needs of one never changes; its name may."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._datasets: OrderedDict[str, Dataset] = OrderedDict()

    def get(self, session: Session, dataset_id: str) -> Dataset:
        """The dataset, attached to no session; it must exist."""
        with self._lock:
            known = self._datasets.get(dataset_id)
            if known is not None:
                self._datasets.move_to_end(dataset_id)
                return known
        dataset = session.get_one(Dataset, dataset_id)
        session.expunge(dataset)
        with self._lock:
            self._datasets[dataset_id] = dataset
            while len(self._datasets) > _MOST:
                self._datasets.popitem(last=False)
        return dataset
