"""Say which words tell that a field of the playbook is another one now."""

from collections.abc import Mapping

from domain.people import Person, Team
from domain.playbook import Playbook
from domain.promises.follow_up import FollowUp, Resource
from domain.promises.plans import Deadline, Nurture, PlannedStep, Promise
from domain.promises.texts import Message
from domain.qualifying.bands import Thresholds
from domain.qualifying.qualification import QualificationModel, Rule
from domain.qualifying.review_rules import ReviewRule
from domain.routing.fairness import FairnessRules
from domain.routing.rows import RoutingRow
from domain.routing.sticky import Sticky
from domain.rules.segments import Segment
from domain.rules.titles import Titles
from domain.working_time.working_hours import SpecialDays

# What is not in these tables is said in general words, so that no change of a field that
# comes later goes unsaid.
SAID: Mapping[tuple[type, str], str] = {
    (Playbook, "name"): "The company is called {new} instead of {old}",
    (Playbook, "language"): "The company writes in {new} instead of {old}",
    (Playbook, "zone"): "The company's time zone is {new} instead of {old}",
    (Playbook, "hours"): "The company works {new} instead of {old}",
    (Thresholds, "high"): "{of_it}high begins at {new} points instead of {old}",
    (Thresholds, "medium"): "{of_it}medium begins at {new} points instead of {old}",
    (Thresholds, "margin"): (
        "{of_it}a person decides within {new} points of a band's beginning instead of {old}"
    ),
    (Person, "name"): "{it} is called {new} instead of {old}",
    (Person, "email"): "{it} gets mail at {new} instead of {old}",
    (Person, "role"): "{it} is {new} instead of {old}",
    (Person, "zone"): "{it} works in the zone {new} instead of {old}",
    (Person, "hours"): "{it} works {new} instead of {old}",
    (Person, "capacity"): "{it} takes at most {new} open leads instead of {old}",
    (Person, "calendar_url"): "{it} takes bookings at {new} instead of {old}",
    (Person, "daily_cap"): "{it} takes at most {new} leads a day instead of {old}",
    (Person, "weight"): "{it} counts {new} instead of {old} where turns are weighted",
    (Person, "seniority"): "{it}'s seniority is {new} instead of {old}",
    (Person, "starts_on"): "{it}'s first day for leads is {new} instead of {old}",
    (Person, "slack"): "{it} is {new} in Slack instead of {old}",
    (Team, "method"): "{it} shares its leads {new} instead of {old}",
    (Team, "explore"): "{it} shares {new} of its leads in turn instead of {old}",
    (FairnessRules, "catch_up"): "Who was away catches up {new} instead of {old} leads",
    (FairnessRules, "ramp_share"): "Who is new begins with {new} of a share, not {old}",
    (FairnessRules, "ramp_for"): "Who is new begins slowly for {new} instead of {old}",
    (
        Sticky,
        "person",
    ): "A lead follows its person's last owner for {new} instead of {old}",
    (
        Sticky,
        "company",
    ): "A lead follows its company's last owner for {new} instead of {old}",
    (
        Sticky,
        "wait_at_most",
    ): "An owner who is away is waited for {new} instead of {old}",
    (Team, "manager"): "{it} is managed by {new} instead of {old}",
    (Team, "hours"): "{it} works {new} instead of {old}",
    (Rule, "points"): "{it} is worth {new} instead of {old}",
    (Rule, "part"): "{it} counts as {new} instead of {old}",
    (Rule, "because"): "{it} is told as {new} instead of {old}",
    (Rule, "when"): "{it} counts when {new}, instead of when {old}",
    (Rule, "pages"): "{it} counts for {new} instead of {old}",
    (Rule, "half_life"): "{it} fades by half in {new} instead of {old}",
    (Rule, "events"): "{it} counts for {new} instead of {old}",
    (Rule, "at_most"): "{it} gives {new} at most for all that count, instead of {old}",
    (Rule, "group"): "{it} shares the cap of {new} instead of {old}",
    (QualificationModel, "groups"): (
        "{it} together count for at most {new} points instead of {old}"
    ),
    (Segment, "when"): "{it} takes leads when {new}, instead of when {old}",
    (Thresholds, "by_segment"): "{it}: points of its own are {new} instead of {old}",
    (
        QualificationModel,
        "caps",
    ): "{it} counts for at most {new} points instead of {old}",
    (ReviewRule, "when"): "{it} holds when {new}, instead of when {old}",
    (ReviewRule, "instead_of"): "{it} is for leads of band {new} instead of {old}",
    (ReviewRule, "suggest"): "{it} suggests {new} instead of {old}",
    (ReviewRule, "because"): "{it} is told as {new} instead of {old}",
    (RoutingRow, "target"): "{it} goes {new} instead of {old}",
    (RoutingRow, "when"): "{it} takes leads when {new}, instead of when {old}",
    (Promise, "accept_within"): "{it} is accepted within {new} instead of {old}",
    (Promise, "contact_within"): "{it} is spoken to within {new} instead of {old}",
    (Promise, "max_reassignments"): "{it} changes hands at most {new} times, not {old}",
    (Resource, "title"): "{it} is called {new} instead of {old}",
    (Resource, "url"): "{it} is at {new} instead of {old}",
    (Resource, "when"): "{it} is for leads when {new}, instead of when {old}",
    (FollowUp, "message"): "{it} answers {new} instead of {old}",
    (FollowUp, "message_without_owner"): (
        "{it} without an owner answers {new} instead of {old}"
    ),
    (FollowUp, "url"): "{it} leads to {new} instead of {old}",
    (Deadline, "within"): "{it} is due within {new} instead of {old}",
    (SpecialDays, "open_on"): "{it} works {new} instead of {old}",
    (SpecialDays, "holidays"): (
        "{it} closes on the public holidays of {new} instead of {old}"
    ),
    (Nurture, "close_after"): "{it} ends after {new} instead of {old}",
    (PlannedStep, ""): "{it}: {new} instead of {old}",
    (Playbook, "templates"): "{it} has another text",
    (Message, "text"): "{it} has another text",
    (Message, "subject"): "{it} has the subject {new} instead of {old}",
}
# What no value means, where "nothing" would be wrong.
WITHOUT: Mapping[tuple[type, str], str] = {
    (Person, "hours"): "the team's or the company's hours",
    (Person, "capacity"): "any number",
    (Person, "daily_cap"): "any number",
    (Person, "seniority"): "none",
    (Person, "starts_on"): "any day",
    (Person, "slack"): "nobody",
    (Sticky, "person"): "no time",
    (ReviewRule, "instead_of"): "any",
    (ReviewRule, "suggest"): "nothing of its own",
    (Resource, "when"): "always",
    (Message, "subject"): "its name",
    (Sticky, "company"): "no time",
    (Team, "hours"): "the company's hours",
    (SpecialDays, "open_on"): "as usual",
    (SpecialDays, "holidays"): "no place named",
    (Rule, "half_life"): "no time",
    (Rule, "pages"): "any pages",
    (Rule, "events"): "no events",
    (Rule, "at_most"): "its points once",
    (Rule, "group"): "no group",
    (QualificationModel, "groups"): "any number",
    (Thresholds, "by_segment"): "none",
    (QualificationModel, "caps"): "any number",
}
# Both ways of a truth value.
SWITCHED: Mapping[tuple[type, str], tuple[str, str]] = {
    (RoutingRow, "only_when_open"): (
        "{it} passes over who is outside working hours",
        "{it} no longer passes over who is outside working hours",
    ),
    (RoutingRow, "else_next"): (
        "{it} lets its leads go on to the rows below when nobody can take them",
        "{it} keeps its leads when nobody can take them",
    ),
    (FairnessRules, "declines_cost_turn"): (
        "Declining a lead costs a turn",
        "Declining a lead costs no turn",
    ),
    (FairnessRules, "gifts_cost_turn"): (
        "Being given a lead by hand costs a turn",
        "Being given a lead by hand costs no turn",
    ),
}
LABELS: Mapping[tuple[type, str], str] = {
    (Playbook, "required"): "What is asked of every lead",
    (QualificationModel, "asked_for"): "What a complete lead tells",
    (Promise, "accept_steps"): "{it}, while nobody accepts",
    (Promise, "contact_steps"): "{it}, while nobody speaks to them",
    (Deadline, "steps"): "{it}, while nobody does",
    (Nurture, "steps"): "{it}",
    (FollowUp, "message"): "{it}, what prospects are told,",
    (
        FollowUp,
        "message_without_owner",
    ): "{it}, what prospects are told without an owner,",
    (Message, "text"): "{it}",
    (Message, "subject"): "{it}, its subject,",
    (Resource, "title"): "{it}, its title,",
    (Resource, "url"): "{it}, its page,",
}
ITEMS: Mapping[tuple[type, str], tuple[str, str]] = {
    (Titles, "role"): (
        "“{item}” in a job title means {it}",
        "“{item}” in a job title no longer means {it}",
    ),
    (Titles, "seniority"): (
        "“{item}” in a job title means {it}",
        "“{item}” in a job title no longer means {it}",
    ),
    (Playbook, "required"): (
        "{item} is asked of every lead",
        "{item} is no longer asked of every lead",
    ),
    (SpecialDays, "closed_on"): (
        "{it} does not work on {item}",
        "{it} works on {item} again",
    ),
    (Team, "members"): ("{item} joined {it}", "{item} left {it}"),
    (Person, "skills"): (
        "{it} is trained for {item}",
        "{it} is not trained for {item}",
    ),
    (Sticky, "same_company"): (
        "{item} are one company",
        "{item} are no longer one company",
    ),
    (Person, "notices"): (
        "{it} hears of new leads by {item}",
        "{it} no longer hears of new leads by {item}",
    ),
    (Playbook, "notices"): (
        "People hear of new leads by {item}",
        "People no longer hear of new leads by {item}",
    ),
    (FollowUp, "stop_on"): (
        "{it}: a {item} ends the messages",
        "{it}: the messages go on after a {item}",
    ),
    (Person, "languages"): ("{it} speaks {item}", "{it} no longer speaks {item}"),
}


def worded_fields() -> frozenset[tuple[type, str]]:
    """The fields that have words of their own; a test holds that there are such fields."""
    return frozenset((*SAID, *WITHOUT, *SWITCHED, *LABELS, *ITEMS))
