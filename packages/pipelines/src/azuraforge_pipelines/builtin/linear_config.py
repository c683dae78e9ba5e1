"""Settings of the linear pipeline; the fields' order is the form's order."""

from typing import Literal

from azuraforge_pipelines.config import setting
from azuraforge_pipelines.tabular_config import TabularConfig

Penalty = Literal["ridge", "lasso", "elastic-net"]


class LinearConfig(TabularConfig):
    """Which penalty, and how strong."""

    penalty: Penalty = setting(
        "ridge",
        title="Penalty",
        description="Ridge shrinks all coefficients, lasso sets some to zero, elastic net mixes both.",
        tr=(
            "Ceza",
            "Ridge tüm katsayıları küçültür, lasso bazılarını sıfırlar, elastik ağ ikisini karıştırır.",
        ),
    )
    alpha: float = setting(
        1.0,
        title="Penalty strength (alpha)",
        description="How strongly coefficients are shrunk. Ridge adds it to a sum over rows, lasso and"
        " elastic net to a mean, so they want smaller values.",
        tr=(
            "Ceza gücü (alfa)",
            (
                "Katsayıların ne kadar küçültüleceği. Ridge bunu satırların toplamına, lasso ve elastik ağ"
                " ortalamasına ekler; bu yüzden onlarda daha küçük değerler gerekir."
            ),
        ),
        scale="log",
        ge=0.000001,
        le=1_000_000.0,
    )
    l1_ratio: float = setting(
        0.5,
        title="L1 share",
        description="Elastic net only: 0 is all ridge, 1 all lasso.",
        tr=("L1 payı", "Yalnız elastik ağ: 0 tümüyle ridge, 1 tümüyle lasso."),
        ge=0.0,
        le=1.0,
    )
    max_iter: int = setting(
        5000,
        title="Iterations",
        description="Lasso and elastic net only: most passes over the coefficients.",
        tr=("Yineleme", "Yalnız lasso ve elastik ağ: katsayılar üzerinden en çok geçiş sayısı."),
        scale="log",
        ge=100,
        le=100_000,
    )
    max_categories: int = setting(
        20,
        title="Categories per column",
        description="Most one-hot columns made of one category column; rarer categories share one.",
        tr=(
            "Sütun başına kategori",
            "Bir kategori sütunundan en çok kaç sütun yapılacağı; seyrek olanlar birleşir.",
        ),
        ge=2,
        le=500,
    )
