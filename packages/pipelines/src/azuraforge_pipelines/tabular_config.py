"""Settings that tabular pipelines share: what is held out, what is left out, cross-validation."""

from typing import Literal

from azuraforge_pipelines.config import PipelineConfig, setting

CrossValidation = Literal["none", "k-fold", "group", "time"]


class HoldoutConfig(PipelineConfig):
    """Settings of every pipeline that is judged on one held-out part of the rows."""

    test_size: float = setting(
        0.2,
        title="Hold-out share",
        description="Share of the rows kept out of training and used to judge the model. With a time column"
        " these are the latest rows, otherwise a seeded random draw.",
        tr=(
            "Ayrılan pay",
            (
                "Eğitime katılmayan, modeli değerlendirmek için ayrılan satırların payı. Zaman sütunu varsa"
                " en yeni satırlar, yoksa tohumla belirlenen rastgele satırlar ayrılır."
            ),
        ),
        sweepable=False,
        ge=0.05,
        le=0.5,
    )
    exclude_columns: list[str] = setting(
        [],
        title="Columns to leave out",
        description="Columns the model must not see, such as identifiers or values known only afterwards.",
        tr=(
            "Dışarıda bırakılacak sütunlar",
            "Modelin görmemesi gereken sütunlar: kimlikler ya da ancak sonradan bilinen değerler gibi.",
        ),
        sweepable=False,
        names_columns=True,
        max_length=2000,
    )


class TabularConfig(HoldoutConfig):
    """Settings of every pipeline that can also be judged by cross-validation."""

    cv: CrossValidation = setting(
        "none",
        title="Cross-validation",
        description="Judge on every row in turn instead of one hold-out: k-fold draws the folds at random,"
        " group keeps the rows of a group together, time always trains on the past. The metrics are the means"
        " over the folds; the kept model is then fitted on all rows.",
        tr=(
            "Çapraz doğrulama",
            (
                "Tek bir ayrılan pay yerine sırayla her satırda değerlendir: k-fold katları rastgele seçer,"
                " group bir grubun satırlarını bir arada tutar, time hep geçmişte eğitir. Ölçütler katların"
                " ortalamasıdır; saklanan model sonra tüm satırlarla eğitilir."
            ),
        ),
        sweepable=False,
    )
    cv_folds: int = setting(
        5,
        title="Folds",
        description="Into how many parts cross-validation divides the rows; one fit each, and one more for"
        " the kept model.",
        tr=(
            "Kat sayısı",
            (
                "Çapraz doğrulamanın satırları kaça böleceği; her biri için bir eğitim, saklanan model için"
                " de bir tane daha yapılır."
            ),
        ),
        sweepable=False,
        ge=2,
        le=20,
    )
    cv_group: str | None = setting(
        None,
        title="Group column",
        description="For cross-validation by group: rows with the same value, such as those of one patient,"
        " are held out together. The column itself is not learned from.",
        tr=(
            "Grup sütunu",
            (
                "Gruplara göre çapraz doğrulama için: aynı değeri taşıyan satırlar, örneğin bir"
                " hastanınkiler, birlikte ayrılır. Sütunun kendisinden öğrenilmez."
            ),
        ),
        sweepable=False,
        names_columns=True,
        max_length=1024,
    )
