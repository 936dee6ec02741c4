"""Rendering without the command around it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from notify.catalogue.load import load_workspace
from notify.catalogue.samples import Layer
from notify.render.message import Email, Message
from notify.render.render import Renderer
from tests.conftest import Workspace

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

Render = Callable[..., Message]
RenderEmail = Callable[..., Email]


@pytest.fixture
def render(workspace: Workspace) -> Render:
    """Renders the workspace's notification with data given as a tree."""

    def run(data: dict[str, Any] | None = None, *, channel: str = "email", locale: str = "en") -> Message:
        loaded = load_workspace(workspace.root)
        notification = loaded.catalogue.notifications["note"]
        layers = [Layer(data or {}, "--data")]
        return Renderer(loaded, NOW).render(notification, channel, locale, "default", layers)

    return run


@pytest.fixture
def render_email(render: Render) -> RenderEmail:
    """Renders the notification as an e-mail."""

    def run(data: dict[str, Any] | None = None, *, locale: str = "en") -> Email:
        message = render(data, locale=locale)
        assert isinstance(message, Email)
        return message

    return run
