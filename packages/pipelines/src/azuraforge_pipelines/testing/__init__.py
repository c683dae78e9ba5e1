"""For authors of pipelines: a recording context, data to train on and the conformance suite."""

from azuraforge_pipelines.testing.conformance import assert_conformant, check_conformance
from azuraforge_pipelines.testing.data import conformance_data, conformance_series, frame_data, sample_data
from azuraforge_pipelines.testing.recording import RecordingContext
from azuraforge_pipelines.testing.violations import Violation

__all__ = [
    "RecordingContext",
    "Violation",
    "assert_conformant",
    "check_conformance",
    "conformance_data",
    "conformance_series",
    "frame_data",
    "sample_data",
]
