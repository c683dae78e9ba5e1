"""What can be wrong with a request for an analysis."""

from azuraforge_api.errors import ConflictError


class NotFinishedError(ConflictError):
    """The run has not succeeded (yet)."""

    code, title = "not_finished", "The experiment has no result"


class AnalysisNotKeptError(ConflictError):
    """Nothing is kept of the run that its errors could be read from."""

    code, title = "analysis_not_kept", "The run's analysis was not kept"


class AnalysisKeptError(ConflictError):
    """There is nothing to make: the run has its analysis."""

    code, title = "analysis_kept", "The run has an analysis"


class RunGivenUpError(ConflictError):
    """Training again would not end where the search ended the run."""

    code, title = "run_given_up", "The run was given up early"


class RunsNotComparableError(ConflictError):
    """Fewer than two of the runs held out the same rows."""

    code, title = "runs_not_comparable", "The runs can't be compared row by row"
