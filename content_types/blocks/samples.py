"""What previews show in the place of rows that an editor will choose: a preview needs no database."""

from dataclasses import dataclass

from django.templatetags.static import static


@dataclass(frozen=True)
class SamplePicture:
    """Stands for an image. Sizes in pixels."""

    alt: str
    width: int = 640
    height: int = 400

    @property
    def url(self) -> str:
        return static("blocks/sample.svg")


@dataclass(frozen=True)
class SampleLink:
    """Stands for a page or a document."""

    title: str
    url: str = "#"
