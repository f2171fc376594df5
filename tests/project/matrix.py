"""Who is served what, as data. The tests hold every route of the portal to these tables.

People are named by what they are at the place whose objects are asked for. Whoever is not
named in a rule is a stranger there: 404, the same as for what does not exist.
"""

from dataclasses import dataclass

# What somebody can be at a place.
ROLES = frozenset(
    {
        "officer",
        "manager",
        "administrator",
        "governance",
        "assessor",  # with access to the assessment today
        "ended",  # whose access is over: by its last day
        "withdrawn",  # whose access is over: taken back
        "colleague",  # an officer of another service of the council
        "stranger",  # anybody else who has signed in
    }
)
EVERYBODY = " ".join(sorted(ROLES))
READERS = "officer manager administrator governance"


@dataclass(frozen=True)
class Rule:
    """Who is served, who is told that they may not (403), and whose access has ended (403).

    `besides` are people for whom the permission holds although the address is not theirs.
    """

    served: str = ""
    forbidden: str = ""
    ended: str = ""
    besides: str = ""

    def outcome(self, role: str) -> str:
        for outcome in ("served", "forbidden", "ended"):
            if role in getattr(self, outcome).split():
                return outcome
        return "hidden"

    def holds_for(self, role: str) -> bool:
        return role in f"{self.served} {self.besides}".split()


# By permission; the second word is the kind of object where it makes a difference.
PERMISSIONS = {
    "accounts.open_home": Rule(served=EVERYBODY),
    # What somebody sent too late is held for them alone.
    "accounts.send_held_form": Rule(served="officer"),
    "accounts.change_house_style": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    "criteria.view_standard": Rule(served=EVERYBODY),
    "criteria.view_own_guidance": Rule(served=f"{READERS} colleague"),
    "criteria.write_own_guidance": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    "evidence.view_portfolio": Rule(served=READERS),
    "evidence.change_portfolio": Rule("officer manager", forbidden="administrator governance"),
    # What somebody dropped is seen by nobody else before it is added.
    "evidence.add_files": Rule(served="officer"),
    "evidence.date_items": Rule("officer manager administrator", forbidden="governance"),
    "evidence.change_link": Rule("officer manager", forbidden="administrator governance"),
    "evidence.view_import": Rule(served=READERS),
    "evidence.confirm_import": Rule("officer manager", forbidden="administrator governance"),
    "evidence.view_item": Rule(served=READERS),
    "evidence.view_item corporate": Rule(served=READERS, besides="colleague"),
    "evidence.change_item": Rule("officer manager", forbidden="administrator governance"),
    "evidence.change_item corporate": Rule("administrator", forbidden="officer manager governance"),
    "evidence.read_version": Rule(served=READERS),
    "evidence.read_version corporate": Rule(served=f"{READERS} colleague"),
    "assessments.open_assessment": Rule("manager", forbidden="officer administrator governance"),
    "assessments.write_self_assessment": Rule(
        "officer manager", forbidden="administrator governance"
    ),
    "assessments.submit_assessment": Rule("manager", forbidden="officer administrator governance"),
    "assessments.print_documents": Rule(served=READERS),
    "assessments.give_access": Rule("administrator", forbidden="officer manager governance"),
    "assessments.view_improvement": Rule(served=READERS),
    "assessments.report_improvement": Rule("officer manager", forbidden="administrator governance"),
    "assessments.change_improvement": Rule("manager", forbidden="officer administrator governance"),
    "assessments.assess": Rule("assessor", forbidden=READERS, ended="ended withdrawn"),
}

# Pages of libraries, by name: open to all, or to whoever has signed in.
LIBRARIES = {
    "account_login": "open",
    "account_logout": "open",
    "account_inactive": "open",
    "account_signup": "open",
    "account_reset_password": "open",
    "account_reset_password_done": "open",
    "account_reset_password_from_key": "open",
    "account_reset_password_from_key_done": "open",
    "account_reauthenticate": "signed in",
    "account_change_password": "signed in",
    "account_set_password": "signed in",
}

# Routes whose object is never there, whoever asks.
NEVER_THERE = {"assessments/<pk>/<rest>"}

# Forms whose address, opened by a link, leads on to the page that they stand on.
LEAD_ON = {
    "assessments:approval",
    "assessments:owner",
    "assessments:approve_many",
    "assessments:self_assessment",
    "assessments:self_assessment_draft",
    "assessments:rate",
    "assessments:rating_draft",
    "assessments:report_draft",
    "assessments:note",
    "assessments:take_back",
    "assessments:ask",
    "assessments:answer",
    "assessments:accept_answer",
    "assessments:return_answer",
    "assessments:withdraw_request",
}

# Whoever may look the object up has the permission: only a template's question can show
# that its rule is wrong.
DECIDED_BY_THE_LOOKUP = {
    "evidence.add_files",
    "accounts.open_home",
    "accounts.send_held_form",
    "criteria.view_standard",
    "criteria.view_own_guidance",
    "evidence.view_import",
    "evidence.view_item",
    "assessments.print_documents",
    "assessments.view_improvement",
}
