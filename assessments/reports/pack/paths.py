"""Where each file lies: folders as the standard has them, a shared file where it is cited first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from django.utils.translation import gettext as _

from criteria.models import Criterion
from evidence.enums import VersionRole
from evidence.intake.kinds import ENDINGS
from evidence.intake.written import WEB_ADDRESS
from evidence.models import EvidenceLink, EvidenceVersion, SnapshotLink

from .files import Cited, why_absent
from .names import LONGEST_CODE, Folder, safe_name

INDEX, REGISTER, DATA, SUMS = "index.html", "register.csv", "assessment.json", "SHA256SUMS"
HOW_TO_CHECK, NOT_INCLUDED, LOOKS = "HOW TO CHECK.html", "NOT INCLUDED.txt", "pack"


class Places:
    """The folders of a pack and the names in them that are given away."""

    def __init__(self, criteria: Iterable[Criterion], found: Iterable[Cited]) -> None:
        top = Folder("", INDEX, REGISTER, DATA, SUMS, HOW_TO_CHECK, NOT_INCLUDED, LOOKS)
        self._folders: dict[int, Folder] = {}
        self._codes: dict[int, str] = {}
        for criterion in criteria:
            in_criterion = top.folder(criterion.code, criterion.title)
            for sub_criterion in criterion.sub_criteria.all():
                in_sub = in_criterion.folder(sub_criterion.code, sub_criterion.title)
                for element in sub_criterion.elements.all():
                    self._codes[element.pk] = element.code
                    self._folders[element.pk] = in_sub.folder(element.code, longest=LONGEST_CODE)
        self._submitted: dict[int, set[int]] = defaultdict(set)
        for each in found:
            self._submitted[each.item.pk].update(v.number for v in each.versions[:1])

    def code_of(self, link: EvidenceLink | SnapshotLink) -> str:
        """The code of the element that the link is about."""
        return self._codes[link.element_id]

    def file(self, each: Cited, version: EvidenceVersion) -> tuple[str, str]:
        """The path of a version first met in that link, or "" and why it has none."""
        absent = why_absent(version)
        if absent:
            return "", absent
        folder = self._folders[each.link.element_id]
        mark = f" ({self._mark(each, version)})" if self._mark(each, version) else ""
        named = each.named
        return folder.file(named.code, named.title, mark=mark, ending=_ending(version)), ""

    def pointer(self, each: Cited, paths: Sequence[str]) -> str:
        """The path of a page that leads to the files; "" where they lie in this very folder."""
        folder = self._folders[each.link.element_id]
        elsewhere = [
            path for path in paths if path and path.rpartition("/")[0] + "/" != folder.path
        ]
        if not elsewhere:
            return ""
        there = elsewhere[0].split("/")[-2]
        mark = " (" + _("see %(element)s") % {"element": safe_name(there)} + ")"
        return folder.file(each.named.code, each.named.title, mark=mark, ending=".html")

    def _mark(self, each: Cited, version: EvidenceVersion) -> str:
        """What tells this file from the others of the item."""
        several = len(self._submitted[each.item.pk]) > 1
        values = {"number": version.number}
        if version.role == VersionRole.PICTURE:
            pictures = [v for v in each.versions if v.role == VersionRole.PICTURE]
            return _("picture %(number)s") % {"number": pictures.index(version) + 1}
        if version.role == VersionRole.REDACTED:
            return _("redacted copy %(number)s") % values if several else _("redacted copy")
        if version.pk != each.versions[0].pk:
            return _("original, version %(number)s") % values
        return _("version %(number)s") % values if several else ""


def _ending(version: EvidenceVersion) -> str:
    """What the name of the file has to end in, so that the right program opens it."""
    if version.media_type == WEB_ADDRESS:
        return ".txt"
    known = ENDINGS.get(version.media_type, (".bin",))
    own = PurePath(version.file_name).suffix.lower()
    return own if own in known else known[0]
