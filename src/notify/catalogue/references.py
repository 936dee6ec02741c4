"""What one part of the catalogue says about another: whether the names it uses are declared, and go together."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from notify.catalogue.expression import QUESTIONS
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.declaration import Declaration
from notify.catalogue.model.fields import Refusal, listed
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import (
    DateTrigger,
    EventTrigger,
    MilestoneTrigger,
    ScheduleTrigger,
    SumMilestone,
    events_of,
)
from notify.catalogue.positions import KeyPath
from notify.errors import nearest

# What templates are given besides a notification's own variables, always and with a batch or digest.
BUILT_IN: Final = frozenset(
    {"user", "product", "topic", "notification", "locale", "dir", "t", "unsubscribe_url", "preferences_url", "event"}
)
GATHERED: Final = frozenset({"items", "count", "actors"})
# Words of Jinja's grammar, which no name in a template can be.
_GRAMMAR: Final = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None"}
)


def faults_between(catalogue: Catalogue, data: Mapping[str, Any]) -> Iterator[Refusal]:
    """All that does not go together in a catalogue that was read from this data, with `at` the whole key path.

    What the data declares counts as declared where its declaration is wrong, too: that is said elsewhere.
    """
    yield from _faults_in_locales(catalogue)
    yield from _faults_in_traits(catalogue)
    for channel, reached in catalogue.channels.items():
        yield from _faults_in_path(reached.address, ("channels", channel, "address"), catalogue, data, trait=True)
    yield from _faults_in_policy(data)
    for notification in catalogue.notifications.values():
        yield from _faults_in_names(notification, data)
        yield from _faults_in_timing(notification)
        yield from _faults_in_variables(notification, catalogue, data)
        yield from _faults_in_paths(notification, catalogue, data)
        topic = catalogue.topics.get(notification.topic)
        if topic and topic.essential and notification.class_ == "promotional":
            yield Refusal(
                f"A promotional notification cannot be on `{notification.topic}`, which nobody can opt out of.",
                "Choose a topic that is not `required`, or make it `transactional`.",
                at=("notifications", notification.id, "topic"),
            )


def declared_names(data: Mapping[str, Any], section: str) -> Collection[str] | None:
    """The names that a section of the written catalogue declares; None where it is not there as a mapping."""
    names = data.get(section)
    return tuple(names) if isinstance(names, dict) else None


def payload_of(notification: Notification, data: Mapping[str, Any]) -> tuple[str, Collection[str]] | None:
    """The event whose payload a notification has, and the fields written for it; None where nobody declared it."""
    for event in events_of(notification.trigger):
        return _fields_of(event, data)
    return None


def _fields_of(event: str, data: Mapping[str, Any]) -> tuple[str, Collection[str]] | None:
    events = data.get("events")
    if not isinstance(events, dict) or event not in events:
        return None
    fields = events[event]
    if fields is None:
        return event, ()
    return (event, tuple(fields)) if isinstance(fields, dict) else None


def _faults_in_locales(catalogue: Catalogue) -> Iterator[Refusal]:
    seen: set[str] = set()
    for index, tag in enumerate(catalogue.locales):
        if tag.lower() in seen:
            yield Refusal(f"`{tag}` is in `locales` twice.", "Keep one of them.", at=("locales", index))
        seen.add(tag.lower())
    default = catalogue.defaults.locale
    if default not in catalogue.locales:
        yield Refusal(
            f"The default locale `{default}` is not in `locales`.",
            nearest(default, catalogue.locales) or f"Add `{default}` to `locales`, or choose one of them.",
            at=("defaults", "locale"),
        )


def _faults_in_traits(catalogue: Catalogue) -> Iterator[Refusal]:
    for name in catalogue.user:
        if name in QUESTIONS:
            yield Refusal(
                f"A trait cannot be called `{name}`: conditions ask `user.{name}(…)`.",
                "Choose another name.",
                at=("user", name),
                on_key=True,
            )


def _faults_in_policy(data: Mapping[str, Any]) -> Iterator[Refusal]:
    for section in ("quiet_hours", "frequency_caps"):
        ids: set[str] = set()
        for index, rule in enumerate(_entries(data.get("policy"), section)):
            at = ("policy", section, index)
            for place, channel in enumerate(_entries(rule, "channels")):
                yield from _unknown("channel", str(channel), "channels", data, at=(*at, "channels", place))
            name = rule.get("id") if isinstance(rule, dict) else None
            if isinstance(name, str) and name in ids:
                yield Refusal(f"There is a cap `{name}` already.", "Choose another name.", at=(*at, "id"))
            ids.add(str(name))


def _entries(value: Any, key: str) -> list[Any]:
    """The list at a key of a mapping; nothing where there is no such thing, which is said elsewhere."""
    entries = value.get(key) if isinstance(value, dict) else None
    return entries if isinstance(entries, list) else []


def _faults_in_names(notification: Notification, data: Mapping[str, Any]) -> Iterator[Refusal]:
    at = ("notifications", notification.id)
    yield from _unknown("topic", notification.topic, "topics", data, at=(*at, "topic"))
    for index, stage in enumerate(notification.stage):
        yield from _unknown("stage", stage, "stages", data, at=(*at, "stage", index))
        if stage in notification.stage[:index]:
            yield Refusal(f"`{stage}` is there twice.", "Keep one of them.", at=(*at, "stage", index))
    for channel in notification.channels:
        yield from _unknown("channel", channel, "channels", data, at=_written(data, (*at, "channels"), channel))


def _unknown(kind: str, word: str, section: str, data: Mapping[str, Any], *, at: KeyPath) -> Iterator[Refusal]:
    declared = () if section == "stages" and section not in data else declared_names(data, section)
    if declared is None or word in declared:
        return
    some = f"Write {listed(tuple(declared))}, or declare it under `{section}`." if 0 < len(declared) < 9 else None
    yield Refusal(
        f"There is no {kind} `{word}`.",
        nearest(word, declared) or some or f"Declare it under `{section}`.",
        at=at,
        on_key=at[-1] == word,
    )


def _faults_in_timing(notification: Notification) -> Iterator[Refusal]:
    at = ("notifications", notification.id)
    trigger, batch, digest = notification.trigger, notification.batch, notification.digest
    if digest and not isinstance(trigger, ScheduleTrigger):
        yield Refusal(
            "A digest needs a schedule, which closes it.",
            'Write a trigger such as `{schedule: "0 8 * * mon"}`, or use `batch`.',
            at=(*at, "digest"),
            on_key=True,
        )
    if batch and digest:
        yield Refusal("A notification has a batch or a digest.", "Keep one of them.", at=(*at, "batch"), on_key=True)
    elif batch and not isinstance(trigger, EventTrigger):
        yield Refusal(
            "A batch needs an event, which opens it.",
            "Write a trigger such as `{event: comment.added}`, or use `digest` with a schedule.",
            at=(*at, "batch"),
            on_key=True,
        )
    if batch and batch.max_window is not None:
        if not batch.extend:
            hint = "Write `extend: true`, or remove `max_window`."
            yield Refusal(
                "`max_window` is for a batch that events extend.", hint, at=(*at, "batch", "max_window"), on_key=True
            )
        elif batch.max_window < batch.window:
            hint = "Write a longer `max_window`, or a shorter `window`."
            yield Refusal("`max_window` is shorter than `window`.", hint, at=(*at, "batch", "max_window"))
    for name, gathered in (("batch", batch), ("digest", digest)):
        if gathered and gathered.max_items is not None and gathered.max_items < gathered.min:
            hint = "Write a greater `max_items`, or a smaller `min`."
            yield Refusal("`max_items` is less than `min`.", hint, at=(*at, name, "max_items"))


def _faults_in_variables(
    notification: Notification, catalogue: Catalogue, data: Mapping[str, Any]
) -> Iterator[Refusal]:
    gathers = notification.batch or notification.digest
    taken = BUILT_IN | GATHERED if gathers else BUILT_IN
    for name, variable in notification.variables.items():
        at = ("notifications", notification.id, "variables", name)
        if name in taken:
            message = f"A variable cannot be called `{name}`, which templates have already."
            yield Refusal(message, "Choose another name.", at=at, on_key=True)
        elif name in _GRAMMAR:
            message = f"A variable cannot be called `{name}`, which is a word of the template language."
            yield Refusal(message, "Choose another name.", at=at, on_key=True)
        elif "from" in (written := data["notifications"][notification.id]["variables"][name]):
            yield from _faults_in_path(variable.from_, (*at, "from"), catalogue, data, notification)
        elif variable.required and "default" not in written:
            yield from _faults_in_path(variable.from_, at, catalogue, data, notification)


def _faults_in_paths(notification: Notification, catalogue: Catalogue, data: Mapping[str, Any]) -> Iterator[Refusal]:
    at = ("notifications", notification.id)
    trigger = notification.trigger
    if isinstance(trigger, DateTrigger):
        where = (*at, "trigger", "date")
        yield from _faults_in_path(trigger.date, where, catalogue, data, trait=True)
        declared = catalogue.user.get(trigger.date.removeprefix("user."))
        if declared and declared.type not in {"date", "datetime"}:
            yield Refusal(f"`{trigger.date}` is no date.", "Name a trait of type date or datetime.", at=where)
    match trigger:
        case MilestoneTrigger(milestone=SumMilestone(sum=path)) if not path.startswith("event."):
            hint = "Name a number in the event, such as `event.points`."
            yield Refusal("Only numbers of events add up.", hint, at=(*at, "trigger", "milestone", "sum"))
    recipients = [path for one in notification.to or () for path in (one.user, one.address, one.locale) if path]
    for key, paths in (("to", recipients), ("exclude", notification.exclude)):
        for path in paths:
            yield from _faults_in_path(path, _written(data, (*at, key), path), catalogue, data, notification)
    if notification.batch and notification.batch.by:
        yield from _faults_in_path(notification.batch.by, (*at, "batch", "by"), catalogue, data, notification)
    yield from _faults_in_outcomes(notification, data)


def _faults_in_outcomes(notification: Notification, data: Mapping[str, Any]) -> Iterator[Refusal]:
    """The fields of events other than the trigger's: those that cancel, and the goal's."""
    at = ("notifications", notification.id)
    for cancellation in notification.cancel_on:
        for event in dict.fromkeys([*events_of(notification.trigger), cancellation.event]):
            known = _fields_of(event, data)
            if cancellation.same and known and cancellation.same not in known[1]:
                where = _written(data, (*at, "cancel_on"), cancellation.same)
                yield _not_in_payload(cancellation.same, known, where)
    goal = notification.goal
    if goal and goal.value:
        root, field = goal.value.split(".")[:2]
        known = _fields_of(goal.event, data)
        if root == "event" and known and field not in known[1]:
            yield _not_in_payload(field, known, (*at, "goal", "value"))


def _faults_in_path(
    path: str,
    at: KeyPath,
    catalogue: Catalogue,
    data: Mapping[str, Any],
    notification: Notification | None = None,
    *,
    trait: bool = False,
) -> Iterator[Refusal]:
    """What is wrong with a path into the user's traits or the payload; `trait` where only the former will do."""
    root, field, *rest = path.split(".")
    declaration: Declaration | None = None
    if root == "user":
        traits = data.get("user", {})
        if isinstance(traits, dict) and field not in traits:
            hint = nearest(field, traits) or "Declare it under `user`."
            yield Refusal(f"`user.{field}` is not a trait of the user.", hint, at=at)
        declaration = catalogue.user.get(field)
    elif trait:
        yield Refusal(f"`{path}` is not a trait of the user.", "Write a path such as `user.email`.", at=at)
    elif notification and (known := payload_of(notification, data)):
        if field not in known[1]:
            yield _not_in_payload(field, known, at)
        declaration = catalogue.events.get(known[0], {}).get(field)
    if rest and declaration and declaration.type not in {"object", "money"}:
        hint = "Name the whole value, or declare it as an object."
        yield Refusal(f"`{root}.{field}` is of type {declaration.type} and has no `{rest[0]}`.", hint, at=at)


def _not_in_payload(field: str, known: tuple[str, Collection[str]], at: KeyPath) -> Refusal:
    event, fields = known
    hint = nearest(field, fields) or f"Declare it under `events`, in `{event}`."
    return Refusal(f"`{field}` is not a field of the event `{event}`.", hint, at=at, on_key=at[-1] == field)


def _written(data: Any, at: KeyPath, word: str) -> KeyPath:
    """Where below a written value a word stands, as a key or as a value; the value's own place where it does not."""
    value = data
    for part in at:
        value = value.get(part) if isinstance(value, dict) else None
    return (*at, *(_found(value, word) or ()))


def _found(value: Any, word: str) -> KeyPath | None:
    if value == word:
        return ()
    if isinstance(value, dict) and word in value:
        return (word,)
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        if (below := _found(part, word)) is not None:
            return (key, *below)
    return None
