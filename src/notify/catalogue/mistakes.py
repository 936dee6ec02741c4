"""What pydantic found, as people understand it: where it stands, what is wrong, what to do."""

from pydantic import ValidationError

from notify.catalogue.model import Catalogue
from notify.catalogue.positions import Document
from notify.errors import CatalogueError, NotifyError


def read_catalogue(document: Document) -> tuple[Catalogue | None, list[NotifyError]]:
    """The catalogue in a document, and all its mistakes."""
    try:
        return Catalogue.model_validate(document.data), []
    except ValidationError as error:
        return None, [CatalogueError(str(e["msg"]), position=document.position(e["loc"])) for e in error.errors()]
