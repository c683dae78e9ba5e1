"""A fully connected network for one number, in numpy: forward, backward, Adam. No global state.

Arrays keep the precision they are given: training runs in float32, tests of the gradient in float64.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Activation = Literal["relu", "tanh"]
Array = NDArray[Any]


@dataclass(frozen=True)
class Network:
    """Weights and biases of each layer; the last layer is linear and has one output."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    activation: Activation

    @classmethod
    def initial(
        cls,
        inputs: int,
        hidden: Sequence[int],
        activation: Activation,
        random: np.random.Generator,
        dtype: Any = np.float32,
    ) -> "Network":
        """Random weights of variance 2/fan-in for relu (He et al. 2015), else 2/(fan-in + fan-out) (Glorot
        and Bengio 2010); biases of zero."""
        sizes = [inputs, *hidden, 1]
        weights, biases = [], []
        for fan_in, fan_out in pairwise(sizes):
            spread = np.sqrt(2 / fan_in if activation == "relu" else 2 / (fan_in + fan_out))
            weights.append((random.standard_normal((fan_in, fan_out)) * spread).astype(dtype))
            biases.append(np.zeros(fan_out, dtype=dtype))
        # The first predictions are then close to the mean, and training has no noise to unlearn.
        weights[-1] *= 0.1
        return cls(tuple(weights), tuple(biases), activation)

    @property
    def parameters(self) -> tuple[Array, ...]:
        """All arrays, weights first; Adam changes them in place."""
        return (*self.weights, *self.biases)

    def copy(self) -> "Network":
        """One that further training doesn't change."""
        return Network(
            tuple(w.copy() for w in self.weights), tuple(b.copy() for b in self.biases), self.activation
        )

    def predict(self, rows: Array) -> Array:
        """The output for each row (rows x inputs)."""
        values = rows
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            values = self._activated(values @ weight + bias)
        output: Array = (values @ self.weights[-1] + self.biases[-1])[:, 0]
        return output

    def gradients(self, rows: Array, target: Array, masks: Sequence[Array] = ()) -> tuple[float, list[Array]]:
        """Mean squared error and its gradient by each of `parameters`.

        `masks` multiply the hidden layers' values: dropout, scaled so that their mean is 1.
        """
        values = [rows]
        for layer, (weight, bias) in enumerate(zip(self.weights[:-1], self.biases[:-1], strict=True)):
            hidden = self._activated(values[-1] @ weight + bias)
            values.append(hidden * masks[layer] if masks else hidden)
        error = (values[-1] @ self.weights[-1] + self.biases[-1])[:, 0] - target
        slope = (2 / len(target)) * error[:, None]
        by_weight: list[Array] = []
        by_bias: list[Array] = []
        for layer in range(len(self.weights) - 1, -1, -1):
            by_weight.insert(0, values[layer].T @ slope)
            by_bias.insert(0, slope.sum(axis=0))
            if layer:
                slope = slope @ self.weights[layer].T
                slope = slope * self._slope(values[layer], masks[layer - 1] if masks else None)
        return float(np.mean(error**2)), by_weight + by_bias

    def _activated(self, values: Array) -> Array:
        activated: Array = np.maximum(values, 0) if self.activation == "relu" else np.tanh(values)
        return activated

    def _slope(self, values: Array, mask: Array | None) -> Array:
        """The derivative of activation and dropout, from what they gave."""
        if self.activation == "relu":
            active: Array = (values > 0).astype(values.dtype)
            return active if mask is None else active * mask
        if mask is None:
            slope: Array = 1 - values**2
            return slope
        before = np.divide(values, mask, out=np.zeros_like(values), where=mask > 0)
        return (1 - before**2) * mask


class Adam:
    """Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019)."""

    def __init__(self, network: Network, learning_rate: float, weight_decay: float) -> None:
        self._network = network
        self._rate = learning_rate
        self._decay = weight_decay
        self._mean = [np.zeros_like(values) for values in network.parameters]
        self._square = [np.zeros_like(values) for values in network.parameters]
        self._steps = 0

    def step(self, gradients: Sequence[Array], beta1: float = 0.9, beta2: float = 0.999) -> None:
        """Move the network's arrays against their gradients; biases don't decay."""
        self._steps += 1
        rate = self._rate * np.sqrt(1 - beta2**self._steps) / (1 - beta1**self._steps)
        decayed = len(self._network.weights)
        parameters = self._network.parameters
        for at, gradient in enumerate(gradients):
            mean, square = self._mean[at], self._square[at]
            mean += (1 - beta1) * (gradient - mean)
            square += (1 - beta2) * (gradient**2 - square)
            if at < decayed and self._decay:
                np.multiply(parameters[at], 1 - self._rate * self._decay, out=parameters[at])
            np.subtract(parameters[at], rate * mean / (np.sqrt(square) + 1e-8), out=parameters[at])


def dropout_masks(network: Network, rows: int, share: float, random: np.random.Generator) -> list[Array]:
    """A mask for each hidden layer: this share of its values 0, the others scaled up; none for share 0."""
    if not share:
        return []
    kept = 1 - share
    return [
        (random.random((rows, len(bias)), dtype=np.float32) < kept).astype(bias.dtype) / kept
        for bias in network.biases[:-1]
    ]
