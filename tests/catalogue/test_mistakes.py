"""A catalogue with one thing wrong: where it is said to be, what is said, and which cure."""
# ruff: noqa: E501 - a case is easier to read on one line

from pathlib import Path

import pytest

from notify.catalogue.load import read_workspace
from notify.errors import CatalogueError, NotifyError

FULL = (Path(__file__).parent / "full.yaml").read_text(encoding="utf-8")


def mistakes_in(folder: Path, text: str) -> tuple[NotifyError, ...]:
    (folder / "notifications.yaml").write_text(text, encoding="utf-8")
    return read_workspace(folder)[1]


def patched(*changes: tuple[str, str]) -> str:
    """The full catalogue with each first text, which it has once, replaced by the second."""
    text = FULL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


# The old text, the new one with the place in «», what is said, and the cure.
ONE_MISTAKE = [
    # Keys
    ("topic: security\n    trigger: {event: r", "«topik»: security\n    trigger: {event: r",
     "`topik` is not a field of a notification.", "Did you mean `topic`?"),
    ("accept_late: 72h", "«acept_late»: 72h", "`acept_late` is not a field of `policy`.", "Did you mean `accept_late`?"),
    ("priority: critical", "«zzz»: 1", "`zzz` is not a field of a notification.", "Remove it."),
    ("throttle: {limit: 3", "throttle: {«most»: 1, limit: 3", "`most` is not a field of `throttle`.", "`limit` or `per`"),
    ("notifications:\n", "«notification»:\n", "`notification` is not a field of the catalogue.", "Did you mean `notifications`?"),
    ('{target: "nimbus', '{«tagret»: "nimbus', "`tagret` is not a field of a push message.", "Did you mean `target`?"),
    ("email: {address: user.email}", "«emial»: {address: user.email}", "`emial` cannot be a key of `channels`.", "Did you mean `email`?"),
    ("  password-reset:", "  «Password_Reset»:", "`Password_Reset` is not an id", "Write `password-reset`."),
    ("  streak:\n", "  «copy»:\n", "`copy` is the name of a shared folder", "Choose another id."),
    ("  hooks: {kind", "  «outbox»: {kind", "The relay `outbox` is always there.", "Choose another name."),
    ("  first_name:", "  «first-name»:", "`first-name` is not a name.", "letters, digits and `_`"),
    ("link: {type: url}\n", "«user»: {type: url}\n", "A variable cannot be called `user`", "Choose another name."),
    ("done: {type: integer, from", "«count»: {type: integer, from", "A variable cannot be called `count`", "Choose another name."),
    ("link: {type: url}\n", "«in»: {type: url}\n", "a word of the template language", "Choose another name."),
    ("  first_name:", "  «has_done»:", "A trait cannot be called `has_done`", "Choose another name."),
    # What must be there
    ("    description: Your week.\n", "", "A notification needs `description`.", "Add `description:"),
    ("version: 1\n", "", "The catalogue needs `version`.", "Add `version: 1`."),
    ("trigger: {milestone: {streak: session.started, days: 7}}", "trigger: {«milestone»: {streak: session.started}}",
     "A streak needs `days`.", "Add `days: 7`."),
    ('reason: "The name is long.", ', "", "An ignored rule needs `reason`.", "Add `reason:"),
    ('url: "https://nimbus.example", ', "", "`product` needs `url`.", "Add `url:"),
    ("expires: 15m", "«expires»:", "`expires` has nothing after it.", "remove it"),
    ("reply_to: none", "«reply_to»: ~", "`reply_to` has nothing after it.", "remove it"),
    ("[en, fr, pt-BR]", "«[]»", "`locales` is empty.", "Write one at least."),
    ("channels: [email, push]", "channels: «[]»", "There are no channels here.", "`[email]`"),
    # Words
    ("priority: critical", "priority: «critcal»", "`priority` cannot be `critcal`.", "Did you mean `critical`?"),
    ("category: access", "category: «acess»", "`category` cannot be `acess`.", "Did you mean `access`?"),
    ("category: access", "category: «12»", "`category` cannot be `12`.", "`custom:name`"),
    ("then: drop", "then: «wait»", "`then` cannot be `wait`.", "Write `defer` or `drop`."),
    ("days: [mon, tue]", "days: [mon, «tuesday»]", "`tuesday` cannot be in `days`.", "Did you mean `tue`?"),
    ("channels: [email, push]", "channels: [email, «psh»]", "`psh` cannot be in `channels`.", "Did you mean `push`?"),
    ("channels: [email, push]", "channels: [email, «email»]", "`email` is there twice.", "Keep one of them."),
    ("channels: [email, push]", "channels: «email»", "`email` is not a list of channels.", "in brackets"),
    ("{kind: webhook", "{kind: «webook»", "`kind` cannot be `webook`.", "Did you mean `webhook`?"),
    ("repeat: once", "repeat: «twice»", "`repeat` cannot be `twice`.", "`once`, or `{after: 90d}`"),
    ("  id: {type: string}\n", "  id: {type: «strnig»}\n", "`type` cannot be `strnig`.", "Did you mean `string`?"),
    ("  id: {type: string}\n", "  id: «string»\n", "`string` is not a declaration.", "Write it as `{type: string}`."),
    ("{SUB002: error}", "{SUB002: «eror»}", "`eror` is not a severity.", "Did you mean `error`?"),
    ("ignore: [IMG007]", "ignore: [«img7 x»]", "`img7 x` is not a rule.", "`SUB002`"),
    ("version: 1", "version: «2»", "`version` cannot be `2`.", "Write `1`."),
    ("version: 1", "version: «true»", "`version` cannot be `true`.", "Write `1`."),
    # Types
    ("make_or_break: true", "make_or_break: «2»", "`make_or_break` must be true or false", "without quotes"),
    ("limit: 2,", "limit: «0»,", "`limit` must be 1 or more, and `0` is not.", "greater"),
    ("limit: 2,", "limit: «many»,", "`limit` must be a whole number, and the text `many` is not.", "digits"),
    ("label: Security", "label: «12»", "`label` must be text, and `12` is not.", 'Put it in quotes: "12".'),
    ('late: "true"', "late: «true»", "`late` must be text, and `true` is not.", 'Put it in quotes: "true".'),
    ("label: Security", "label: «[a]»", "`label` must be text, and a list is not.", "Write text."),
    ("label: Security", 'label: «" "»', "There is no text here.", "Write some"),
    ("label: Security", 'label: «"a\\nb"»', "This is more than one line.", "one line"),
    ("  session.started:\n", '  «" session"»:\n', "`session` has spaces around it.", "Remove them."),
    ("stage: [early]", "stage: «early»", "`stage` must be a list, and `early` is not.", "in brackets"),
    ("exclude: [event.author_id]", "exclude: [«7»]", "An entry of `exclude` must be text, and `7` is not.", "quotes"),
    ('stages:\n  early: "user.signed_up_days < 7"\n  late: "true"', "stages: «x»",
     "`stages` must be a mapping, and `x` is not.", "below it"),
    ("goal: {event: comment.added, within: 3d, value: event.amount}", "goal: «later»", "`goal` must be a mapping, and `later` is not.",
     "`{event: project.created, within: 3d}`"),
    ("sample: 3}", 'sample: «"3"»}', "This is declared as a whole number, and the text `3` is not.", "without quotes"),
    ("default: 15,", "default: «soon»,", "declared as a whole number", "digits"),
    ("default: 15,", "default: 15, «required»: true,", "A variable with a default cannot be required.", "Remove"),
    ('sample: {amount: "19.90", currency: EUR}', "sample: «{amount: 1}»", "declared as money", "`{amount:"),
    # Durations, times, zones, addresses
    ("expires: 15m", "expires: «15»", "`15` is not a duration.", "`15m`, `48h` or `7d`"),
    ("expires: 15m", "expires: «0m»", "`0m` is no time at all.", "longer"),
    ("expires: 15m", "expires: «99999w»", "`99999w` is more than ten years.", "shorter"),
    ("offset: -7d", "offset: «-7»", "`-7` is not a duration.", "unit"),
    ("per: day}", "per: «fortnight»}", "`fortnight` is not a period.", "`day`, `week` or `month`"),
    ('from: "22:00"', 'from: «"8:00"»', "`8:00` is not a time of day.", '"08:30"'),
    ('from: "22:00"', "from: «22:00»", "YAML reads an unquoted `22:00` as the number 1320.", "in quotes"),
    ('to: "08:00"', 'to: «"22:00"»', "These quiet hours end when they begin.", "another time"),
    ('to: "18:00"', 'to: «"09:00"»', "This window closes when it opens.", "another time"),
    ("until: 2027-01-31", "until: «31.1.2027»", "`31.1.2027` is not a date.", "`2027-01-31`"),
    ("until: 2027-01-31", "until: «2027-02-30»", "`2027-02-30` is not in the calendar.", "day that there is"),
    ("once: 2026-03-01T09:00", "once: «2026-03-01»", "`2026-03-01` is not a date and time.", "`2026-03-01T09:00`"),
    ("once: 2026-03-01T09:00", "once: «2026-03-01T09:00Z»", "`2026-03-01T09:00Z` names a zone.", "recipient's time"),
    ('schedule: "0 8 * * mon"', 'schedule: «"0 8 * *"»', "has 4 fields, and a schedule has five.", "`0 8 * * mon`"),
    ('schedule: "0 8 * * mon"', 'schedule: «"0 8 * * moon"»', "`moon` is not a day of the week.", "0 to 6 or sun to sat"),
    ('schedule: "0 8 * * mon"', 'schedule: «"0 8 31 2 *"»', "never comes", "another day"),
    ("timezone: Europe/Paris", "timezone: «Europe/Pari»", "`Europe/Pari` is not a time zone.", "Did you mean `Europe/Paris`?"),
    ("locales: [en, fr, pt-BR]", "locales: [en, fr, «pt_BR»]", "`pt_BR` is not a locale.", "Write `pt-BR`."),
    ("locales: [en, fr, pt-BR]", "locales: [en, fr, «EN»]", "`EN` is in `locales` twice.", "Keep one of them."),
    ("locale: en\n", "locale: «de»\n", "The default locale `de` is not in `locales`.", "Add `de`"),
    ('"Nimbus <hello@nimbus.example>"', "«Nimbus»", "`Nimbus` is not an e-mail address.", "`Nimbus <hello@nimbus.example>`"),
    ("reply_to: support@nimbus.example", "reply_to: «none»", "`none` is not an e-mail address.", "hello@"),
    ("reply_to: support@nimbus.example", "reply_to: «support»", "`support` is not an e-mail address.", "hello@"),
    ('"https://nimbus.example/preferences"', "«/preferences»", "`/preferences` is not the address of a page.", "https://"),
    ('"https://nimbus.example", postal', "«nimbus.example», postal", "`nimbus.example` is not the address of a site.", "https://"),
    ("links: {domains: [nimbus.example]}", 'links: {domains: [«"https://x.example"»]}', "is not a domain.", "alone"),
    # Relays
    ('host: "${SMTP_HOST}"', 'host: «"${SMTP_HOST"»', "has a `${` that names no variable.", "`${SMTP_HOST}`"),
    ('host: "${SMTP_HOST}"', "host: «smtp://x»", "`smtp://x` is not a host.", "`smtp.nimbus.example`"),
    ('    username: "${SMTP_USER}"\n', "", "There is a `password` and no `username`", "both, or neither"),
    ('    username: "${SMTP_USER}"\n    password: "${SMTP_PASSWORD}"\n', '    «username»: "${SMTP_USER}"\n',
     "There is a `username` and no `password`", "both, or neither"),
    ('host: "${SMTP_HOST}"\n    port: 2525\n', 'host: «"localhost:2597"»\n', "`localhost:2597` is a host and a port.", "`host: localhost` and `port: 2597`"),
    ("port: 2525", 'port: «"2525"»', "the text `2525` is not a port.", "1 to 65535"),
    ("rate: 10/s", "rate: «10»", "`10` is not a rate.", "`10/s`"),
    ("redirect: qa@nimbus.example", 'redirect: «"QA <qa@nimbus.example>"»', "has a name in it.", "alone"),
    ('allow: ["*@nimbus.example"]', "allow: [«nimbus.example»]", "`nimbus.example` matches no address.", "`*@nimbus.example`"),
    ('allow: ["*@nimbus.example"]', 'allow: [«"*@*.bü*.example"»]', "`bü*` has letters beyond ASCII", "a star alone for it"),
    ('allow: ["*@nimbus.example"]', 'allow: [«"*@ü-.example"»]', "no domain can be called `ü-`", "a typing slip"),
    ('url: "https://hooks.nimbus.example/n"', "url: «ftp://x»", "`ftp://x` is not a URL.", "`https://hooks"),
    ('  hooks: {kind: webhook, url: "https://hooks.nimbus.example/n", secret: "${HOOK_SECRET}", allow: ["*"]}',
     "  hooks: «smtp»", "`smtp` is not a relay.", "`{kind: smtp, host:"),
    ("    kind: smtp\n", "", "An SMTP relay needs `kind`.", "Add `kind: smtp`."),
    # Triggers
    ("trigger: {event: reset.requested}", 'trigger: {event: reset.requested, «schedule»: "0 8 * * *"}',
     "A trigger has one kind, and here are `event` and `schedule`.", "Keep one of them."),
    ("trigger: {event: reset.requested}", "trigger: {«evnt»: reset.requested}", "`evnt` is not a field of a trigger.", "`event`"),
    ("trigger: {event: reset.requested}", "trigger: «{}»", "This does not say what kind of trigger it is.", "`schedule`"),
    ("trigger: {event: reset.requested}", "trigger: «reset.requested»", "`reset.requested` is not a trigger.", "mapping with one of"),
    ('trigger: {schedule: "0 8 * * mon"}', 'trigger: {schedule: "0 8 * * mon", «delay»: 2d}',
     "`delay` is not a field of a schedule trigger.", "Remove it."),
    ("at: [1, 10, 100]", "at: [1, «1», 100]", "`1` does not come after `1`.", "rising order"),
    ("at: [500, 1000.5]", "at: [«-1», 1000.5]", "`-1` is not a mark.", "above zero"),
    ("sum: event.points", "sum: «user.signed_up_days»", "Only numbers of events add up.", "`event.points`"),
    ("date: user.card_expires", "date: «user.first_name»", "`user.first_name` is no date.", "date or datetime"),
    ("date: user.card_expires", "date: «event.link»", "`event.link` is not a trait of the user.", "`user.email`"),
    ("channels: [email]\n    repeat: once\n    digest", "channels: [email]\n    batch: {window: 1h}\n    repeat: once\n    digest",
     "A notification has a batch or a digest.", "Keep one of them."),
    ('trigger: {inactive: {for: 30d, without: [session.started]}, at: "11:00"}\n',
     "trigger: {inactive: {for: 30d}}\n    «digest»: {of: [comment.added]}\n", "A digest needs a schedule", "`batch`"),
    ("trigger: {once: 2026-03-01T09:00}\n", "trigger: {once: 2026-03-01T09:00}\n    «batch»: {window: 1h}\n",
     "A batch needs an event", "`digest`"),
    ("extend: true, max_window: 1h", "«max_window»: 1h", "`max_window` is for a batch that events extend.", "`extend: true`"),
    ("max_window: 1h", "max_window: «5m»", "`max_window` is shorter than `window`.", "longer"),
    ("max_items: 50", "max_items: «1»", "`max_items` is less than `min`.", "greater"),
    # Names of other parts
    ("topic: offers\n    trigger: {sch", "topic: «ofers»\n    trigger: {sch", "There is no topic `ofers`.", "Did you mean `offers`?"),
    ("topic: offers\n    trigger: {sch", "topic: «zz»\n    trigger: {sch", "There is no topic `zz`.", "declare it under `topics`"),
    ("stage: [early]", "stage: [«erly»]", "There is no stage `erly`.", "Did you mean `early`?"),
    ("stage: [early]", "stage: [early, «early»]", "`early` is there twice.", "Keep one of them."),
    ("channels: [email, push]", "channels: [email, «sms»]", "There is no channel `sms`.", "declare it under `channels`"),
    ("      email:\n      push: {", "      email:\n      «sms»: {}\n      push: {", "There is no channel `sms`.", "`channels`"),
    ("quiet_hours: [{channels: [push]", "quiet_hours: [{channels: [«sms»]", "There is no channel `sms`.", "`channels`"),
    ("id: push-day", "id: «promo-week»", "There is a cap `promo-week` already.", "Choose another name."),
    ("class: promotional\n    topic: offers\n    trigger: {sch", "class: promotional\n    topic: «security»\n    trigger: {sch",
     "A promotional notification cannot be on `security`", "`transactional`"),
    ("push: {address: user.id}", "push: {address: «user.idd»}", "`user.idd` is not a trait of the user.", "Did you mean `id`?"),
    ("push: {address: user.id}", "push: {address: «usr.id»}", "`usr.id` is not a path to data.", "Did you mean `user`?"),
    ("push: {address: user.id}", "push: {address: «id»}", "`id` is not a path to data.", "`user.email`"),
    ("from: event.request_id", "from: «event.requestid»", "`requestid` is not a field of the event `reset.requested`.", "`request_id`"),
    ("      link: {type: url}\n", "      «lnk»: {type: url}\n", "`lnk` is not a field of the event `reset.requested`.", "`link`"),
    ("from: user.week.done", "from: «user.first_name.done»", "`user.first_name` is of type string and has no `done`.", "object"),
    ("from: user.week.done", "from: «user.month»", "`user.month` is not a trait of the user.", "Declare it under `user`."),
    ("same: board_id", "same: «bord_id»", "`bord_id` is not a field of the event `comment.added`.", "`board_id`"),
    ("value: event.amount", "value: «event.mount»", "`mount` is not a field of the event `comment.added`.", "`amount`"),
    ("exclude: [event.author_id]", "exclude: [«event.author»]", "`author` is not a field of the event", "`author_id`"),
    ("to: [event.board_id, {address", "to: [«event.board», {address", "`board` is not a field of the event", "`board_id`"),
    ("batch: {by: event.board_id", "batch: {by: «event.board»", "`board` is not a field of the event", "`board_id`"),
    ("{address: event.email, locale: event.email}", "«{}»", "A recipient is a user or an address.", "`{address: event.email}`"),
    ("{address: event.email, locale: event.email}", "{user: event.email, «locale»: event.email}", "A user's language is known.", "`locale`"),
    ("to: [event.board_id, {address: event.email, locale: event.email}]", "to: «[]»", "`to` is empty.", "one at least"),
    # Conditions and texts
    ('audience: "user', "audience: «\"usr.id == 'x'\"» # \"user", "`usr` is not known here.", "Did you mean `user`?"),
    ('"user.signed_up_days < 7"', '«"user.signed_up_day < 7"»', "`user.signed_up_day` is not a trait", "`signed_up_days`"),
    ('"user.signed_up_days < 7"', "«\"user['nme'] == 'x'\"»", "`user.nme` is not a trait", "Declare it under `user`."),
    ('"user.signed_up_days < 7"', '«"event.link"»', "`event` is not known here.", "What is known here: `user`."),
    ('"user.signed_up_days < 7"', '«"user.signed_up_days <"»', "it ends too early", "`user.signed_up_days < 7`"),
    ('"user.signed_up_days < 7"', '«"user.signed_up_days = 7"»', "`=` is not expected here", "Write `==` to compare."),
    ('"user.signed_up_days < 7"', '«"user.id && user.email"»', "`&` means nothing here", "Write `and` instead of `&&`."),
    ('"user.signed_up_days < 7"', '«"{{ user.id }}"»', "This condition cannot be read", "without `{{` and `}}`"),
    ('"user.signed_up_days < 7"', '«"user.id user.id"»', "`user` is not expected here", "`user.signed_up_days < 7`"),
    ('"user.signed_up_days < 7"', '«"user.id is strng"»', "`strng` is not a test.", "Did you mean `string`?"),
    ('"user.signed_up_days < 7"', '«"user.id|lowr"»', "`lowr` is not a filter.", "Did you mean `lower`?"),
    ('"user.signed_up_days < 7"', '«"user.has_done"»', "`user.has_done` asks for an event.", "`user.has_done('project.created')`"),
    ('"user.signed_up_days < 7"', "«\"user.count('x', 'soon') > 1\"»", "`soon` is not a duration.", "`7d`"),
    ('"user.signed_up_days < 7"', '«"user.count(user.id)"»', "`user.count` asks for an event by its name.", "'7d'"),
    ('key: "{{ event.request_id }}"', 'key: «"{{ event.requestid }}"»', "`event.requestid` is not a field", "`request_id`"),
    ('key: "{{ event.request_id }}"', 'key: «"{{ lnk }}"»', "`lnk` is not known here.", "Did you mean `link`?"),
    ('key: "{{ event.request_id }}"', 'key: «"{% if x %}{% endif %}"»', "may print data, and not run statements", "Remove"),
    ('key: "{{ event.request_id }}"', 'key: «"{{ event."»', "This text cannot be read", "`{{ user.id }}`"),
    ("reply_to: support@nimbus.example", 'reply_to: «"{{ topic.idd }}@x"»', "`topic.idd` is not a field of `topic`.", "`id`"),
    ('"https://nimbus.example/{{ user.id }}"', '«"https://nimbus.example/{{ user.idd }}"»', "`user.idd`", "`id`"),
    ('image: "https://nimbus.example/i.png"', 'image: «"{{ product.logo }}"»', "`product.logo` is not a field", "`postal_address`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said", "cure"), ONE_MISTAKE, ids=[case[1].strip()[:60] for case in ONE_MISTAKE]
)
def test_a_mistake_is_said_once_at_its_place_with_its_cure(
    tmp_path: Path, old: str, new: str, said: str, cure: str
) -> None:
    marked = patched((old, new))
    text = marked.replace("«", "").replace("»", "")
    mistakes = mistakes_in(tmp_path, text)
    assert [mistake.message for mistake in mistakes if said in mistake.message], [str(one) for one in mistakes]
    (mistake,) = mistakes
    assert isinstance(mistake, CatalogueError)
    assert cure in (mistake.hint or "")
    assert str(mistake.hint).endswith((".", "?"))
    where = mistake.position
    assert where is not None
    assert where.file == "notifications.yaml"
    if "«" in marked:
        start = marked.index("«")
        line = marked.count("\n", 0, start) + 1
        assert (where.line, where.column) == (line, start - marked.rfind("\n", 0, start))
        assert where.width == marked.index("»") - start - 1
        assert where.excerpt == text.split("\n")[line - 1]
