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
    "accounts.look_after_account": Rule(served=EVERYBODY),
    # What somebody sent too late is held for them alone.
    "accounts.send_held_form": Rule(served="officer"),
    "accounts.view_organisation": Rule(served=f"{READERS} colleague"),
    "accounts.change_house_style": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    "accounts.view_history": Rule(
        "administrator governance", forbidden="officer manager colleague"
    ),
    "accounts.view_people": Rule("administrator governance", forbidden="officer manager colleague"),
    "accounts.invite_people": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    "accounts.view_person": Rule("administrator governance"),
    "accounts.change_person": Rule("administrator", forbidden="governance"),
    "accounts.erase_person": Rule("administrator", forbidden="governance"),
    "accounts.export_person": Rule("governance", forbidden="administrator"),
    "accounts.export_own_data": Rule(served=EVERYBODY),
    "accounts.write_statements": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    "criteria.view_standard": Rule(served=EVERYBODY),
    "criteria.view_own_guidance": Rule(served=f"{READERS} colleague"),
    "criteria.write_own_guidance": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
    # The records of an organisation: whether anything is there is told to governance alone.
    "evidence.govern_records": Rule(
        "governance", forbidden="officer manager administrator colleague"
    ),
    "evidence.view_portfolio": Rule(served=READERS),
    "evidence.change_portfolio": Rule("officer manager", forbidden="administrator governance"),
    # What somebody dropped is seen by nobody else before it is added.
    "evidence.add_files": Rule(served="officer"),
    "evidence.change_corporate": Rule("administrator", forbidden="officer manager governance"),
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
    # Either of the two people asks, the other one decides; here governance has asked.
    "evidence.ask_destruction": Rule("governance manager", forbidden="officer administrator"),
    "evidence.ask_destruction corporate": Rule(
        "governance administrator", forbidden="officer manager"
    ),
    "evidence.view_destruction": Rule("manager administrator governance", forbidden="officer"),
    "evidence.decide_destruction": Rule("manager", forbidden="officer administrator governance"),
    "evidence.withdraw_destruction": Rule("governance", forbidden="officer manager administrator"),
    "evidence.view_destructions": Rule(
        "manager administrator governance", forbidden="officer colleague"
    ),
    "assessments.view_retention": Rule(
        "manager administrator governance", forbidden="officer colleague"
    ),
    "assessments.delete_by_retention": Rule(
        "manager administrator", forbidden="officer governance colleague"
    ),
    "assessments.change_retention": Rule(
        "administrator", forbidden="officer manager governance colleague"
    ),
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
    "mfa_authenticate": "open",  # in the middle of signing in
    "mfa_reauthenticate": "signed in",
    "mfa_reauthenticate_webauthn": "signed in",
    "mfa_activate_totp": "signed in",
    "mfa_add_webauthn": "signed in",
    "mfa_remove_webauthn": "signed in",
    "mfa_edit_webauthn": "signed in",
    "mfa_generate_recovery_codes": "signed in",
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
    "evidence:agree_to_destruction",
    "assessments:retention_rule",
    "assessments:delete_by_retention",
    "evidence:refuse_destruction",
}

# Whoever may look the object up has the permission: only a template's question can show
# that its rule is wrong.
DECIDED_BY_THE_LOOKUP = {
    "accounts.view_person",
    "accounts.export_own_data",
    "evidence.add_files",
    "accounts.open_home",
    "accounts.look_after_account",
    "accounts.send_held_form",
    "criteria.view_standard",
    "criteria.view_own_guidance",
    "accounts.view_organisation",
    "evidence.view_import",
    "evidence.view_item",
    "assessments.print_documents",
    "assessments.view_improvement",
}
