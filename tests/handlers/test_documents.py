"""What a paper is, judged by what it says."""

from __future__ import annotations

import pytest

from handlers.reading.documents import is_paper, judge, kind_of
from handlers.types import Attachment


def paper(name: str, text: str = "", media_type: str = "application/pdf", size: int = 40_000) -> Attachment:
    return Attachment(name=name, media_type=media_type, size=size, sha256="0" * 64, text=text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CERTIFICATE OF LIABILITY INSURANCE  Producer: Lane Agency  Insured: Church", "insurance"),
        ("Form W-9 Request for Taxpayer Identification Number and Certification", "w9"),
        ("2025 Annual Report. We carry general liability insurance, policy limits below.", "report"),
        ("MEMORANDUM OF UNDERSTANDING between the parties named below, in force for a year", "agreement"),
        ("Certificado de seguro de responsabilidad civil, póliza 123, vigente", "insurance"),
        ("Spring season: registration now open for all players, sign up today", "flyer"),
        ("Live Scan fingerprint results for the applicant: cleared on October 3", "clearance"),
    ],
)
def test_content_says_what_a_paper_is_whatever_its_name(text: str, kind: str) -> None:
    assert judge(paper("insurance_coi.pdf", text)).kind == kind
    assert judge(paper("scan.pdf", text)).by_content


@pytest.mark.parametrize(
    ("name", "kind"),
    [("church coi.pdf", "insurance"), ("FGF_W9_signed.pdf", "w9"), ("annual_report_2025.pdf", "report"), ("Seguro 2027.pdf", "insurance")],
)
def test_a_name_is_only_a_hint_for_a_scan(name: str, kind: str) -> None:
    assert (judge(paper(name)).kind, judge(paper(name)).by_content) == (kind, False)


def test_a_readable_letter_is_no_certificate_though_its_name_says_so() -> None:
    assert kind_of(paper("insurance.pdf", "Dear team, here is our letter of thanks to the school. Sincerely, the board.")) == ""


def test_a_logo_is_no_paper() -> None:
    logo = paper("image001.png", media_type="image/png", size=2_000)

    assert kind_of(logo) == "signature"
    assert not is_paper(logo)
    assert is_paper(paper("photo.jpg", media_type="image/jpeg", size=900_000))
