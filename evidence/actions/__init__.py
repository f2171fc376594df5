"""The only writers of evidence: one verb, one function."""

from .activating import activate_links, deactivate_links
from .codes import NoFreeCode, draw_code
from .dates import ChangedMeanwhile, confirm_in_force, date_items, edit_item_facts, facts_of
from .grants import change_grant, grant_reading, withdraw_grant
from .guards import ItemWithdrawn
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
    record_taking_out,
    set_facts_of_many,
    withdraw_many,
)
from .portfolios import open_portfolio
from .snapshots import (
    add_to_snapshot,
    freeze_links,
    plan_snapshot,
    record_reading,
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
    "NoFreeCode",
    "NoOriginal",
    "NotInThisPortfolio",
    "NotPossibleNow",
    "Outcome",
    "SentAlready",
    "TooManyPictures",
    "activate_links",
    "add_evidence",
    "add_picture",
    "add_redacted_copy",
    "add_to_snapshot",
    "add_version",
    "archive_link",
    "archive_many",
    "change_grant",
    "change_status",
    "confirm_in_force",
    "confirm_many_in_force",
    "date_items",
    "deactivate_links",
    "draw_code",
    "edit_item_facts",
    "edit_link",
    "facts_of",
    "forget_list",
    "freeze_links",
    "grant_reading",
    "link_evidence",
    "link_many",
    "move_link",
    "open_portfolio",
    "plan_snapshot",
    "record_reading",
    "record_taking_out",
    "register_item",
    "restore_item",
    "restore_link",
    "retitle_item",
    "save_list",
    "sent_before",
    "set_facts_of_many",
    "withdraw_grant",
    "withdraw_item",
    "withdraw_many",
]
