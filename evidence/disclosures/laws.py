"""What each law asks for, as data: how long there is, what may be withheld, who hears complaints.

Where it stands, on legislation.gov.uk: the Freedom of Information (Scotland) Act 2002, asp 13
(time: section 10; exemptions: Part 2, sections 25 to 41); the Environmental Information
(Scotland) Regulations 2004, SSI 2004/520 (time: regulation 5(2); exceptions: regulations 10 and
11); the Freedom of Information Act 2000, c. 36 (time: section 10; exemptions: Part II, sections
21 to 44); the Environmental Information Regulations 2004, SI 2004/3391 (time: regulation 5(2);
exceptions: regulations 12 and 13); UK GDPR articles 12(3) and 15, with the Data Protection Act
2018, c. 12, schedules 2 to 4. The words are ours, in short: what applies is the law as it
stands, and whoever withholds reads it there.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.enums import Law

SATURDAY = 5
_REVIEW_ICO = _(
    "If you are not content with this answer, you may ask us for an internal review. If you are"
    " not content with its outcome, you may complain to the Information Commissioner, Wycliffe"
    " House, Water Lane, Wilmslow, Cheshire SK9 5AF, ico.org.uk."
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
    """`working_days` to answer, or a calendar month where there are none."""

    law: Law
    short: str
    working_days: int | None
    by: Any
    exemptions: tuple[Exemption, ...]
    review: Any

    def due_on(self, received_on: date) -> date:
        """The last day to answer a request that came in that day.

        Bank holidays are counted as working days, so that the day is never later than the
        law has it.
        """
        if self.working_days is None:
            return same_day_next_month(received_on)
        return after_working_days(received_on, self.working_days)

    def named(self, section: str) -> Exemption | None:
        return next((each for each in self.exemptions if each.section == section), None)


def after_working_days(start: date, days: int) -> date:
    """The day so many days after the start, Saturdays and Sundays not counted."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def same_day_next_month(start: date) -> date:
    """The same day of the next month; its last day where it has no such day."""
    first = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))


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
schedule 2, paragraph 5: Required by law, or for legal proceedings
schedule 2, paragraph 7: Functions designed to protect the public
schedule 2, paragraph 16: Protection of the rights of others
schedule 2, paragraph 19: Legal professional privilege
schedule 2, paragraph 20: Self incrimination
schedule 2, paragraph 21: Corporate finance
schedule 2, paragraph 22: Management forecasts
schedule 2, paragraph 23: Negotiations
schedule 2, paragraph 24: Confidential references
schedule 2, paragraph 25: Exam scripts and marks
schedule 3: Health, social work, education and child abuse data
schedule 4: Disclosure prohibited or restricted by another enactment
""")

LAWS = {
    rules.law: rules
    for rules in (
        Rules(Law.FOISA, "FOISA", 20, _("section 10"), _FOISA, _REVIEW_SCOTLAND),
        Rules(Law.EISR, "EISR", 20, _("regulation 5(2)"), _EISR, _REVIEW_SCOTLAND),
        Rules(Law.FOIA, "FOIA", 20, _("section 10"), _FOIA, _REVIEW_ICO),
        Rules(Law.EIR, "EIR", 20, _("regulation 5(2)"), _EIR, _REVIEW_ICO),
        Rules(Law.UK_GDPR, "UK GDPR", None, _("article 12(3)"), _UK_GDPR, _REVIEW_ICO),
    )
}


def rules_of(law: str) -> Rules:
    return LAWS[Law(law)]
