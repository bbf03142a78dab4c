"""From where something is done to a lead."""

from enum import StrEnum

MACHINE = "handraise"
PROSPECT = "prospect"


class Origin(StrEnum):
    """Also the names that the database's own triggers write."""

    PAGE = "page"  # somebody who is signed in
    API = "api"  # a server with a secret key; `via` is the key's id
    SITE = "site"  # a website with a site key; `via` is the key's id
    MAIL = "mail"  # a link of a mail, or a mail that came in
    SLACK = "slack"  # a button of a message there
    TEMPORAL = "temporal"  # a signal from Temporal's UI or command line
    PLAYBOOK = "playbook"  # a decision by the rules in force
    PLAN = "plan"  # a step of a promise's plan; `via` says which
    RELAY = "relay"  # what was left behind by an outage or a closed lead
    IMPORT = "import"  # `handraise leads import`
    COMMAND = "command"  # another command of `handraise`
    DATABASE = "database"  # past the product, by a role of the database
    UNKNOWN = "unknown"  # asked for before origins were kept
