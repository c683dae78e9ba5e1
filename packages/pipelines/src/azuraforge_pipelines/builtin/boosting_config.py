"""Settings of boosted trees, whatever they predict; the fields' order is the form's order."""

from azuraforge_pipelines.config import setting
from azuraforge_pipelines.tabular_config import TabularConfig


class BoostingConfig(TabularConfig):
    """How the trees are grown and when to stop."""

    learning_rate: float = setting(
        0.1,
        title="Learning rate",
        description="How much each new tree counts. Smaller values need more trees and often do better.",
        tr=(
            "Öğrenme oranı",
            "Her yeni ağacın ağırlığı. Küçük değerler daha çok ağaç ister, çoğu kez daha iyidir.",
        ),
        scale="log",
        ge=0.0001,
        le=1.0,
    )
    max_iter: int = setting(
        100,
        title="Boosting rounds",
        description="Most trees to grow, one a round.",
        tr=("Artırma turu", "Her turda bir tane olmak üzere en çok kaç ağaç yetiştirileceği."),
        scale="log",
        ge=1,
        le=10_000,
    )
    max_leaf_nodes: int = setting(
        31,
        title="Leaves per tree",
        description="Most leaves of one tree; more leaves fit finer detail and overfit sooner.",
        tr=(
            "Ağaç başına yaprak",
            "Bir ağacın en çok yaprağı; çok yaprak ayrıntıyı yakalar, daha çabuk ezberler.",
        ),
        scale="log",
        ge=2,
        le=4096,
    )
    max_depth: int | None = setting(
        None,
        title="Tree depth",
        description="Most levels of one tree; empty means no limit beside the leaves.",
        tr=("Ağaç derinliği", "Bir ağacın en çok düzeyi; boşsa yaprak sayısından başka sınır yoktur."),
        ge=1,
        le=64,
    )
    min_samples_leaf: int = setting(
        20,
        title="Rows per leaf",
        description="Fewest training rows in a leaf; raise it against overfitting, lower it for small data.",
        tr=(
            "Yaprak başına satır",
            "Bir yapraktaki en az eğitim satırı; ezberlemeye karşı artırın, az veride azaltın.",
        ),
        scale="log",
        ge=1,
        le=100_000,
    )
    l2_regularization: float = setting(
        0.0,
        title="L2 regularization",
        description="Penalty on large leaf values; 0 is none.",
        tr=("L2 düzenlileştirme", "Büyük yaprak değerlerine verilen ceza; 0 ise ceza yoktur."),
        ge=0.0,
        le=1_000_000.0,
    )
    max_features: float = setting(
        1.0,
        title="Share of features per split",
        description="Share of the features drawn at random as candidates of each split; 1 takes them all.",
        tr=(
            "Bölme başına özellik payı",
            "Her bölmede aday olarak rastgele çekilen özelliklerin payı; 1 hepsini alır.",
        ),
        gt=0.0,
        le=1.0,
    )
    max_bins: int = setting(
        255,
        title="Bins per feature",
        description="Most distinct values a feature is rounded to; rarer categories beyond it are merged.",
        tr=(
            "Özellik başına kutu",
            "Bir özelliğin yuvarlandığı en çok farklı değer; aşan seyrek kategoriler birleştirilir.",
        ),
        ge=8,
        le=255,
    )
    early_stopping: bool = setting(
        False,
        title="Early stopping",
        description="Stop when a part of the training rows, kept aside, no longer improves.",
        tr=("Erken durdurma", "Eğitim satırlarından ayrılan bir bölümde iyileşme bitince dur."),
    )
    n_iter_no_change: int = setting(
        10,
        title="Patience",
        description="Rounds without improvement before early stopping ends the fit.",
        tr=("Sabır", "Erken durdurmanın eğitimi bitirmesi için geçecek iyileşmesiz tur sayısı."),
        ge=1,
        le=1000,
    )
    validation_fraction: float = setting(
        0.1,
        title="Early-stopping share",
        description="Share of the training rows that early stopping keeps aside; not used without it.",
        tr=(
            "Erken durdurma payı",
            "Erken durdurmanın eğitim satırlarından ayırdığı pay; kapalıyken kullanılmaz.",
        ),
        ge=0.05,
        le=0.5,
    )
