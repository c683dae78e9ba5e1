"""What can be wrong with a request for an experiment."""

from azuraforge_api.errors import NotFoundError


class ExperimentNotFoundError(NotFoundError):
    """Unknown, or another user's."""

    code, title, noun = "experiment_not_found", "Experiment not found", "experiment"
