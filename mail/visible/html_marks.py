"""What the marks and styles of html mean in a mail: tables of what clients write."""

from __future__ import annotations

import re

#: Outlook and the web page of Gmail put `x_` before every name of a mail they quote.
NAME = r"(?:^|\s)(?:x_)*"
#: What an id, a class or another mark of an element says. Read top to bottom; each row names the clients it was seen in.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"{NAME}(?:{names})", re.IGNORECASE), says)
    for names, says in (
        # Outlook on the web, for Mac, mobile; Hotmail; Zimbra's divider.
        (r"(?:divRplyFwdMsg|OLK_SRC_BODY_SECTION|appendonsend|mail-editor-reference-message-container|stopSpelling|zwchr)\b", "header"),
        (r"(?:ms-outlook-mobile-body-separator-line|hmQuote|ecxhmquote|replyIntroBlock|__DIVIDER__|isForwardContent)\b", "header"),
        # Gmail, Thunderbird, Roundcube, Superhuman, Tutanota: the line above the quote.
        (
            r"(?:gmail_attr|moz-cite-prefix|yahoo-quoted-begin|GroupwiseReplyHeader|reply-intro|sh-attribution|quote-header|tutanota_quote_header)\b",
            "attribution",
        ),
        # Yahoo, ProtonMail, Zimbra, AOL, Spark.
        (r"(?:\w*yahoo_quoted\w*|protonmail_quote|__QUOTED_TEXT__|aol_quoted\w*|aolReplacedBody|messageReplySection)\b", "quote"),
        # Front, Missive, Tutanota, HEY, mail.ru, Lotus Notes, Thunderbird.
        (
            r"(?:zmail_extra|freshdesk_quote|history_container|GroupWiseReplyTable|iosymail|front-blockquote|missive_quote|tutanota_quote|quoted_reply|mailru-quote|domino-section-quote|moz-forward-container)\b",
            "quote",
        ),
        # Outlook on the web and the new Outlook; what they quote has "x_" before its names, and does not count.
        (r"(?<!x_)elementToProof\b", "typed"),
        # Gmail, Outlook, Thunderbird, Spark, Zimbra, Tutanota.
        (
            r"(?:gmail_signature(?:_prefix)?|Signature|moz-signature|messageSignatureSection|zimbra-signature|tutanota_signature)(?=$|\s)",
            "signature",
        ),
        # Outlook mobile, Apple, Yahoo, ProtonMail.
        (
            r"(?:ms-outlook-mobile-signature|AppleMailSignature|apple-mail-signature|ymail_\w*signature|mobile-signature)(?=$|\s)",
            "signature",
        ),
        (
            r"(?:Zm-_Id_-Sgn|front-signature|signature_old|composer_signature|ymail_android_signature|mb_sig|hs_signature)(?=$|\s)",
            "signature",
        ),
        (r"(?:protonmail_signature_block(?:-user|-proton)?|signature-block|email-signature)(?=$|\s)", "signature"),
    )
)
MARKING = ("id", "class", "name", "data-marker", "data-smartmail")

_BLOCKS = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_SPACED = "p h1 h2 h3 h4 h5 h6 pre table ul ol dl"
_SKIPPED = "script style head title meta link template noscript object iframe svg math select textarea button"
BLOCKS = frozenset(_BLOCKS.split())
#: Blocks with space around them, as a reader sees it.
SPACED = frozenset(_SPACED.split())
SKIPPED = frozenset(_SKIPPED.split())

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"(?:max-height|font-size|opacity)\s*:\s*0(?![.\d]*[1-9])(?:px|pt|em|%)?\s*(?:;|$)",
    re.IGNORECASE,
)
TOP_BORDER = re.compile(r"border-top\s*:\s*(?:\S+\s+)?solid\b|border-top\s*:\s*#?\w+\s+\S+\s+solid\b", re.IGNORECASE)
LEFT_BORDER = re.compile(r"border-left(?:-style)?\s*:\s*[^;]{0,80}solid", re.IGNORECASE)
NO_BORDER = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)

_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*(?:mso-highlight|background(?:-color)?)\s*:\s*([^;!]{1,60})", re.IGNORECASE)
HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
#: Tags by which letters, not blocks, are set apart.
INLINE = frozenset({"span", "font", "mark", "b", "strong", "i", "em", "u"})
BOLD = frozenset({"b", "strong"})
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")
_NAMES = """
    red blue green purple magenta fuchsia orange orangered crimson darkred maroon navy teal darkblue mediumblue royalblue
    darkgreen violet deeppink brown tomato
"""
_STRONG = frozenset(_NAMES.split())
#: A colour is strong where its channels lie so far apart: greys and near-blacks are not.
SPREAD = 35
#: Gmail's web page shows what is quoted so, and copies take it along.
GMAIL_PURPLE = [80, 0, 80]


def color_in(style: str) -> str:
    """The text colour that a style names, or an empty string."""
    found = _COLOR.search(style)
    return found[1] if found else ""


def is_highlighted(tag: str, style: str) -> bool:
    """Whether letters are marked as with a pen."""
    found = _GROUND.search(style) if tag in INLINE and style else None
    return tag == "mark" or (found is not None and (is_strong(found[1]) or found[1].strip().lower() in {"yellow", "lime", "aqua", "cyan"}))


def is_strong(color: str) -> bool:
    """Whether a colour stands out: neither black, grey nor white."""
    color = color.strip().lower()
    channels = _channels(color)
    if channels == GMAIL_PURPLE:
        return False
    return color in _STRONG or (bool(channels) and max(channels) - min(channels) >= SPREAD)


def _channels(color: str) -> list[int]:
    if match := _RGB.match(color):
        return [int(value) for value in match.groups()]
    if match := _HEX.fullmatch(color):
        wide = match[1] if len(match[1]) > len("rgb") else "".join(digit * 2 for digit in match[1])
        return [int(wide[place : place + 2], 16) for place in (0, 2, 4)]
    return []
