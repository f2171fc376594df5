"""The page of dropped files, with what is proposed for each of fifty."""

from functools import partial

from accounts.models import User
from evidence.models import EvidenceItem, Intake, IntakeFile
from evidence.queries.intake import intake_data

from .case import Case, Do, Doing
from .world import World

FILES = 50


def drop(world: World) -> tuple[Intake, User]:
    """Files named after items in the ways people name them, and some after nothing."""
    officer = User.objects.get(pk=world.client.session["_auth_user_id"])
    intake = Intake.objects.create(portfolio=world.portfolio, by=officer)
    items = EvidenceItem.objects.of_service(world.portfolio.service).order_by("pk")
    names = []
    for at, item in enumerate(items[: FILES * 7 : 7]):
        plain = item.title.lower().replace(" ", "_")
        names.append((f"{item.code} final.pdf", f"{plain}.pdf", f"{plain[::-1]}.pdf")[at % 3])
    IntakeFile.objects.bulk_create(
        IntakeFile(
            intake=intake,
            path=f"Shared drive/{name}",
            file_name=name,
            storage_key=f"dropped/{intake.pk}/{at}",
            media_type="application/pdf",
            size=1,
            sha256=f"{at:064x}",
        )
        for at, name in enumerate(names)
    )
    return intake, officer


def propose(world: World) -> list[Do]:
    return [Doing("fifty files", partial(intake_data, *drop(world)))]


CASES = [Case("matching of fifty files", propose, rounds=20)]
