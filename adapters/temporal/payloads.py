"""Say how messages between web, workflow and activities become JSON and back."""

from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)

# Temporal's own makes one for every run of a workflow, and with it every reader of every
# message anew: a seventh of the worker's time for a lead.
_JSON = PydanticJSONPlainPayloadConverter()


class SharedPayloadConverter(CompositePayloadConverter):
    """As `temporalio.contrib.pydantic`, with one set of readers for the process."""

    def __init__(self) -> None:
        super().__init__(
            *(
                _JSON if isinstance(one, JSONPlainPayloadConverter) else one
                for one in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )


data_converter = DataConverter(payload_converter_class=SharedPayloadConverter)
