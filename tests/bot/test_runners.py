"""The running program: a mail by SMTP becomes an answer, and a stop leaves nothing half done."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.scenarios.office import mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from contextlib import contextmanager

VENDOR = "Our company sells a STEM kit programme for $40 per student, paid by the school. Who do we talk to?"
PATIENCE_S = 30


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`liaison run` in a process of its own, ready to hear."""
    env = {"PATH": "", "LIAISON_LISTEN": f"127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    try:
        assert "Liaison runs for" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def send(port: int, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_S) as server:
        server.sendmail("luz@readingclub.example", ["partners@localhost"], raw)


def ids(mails: list[bytes]) -> set[bytes]:
    return {line for each in mails for line in each.splitlines() if line.startswith(b"Message-ID:")}


def answers(folder: Path, wanted: int) -> list[bytes]:
    """The mails in the Maildir, as soon as there are so many different ones: a kill may leave a second copy with the same id (G6)."""
    new = folder / "var" / "mail" / "new"
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = [file.read_bytes() for file in new.iterdir()] if new.is_dir() else []
        if len(ids(found)) >= wanted:
            return found
        time.sleep(0.02)
    raise AssertionError(f"there were not {wanted} answers within {PATIENCE_S} s")


def test_a_mail_by_smtp_is_answered_into_the_maildir(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, free_port):
        send(free_port, mail(VENDOR, subject="STEM kits", to="partners@localhost"))
        (answer,) = answers(tmp_path, 1)

    assert b"To: luz@readingclub.example" in answer
    assert b"Reply-To: partners+" in answer


def test_sigterm_and_ctrl_c_stop_it_with_status_0(tmp_path: Path, free_port: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path, free_port) as process:
            process.send_signal(number)
            said, _ = process.communicate(timeout=PATIENCE_S)

        assert process.returncode == 0
        assert "nothing was left half done" in said


def test_a_stop_in_the_middle_of_a_message_loses_nothing_that_was_acknowledged(tmp_path: Path, free_port: int) -> None:
    acknowledged = 0
    with running(tmp_path, free_port) as process:
        for number in range(10):
            if number == 5:
                process.send_signal(signal.SIGTERM)
            try:
                send(free_port, mail(f"{VENDOR} {number}", subject="STEM kits", to="partners@localhost"))
            except (smtplib.SMTPException, OSError):
                continue
            acknowledged += 1
        process.communicate(timeout=PATIENCE_S)
    with running(tmp_path, free_port):
        kept = answers(tmp_path, acknowledged)

    assert acknowledged >= 5
    # A mail kept just as the line was cut was never acknowledged; its sender would send it again, and it would be recognised.
    assert acknowledged <= len(kept) <= acknowledged + 1


def test_kill_9_and_a_restart_answer_each_acknowledged_mail_once(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, free_port) as process:
        for number in range(5):
            send(free_port, mail(f"{VENDOR} {number}", subject="STEM kits", to="partners@localhost"))
        process.kill()
        process.wait()
    with running(tmp_path, free_port):
        kept = answers(tmp_path, 5)
        time.sleep(0.5)
        kept = answers(tmp_path, 5)

    assert len(ids(kept)) == 5


def test_a_port_in_use_is_one_clear_line(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, free_port):
        env = {"PATH": "", "LIAISON_LISTEN": f"127.0.0.1:{free_port}"}
        second = subprocess.run(
            [sys.executable, "-m", "bot", "run"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )

    assert second.returncode == 1
    assert second.stderr.strip().count("\n") == 0
    assert "LIAISON_LISTEN" in second.stderr
    assert "in use" in second.stderr


def test_a_mail_for_somebody_else_is_refused_at_the_door(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, free_port), smtplib.SMTP("127.0.0.1", free_port, timeout=PATIENCE_S) as server:
        server.ehlo()
        server.mail("luz@readingclub.example")
        code, _ = server.rcpt("principal@localhost")

    assert code == 550
