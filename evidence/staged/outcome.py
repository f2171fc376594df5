"""What became of the files of an intake, for the page that comes afterwards."""

from dataclasses import dataclass
from typing import Any

from evidence.models import Intake, IntakeFile


@dataclass(frozen=True)
class Outcome:
    """`added` files with what they became, those refused, and how many wait elsewhere."""

    added: list[dict[str, Any]]
    refused: list[IntakeFile]
    left_out: list[IntakeFile]

    @property
    def tally(self) -> dict[str, int]:
        what = [made["what"] for row in self.added for made in row["made"]]
        return {kind: what.count(kind) for kind in ("new", "version", "link")}

    @property
    def waiting(self) -> Intake | None:
        """Where those wait that were left out."""
        return self.left_out[0].intake if self.left_out else None


def outcome_of(intake: Intake) -> Outcome:
    """Two statements."""
    files = list(intake.files.order_by("pk"))
    left_out = IntakeFile.objects.filter(
        intake__portfolio=intake.portfolio_id,
        intake__by=intake.by_id,
        intake__confirmed_at__isnull=True,
        choice__left_out_of=str(intake.uuid),
    )
    return Outcome(
        added=[
            {"file": file, "made": file.choice["outcome"]}
            for file in files
            if file.choice.get("outcome")
        ],
        refused=[file for file in files if file.reason],
        left_out=list(left_out.select_related("intake").order_by("pk")),
    )
