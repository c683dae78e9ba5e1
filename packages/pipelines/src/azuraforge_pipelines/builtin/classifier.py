"""Gradient-boosted trees for classes: scikit-learn's HistGradientBoostingClassifier."""

import time
from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss
from sklearn.ensemble import HistGradientBoostingClassifier

from azuraforge_pipelines.builtin.boosting import TRUSTED_TYPES, boost, encoding_for
from azuraforge_pipelines.builtin.boosting_config import BoostingConfig
from azuraforge_pipelines.builtin.boosting_watch import LOG_LOSS_CURVE
from azuraforge_pipelines.classification import (
    CLASSIFICATION,
    CLASSIFICATION_METRICS,
    CLASSIFICATION_OBJECTIVE,
)
from azuraforge_pipelines.config import PipelineConfig, setting
from azuraforge_pipelines.context import RunContext
from azuraforge_pipelines.cross_validation import train_tabular
from azuraforge_pipelines.data import TrainingData
from azuraforge_pipelines.folds import Fold
from azuraforge_pipelines.interface import PipelineInfo, TrainingResult
from azuraforge_pipelines.tabular import (
    Fitted,
    TabularClassifier,
    TabularModel,
    load_tabular_model,
    predict_held_out,
)


class ClassifierConfig(BoostingConfig):
    """Settings of the classifier."""

    class_weight: Literal["none", "balanced"] = setting(
        "none",
        title="Class weights",
        description="Balanced counts rows of rare classes more, so that each class matters as much. It finds"
        " rare classes more often; probabilities then no longer follow how frequent the classes are.",
        tr=(
            "Sınıf ağırlıkları",
            (
                "balanced, seyrek sınıfların satırlarını daha çok sayar; her sınıf aynı önemi taşır. Seyrek"
                " sınıflar daha çok bulunur, olasılıklar ise sınıfların sıklığını artık yansıtmaz."
            ),
        ),
    )


class Classifier:
    """Histogram gradient boosting of two or more classes."""

    info: ClassVar[PipelineInfo] = PipelineInfo(
        id="classifier",
        name="Classifier",
        task="classification",
        description="Gradient-boosted trees (scikit-learn's HistGradientBoosting) that tell two or more"
        " classes apart, with a probability for each. Takes numbers, categories, booleans, dates and missing"
        " values as they are.",
        version="1.0.0",
        metrics=CLASSIFICATION_METRICS,
        default_objective=CLASSIFICATION_OBJECTIVE,
        live_curve=True,
        i18n={
            "tr": {
                "name": "Sınıflandırıcı",
                "description": "İki ya da daha çok sınıfı, her birinin olasılığıyla ayıran gradyan artırmalı"
                " ağaçlar (scikit-learn HistGradientBoosting). Sayıları, kategorileri, mantıksal değerleri,"
                " tarihleri ve eksik değerleri olduğu gibi alır.",
            }
        },
    )
    config_model: ClassVar[type[PipelineConfig]] = ClassifierConfig

    def train(self, context: RunContext, data: TrainingData, config: ClassifierConfig) -> TrainingResult:
        """See `Pipeline.train`. The same request gives the same trees, bit for bit."""
        fit = partial(_fit, config=config)
        return train_tabular(context, data, config, encoding_for(config), fit, CLASSIFICATION)

    def load_model(self, files: Mapping[str, bytes]) -> TabularModel:
        """See `Pipeline.load_model`."""
        return load_tabular_model(files, TRUSTED_TYPES)


def _fit(context: RunContext, fold: Fold, config: ClassifierConfig) -> Fitted:
    classes = fold.target.classes or ()
    loss = HalfBinomialLoss() if len(classes) == 2 else HalfMultinomialLoss(n_classes=len(classes))
    weight = None if config.class_weight == "none" else config.class_weight
    done = boost(
        context, fold, config, HistGradientBoostingClassifier, loss, LOG_LOSS_CURVE, class_weight=weight
    )
    predicted = predict_held_out(fold, done.estimator.predict_proba)
    seconds = time.perf_counter() - done.began
    model = TabularClassifier(fold.encoder, done.estimator, classes)
    return Fitted(model, predicted, seconds, done.stopped_early, {"rounds": done.rounds})
