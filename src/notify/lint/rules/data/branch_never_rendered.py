"""VAR006: a branch of a template that no sample shows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.branches import Watch, branches_of
from notify.render.draft import Draft

# What differs between locales, or is the catalogue's to say, and not between samples.
_NOT_SAMPLED: Final = frozenset({"locale", "dir", "unsubscribe_url", "preferences_url"})


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Follows every message through its notification's own templates."""
    drafts = [draft for draft in view.drafts if draft.channel == "email"]
    if not drafts or view.refusals:
        # A sample that cannot be rendered yet may be the one.
        return
    for source in view.templates.own.values():
        branches = branches_of(source)
        if not branches:
            continue
        watch = Watch(source, "text" if source.file.endswith(".txt") else "html")
        for draft in _by_sample(drafts):
            if len(watch.taken) < len(branches):
                watch.follow(draft)
        counted = Counter[tuple[str, str]]()
        for branch in branches:
            reached = branch.within is None or branch.within in watch.taken
            if reached and branch.number not in watch.taken and not branch.names & _NOT_SAMPLED:
                tag = f"`{branch.tag}`" if branch.tag == branch.opener else f"`{branch.tag}` of `{branch.opener}`"
                again = counted[branch.opener, branch.tag]
                yield Fault(
                    f"No sample comes to what is printed after {tag}.",
                    branch.at,
                    f"{source.file}:{branch.opener}{branch.tag}{again or ''}",
                )
            counted[branch.opener, branch.tag] += 1


def _by_sample(drafts: Sequence[Draft]) -> list[Draft]:
    """The first message of each sample, and then the others: mostly, those go the same ways."""
    first = {draft.data.sample: draft for draft in reversed(drafts)}
    return [*first.values(), *(draft for draft in drafts if first[draft.data.sample] is not draft)]


RULE: Final = Rule(
    code="VAR006",
    name="branch-never-rendered",
    severity="info",
    looks_at=MessagesView,
    check=check,
    summary="A branch of a notification's own templates is printed with none of its samples.",
    why="Nobody sees it before it is sent, and neither does any rule that looks at messages. All samples and locales "
    "count together; layouts and components are shared, and branches that ask for the locale, the "
    "direction or the addresses of the way out are not for samples to reach.",
    cure="Write a sample with which the branch is printed.",
    bad=Example(body='<mj-text>{% if name == "Zoe" %}{{ t.button }}{% else %}{{ t.body }}{% endif %}</mj-text>'),
    good=Example(
        body='<mj-text>{% if name == "Zoe" %}{{ t.button }}{% else %}{{ t.body }}{% endif %}</mj-text>',
        samples={"default": {}, "zoe": {"name": "Zoe"}},
    ),
)
