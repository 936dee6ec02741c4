"""Files that a person would not write: whatever is in them, the answer is messages or mistakes, and never a bug."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Notify
from tests.test_cases import BASE, read_files

FILES = sorted(read_files(BASE))
PIECES = [
    *(b"{{", b"}}", b"{%", b"%}", b"{#", b"{", b"}", b"[", b"]", b"<", b">", b"</", b"/>", b"<!--", b"-->", b"]]>"),
    *(b": ", b":", b"- ", b"#", b"&a ", b"*a", b"!x ", b"|", b">", b"%", b"@", b"?", b"\t", b"\n", b"\r", b"---\n"),
    *(b'"', b"'", b"\\", b",", b".", b"=", b"~", b"1e999", b"0x", b"-1", b"null", b"no", b"22:00", b"<<: "),
    *(b"\xff", b"\x00", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xee\x80\x80", b"\xed\xa0\x80", b"t.", b"(", b")", b"_"),
]


def delete(content: bytes, at: int, length: int) -> bytes:
    return content[:at] + content[at + length :]


def repeat(content: bytes, at: int, length: int) -> bytes:
    return content[: at + length] + content[at:]


def swap_lines(content: bytes, one: int, other: int) -> bytes:
    lines = content.split(b"\n")
    first, second = one % len(lines), other % len(lines)
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def insert(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at:]


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the base, and what is in it after a few accidents."""
    name = draw(st.sampled_from(FILES))
    content = (BASE / name).read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["delete", "repeat", "swap", "insert", "insert"])):
            case "delete":
                content = delete(content, at, draw(st.integers(1, 40)))
            case "repeat":
                content = repeat(content, at, draw(st.integers(1, 40)))
            case "swap":
                content = swap_lines(content, at, draw(st.integers(0, 100)))
            case _:
                content = insert(content, at, draw(st.sampled_from(PIECES) | st.binary(min_size=1, max_size=4)))
    return name, content


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=changes())
def test_any_file_is_rendered_or_refused(change: tuple[str, bytes], tmp_path: Path, notify: Notify) -> None:
    root = tmp_path / "workspace"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(BASE, root)
    name, content = change
    (root / name).write_bytes(content)

    ended = notify(
        "render", "--locale", "all", "--channel", "all", "--workspace", str(root), "--out", str(root / "out")
    )

    assert ended.code in {0, 2}, ended.err
    assert "Traceback" not in ended.err
    assert "This is a bug" not in ended.err
    assert ended.out == ""
    if ended.code == 2:
        assert "error: " in ended.err
        assert "help: " in ended.err
