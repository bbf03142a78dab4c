"""Where the example playbook's pages are, for mails that name them from the root."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from api.dependencies import CurrentOptions
from api.routes.demo import PAGES, PREFIX
from domain.errors import NotFoundError

router = APIRouter(prefix="/resources", include_in_schema=False)


@router.get("/{name}")
async def to_the_demo(options: CurrentOptions, name: str) -> RedirectResponse:
    """A real business has them on a site of its own."""
    path = f"/resources/{name}"
    if not options.demo or path not in PAGES:
        raise NotFoundError("There is no such page.")
    return RedirectResponse(f"{PREFIX}{path}")
