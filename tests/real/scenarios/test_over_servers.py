"""Every scenario of the main job, told once more over real servers: the same stories, with the office of this folder.

Left to the plain office are those that open an office of their own with other settings, and those of a process that dies, which are
about the store alone; and the one that compares a mail's bytes, to which a real server adds its headers.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from tests.scenarios import test_application, test_dialogues, test_first_mails

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

pytestmark = pytest.mark.real

LEFT_OUT = {"test_poor_mail_is_kept_and_has_a_defined_end"}


def stories(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, told in vars(module).items():
        if name.startswith("test_") and name not in LEFT_OUT and "office" in inspect.signature(told).parameters:
            yield name, told


for _module in (test_application, test_dialogues, test_first_mails):
    globals().update(stories(_module))
