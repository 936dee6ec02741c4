"""`notify cache`: what is kept between runs, and where."""

from pathlib import Path

from notify.cache import NO_CACHE, Cache
from notify.cli.console import make_console
from notify.errors import WorkspaceError


def open_cache(*, no_cache: bool) -> Cache:
    """The user's cache; one that keeps nothing where none is wanted, or where there is no place for it."""
    return NO_CACHE if no_cache else Cache(_find_folder())


def clear() -> None:
    """Remove what was compiled and kept in your user's cache folder, and say where. The next run makes it again."""
    from rich.filesize import decimal
    from rich.text import Text

    folder = _find_folder()
    cache = Cache(folder)
    try:
        freed = cache.clear()
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "Close what is using it, or remove the folder by hand."
        raise WorkspaceError(f"What is in {folder} cannot be removed: {reason}.", hint=hint) from None
    if folder is None:
        said = "There is nothing to clear: this user has no folder for caches."
    elif not freed and not cache.keeps:
        said = f"Nothing is kept in {folder}, since it is not this user's alone."
    elif not freed:
        said = f"There is nothing to clear in {folder}."
    else:
        said = f"Freed {decimal(freed)} in {folder}."
    make_console().print(Text(said), soft_wrap=True)


def _find_folder() -> Path | None:
    import platformdirs

    try:
        folder = platformdirs.user_cache_path("notify-workbench", appauthor=False)
    except (OSError, RuntimeError, LookupError, ValueError):
        # Nobody's home, as in a container whose user has no name.
        return None
    # In the same case older versions of platformdirs name a folder `~`, which would be made right here.
    return folder if folder.is_absolute() else None
