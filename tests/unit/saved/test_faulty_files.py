"""What is no saved policy, or not the one that was meant, is refused: no traceback, and never another answer."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import privpolicy as pp
from privpolicy.saved import file as saved_file
from privpolicy.saved.file import LARGEST, digest_of, is_saved
from privpolicy.saved.reopen import policy_of
from privpolicy.saved.save import lines_of

ROOT = Path(__file__).parents[3]
SOURCE = """\
policy: {language: 1, id: shop, law: [eu-gdpr]}
purposes: {orders: , orders.delivery: , news: {direct-marketing: true}}
data-categories: {contact: , contact.email: }
data-subjects: {customer: }
recipients: {carrier: {role: processor, country: US}}
facts: {spent: {type: number}}
retention: {short: {phases: [{phase: active, for: P13M}], then: erase}}
activities:
  deliver:
    purposes: [orders]
    legal-basis: contract
    data-subjects: [customer]
    data: [contact]
    operations: [use, store, disclose]
    recipients: [controller, carrier]
    retention: short
    when: {spent: {at-least: 1}}
  tell: {purposes: [news], legal-basis: consent, data-subjects: [customer], data: [contact.email]}
prohibitions:
  never: {purposes: [news], data: [contact.email], unless: [{consent: true}]}
"""
REQUESTS = [
    pp.Request.parse({"purpose": purpose, "data": "contact.email", "operation": operation, "at": "2020-01-01"})
    for purpose in ("orders", "orders.delivery", "news")
    for operation in ("use", "disclose")
]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> pp.Policy:
    file = tmp_path_factory.mktemp("shop") / "shop.yaml"
    file.write_text(SOURCE)
    return pp.load(file)


@pytest.fixture
def saved(policy: pp.Policy, tmp_path: Path) -> tuple[Path, str]:
    file = tmp_path / "shop.saved"
    return file, pp.save(policy, file)


def answers(policy: pp.Policy) -> list[dict[str, Any]]:
    return [policy.decide(request).to_dict() for request in REQUESTS]


def refusal(file: Path, digest: str) -> str:
    with pytest.raises(pp.SavedPolicyError) as refused:
        pp.reopen(file, digest)
    return str(refused.value)


def test_the_digest_is_that_of_the_bytes(saved: tuple[Path, str]) -> None:
    file, digest = saved
    assert digest_of(file.read_bytes()) == digest
    assert is_saved(file)


@given(st.data())
def test_any_changed_byte_is_refused(policy: pp.Policy, data: st.DataObject) -> None:
    good = lines_of(policy)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    changed = data.draw(st.sampled_from([bytes(bad), good[:place], good + good[: place + 1]]))
    file = Path(os.devnull).parent / "unused"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saved_file, "_read", lambda _: changed)
        assert "not the saved policy that was meant" in refusal(file, digest_of(good))


def test_a_forged_file_that_permits_more_is_refused(saved: tuple[Path, str]) -> None:
    file, digest = saved
    lines = file.read_bytes().split(b"\n")
    made = json.loads(lines[2])
    everything = f"{(1 << len(made['index']['activities'])) - 1:x}"
    for masks in made["index"]["covering"].values():
        masks.update(dict.fromkeys(masks, everything))
    for masks in made["index"]["touching"].values():
        masks.update(dict.fromkeys(masks, "0"))
    lines[2] = json.dumps(made).encode()
    file.write_bytes(b"\n".join(lines))
    assert "its digest is sha256:" in refusal(file, digest)


@pytest.mark.parametrize(
    "digest", ["", "sha256:", "md5:" + "0" * 32, "SHA256:" + "0" * 64, "sha256:" + "0" * 63 + "\n"]
)
def test_what_is_no_digest(saved: tuple[Path, str], digest: str) -> None:
    assert "no digest" in refusal(saved[0], digest)


def pinned(tmp_path: Path, data: bytes) -> str:
    file = tmp_path / "other"
    file.write_bytes(data)
    return refusal(file, digest_of(data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no saved policy"),
        (SOURCE.encode(), "no saved policy"),
        (b"\x80\x04\x95", "no saved policy"),
        (b'{"privpolicy-saved":1}', "ends too early"),
        (b'{"privpolicy-saved":1}\n\n\n\n', "first line"),
        (b'{"privpolicy-saved":' + b"[" * 100_000 + b"\n\n\n\n", "damaged"),
        (b'{"privpolicy-saved":' + b"9" * 10_000 + b"}\n\n\n\n", "damaged"),
    ],
)
def test_what_is_no_saved_policy(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in pinned(tmp_path, data)


def changed_line(policy: pp.Policy, number: int, change: Callable[[Any], Any]) -> bytes:
    lines = lines_of(policy).split(b"\n")
    value = json.loads(lines[number])
    change(value)
    lines[number] = json.dumps(value, separators=(",", ":")).encode()
    return b"\n".join(lines)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda header: header.update(version="0.0.9"), "saved by privpolicy 0.0.9, and this is"),
        (lambda header: header.update({"privpolicy-saved": 2}), "saved by privpolicy"),
        (lambda header: header["law"].update(digest="sha256:0"), "other texts of its law packs"),
        (lambda header: header["law"].update(packs=["xx-none"]), "a law pack that cannot be read"),
        (lambda header: header["law"].update(packs=["../eu-gdpr"]), "a law pack that cannot be read"),
        (lambda header: header.update(law=None), "first line is not understood"),
        (lambda header: header.update(policy=["sha256:0"]), "first line is not understood"),
    ],
)
def test_made_with_something_else(policy: pp.Policy, tmp_path: Path, change: Callable[[Any], Any], words: str) -> None:
    assert words in pinned(tmp_path, changed_line(policy, 0, change))


def _cycle(made: Any) -> None:
    made["vocabulary"]["parents"]["purpose"].update({"orders": ["news"], "news": ["orders"]})


def _huge_mask(made: Any) -> None:
    made["index"]["covering"]["purpose"]["orders"] = "f" * 1_000_000


@pytest.mark.parametrize(
    "change",
    [
        _cycle,
        _huge_mask,
        lambda made: made["vocabulary"]["parents"]["data"].update({"contact": ["nothing"]}),
        lambda made: made["index"]["covering"]["purpose"].update({"orders": "-1"}),
        lambda made: made["index"]["covering"]["purpose"].update({"orders": "0x1z"}),
        lambda made: made["index"]["covering"]["purpose"].update({"orders": 1}),
        lambda made: made["index"]["touching"]["data"].pop("contact"),
        lambda made: made["index"].update(activities=["deliver"]),
        lambda made: made["index"].update(activities=["deliver", "deliver"]),
        lambda made: made["index"].update(activities=[["deliver"], "tell"]),
        lambda made: made["vocabulary"].pop("roles"),
        lambda made: made["vocabulary"].update(facts={"spent": "number"}),
        lambda made: made.clear(),
    ],
)
def test_parts_that_do_not_fit(policy: pp.Policy, tmp_path: Path, change: Callable[[Any], Any]) -> None:
    assert "damaged" in pinned(tmp_path, changed_line(policy, 2, change))


def test_a_line_that_does_not_fit_is_told_when_it_is_read(policy: pp.Policy) -> None:
    data = changed_line(policy, 4, lambda activity: activity.update({"legal-basis": "whim"}))
    with pytest.raises(pp.SavedPolicyError, match="does not fit the language"):
        policy_of(data, law=None).decide(REQUESTS[0])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=12,
)


@given(st.integers(0, 5), JSON)
@example(1, {"policy": None})
@example(1, {"policy": {}, "purposes": []})
def test_any_other_line_is_refused_or_told(policy: pp.Policy, number: int, value: Any) -> None:
    """Beyond the digest: whoever pins a file that was made by hand gets an error of ours, and nothing else."""
    lines = lines_of(policy).split(b"\n")
    lines[number] = json.dumps(value).encode()
    with suppress(pp.SavedPolicyError):
        answers(policy_of(b"\n".join(lines), law="named"))


def test_out_of_reach(tmp_path: Path) -> None:
    digest = "sha256:" + "0" * 64
    assert "cannot be read: no such file" in refusal(tmp_path / "none", digest)
    assert "no regular file" in refusal(tmp_path, digest) or "is a directory" in refusal(tmp_path, digest)
    assert "cannot be read" in refusal(Path("a\0b"), digest)
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in refusal(tmp_path / "pipe", digest)
    assert not is_saved(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "larger than" in refusal(tmp_path / "large", digest)


def test_nothing_is_left_of_a_file_that_could_not_be_written(
    policy: pp.Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shop"
    digest = pp.save(policy, file)

    def refuse(*_: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="No space"):
            pp.save(policy, file)
    assert [one.name for one in tmp_path.iterdir()] == ["shop"]
    assert answers(pp.reopen(file, digest)) == answers(policy)
    with pytest.raises(OSError, match="shop"):
        pp.save(policy, file / "below")


def test_a_full_disk(policy: pp.Policy, tmp_path: Path) -> None:
    source, file = tmp_path / "shop.yaml", tmp_path / "shop"
    source.write_text(SOURCE)
    digest = pp.save(policy, file)
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from privpolicy.cli.main import main; import privpolicy.cli.save, privpolicy.saved.save;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "sys.exit(main(sys.argv[1:]))"
    )
    ran = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-B", "-c", program, "save", str(source), "--out", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "cannot be written: file too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["shop", "shop.yaml"]
    assert digest_of(file.read_bytes()) == digest


def test_two_at_once(tmp_path: Path) -> None:
    """Whoever reads while others write meets one whole file or the other."""
    file = tmp_path / "saved"
    sources = [tmp_path / "shop.yaml", tmp_path / "stall.yaml"]
    digests = set()
    for source in sources:
        source.write_text(SOURCE.replace("id: shop", f"id: {source.stem}"))
        digests.add(pp.save(pp.load(source), file))
    program = (
        "import sys, privpolicy as pp\n"
        "policy = pp.load(sys.argv[1])\n"
        "for _ in range(40): pp.save(policy, sys.argv[2])\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(source), str(file)])  # noqa: S603  # this very program
        for source in sources
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(digest_of(file.read_bytes()))
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen <= digests
    assert sorted(one.name for one in tmp_path.iterdir()) == ["saved", "shop.yaml", "stall.yaml"]


def test_a_file_has_the_rights_that_its_user_gives(policy: pp.Policy, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        pp.save(policy, tmp_path / "shop")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "shop").stat().st_mode) == 0o640
