"""Why a line is refused."""

from typing import Any


class Refusal(Exception):
    """A line, or the part of one, that cannot be imported. The text tells an editor what to change."""

    def __init__(self, reason: object, field: str = "") -> None:
        self.reason, self.field = str(reason), field
        super().__init__(str(self))

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason

    def inside(self, field: str) -> "Refusal":
        """The same refusal, told from one level further out."""
        self.field = f"{field}.{self.field}" if self.field else field
        return self


class Missing(Refusal):
    """A line that names something the site does not have, or does not have yet."""

    def __init__(self, kind: str, key: Any) -> None:
        self.kind, self.key = kind, key
        name = key[0] if isinstance(key, tuple) else key
        super().__init__(f"there is no {kind.replace('_', ' ')} “{name}”")


class UnusableFile(Exception):
    """A file of which no line can be imported, such as a CSV file without a needed column."""
