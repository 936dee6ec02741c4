"""MJML's own packages: the facts are theirs, and its validator finds what the linter finds.

Only where NOTIFY_NODE_MJML is a folder with mjml in its node_modules, and there is node.
"""

import os
from pathlib import Path

import pytest
from benchmarks.mjml_agreement import compare, make_documents
from benchmarks.mjml_facts import FILE, gather, write_facts

FOLDER = os.environ.get("NOTIFY_NODE_MJML", "")

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="NOTIFY_NODE_MJML names no folder where `npm install mjml@5` has been run"
)


def test_the_facts_are_those_of_the_packages() -> None:
    assert FILE.read_text("utf-8") == write_facts(gather(Path(FOLDER)))


def test_where_the_validator_differs_there_is_a_reason() -> None:
    tally = compare(Path(FOLDER), make_documents())
    assert tally.failures == []
    assert tally.same > 250
