"""Settings of the LSTM forecaster; the fields' order is the form's order."""

from azuraforge_pipelines.builtin.forecaster_config import ForecastConfig
from azuraforge_pipelines.config import setting


class LstmForecasterConfig(ForecastConfig):
    """The network and its training."""

    window: int | None = setting(
        None,
        title="Window",
        description="Recent values the network reads; empty takes the longer of season and horizon.",
        tr=("Pencere", "Ağın okuduğu son değerlerin sayısı; boşsa mevsim ile ufkun uzun olanı."),
        ge=2,
        le=1000,
    )
    hidden: int = setting(
        32,
        title="Hidden units",
        description="Size of the network's memory.",
        tr=("Gizli birimler", "Ağın belleğinin büyüklüğü."),
        scale="log",
        ge=2,
        le=512,
    )
    layers: int = setting(
        1,
        title="Layers",
        description="Recurrent layers on top of each other.",
        tr=("Katmanlar", "Üst üste konan yinelemeli katmanların sayısı."),
        ge=1,
        le=4,
    )
    dropout: float = setting(
        0.0,
        title="Dropout",
        description="Share of units left out at random in training, between layers; needs two layers.",
        tr=("Seyreltme", "Eğitimde katmanlar arasında rastgele atlanan birimlerin payı; iki katman ister."),
        ge=0.0,
        le=0.8,
    )
    epochs: int = setting(
        60,
        title="Epochs",
        description="Passes over the training windows; the one with the least validation error is kept.",
        tr=(
            "Dönem sayısı",
            "Eğitim pencereleri üzerinden geçiş sayısı; doğrulama hatası en az olan dönem tutulur.",
        ),
        scale="log",
        ge=1,
        le=2000,
    )
    learning_rate: float = setting(
        0.005,
        title="Learning rate",
        description="Step size of the optimiser.",
        tr=("Öğrenme oranı", "Eniyileyicinin adım büyüklüğü."),
        scale="log",
        ge=0.00001,
        le=1.0,
    )
