"""Say who does something to a lead, for the audit trail that the database writes itself.

Said once in a transaction, before the lead's row is changed: by `say`, or by the column `SAY`
in a statement that is needed anyway. Without it an entry says that somebody did it at the
database, past the product.
"""

from dataclasses import asdict, dataclass
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.auditing.origins import Origin

# For the list of columns of a statement; `:deed` is `Deed.json()`.
SAY = "set_config('handraise.deed', :deed, true)"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who, from where, through what; and what is done, where the row's change does not say."""

    actor: str  # a handle, or one of domain.auditing.origins
    origin: Origin
    via: str | None = None
    kind: str | None = None
    action_id: UUID | None = None  # whose own origin counts, as it was asked for there

    def json(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value}
        return to_json(said).decode()


_SAY = text(f"SELECT {SAY}")


async def say(connection: AsyncConnection, deed: Deed) -> None:
    """Until the transaction ends."""
    await connection.execute(_SAY, {"deed": deed.json()})
