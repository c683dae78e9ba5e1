"""The rules every pipeline holds to: no leak, the seed kept, a stop obeyed, a model that can be stored."""

from azuraforge_example_pipeline import Neighbors, NeighborsConfig
from azuraforge_pipelines.testing import RecordingContext, assert_conformant, sample_data


def test_it_conforms() -> None:
    assert_conformant(Neighbors(), config=NeighborsConfig(most=5), languages=("tr",))


def test_it_beats_the_mean() -> None:
    config = NeighborsConfig()
    result = Neighbors().train(RecordingContext(), sample_data("diabetes"), config)
    assert result.metrics["rmse"] < 0.9 * result.baseline_metrics["rmse"]
    assert 1 < result.details["neighbors"] <= config.most
