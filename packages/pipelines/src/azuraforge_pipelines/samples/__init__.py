"""Real datasets that come with the libraries in use: nothing is downloaded."""

from azuraforge_pipelines.samples.build import BuiltSample, build_sample, samples_version
from azuraforge_pipelines.samples.catalogue import SAMPLES, Sample

__all__ = ["SAMPLES", "BuiltSample", "Sample", "build_sample", "samples_version"]
