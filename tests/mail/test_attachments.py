"""What attachments are, how they are named, and what can be read of them."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail import attachments
from mail.attachments import DOCX, OLE, XLSX, may_have_text, safe_name, sniff, text_of


def zipped(names: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pdf(*pages: str, stream: bytes | None = None) -> bytes:
    """A small PDF with one line of text a page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, words in enumerate(pages):
        content = stream or zlib.compress(f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode())
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>"
        head = f"<</Length {len(content)}/Filter/FlateDecode>>\nstream\n"
        objects += [page.encode(), head.encode() + content + b"\nendstream"]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


WORD = zipped(
    {
        "[Content_Types].xml": b"",
        "word/document.xml": b'<w:p><w:r><w:t xml:space="preserve">Liability &amp; limits</w:t></w:r></w:p><w:p><w:t>2027</w:t></w:p>',
    }
)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"junk first\n%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (zipped({"a.txt": b"x"}), "application/zip"),
        (WORD, DOCX),
        (zipped({"xl/workbook.xml": b""}), XLSX),
        (b"PK\x03\x04 broken", "application/zip"),
        (b"{\\rtf1 hello}", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "WordDocument".encode("utf_16_le"), "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
        (b"<!DOCTYPE html><p>", "text/html"),
        (b"\xef\xbb\xbf \n<html>", "text/html"),
        (b"Received: from a\r\nFrom: a@b.example\r\nSubject: x\r\n\r\nhi", "message/rfc822"),
        (b"From: Jane\nTo: you\nSubject: a note about mail", "text/plain"),
        (b"BEGIN:VCALENDAR\r\n", "text/calendar"),
        ("Año, 2027\tok\r\n".encode(), "text/plain"),
        ("Año".encode("utf_16"), "text/plain"),
        (b"MZ\x90\x00\x03", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_a_document_is(data: bytes, media_type: str) -> None:
    assert sniff(data) == media_type


@pytest.mark.timeout(10)
def test_a_zip_with_a_huge_list_is_not_listed() -> None:
    entry = b"PK\x01\x02" + b"\x00" * 42
    size = len(entry) * 400_000
    data = b"PK\x03\x04" + entry * 400_000 + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65_535, 65_535, size, 4, 0)

    assert sniff(data) == "application/zip"


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", WORD[:90]]),
)
def test_any_bytes_have_a_type_and_a_bounded_text(data: bytes, magic: bytes) -> None:
    media_type = sniff(magic + data)

    assert "/" in media_type
    assert "\x00" not in text_of(media_type, magic + data)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("certificate.pdf", "certificate.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jane\\w9.pdf", "w9.pdf"),
        ("/absolute.pdf", "absolute.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nb\x00.pdf", "a b.pdf"),
        ("..", "attachment-3.pdf"),
        ("", "attachment-3.pdf"),
        ("folder/", "attachment-3.pdf"),
        (".hidden", "hidden"),
        ("con.pdf", "_con.pdf"),
        ("NUL", "_NUL"),
        ('a<b>:"c|d?.pdf', "a_b___c_d_.pdf"),
        ("póliza de seguro.pdf", "póliza de seguro.pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, expected: str) -> None:
    assert safe_name(name, "application/pdf", 3) == expected


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("x" * 4_000 + ".pdf", "application/pdf", 1)

    assert len(name) == 200
    assert name.endswith("x.pdf")


@given(st.text(max_size=300))
def test_no_name_leaves_its_folder_or_hides(name: str) -> None:
    safe = safe_name(name, "application/pdf", 1)

    assert 0 < len(safe) <= 200
    assert not set(safe) & set('/\\<>:"|?*')
    assert not safe.startswith(".")
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in safe)


def test_the_text_of_a_pdf_is_read() -> None:
    text = text_of("application/pdf", pdf("Certificate of Liability Insurance", "Page two"))

    assert text.split() == ["Certificate", "of", "Liability", "Insurance", "Page", "two"]


def test_five_pages_of_a_pdf_are_read() -> None:
    text = text_of("application/pdf", pdf(*(f"Page{number}" for number in range(1, 8))))

    assert text.split() == ["Page1", "Page2", "Page3", "Page4", "Page5"]


@pytest.mark.timeout(30)
def test_a_pdf_that_unpacks_to_200_mb_ends_and_gives_nothing() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"(a) Tj " * 150_000) for _ in range(200)) + packer.flush()

    assert text_of("application/pdf", pdf("x", stream=bomb)) == ""


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses a limit on memory")
def test_the_reader_of_a_pdf_limits_itself() -> None:
    program = (
        "import resource; from mail import pdf_text; pdf_text.limit();"
        "print(*resource.getrlimit(resource.RLIMIT_CPU), *resource.getrlimit(resource.RLIMIT_AS)); bytearray(600 * 1024 * 1024)"
    )

    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert child.stdout.split() == ["5", "5", str(512 * 1024 * 1024), str(512 * 1024 * 1024)]
    assert "MemoryError" in child.stderr


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"%PDF-1.4\n1 0 obj /Font broken", pdf("x")[:200], pdf("words").replace(b"/Pages 2", b"/Pages 9")]
)
def test_a_broken_pdf_has_no_text(data: bytes) -> None:
    assert text_of("application/pdf", data) == ""


def test_no_program_is_started_for_what_has_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "run", refuse)

    scan = b"%PDF-1.4\n1 0 obj<</Subtype/Image/Filter/DCTDecode>>endobj\n%%EOF"
    assert not may_have_text(scan)
    assert [text_of("application/pdf", data) for data in (b"", b"%PDF-1.4", scan)] == ["", "", ""]
    assert [text_of(kind, b"\x00" * 100) for kind in ("image/png", "application/zip", OLE, XLSX)] == [""] * 4


def test_a_reader_that_cannot_start_or_hangs_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    document = pdf("words")
    monkeypatch.setattr(attachments, "PDF_WALL_SECONDS", 0.001)

    assert text_of("application/pdf", document) == ""

    monkeypatch.setattr(sys, "executable", "/nonexistent/python")

    assert text_of("application/pdf", document) == ""


def test_the_words_of_a_word_document_are_read() -> None:
    assert text_of(DOCX, WORD) == "Liability & limits\n2027"


@pytest.mark.timeout(20)
def test_a_word_document_that_unpacks_to_much_is_read_to_its_limit() -> None:
    bomb = zipped({"word/document.xml": b"<w:t>" + b"a" * 50_000_000})

    assert text_of(DOCX, bomb) == "a" * 20_000


def test_a_word_document_packed_in_an_odd_way_is_not_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", b"<w:t>words</w:t>")

    assert text_of(DOCX, buffer.getvalue()) == ""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WORD) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(WORD)))
def test_a_damaged_word_document_costs_nothing(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WORD)
    for place, byte in changes:
        data[place] = byte

    assert sniff(bytes(data[:end]))
    assert len(text_of(DOCX, bytes(data[:end]))) <= 20_000


def test_text_and_pages_are_read() -> None:
    assert text_of("text/plain", "Año\r\n".encode("cp1252")) == "Año\n"
    assert text_of("text/plain", "Año".encode("utf_16")) == "Año"
    assert text_of("text/html", b"<p>Certificate</p>") == "Certificate"
    assert len(text_of("text/plain", b"x" * 100_000)) == 20_000
