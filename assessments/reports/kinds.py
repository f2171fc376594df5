"""Which documents there are. Pages, addresses, commands and the worker all read this table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .builders import build_assessor, build_summary
from .builders.comparison import build_comparison
from .builders.gaps import build_gaps
from .builders.index import build_index
from .document import PaperStyle, write_paper
from .pack import build_pack, write_pack
from .pictures import board, mosaic
from .progress import Progress
from .subject import CannotBeMade, Subject
from .tables import Table, assessor_tables, summary_tables
from .tables.comparison import comparison_tables
from .tables.gaps import gap_tables
from .tables.index import index_tables

PDF = "application/pdf"
Writer = Callable[[Any, BinaryIO, Progress], None]


def _of_what_is_kept(build: Callable[[Subject], Any]) -> Callable[[Subject], Any]:
    """No document is made of an assessment whose texts were deleted: it would say too little."""

    def built(subject: Subject) -> Any:
        for assessment in (subject.assessment, subject.compared_with):
            if assessment and assessment.disposed_at:
                raise CannotBeMade(
                    _("The texts of %(label)s were deleted on %(day)s (%(rule)s).")
                    % {
                        "label": assessment.label,
                        "day": date_format(timezone.localdate(assessment.disposed_at), "j F Y"),
                        "rule": assessment.disposed_rule,
                    }
                )
        return build(subject)

    return built


@dataclass(frozen=True)
class Kind:
    """One kind of document.

    `build` reads what it says, as frozen dataclasses. A `paper` is printed in that style; what
    is not printed is put into its file by `write`. `tables` are what of it can be had as CSV
    and XLSX, `screen` is the template of its page in the portal, or `page` the name of the
    address where the portal shows the same already. `is_issued`: made of what was
    submitted, it is numbered and kept. `for_assessor`: the assessor may make and read it.
    `reads_alike`: it is the same whether the service or the assessor asks for it. `compares`:
    it sets another visit beside the one it is about.
    """

    code: str
    name: Promise
    about: Promise
    build: Callable[[Subject], Any]
    paper: PaperStyle | None = None
    write: Writer | None = None
    tables: Callable[[Any], tuple[Table, ...]] = lambda content: ()
    screen: str = ""
    page: str = ""
    media_type: str = PDF
    suffix: str = ".pdf"
    for_assessor: bool = True
    is_issued: bool = True
    reads_alike: bool = True
    compares: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "build", _of_what_is_kept(self.build))

    @property
    def is_shown(self) -> bool:
        """Whether the portal shows it on a page."""
        return bool(self.screen or self.page)

    def put_into(self, file: BinaryIO, content: Any, progress: Progress) -> None:
        """Write the document, whose content is given, into a file."""
        if self.paper:
            write_paper(content, self.paper, file, progress)
        elif self.write:
            self.write(content, file, progress)


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "summary",
            _("Assessment Summary"),
            _("Every element with its evidence in order, the ratings, and the assessor’s words."),
            build=lambda subject: build_summary(subject.assessment),
            paper=PaperStyle("reports/summary.html", {"board.svg": board, "mosaic.svg": mosaic}),
            tables=summary_tables,
            screen="documents/summary.html",
        ),
        Kind(
            "assessor",
            _("Assessor’s report"),
            _("What was found, every rating, what to improve, and what the assessor recommends."),
            build=lambda subject: build_assessor(subject.assessment),
            paper=PaperStyle("reports/assessor.html", {"board.svg": board, "mosaic.svg": mosaic}),
            tables=assessor_tables,
            screen="documents/assessor.html",
        ),
        Kind(
            "gaps",
            _("Gap report"),
            _("What is missing today, by owner with due days, and what to do first."),
            build=build_gaps,
            paper=PaperStyle("reports/gaps.html"),
            tables=gap_tables,
            screen="documents/gaps.html",
            for_assessor=False,
            is_issued=False,
        ),
        Kind(
            "index",
            _("Evidence index"),
            _("Every item with its files, their checksums, and what it is cited for."),
            build=build_index,
            paper=PaperStyle("reports/index.html"),
            tables=index_tables,
            screen="documents/index.html",
            # An assessor is told of no file but those that were handed in.
            reads_alike=False,
        ),
        Kind(
            "comparison",
            _("Comparison"),
            _("Two visits side by side: how each ended, and what changed between them."),
            build=build_comparison,
            paper=PaperStyle("reports/comparison.html"),
            tables=comparison_tables,
            page="compare",
            compares=True,
            for_assessor=False,
        ),
        Kind(
            "pack",
            _("Evidence pack"),
            _("A ZIP with every file in folders, the whole summary, search and checksums."),
            build=build_pack,
            write=write_pack,
            media_type="application/zip",
            suffix=".zip",
            reads_alike=False,
        ),
    )
}
