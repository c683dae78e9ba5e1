"""The network by itself: its gradient against finite differences, its optimiser against scikit-learn's."""

from typing import Any

import numpy as np
import pytest
from azuraforge_pipelines.builtin.network import Activation, Adam, Network, dropout_masks
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer


def example(activation: Activation, hidden: list[int]) -> tuple[Network, Any, Any, np.random.Generator]:
    random = np.random.default_rng(0)
    network = Network.initial(4, hidden, activation, random, np.float64)
    for bias in network.biases:
        bias[:] = random.normal(size=bias.shape) * 0.1
    return network, random.normal(size=(7, 4)), random.normal(size=7), random


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("hidden", [[], [5], [6, 3, 4]])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_the_gradient_is_that_of_finite_differences(
    activation: Activation, hidden: list[int], dropout: float
) -> None:
    network, rows, target, random = example(activation, hidden)
    masks = [mask.astype(float) for mask in dropout_masks(network, len(rows), dropout, random)]
    loss, gradients = network.gradients(rows, target, masks)
    if not dropout:
        assert loss == pytest.approx(np.mean((network.predict(rows) - target) ** 2))
    step = 1e-6
    for values, gradient in zip(network.parameters, gradients, strict=True):
        assert values.shape == gradient.shape
        for at in np.ndindex(values.shape):
            kept = values[at]
            values[at] = kept + step
            above, _ = network.gradients(rows, target, masks)
            values[at] = kept - step
            below, _ = network.gradients(rows, target, masks)
            values[at] = kept
            assert gradient[at] == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-7)


def test_adam_steps_are_those_of_scikit_learn() -> None:
    network, rows, target, _ = example("tanh", [5])
    twin = network.copy()
    ours = Adam(network, 0.01, 0.0)
    parameters = list(twin.parameters)
    theirs = AdamOptimizer(parameters, 0.01)
    for _ in range(25):
        ours.step(network.gradients(rows, target)[1])
        theirs.update_params(parameters, twin.gradients(rows, target)[1])
    for one, two in zip(network.parameters, twin.parameters, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-10)


def test_weight_decay_shrinks_weights_and_leaves_biases() -> None:
    network, _, _, _ = example("relu", [5])
    before = network.copy()
    Adam(network, 0.1, 0.5).step([np.zeros_like(values) for values in network.parameters])
    for new, old in zip(network.weights, before.weights, strict=True):
        np.testing.assert_allclose(new, old * 0.95)
    for new, old in zip(network.biases, before.biases, strict=True):
        np.testing.assert_array_equal(new, old)


def test_dropout_keeps_the_mean() -> None:
    network, _, _, random = example("relu", [50])
    (mask,) = dropout_masks(network, 4000, 0.3, random)
    assert set(np.unique(mask).round(4)) == {0.0, round(1 / 0.7, 4)}
    assert mask.mean() == pytest.approx(1.0, abs=0.01)
    assert dropout_masks(network, 4000, 0.0, random) == []
