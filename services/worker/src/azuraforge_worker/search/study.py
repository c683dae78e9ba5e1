"""What a batch's sampler knows: Optuna's samplers by ask and tell, on a study rebuilt from the batch's rows.

The randomness of each suggestion comes from the search's seed and the run's number, and from nothing that a
process remembers: whoever asks for run 7 with the same history gets the same settings.
"""

import math
import random
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import optuna
from azuraforge_contracts.config_schema import ConfigSchema
from azuraforge_contracts.errors import JobErrorCode, JobFailedError
from azuraforge_contracts.jobs import JobState
from azuraforge_contracts.search_space import canonical, read_space
from optuna.distributions import BaseDistribution
from optuna.samplers import BaseSampler, RandomSampler, TPESampler
from optuna.trial import FrozenTrial, TrialState, create_trial

from azuraforge_worker.search.dimensions import Dimension, Values, combinations

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)

_TRIES = 20
_MOST_LISTED = 20_000
# TPE takes time for every result it knows. It models the best (25 at most) against the rest, of which the
# newest count most: so many of both are kept, once there are more than it needs.
_MOST_TOLD = 300
_BEST_KEPT = 50
_NEWEST_KEPT = 150


@dataclass(frozen=True)
class Recipe:
    """How a batch's settings are drawn: the strategy, the space and seed as stored, what stays the same."""

    strategy: str
    space: Mapping[str, Any]
    seed: int
    base: Mapping[str, Any]
    minimize: bool


@dataclass(frozen=True)
class Past:
    """A run of the batch; its config is empty where it began or ended before it got its settings."""

    job_id: str
    state: JobState
    config: Mapping[str, Any]
    objective: float | None


@dataclass(frozen=True)
class Suggestion:
    """Settings for a run: the whole config, the part that varies, and the trial that stands for it."""

    config: Values
    params: Values
    trial: int


