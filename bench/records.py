"""The search of information governance over all services, through its page."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from evidence.models import EvidenceItem
from tests.builders.people import make_user, sign_in

from .case import Case, Do, Doing
from .world import World

STATEMENTS, PAGE = 10, 300  # milliseconds
DAYS = (("from", (0, "1"), (1, "11"), (2, "2026")), ("to", (0, "30"), (1, "11"), (2, "2026")))


def queries(world: World) -> dict[str, dict[str, str]]:
    """What is asked for: words from everywhere to nowhere, a person, and what narrows."""
    words = world.vocabulary.words
    owned = EvidenceItem.objects.filter(organisation=world.portfolio.service.organisation)
    person = owned.filter(owner__isnull=False).values_list("owner__name", flat=True)[0]
    november = {f"added_{end}_{part}": said for end, *parts in DAYS for part, said in parts}
    return {
        "common": {"words": words[3]},
        "two common": {"words": f"{words[5]} {words[12]}"},
        "usual": {"words": words[600]},
        "rare": {"words": words[18_000]},
        "nowhere": {"words": "xylophonist"},
        "a code": {"words": f"{world.portfolio.service.prefix}12345"},
        "a person": {"words": person},
        "a service": {"words": words[8], "service": str(world.portfolio.service_id)},
        "a marking": {"marking": "official-sensitive"},
        "a month": {"words": words[400], **november},
        "page 40": {"words": words[3], "page": "40"},
    }


def search(world: World) -> list[Do]:
    """Each search; the first time its statements are counted."""
    organisation = world.portfolio.service.organisation
    client = sign_in(Client(), make_user(Role.GOVERNANCE, organisation))
    address = f"/organisations/{organisation.slug}/records/search/"

    def answered(query: dict[str, str]) -> object:
        answer = client.get(address, query)
        assert answer.status_code == 200, answer.status_code
        return answer

    for said, query in queries(world).items():
        answered(query)
        with CaptureQueriesContext(connection) as asked:
            answered(query)
        assert len(asked) <= STATEMENTS, f"{said}: {len(asked)} statements"
    return [
        Doing(said, lambda query=query: answered(query)) for said, query in queries(world).items()
    ]


CASES = [Case("records, search over all services", search, PAGE, "large", rounds=3)]
