"""What an attachment is by its bytes, a name that is safe to show, and the text that can be read from it.

Archives are never opened: of a zip only the list of names is read, and of a text document its one page of words.
"""

from __future__ import annotations

import html as entities
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from mail.addresses import clean
from mail.bodies import shallow
from mail.charsets import decode_text
from mail.sheets import sheet_text
from mail.visible import visible_text

MAX_TEXT = 20_000
MAX_NAME = 200
PDF_WALL_SECONDS = 10

_PDF_PROGRAM = Path(__file__).with_name("pdf_text.py")

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
PPTX = f"{_OFFICE}presentationml.presentation"
OLE = "application/x-ole-storage"

#: Where the bytes stand, which, and what they say; the first that fits wins.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (8, b"WEBPVP8", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
)

#: A name in a zip's list that tells what the zip is.
_ZIP_NAMES = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
#: A stream's name in an OLE file, as UTF-16.
_OLE_NAMES = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint", "application/vnd.ms-powerpoint"),
)

_EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "application/zip": ".zip",
    DOCX: ".docx",
    XLSX: ".xlsx",
    PPTX: ".pptx",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/rtf": ".rtf",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/html": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
}

_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,500}?-->\s*+)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(rb"(?:^|\n)(from|to|subject|date|message-id|received|return-path|mime-version):", re.IGNORECASE)
_MAIL_NEEDS = {b"message-id", b"received", b"return-path", b"mime-version"}
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DIRECTORY_END = b"PK\x05\x06"
_ZIP64 = b"PK\x06\x07"
_MAX_DIRECTORY = 500_000
_DOCUMENT_XML = "word/document.xml"
_MAX_DOCUMENT_XML = 1024 * 1024
#: LZMA lets a file name the memory that it takes.
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DOCUMENT_WORDS = re.compile(r"<w:t(?: [^<>]*+)?>([^<]*+)|</w:(p)>|<w:(?:tab|br)(?: [^<>]*+)?/>")
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, KeyError, RuntimeError, OSError, EOFError, IndexError)

_UNSAFE = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """The media type that the bytes are, whatever the sender called them."""
    media_type = next((kind for at, magic, kind in _MAGIC if data.startswith(magic, at)), "")
    if media_type == "application/zip":
        return _inside_zip(data)
    if media_type == OLE:
        return next((kind for name, kind in _OLE_NAMES if name.encode("utf_16_le") in data[:4_000_000]), OLE)
    return media_type or _by_look(data[:4096])


def _by_look(head: bytes) -> str:
    if b"%PDF-" in head[:1024]:  # Readers accept a PDF whose header stands a little later.
        return "application/pdf"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) and head:
        return "text/plain"
    if not head or _BINARY.search(head):
        return "application/octet-stream"
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    names = {match[1].lower() for match in _MAIL.finditer(head)}
    return "message/rfc822" if len(names) >= 3 and names & _MAIL_NEEDS else "text/plain"  # noqa: PLR2004  a note may quote two


def _inside_zip(data: bytes) -> str:
    names = _zip_names(data)
    return next((kind for name, kind in _ZIP_NAMES if name in names), "application/zip")


def _zip_names(data: bytes) -> frozenset[str]:
    """The names in a zip whose list is short enough to read; a long one would cost seconds."""
    end = data.rfind(_DIRECTORY_END, max(0, len(data) - 65_557))
    if end < 0 or data[end - 20 : end - 16] == _ZIP64 or int.from_bytes(data[end + 12 : end + 16], "little") > _MAX_DIRECTORY:
        return frozenset()
    try:
        return frozenset(zipfile.ZipFile(BytesIO(data)).namelist())
    except _ZIP_ERRORS:
        return frozenset()


def safe_name(name: str, media_type: str, number: int) -> str:
    """A file name to show and to offer for saving, never to open (T19): no path, no hidden characters, no device, at most 200 long."""
    name = clean(name).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip(" .")
    if not name:
        return f"attachment-{number}{_EXTENSIONS.get(media_type, '.bin')}"
    if _DEVICES.match(name):
        name = f"_{name}"
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        tail = f".{extension}" if dot and stem and len(extension) < 10 else ""  # noqa: PLR2004  longer ones are no extension
        name = name[: MAX_NAME - len(tail)].rstrip(" .") + tail
    return name


def text_of(media_type: str, data: bytes) -> str:
    """What can be read of a document, at most 20,000 characters; empty for pictures, scans and what is broken."""
    if media_type == "application/pdf":
        text = pdf_text(data) if may_have_text(data) else ""
    elif media_type == DOCX:
        text = _docx_text(data)
    elif media_type == XLSX:
        text = sheet_text(data)
    elif media_type == "text/html":
        text = _html_text(data)
    elif media_type.startswith("text/"):
        text = _plain_text(data)
    else:
        text = ""
    return text.replace("\x00", "").replace("\r\n", "\n")[:MAX_TEXT]


def _plain_text(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return decode_text(data[: 4 * MAX_TEXT], "utf-16" if wide else "")


def _html_text(data: bytes) -> str:
    seen = visible_text(None, shallow(decode_text(data[: 20 * MAX_TEXT])))
    return "\n".join(filter(None, (seen.text, seen.signature, seen.quoted)))


def _docx_text(data: bytes) -> str:
    if _DOCUMENT_XML not in _zip_names(data):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if archive.getinfo(_DOCUMENT_XML).compress_type not in _PLAIN_METHODS:
                return ""
            with archive.open(_DOCUMENT_XML) as page:
                xml = page.read(_MAX_DOCUMENT_XML).decode("utf_8", "replace")
    except _ZIP_ERRORS:
        return ""
    words = (entities.unescape(word[1]) if word[1] is not None else "\n" if word[2] else " " for word in _DOCUMENT_WORDS.finditer(xml))
    return "".join(words).strip()


def may_have_text(data: bytes) -> bool:
    """Whether it is worth a program of its own: text needs a font, which a scan has not and packed objects may hide."""
    return b"%PDF-" in data[:1024] and b"obj" in data and (b"/Font" in data or b"/ObjStm" in data)


def pdf_text(data: bytes) -> str:
    """The text of a PDF, read by a child that can be ended; empty where it fails."""
    try:
        child = subprocess.run(  # noqa: S603  our own program, by its full path; the file goes to its standard input
            [sys.executable, "-I", str(_PDF_PROGRAM)],
            input=data,
            capture_output=True,
            timeout=PDF_WALL_SECONDS,
            check=False,
            env={},
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return child.stdout.decode("utf_8", "replace") if child.returncode == 0 else ""
