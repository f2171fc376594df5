"""The only writers of evidence: one verb, one function."""

from .activating import activate_links, deactivate_links
from .codes import NoFreeCode, draw_code
from .dates import ChangedMeanwhile, confirm_in_force, date_items, edit_item_facts, facts_of
from .destroying import (
    NotDestroyed,
    agree_to_destruction,
    ask_destruction,
    destroy_by_rule,
    reasons_to_keep,
    refuse_destruction,
    withdraw_destruction,
)
from .grants import change_grant, confirm_grant, grant_reading, withdraw_grant
from .guards import ItemWithdrawn
from .holds import LiftedAlready, NotOfThisOrganisation, lift_hold, set_hold
from .items import CodeTaken, add_evidence, register_item
from .links import (
    AlreadyLinked,
    NotInThisPortfolio,
    archive_link,
    change_status,
    edit_link,
    link_evidence,
    move_link,
    restore_link,
)
from .lists import forget_list, save_list
from .many import (
    Outcome,
    archive_many,
    confirm_many_in_force,
    link_many,
    set_facts_of_many,
    withdraw_many,
)
from .marking import ReasonNeeded
from .portfolios import open_portfolio
from .readings import record_export, record_reading, record_taking_out
from .snapshots import (
    add_to_snapshot,
    freeze_links,
    plan_snapshot,
)
from .titles import retitle_item
from .versions import (
    MOST_PICTURES,
    NoOriginal,
    SentAlready,
    TooManyPictures,
    add_picture,
    add_redacted_copy,
    add_version,
    sent_before,
)
from .withdrawing import NotPossibleNow, restore_item, withdraw_item

__all__ = [
    "MOST_PICTURES",
    "AlreadyLinked",
    "ChangedMeanwhile",
    "CodeTaken",
    "ItemWithdrawn",
    "LiftedAlready",
    "NoFreeCode",
    "NoOriginal",
    "NotDestroyed",
    "NotInThisPortfolio",
    "NotOfThisOrganisation",
    "NotPossibleNow",
    "Outcome",
    "ReasonNeeded",
    "SentAlready",
    "TooManyPictures",
    "activate_links",
    "add_evidence",
    "add_picture",
    "add_redacted_copy",
    "add_to_snapshot",
    "add_version",
    "agree_to_destruction",
    "archive_link",
    "archive_many",
    "ask_destruction",
    "change_grant",
    "change_status",
    "confirm_grant",
    "confirm_in_force",
    "confirm_many_in_force",
    "date_items",
    "deactivate_links",
    "destroy_by_rule",
    "draw_code",
    "edit_item_facts",
    "edit_link",
    "facts_of",
    "forget_list",
    "freeze_links",
    "grant_reading",
    "lift_hold",
    "link_evidence",
    "link_many",
    "move_link",
    "open_portfolio",
    "plan_snapshot",
    "reasons_to_keep",
    "record_export",
    "record_reading",
    "record_taking_out",
    "refuse_destruction",
    "register_item",
    "restore_item",
    "restore_link",
    "retitle_item",
    "save_list",
    "sent_before",
    "set_facts_of_many",
    "set_hold",
    "withdraw_destruction",
    "withdraw_grant",
    "withdraw_item",
    "withdraw_many",
]
