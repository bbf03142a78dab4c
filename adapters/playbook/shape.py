"""What every shape of a playbook file has in common."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """Exactly these keys, with values of exactly these types."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
