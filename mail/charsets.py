"""Bytes and encoded words to text, for charsets that are unknown, wrong or hostile: nothing here raises."""

from __future__ import annotations

import binascii
import re
from encodings.aliases import aliases

#: Only these codecs are ever used. Python has others (zlib, punycode, unicode_escape) that are bombs or no charsets, and
#: its registry remembers every unknown name that it was asked for.
_CODECS = frozenset(
    {"ascii", "latin_1", "mac_roman", "mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish", "tis_620", "koi8_r", "koi8_u"}
    | {"utf_8", "utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"}
    | {f"iso8859_{number}" for number in (*range(2, 12), *range(13, 17))}
    | {f"cp{number}" for number in (*range(1250, 1259), 437, 850, 852, 855, 866, 874, 932, 949, 950)}
    | {"gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "euc_kr", "johab", "iso2022_kr"}
    | {"euc_jp", "shift_jis", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext"}
)

#: What mail programs mean when they say the left one: a superset, or a name that Python does not know.
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601_1987": "cp949",
    "iso_8859_8_i": "iso8859_8",
    "iso_8859_8_e": "iso8859_8",
    "windows_874": "cp874",
    "x_gbk": "gb18030",
    "x_sjis": "cp932",
    "x_mac_roman": "mac_roman",
    "cp_850": "cp850",
    "utf_8_sig": "utf_8",
    "utf8mb4": "utf_8",
    "unicode_1_1_utf_8": "utf_8",
    "unicode_1_1_utf_7": "utf_7",
}

#: Declared by programs that send utf-8 all the same, so that valid utf-8 wins over them.
_WESTERN = frozenset({"", "utf_8", "ascii", "latin_1", "cp1252"})

#: A word ends before the next begins, so that a run of words without end is read once and not once for each.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=\n]|\?(?!=)|=(?!\?(?!=))){0,2000}+)\?=")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64 = bytes(byte for byte in range(256) if byte not in _BASE64)


def codec_of(charset: str) -> str:
    """The codec for a declared charset; empty where it is unknown."""
    name = _NOT_NAME.sub("_", charset.partition("*")[0][:60].lower()).strip("_")
    name = _MEANT.get(name, name)
    name = aliases.get(name, name)
    name = _MEANT.get(name, name)
    return name if name in _CODECS else ""


def decode_text(data: bytes, charset: str = "") -> str:
    """Text of bytes in the declared charset, else utf-8, else cp1252 with replacement; without NUL."""
    codec = codec_of(charset)
    text = _western(data) if codec in _WESTERN else _declared(data, codec)
    return text.replace("\x00", "")


def _declared(data: bytes, codec: str) -> str:
    for candidate in (codec, "utf_8"):
        try:
            return data.decode(candidate)
        except UnicodeError:
            continue
    return data.decode(codec, "replace")


def _western(data: bytes) -> str:
    try:
        return data.decode("utf_8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        pass
    # One cut or broken character does not turn a utf-8 text into a Western one: what most bytes say decides.
    guess = data.decode("utf_8", "replace")
    broken = guess.count("\ufffd")
    foreign = sum(1 for char in guess if char > "\x7f") - broken
    return guess if foreign > broken else data.decode("cp1252", "replace")


def decode_words(value: str) -> str:
    """A header's text with its encoded words (RFC 2047) decoded; what is broken stays as it is written."""
    if "=?" not in value:
        return value
    out: list[str] = []
    run, codec, end = b"", "", 0
    for word in _WORD.finditer(value):
        gap = value[end : word.start()]
        # Neighbours of one charset are joined as bytes: many programs cut a character in two.
        joined = end and not gap.strip() and codec_of(word[1]) == codec
        if not joined:
            out += (decode_text(run, codec), "" if end and not gap.strip() else gap)
            run, codec = b"", codec_of(word[1])
        run += _word_bytes(word[2], word[3])
        end = word.end()
    return "".join((*out, decode_text(run, codec), value[end:]))


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf_8", "replace")
    if encoding in "bB":
        return decode_base64(data)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def decode_base64(data: bytes) -> bytes:
    """What can be had from damaged base64: foreign bytes are skipped, padding is mended, what follows the padding is left."""
    letters = data.translate(None, _NOT_BASE64).partition(b"=")[0]
    spare = len(letters) % 4
    if spare == 1:  # six bits make no byte
        letters, spare = letters[:-1], 0
    return binascii.a2b_base64(letters + b"=" * (-spare % 4))