class BatchStudy:
    """A batch's runs as Optuna sees them. Use it from one thread at a time."""

    def __init__(self, recipe: Recipe, schema: ConfigSchema) -> None:
        self.recipe = recipe
        self._schema = schema
        space = read_space(recipe.space)
        self._dimensions = {name: Dimension(spec, name, schema) for name, spec in space.items()}
        self._distributions = {name: one.distribution for name, one in self._dimensions.items()}
        self._study = self._new_study()
        self._trials: dict[str, tuple[int, Values]] = {}
        self._told: list[tuple[Values, float]] = []
        self._states: dict[str, JobState] = {}
        self._seen: set[bytes] = set()

    def is_news(self, job_id: str, state: JobState) -> bool:
        """Whether the study doesn't know yet that this run is in this state."""
        return self._states.get(job_id) is not state

    def learn(self, past: Past) -> None:
        """Take in a run that began or ended; one outside of the space tells nothing about it."""
        ended = past.state is not JobState.RUNNING
        if not past.config and not ended:
            return  # it is just being given its settings
        self._states[past.job_id] = past.state
        params = self._sampled(past.config)
        if params is None:
            return
        self._seen.add(self._key(past.config))
        trial, _ = self._trials.pop(past.job_id, (None, params))
        if trial is None:
            trial = self._add(params)
        if not ended:
            self._trials[past.job_id] = (trial, params)
        elif past.state is JobState.SUCCEEDED and past.objective is not None:
            self._study.tell(trial, past.objective)
            self._told.append((params, past.objective))
            if len(self._told) > _MOST_TOLD:
                self._forget()
        else:
            self._study.tell(trial, state=TrialState.FAIL)

    def _forget(self) -> None:
        """Begin a study anew with the best results, the newest ones and the runs under way."""
        sign = 1 if self.recipe.minimize else -1
        by_value = sorted(range(len(self._told)), key=lambda index: sign * self._told[index][1])
        newest = range(len(self._told) - _NEWEST_KEPT, len(self._told))
        self._told = [self._told[index] for index in sorted({*by_value[:_BEST_KEPT], *newest})]
        self._study = self._new_study()
        for params, objective in self._told:
            self._study.tell(self._add(params), objective)
        self._trials = {job_id: (self._add(params), params) for job_id, (_, params) in self._trials.items()}

    def _new_study(self) -> optuna.Study:
        return optuna.create_study(direction="minimize" if self.recipe.minimize else "maximize")

    def ask(self, number: int) -> Suggestion:
        """Settings for the batch's run of this number; `took` them or `drop` them.

        Settings that break the pipeline's rules, and those a run has had already, are drawn again.
        Raises `JobFailedError` where no combination of the space keeps the rules.
        """
        for attempt in range(_TRIES):
            self._study.sampler = self._sampler(_seed(self.recipe.seed, number, attempt))
            trial = self._study.ask(self._distributions)
            params = {name: one.value(trial.params[name]) for name, one in self._dimensions.items()}
            config = self._config(params)
            if self._key(config) not in self._seen and self._is_valid(config):
                return Suggestion(config, params, trial.number)
            self._study.tell(trial.number, state=TrialState.FAIL)
        return self._choose(random.Random(_seed(self.recipe.seed, number, _TRIES)))  # noqa: S311

    def took(self, job_id: str, suggestion: Suggestion) -> None:
        """The run has these settings now."""
        self._trials[job_id] = (suggestion.trial, self._sampled(suggestion.config) or {})
        self._states[job_id] = JobState.RUNNING
        self._seen.add(self._key(suggestion.config))

    def drop(self, suggestion: Suggestion) -> None:
        """The settings could not be stored."""
        self._study.tell(suggestion.trial, state=TrialState.FAIL)

    def _choose(self, rng: random.Random) -> Suggestion:
        """Drawing found nothing new: take what is left of a space that can be listed, else draw once more."""
        counts = [one.count for one in self._dimensions.values()]
        size = math.prod(count or _MOST_LISTED + 1 for count in counts)
        listed = combinations(self._dimensions) if size <= _MOST_LISTED else iter(self._draws(rng))
        valid = [params for params in listed if self._is_valid(self._config(params))]
        if not valid:
            raise JobFailedError(
                JobErrorCode.INVALID_CONFIG,
                "No combination of the search space keeps the pipeline's rules; change the space.",
            )
        new = [params for params in valid if self._key(self._config(params)) not in self._seen]
        params = rng.choice(new or valid)
        config = self._config(params)
        return Suggestion(config, params, self._add(self._sampled(config) or {}))

    def _draws(self, rng: random.Random) -> list[Values]:
        study = optuna.create_study(sampler=RandomSampler(seed=rng.getrandbits(32)))
        return [
            {name: one.value(trial.params[name]) for name, one in self._dimensions.items()}
            for trial in (study.ask(self._distributions) for _ in range(_TRIES * 10))
        ]

    def _sampler(self, seed: int) -> BaseSampler:
        if self.recipe.strategy == "random":
            return RandomSampler(seed=seed)
        return _Tpe(self._distributions, seed)

    def _add(self, params: Values) -> int:
        """A trial under way with these params; its number."""
        running = create_trial(state=TrialState.RUNNING, params=params, distributions=self._distributions)
        self._study.add_trial(running)
        return len(self._study.get_trials(deepcopy=False)) - 1

    def _sampled(self, config: Mapping[str, Any]) -> Values | None:
        params = {name: one.sampled(config.get(name)) for name, one in self._dimensions.items()}
        return None if None in params.values() else params

    def _config(self, params: Values) -> Values:
        values = {**self.recipe.base, **params}
        return {name: values[name] for name in self._schema.properties if name in values}

    def _key(self, config: Mapping[str, Any]) -> bytes:
        return canonical([config.get(name) for name in self._dimensions])

    def _is_valid(self, config: Values) -> bool:
        schema = self._schema
        if any(schema.value_problems(name, config[name]) for name in self._dimensions):
            return False
        return not (schema.has_rules_across and schema.problems(config))


class _Tpe(TPESampler):
    """TPE over settings together, that counts runs under way as bad so that several don't try the same."""

    def __init__(self, distributions: Mapping[str, BaseDistribution], seed: int) -> None:
        super().__init__(seed=seed, multivariate=True, constant_liar=True)
        self._whole_space = {name: one for name, one in distributions.items() if not one.single()}

    def infer_relative_search_space(
        self,
        study: optuna.Study,  # noqa: ARG002
        trial: FrozenTrial,  # noqa: ARG002
    ) -> dict[str, BaseDistribution]:
        """The space is known; Optuna would work it out from all trials, for every suggestion."""
        return self._whole_space


def _seed(*parts: int) -> int:
    return int(np.random.SeedSequence(parts).generate_state(1)[0])
