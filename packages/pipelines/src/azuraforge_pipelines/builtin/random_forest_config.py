"""Settings of the random forest; the fields' order is the form's order."""

from azuraforge_pipelines.config import setting
from azuraforge_pipelines.tabular_config import TabularConfig


class RandomForestConfig(TabularConfig):
    """How many trees there are and how each is grown."""

    n_estimators: int = setting(
        200,
        title="Trees",
        description="How many trees are averaged. More are never worse, only slower.",
        tr=("Ağaç sayısı", "Kaç ağacın ortalamasının alınacağı. Çoğu zarar vermez, yalnızca yavaşlatır."),
        scale="log",
        ge=1,
        le=5000,
    )
    max_depth: int | None = setting(
        None,
        title="Tree depth",
        description="Most levels of one tree; empty means no limit beside the rows per leaf.",
        tr=("Ağaç derinliği", "Bir ağacın en çok düzeyi; boşsa yaprak başına satırdan başka sınır yoktur."),
        ge=1,
        le=64,
    )
    min_samples_leaf: int = setting(
        3,
        title="Rows per leaf",
        description="Fewest training rows in a leaf. Larger leaves smooth noise out and make smaller models.",
        tr=(
            "Yaprak başına satır",
            "Bir yapraktaki en az eğitim satırı. Büyük yapraklar gürültüyü yumuşatır, modeli küçültür.",
        ),
        scale="log",
        ge=1,
        le=100_000,
    )
    max_features: float = setting(
        1.0,
        title="Share of features per split",
        description="Share of the features drawn at random as candidates of each split. Smaller shares make"
        " the trees differ more.",
        tr=(
            "Bölme başına özellik payı",
            "Her bölmede aday olarak çekilen özelliklerin payı. Küçük paylar ağaçları çeşitlendirir.",
        ),
        gt=0.0,
        le=1.0,
    )
    max_samples: float = setting(
        1.0,
        title="Rows per tree",
        description="Rows drawn with replacement for each tree, as a share of the training rows.",
        tr=(
            "Ağaç başına satır",
            "Her ağaç için yerine koyarak çekilen satırlar; eğitim satırlarının payı olarak.",
        ),
        ge=0.05,
        le=1.0,
    )
