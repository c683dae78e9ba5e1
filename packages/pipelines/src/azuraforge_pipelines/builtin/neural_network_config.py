"""Settings of the neural network; the fields' order is the form's order."""

from typing import Annotated

from pydantic import Field

from azuraforge_pipelines.builtin.network import Activation
from azuraforge_pipelines.config import setting
from azuraforge_pipelines.tabular_config import TabularConfig


class NeuralNetworkConfig(TabularConfig):
    """How large the network is and how it is trained."""

    hidden_layers: list[Annotated[int, Field(ge=1, le=1024)]] = setting(
        [64, 32],
        title="Hidden layers",
        description="Units of each hidden layer, the first one first; none makes a linear model.",
        tr=("Gizli katmanlar", "Her gizli katmanın birim sayısı, ilki başta; boşsa model doğrusaldır."),
        max_length=8,
    )
    activation: Activation = setting(
        "relu",
        title="Activation",
        description="What each hidden unit makes of its sum: relu cuts off below zero, tanh bends smoothly.",
        tr=(
            "Etkinleştirme",
            "Her gizli birimin toplamına uyguladığı: relu sıfırın altını keser, tanh yumuşakça büker.",
        ),
    )
    learning_rate: float = setting(
        0.003,
        title="Learning rate",
        description="Step size of Adam. Too large and the loss jumps or diverges, too small and it crawls.",
        tr=(
            "Öğrenme oranı",
            "Adam'ın adım boyu. Çok büyükse kayıp sıçrar ya da ıraksar, çok küçükse yavaş iner.",
        ),
        scale="log",
        ge=0.000001,
        le=10.0,
    )
    batch_size: int = setting(
        64,
        title="Batch size",
        description="Training rows per step.",
        tr=("Yığın boyu", "Adım başına eğitim satırı."),
        scale="log",
        ge=1,
        le=65_536,
    )
    max_epochs: int = setting(
        200,
        title="Epochs",
        description="Most passes over the training rows; early stopping usually ends sooner.",
        tr=("Dönem", "Eğitim satırları üzerinden en çok geçiş; erken durdurma çoğu kez daha önce bitirir."),
        scale="log",
        ge=1,
        le=10_000,
    )
    patience: int | None = setting(
        20,
        title="Patience",
        description="Epochs without a better validation loss before training stops; empty trains them all."
        " The best epoch is kept either way.",
        tr=(
            "Sabır",
            (
                "Doğrulama kaybı iyileşmeden geçen kaç dönemden sonra eğitimin duracağı; boşsa hepsi yapılır."
                " Her durumda en iyi dönem saklanır."
            ),
        ),
        ge=1,
        le=10_000,
    )
    validation_fraction: float = setting(
        0.15,
        title="Validation share",
        description="Share of the training rows kept aside to tell which epoch is best.",
        tr=("Doğrulama payı", "En iyi dönemi seçmek için eğitim satırlarından ayrılan pay."),
        ge=0.05,
        le=0.5,
    )
    weight_decay: float = setting(
        0.0001,
        title="Weight decay",
        description="How strongly weights are pulled to zero in every step; 0 is none.",
        tr=("Ağırlık sönümü", "Ağırlıkların her adımda sıfıra ne kadar çekileceği; 0 ise çekilmez."),
        ge=0.0,
        le=10.0,
    )
    dropout: float = setting(
        0.0,
        title="Dropout",
        description="Share of each hidden layer's values left out at random in every step, against"
        " overfitting.",
        tr=(
            "Seyreltme",
            "Ezberlemeye karşı, her adımda gizli katman değerlerinin rastgele atlanan payı.",
        ),
        ge=0.0,
        le=0.9,
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
