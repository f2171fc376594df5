"""What stands in addresses."""


class CodeConverter:
    """The code of an element or item: no slash, and nothing that a database cannot hold."""

    regex = r"[^/\x00-\x1f]{1,40}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
