"""Knows a mail's author by the name it was sent under, so that a name beneath a letter is told from an answer in any language."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Who signs says so with little more than the name: "- Ana", "Ana R.", "김유나 드림".
AROUND = re.compile(r"^[\s,.!~*_/|—–-]+|[\s,.!~*_/|]+$")
HONOURS = re.compile(r"\s*(?:드림|올림|拝|拜上|敬上|上)$")
LEADING = re.compile(r"\s*[\[(<*]{0,2}([^\W\d_][\w. ]{0,30}?)[\])>*]{0,2}\s*[:：>–—-]\s*(?=\S)")
MOST_WORDS = 5
LONGEST = 60
#: Scripts that write names without blanks.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{1,8}")


@dataclass(frozen=True, slots=True)
class Author:
    """Who sent a mail: the words of the name and of the address, case folded."""

    words: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    whole: str = ""

    def signs(self, line: str) -> bool:
        """Whether a line is the author's name, or a part of it, and nothing else."""
        if not self.words or len(line) > LONGEST:
            return False
        bare = HONOURS.sub("", AROUND.sub("", line)).casefold()
        if UNSPACED.fullmatch(bare):
            return bare in self.whole or self.whole in bare
        found = [word.removesuffix("'s") for word in WORDS.findall(bare)]
        if not found or len(found) > MOST_WORDS or re.search(r"\d|@|:|\?", bare):
            return False
        named = [word for word in found if word in self.words and len(word) > 1]
        return bool(named) and all(word in self.words or (len(word) == 1 and word in self.initials) for word in found)

    def leads(self, line: str) -> int:
        """Where the text behind a lead such as *Ana:* or *AR -* begins; 0 where a line has none."""
        found = LEADING.match(line)
        return found.end() if found and self.words and (self.signs(found[1]) or (len(found[1]) > 1 and self.initialled(found[1]))) else 0

    def initialled(self, line: str) -> bool:
        """Whether a line is the author's initials: "A.", "AR", "a.r."."""
        letters = re.sub(r"[\s.,~–—-]", "", line)
        name = "".join(word[0] for word in self.whole.split())
        return 0 < len(letters) <= len(name) and len(line.strip()) <= 2 * len(name) + 2 and name.startswith(letters.casefold())


NOBODY = Author()


def author_of(name: str, email: str = "") -> Author:
    """The author named in a From field; words of the address serve where the name is missing."""
    local = email.partition("@")[0]
    words = [word.casefold() for word in WORDS.findall(name)]
    spelt = [word.casefold() for word in re.split(r"[._+\-\d]+", local) if len(word) > 2]  # noqa: PLR2004 - shorter ones are initials
    known = words or spelt
    return Author(frozenset(known) | frozenset(spelt if not words else ()), frozenset(word[0] for word in known), " ".join(known))
