"""The text of the assessor's report as the data give it, one function for each part.

They write as somebody types: blank lines part paragraphs, lines that begin with "- " are a
list. So the assessor can begin from what they give.
"""

from .ending import conclusion, recommendation, recommended
from .findings import findings_in, strengths
from .introduction import introduction
from .method import method

__all__ = [
    "conclusion",
    "findings_in",
    "introduction",
    "method",
    "recommendation",
    "recommended",
    "strengths",
]
