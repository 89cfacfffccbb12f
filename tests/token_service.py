"""A stand-in for Microsoft's and Google's token service on this machine, which also tells a mail server whose a token is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET = "hunter2-of-the-application"
REFRESH = "hunter2-of-the-owner"


@dataclass
class TokenService:
    """Gives `token-1`, `token-2` … to whoever knows the secret; `denies` answers something else."""

    user: str = ""
    life: object = 3600
    denies: tuple[int, bytes, dict[str, str]] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_port}"

    def start(self) -> None:
        service = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                service.asked.append(form)
                self.say(*(service.denies or service.grant(form)))

            def do_GET(self) -> None:
                token = dict(parse_qsl(urlsplit(self.path).query)).get("access_token", "")
                valid = token.startswith("token-") and token not in service.taken_back
                self.say(200 if valid else 400, json.dumps({"email": service.user} if valid else {"error": "invalid_token"}).encode(), {})

            def say(self, code: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(code)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def grant(self, form: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        if form.get("client_secret") != SECRET and "client_assertion" not in form:
            told = {"error": "invalid_client", "error_description": f"Invalid secret {form.get('client_secret')} provided.\r\nTrace ID: 1"}
            return 401, json.dumps(told).encode(), {}
        granted = {"access_token": f"token-{len(self.asked)}", "token_type": "Bearer", "expires_in": self.life}
        return 200, json.dumps(granted).encode(), {}

    def close(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
