"""Names the Temporal server remembers. Changing one orphans running workflows."""

from uuid import UUID

from temporalio.common import SearchAttributeKey

TASK_QUEUE = "handraise"
LEAD_WORKFLOW = "LeadWorkflow"

LEAD_STATUS = SearchAttributeKey.for_keyword("LeadStatus")
LEAD_BAND = SearchAttributeKey.for_keyword("LeadBand")
LEAD_OWNER = SearchAttributeKey.for_keyword("LeadOwner")
LEAD_REVIEW = SearchAttributeKey.for_keyword("LeadReview")
TERRITORY = SearchAttributeKey.for_keyword("Territory")
PRODUCT = SearchAttributeKey.for_keyword("Product")
LEAD_SCORE = SearchAttributeKey.for_int("LeadScore")
SLA_BREACHES = SearchAttributeKey.for_int("SlaBreaches")
SLA_DUE_AT = SearchAttributeKey.for_datetime("SlaDueAt")

SEARCH_ATTRIBUTES = (
    LEAD_STATUS,
    LEAD_BAND,
    LEAD_OWNER,
    LEAD_REVIEW,
    TERRITORY,
    PRODUCT,
    LEAD_SCORE,
    SLA_BREACHES,
    SLA_DUE_AT,
)


def lead_workflow_id(lead_id: UUID) -> str:
    return f"lead-{lead_id}"


def submission_update_id(submission_id: UUID) -> str:
    """One id per hand-raise, so that asking twice is answered once."""
    return f"submission-{submission_id}"
