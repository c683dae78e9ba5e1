"""Settings of the forecasting pipelines; the fields' order is the form's order."""

from typing import Literal

from azuraforge_pipelines.config import PipelineConfig, setting

MethodName = Literal["auto", "combination", "ets", "theta", "autoregression", "trees", "seasonal-naive"]


class ForecastConfig(PipelineConfig):
    """How far to forecast and how to judge it."""

    horizon: int | None = setting(
        None,
        title="Horizon",
        description="Steps to forecast from every origin; empty follows the frequency (12 months, 14 days,"
        " 48 hours...).",
        tr=(
            "Ufuk",
            "Her başlangıçtan kaç adım öngörüleceği; boşsa sıklığa göre (12 ay, 14 gün, 48 saat...).",
        ),
        sweepable=False,
        ge=1,
        le=1000,
    )
    season_length: int | None = setting(
        None,
        title="Season length",
        description="Points in one season, 1 for none; empty follows the frequency (12 months, 7 days...).",
        tr=(
            "Mevsim uzunluğu",
            "Bir mevsimdeki nokta sayısı, mevsim yoksa 1; boşsa sıklığa göre (12 ay, 7 gün...).",
        ),
        ge=1,
        le=2000,
    )
    test_windows: int = setting(
        3,
        title="Test windows",
        description="Stretches of one horizon held out at the end of the series, each forecast from its own"
        " origin. Short series may hold fewer.",
        tr=(
            "Sınama pencereleri",
            (
                "Serinin sonunda ayrılan, her biri bir ufuk uzunluğunda olan ve kendi başlangıç noktasından"
                " öngörülen bölümlerin sayısı. Kısa serilerde daha az olabilir."
            ),
        ),
        sweepable=False,
        ge=1,
        le=100,
    )
    interval_level: float = setting(
        0.9,
        title="Interval level",
        description="Share of the actual values that the prediction intervals should hold.",
        tr=("Aralık düzeyi", "Öngörü aralıklarının içermesi beklenen gerçek değerlerin payı."),
        sweepable=False,
        ge=0.5,
        le=0.99,
    )


class ForecasterConfig(ForecastConfig):
    """Which method to forecast with, and how its trees grow."""

    method: MethodName = setting(
        "auto",
        title="Method",
        description="auto weighs the methods by their errors at rolling origins inside the training part and"
        " takes the combination, or one method that was clearly better. The others use that method alone.",
        tr=(
            "Yöntem",
            (
                "auto, yöntemleri eğitim bölümündeki kayan başlangıç noktalarında yaptıkları hatalara göre"
                " tartar ve birleşimi ya da açıkça daha iyi olan tek yöntemi seçer. Diğerleri yalnız o"
                " yöntemi kullanır."
            ),
        ),
    )
    lags: int | None = setting(
        None,
        title="Lags",
        description="Most recent values that autoregression and trees look back to, beside those of the"
        " season; empty chooses by the length of the series.",
        tr=(
            "Gecikme sayısı",
            (
                "Özbağlanımın ve ağaçların, mevsiminkiler dışında, geriye dönük baktığı en çok değer sayısı;"
                " boşsa serinin uzunluğuna göre."
            ),
        ),
        ge=1,
        le=200,
    )
    multi_step: Literal["recursive", "direct"] = setting(
        "recursive",
        title="Steps of the trees",
        description="recursive feeds each forecast into the next; direct grows trees for every step ahead,"
        " up to 24.",
        tr=(
            "Ağaçların adımları",
            (
                "recursive her öngörüyü bir sonrakine girdi yapar; direct her adım için (en çok 24) ayrı"
                " ağaçlar yetiştirir."
            ),
        ),
    )
    tree_rounds: int = setting(
        150,
        title="Boosting rounds",
        description="Trees grown one after the other; used by the method trees and, on long series, by auto.",
        tr=(
            "Artırma turu",
            "Art arda yetiştirilen ağaç sayısı; trees yöntemi ve uzun serilerde auto kullanır.",
        ),
        scale="log",
        ge=1,
        le=5000,
    )
    learning_rate: float = setting(
        0.06,
        title="Learning rate",
        description="How much each new tree counts.",
        tr=("Öğrenme oranı", "Her yeni ağacın ağırlığı."),
        scale="log",
        ge=0.0001,
        le=1.0,
    )
