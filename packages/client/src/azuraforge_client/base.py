"""What the generated models are made of."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """An answer of the API; fields that a newer server adds are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)
