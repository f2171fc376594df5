"""What each law asks for, as data: how long there is, what may be withheld, who hears complaints.

Where it stands on legislation.gov.uk. The days to answer and what counts as a working day were
looked up in November 2026; the sections of the exemptions are named as they are known, and
were not read one by one:

- Freedom of Information (Scotland) Act 2002, asp 13: 20 working days, section 10(1); a working
  day leaves out bank holidays in Scotland, section 73; exemptions, sections 25 to 41; review
  within 40 working days, section 20(5), and application within six months, section 47(4).
- Environmental Information (Scotland) Regulations 2004, SSI 2004/520: 20 working days, regulation
  5(2)(a), up to 20 more where voluminous and complex, regulation 7(1); exceptions, regulations
  10(4), 10(5) and 11; review, regulation 16.
- Freedom of Information Act 2000, c. 36: 20 working days, section 10(1); a working day leaves out
  Good Friday and bank holidays in any part of the kingdom, section 10(6); exemptions, sections 21
  to 44, of which 25 is a certificate and not an exemption; complaint, section 50.
- Environmental Information Regulations 2004, SI 2004/3391: 20 working days, regulation 5(2), up
  to 40 in all, regulation 7(1); exceptions, regulations 12(4), 12(5) and 13; reconsideration
  within 40 working days, regulation 11.
- UK GDPR, articles 12(3), 12A and 15: one month, two further months where complex or many
  (article 12A, in force since 5 February 2026); the corresponding day, or the next working day
  (ICO, Right of access). Data Protection Act 2018, c. 12, schedules 2 to 4; complaint to the
  controller, section 164A, in force since 19 June 2026, and to the Commissioner, section 165.

The words are ours, in short: what applies is the law as it stands, and whoever withholds reads
it there.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.enums import Law

from .holidays import EVERYWHERE, SATURDAY, SCOTLAND, in_all_parts, in_any_part

_REVIEW_FOIA = _(
    "If you are not content with this answer, you may ask us within 40 working days for an"
    " internal review. If you are not content with its outcome, you may complain to the Information"
    " Commissioner’s Office (ICO), ico.org.uk/make-a-complaint, 0303 123 1113."
)
_REVIEW_UK_GDPR = _(
    "If you are not content with this answer, you may complain to us. We acknowledge a complaint"
    " within 30 days and tell you what came of it. You may also complain to the Information"
    " Commissioner’s Office (ICO), ico.org.uk/make-a-complaint, 0303 123 1113, and ask a court to"
    " order us to comply."
)
_REVIEW_SCOTLAND = _(
    "If you are not content with this answer, you may ask us within 40 working days to review"
    " it. If you are not content with the outcome of that review, you may apply to the Scottish"
    " Information Commissioner, Kinburn Castle, Doubledykes Road, St Andrews, Fife KY16 9DS,"
    " foi.scot, within six months."
)


@dataclass(frozen=True)
class Exemption:
    """A ground on which something may be withheld: the section, and its words in short."""

    section: str
    words: str

    def __str__(self) -> str:
        return f"{self.section} {self.words}"


@dataclass(frozen=True)
class Rules:
    """`working_days` to answer, or a calendar month where there are none.

    `parts` are those whose bank holidays are no working days. `more` says when the law gives
    more time, to so many working days or months in all (`longest`); None where it gives none.
    """

    law: Law
    short: str
    working_days: int | None
    by: Any
    exemptions: tuple[Exemption, ...]
    review: Any
    parts: tuple[str, ...] = EVERYWHERE
    longest: int = 0
    more: Any = None

    def due_on(self, received_on: date) -> date:
        """The last day to answer a request that came in that day."""
        if self.working_days is None:
            return _months_after(received_on, 1)
        return self._after(received_on, self.working_days)

    def latest(self, received_on: date) -> date:
        """The last day where more time is taken."""
        if self.working_days is None:
            return _months_after(received_on, self.longest)
        return self._after(received_on, self.longest)

    def named(self, section: str) -> Exemption | None:
        return next((each for each in self.exemptions if each.section == section), None)

    def _after(self, start: date, days: int) -> date:
        """So many working days after the start, which itself does not count."""
        day = start
        while days:
            day += timedelta(days=1)
            days -= day.weekday() < SATURDAY and day not in in_any_part(day.year, self.parts)
        return day


def _months_after(start: date, months: int) -> date:
    """The corresponding day, or the last of a month without it; else the next working day.

    Only holidays that the whole kingdom has are passed over: where the person lives who asks
    is not known, and the day must not be later than the law has it.
    """
    month = start.month - 1 + months
    first = date(start.year + month // 12, month % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = first.replace(day=min(start.day, last.day))
    while day.weekday() >= SATURDAY or day in in_all_parts(day.year):
        day += timedelta(days=1)
    return day


def _listed(text: str) -> tuple[Exemption, ...]:
    rows = (line.strip().partition(": ") for line in text.strip().splitlines())
    return tuple(Exemption(section, words) for section, _colon, words in rows)


_FOIA = _listed("""
section 21: Accessible to the applicant by other means
section 22: Intended for future publication
section 22A: Research
section 23: Bodies dealing with security matters
section 24: National security
section 26: Defence
section 27: International relations
section 28: Relations within the United Kingdom
section 29: The economy
section 30: Investigations and proceedings
section 31: Law enforcement
section 32: Court records
section 33: Audit functions
section 34: Parliamentary privilege
section 35: Formulation of government policy
section 36: Prejudice to the effective conduct of public affairs
section 37: Communications with the Sovereign, and honours
section 38: Health and safety
section 39: Environmental information
section 40: Personal information
section 41: Information provided in confidence
section 42: Legal professional privilege
section 43: Commercial interests
section 44: Prohibitions on disclosure
""")
_FOISA = _listed("""
section 25: Information otherwise accessible
section 26: Prohibitions on disclosure
section 27: Information intended for future publication
section 28: Relations within the United Kingdom
section 29: Formulation of Scottish Administration policy
section 30: Prejudice to effective conduct of public affairs
section 31: National security and defence
section 32: International relations
section 33: Commercial interests and the economy
section 34: Investigations and proceedings arising out of them
section 35: Law enforcement
section 36: Confidentiality
section 37: Court records
section 38: Personal information
section 39: Health, safety and the environment
section 40: Audit functions
section 41: Communications with the Sovereign, and honours
""")
_EIR = _listed("""
regulation 12(4)(a): Not held when the request was received
regulation 12(4)(b): Request manifestly unreasonable
regulation 12(4)(c): Request too general
regulation 12(4)(d): Material in the course of completion
regulation 12(4)(e): Internal communications
regulation 12(5)(a): International relations, defence, national security or public safety
regulation 12(5)(b): The course of justice
regulation 12(5)(c): Intellectual property rights
regulation 12(5)(d): Confidentiality of proceedings
regulation 12(5)(e): Confidentiality of commercial or industrial information
regulation 12(5)(f): Interests of the person who provided the information
regulation 12(5)(g): Protection of the environment
regulation 13: Personal data
""")
_EISR = _listed("""
regulation 10(4)(a): Not held when the request was received
regulation 10(4)(b): Request manifestly unreasonable
regulation 10(4)(c): Request too general
regulation 10(4)(d): Material in the course of completion
regulation 10(4)(e): Internal communications
regulation 10(5)(a): International relations, defence, national security or public safety
regulation 10(5)(b): The course of justice
regulation 10(5)(c): Intellectual property rights
regulation 10(5)(d): Confidentiality of proceedings
regulation 10(5)(e): Commercial or industrial confidentiality
regulation 10(5)(f): Interests of the person who provided the information
regulation 10(5)(g): Protection of the environment
regulation 11: Personal data
""")
_UK_GDPR = _listed("""
article 15: Not personal data of the person who asks
schedule 2, paragraph 2: Crime and taxation
schedule 2, paragraph 3: Crime and taxation, risk assessment
schedule 2, paragraph 4: Immigration
schedule 2, paragraph 5: Required by law, or for legal proceedings
schedule 2, paragraph 7: Functions designed to protect the public
schedule 2, paragraph 8: Audit functions
schedule 2, paragraph 10: Regulation of legal services, health services and children’s services
schedule 2, paragraph 11: Other regulatory functions
schedule 2, paragraph 14: Honours and appointments by the Crown
schedule 2, paragraph 16: Protection of the rights of others
schedule 2, paragraph 17: Rights of others: health workers, social workers and teachers
schedule 2, paragraph 19: Legal professional privilege, in Scotland confidential communications
schedule 2, paragraph 20: Self incrimination
schedule 2, paragraph 21: Corporate finance
schedule 2, paragraph 22: Management forecasts
schedule 2, paragraph 23: Negotiations
schedule 2, paragraph 24: Confidential references
schedule 2, paragraph 25: Exam scripts and marks
schedule 2, paragraph 26: Journalism, academic, artistic and literary purposes
schedule 2, paragraph 27: Research and statistics
schedule 2, paragraph 28: Archiving in the public interest
schedule 3, part 2: Health data
schedule 3, part 3: Social work data
schedule 3, part 4: Education data
schedule 3, part 5: Child abuse data
schedule 4: Disclosure prohibited or restricted by another enactment
""")

_VOLUMINOUS = _("the request is so voluminous and complex that 20 working days are not enough")
_COMPLEX = _("the request is complex, or the person has made many")

LAWS = {
    rules.law: rules
    for rules in (
        Rules(
            *(Law.FOISA, "FOISA", 20, _("section 10"), _FOISA, _REVIEW_SCOTLAND),
            parts=(SCOTLAND,),
        ),
        Rules(
            *(Law.EISR, "EISR", 20, _("regulation 5(2)"), _EISR, _REVIEW_SCOTLAND),
            parts=(SCOTLAND,),
            longest=40,
            more=_VOLUMINOUS,
        ),
        Rules(Law.FOIA, "FOIA", 20, _("section 10"), _FOIA, _REVIEW_FOIA),
        Rules(
            *(Law.EIR, "EIR", 20, _("regulation 5(2)"), _EIR, _REVIEW_FOIA),
            longest=40,
            more=_VOLUMINOUS,
        ),
        Rules(
            *(Law.UK_GDPR, "UK GDPR", None, _("article 12A"), _UK_GDPR, _REVIEW_UK_GDPR),
            longest=3,
            more=_COMPLEX,
        ),
    )
}


def rules_of(law: str) -> Rules:
    return LAWS[Law(law)]
