"""`notify schema`: the JSON Schema of notifications.yaml, for editors."""

import json

from notify.cli.console import write_lines


def schema() -> None:
    """Print the JSON Schema of notifications.yaml, for completion and checking in editors.

    Save it next to the catalogue and name it in the first line: # yaml-language-server: $schema=notify.schema.json
    """
    from notify.catalogue.schema import catalogue_schema

    write_lines([json.dumps(catalogue_schema(), indent=2, ensure_ascii=False)])
