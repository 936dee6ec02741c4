"""Tables: whatever a spreadsheet writes is read back, and every cell knows where it stands."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from notify.delivery.people.table import read_table

CELLS = st.text(st.sampled_from('aé ",;\t\n@'), max_size=6)
ROWS = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))


@given(
    rows=ROWS, separator=st.sampled_from(",;\t"), end=st.sampled_from(["\n", "\r\n"]), quoting=st.sampled_from([0, 1])
)
def test_what_is_written_is_read(rows: list[list[str]], separator: str, end: str, quoting: int) -> None:
    written = io.StringIO()
    # The first row shows what separates cells; elsewhere, too, a cell with a quote or separator is in quotes.
    header = [f"column{number}" for number in range(len(rows[0]) if rows else 2)]
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quoting else 0)
    writer.writerows([header, *rows])
    table = read_table(written.getvalue(), "people.csv")
    assert [cell.text for cell in table.header] == header
    assert [[cell.text for cell in row] for row in table.rows] == [row for row in rows if "".join(row).strip()]
    lines = written.getvalue().replace("\r\n", "\n").split("\n")
    for row in [table.header, *table.rows]:
        for cell in row:
            line, column = cell.position.line, cell.position.column
            assert line
            assert column
            rest = lines[line - 1][column - 1 :]
            # What stands there is the cell, or a quote and the cell.
            first = cell.text.split("\n")[0].replace('"', '""')
            assert rest.startswith(cell.text) if not rest.startswith('"') else rest[1:].startswith(first)


def test_one_column_is_a_table_as_well() -> None:
    assert [cell.text for [cell] in read_table('address\n"Doe, Ana <a@x>"\nbo@x\n', "people.csv").rows] == [
        "Doe, Ana <a@x>",
        "bo@x",
    ]
