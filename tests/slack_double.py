"""A Slack workspace on this machine for tests: Web API, Socket Mode and signed requests, as strict as the real one about what it takes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
from aiohttp import web

from tests.slack_limits import problem_of_blocks, problem_of_view

if TYPE_CHECKING:
    from collections.abc import Mapping

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-double", "xapp-double", "8f742231b10e8888abcd99yyyzzz85a5"
CHANNEL, TEAM, BOT = "C0STAFF", "T0HERE", "U0BOT"

#: What each method asks for (docs.slack.dev/reference/methods); a method that is not named here does not exist.
SCOPES = {
    "auth.test": "",
    "apps.connections.open": "",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.postEphemeral": "chat:write",
    "conversations.history": "channels:history",
    "conversations.replies": "channels:history",
    "conversations.members": "channels:read",
    "conversations.info": "channels:read",
    "users.info": "users:read",
    "usergroups.users.list": "usergroups:read",
    "views.open": "",
    "views.update": "",
    "views.publish": "",
}
ALL_SCOPES = frozenset({*SCOPES.values(), "commands", "im:history", "app_mentions:read", "groups:read", "groups:history", ""})

#: A trigger opens one view, within three seconds.
TRIGGER_LIFE_S = 3.0


@dataclass
class Ack:
    """How a delivery was answered: `status` 0 where nothing came in time."""

    seconds: float
    status: int = 200
    payload: Any = None


@dataclass
class Fault:
    """What happens to one call instead of its answer. `after` does the work first and then breaks the connection."""

    status: int = 200
    error: str = ""
    retry_after: int = 0
    after: bool = False


@dataclass
class Workspace:
    """Who is there and what was posted; tests look and change it directly."""

    scopes: frozenset[str] = ALL_SCOPES
    users: dict[str, dict[str, Any]] = field(default_factory=lambda: {BOT: {"id": BOT, "team_id": TEAM, "is_bot": True}})
    groups: dict[str, list[str]] = field(default_factory=dict)
    channels: dict[str, dict[str, Any]] = field(default_factory=lambda: {CHANNEL: {"members": [BOT], "is_private": False}})
    messages: list[dict[str, Any]] = field(default_factory=list)
    ephemeral: list[dict[str, Any]] = field(default_factory=list)  #: also what came by a response URL
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    modals: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    revoked: bool = False

    def person(self, user: str, **kind: Any) -> str:
        self.users[user] = {"id": user, "team_id": TEAM, "deleted": False, "is_bot": False, "real_name": user.title(), **kind}
        return user

    def posted(self, channel: str = CHANNEL, thread: str | None = None) -> list[dict[str, Any]]:
        return [each for each in self.messages if each["channel"] == channel and each.get("thread_ts") == thread]


class Double:
    """The server. `url` is LIAISON_SLACK_API_URL; `push` delivers by Socket Mode, `post` by a signed request."""

    def __init__(self) -> None:
        self.there = Workspace()
        self.url = ""
        self.answers_after_s = 0.0  #: what is asked is done at once, and answered so much later
        self.connected = asyncio.Event()
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._triggers: dict[str, float] = {}
        self._ts = count(1)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._api)
        application.router.add_get("/link", self._link)
        application.router.add_post("/response/{id}", self._response)
        self._runner = web.AppRunner(application, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}/api/"

    async def stop(self) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What a person does in Slack: each gives the type and the payload of a delivery.

    def trigger(self) -> str:
        trigger = f"{uuid4().int % 10**10}.{uuid4().hex}"
        self._triggers[trigger] = time.monotonic()
        return trigger

    def command(self, user: str, text: str, command: str = "/partners", channel: str = CHANNEL) -> tuple[str, dict[str, Any]]:
        payload = {"command": command, "text": text, "user_id": user, "user_name": user, "team_id": TEAM, "channel_id": channel}
        return "slash_commands", {**payload, "trigger_id": self.trigger(), "response_url": self.response_url(), "api_app_id": "A0"}

    def press(self, user: str, message: Mapping[str, Any], action_id: str, chosen: str = "") -> tuple[str, dict[str, Any]]:
        """Press a button, or choose from a list, that stands in the message."""
        found = [each for block in message["blocks"] for each in _elements(block) if each.get("action_id") == action_id]
        assert found, f"no {action_id} in {[e.get('action_id') for b in message['blocks'] for e in _elements(b)]}"
        action = {"action_id": action_id, "block_id": "b", "type": found[0]["type"], "action_ts": f"{time.time():.6f}"}
        if found[0]["type"] == "button":
            action["value"] = found[0].get("value", "")
        else:
            action["selected_option"] = next(each for each in found[0]["options"] if each["value"] == chosen or not chosen)
        payload = {"type": "block_actions", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "actions": [action]}
        place = {"channel": {"id": message.get("channel", CHANNEL)}, "message": dict(message)}
        container = {"type": "message", "message_ts": message.get("ts", ""), "channel_id": message.get("channel", CHANNEL)}
        return "interactive", {
            **payload,
            **place,
            "container": container,
            "trigger_id": self.trigger(),
            "response_url": self.response_url(),
            "api_app_id": "A0",
        }

    def submit(self, user: str, view: Mapping[str, Any], **values: Any) -> tuple[str, dict[str, Any]]:
        """Fill a modal by its block ids and send it."""
        inputs = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert set(values) <= set(inputs), f"the modal has {sorted(inputs)}"
        state = {name: {element["action_id"]: _filled(element, values.get(name))} for name, element in inputs.items()}
        shown = {**view, "state": {"values": state}}
        payload = {"type": "view_submission", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}, "view": shown}
        return "interactive", {**payload, "trigger_id": self.trigger(), "api_app_id": "A0"}

    def event(self, event: Mapping[str, Any], event_id: str = "") -> tuple[str, dict[str, Any]]:
        payload = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0", "event": dict(event)}
        return "events_api", {**payload, "event_id": event_id or f"Ev{uuid4().hex[:10]}", "event_time": int(time.time())}

    def message(self, user: str, text: str, channel: str, **more: Any) -> tuple[str, dict[str, Any]]:
        kind = "im" if channel.startswith("D") else "channel"
        return self.event(
            {"type": "message", "channel_type": kind, "user": user, "text": text, "channel": channel, "ts": self.ts(), **more}
        )

    def response_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/response/{uuid4().hex}"

    def ts(self) -> str:
        return f"{int(time.time())}.{next(self._ts):06d}"

    # The two ways by which Slack delivers.

    async def push(self, kind: str, payload: dict[str, Any], *, within_s: float = 3.0, retry: int = 0) -> Ack:
        """Deliver by Socket Mode to one connection and wait for its acknowledgement."""
        socket = next(each for each in reversed(self._sockets) if not each.closed)
        envelope = uuid4().hex
        self._acks[envelope] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        more = {"retry_attempt": retry, "retry_reason": "timeout"} if retry else {}
        await socket.send_json({"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True, **more})
        try:
            answer = await asyncio.wait_for(self._acks[envelope], within_s)
        except TimeoutError:
            return Ack(seconds=within_s, status=0)
        return Ack(seconds=time.perf_counter() - began, payload=answer)

    async def post(
        self, url: str, kind: str, payload: dict[str, Any], *, at: str = "", secret: str = SECRET, headers: Mapping[str, str] | None = None
    ) -> Ack:
        """Deliver by a signed request."""
        body, media = json.dumps(payload), "application/json"
        if kind != "events_api":
            body = urlencode(payload if kind == "slash_commands" else {"payload": body})
            media = "application/x-www-form-urlencoded"
        stamp = at or str(int(time.time()))
        signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        given = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}", "Content-Type": media, **(headers or {})}
        began = time.perf_counter()
        async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=given) as answer:
            text = await answer.text()
            parsed = json.loads(text) if "json" in answer.headers.get("Content-Type", "") and text else text
            return Ack(seconds=time.perf_counter() - began, status=answer.status, payload=parsed)

    async def disconnect(self, *, politely: bool = True) -> None:
        """End the connections, as Slack does every few hours."""
        self.connected.clear()
        for socket in list(self._sockets):
            self._sockets.remove(socket)
            if politely:
                await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            else:
                await socket.close()

    def forget_connections(self) -> None:
        """Whoever was connected was killed."""
        self._sockets.clear()

    # What Liaison calls.

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0"}})
        self._sockets.append(socket)
        self.connected.set()
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT and message.data.startswith("{"):
                told = json.loads(message.data)
                waiting = self._acks.pop(told.get("envelope_id", ""), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(told.get("payload"))
        if socket in self._sockets:
            self._sockets.remove(socket)
        return socket

    async def _response(self, request: web.Request) -> web.Response:
        told = await request.json()
        problem = problem_of_blocks(told.get("blocks") or [], most=50)
        if problem:
            return web.Response(status=400, text=problem)
        self.there.ephemeral.append({**told, "by": "response_url"})
        return web.Response(text="ok")

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _arguments(request)
        self.there.calls.append((method, given))
        waiting = self.there.faults.get(method, self.there.faults.get("*", []))
        fault = waiting.pop(0) if waiting else Fault()
        if fault.status == 429:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(fault.retry_after)})
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error}, status=fault.status)
        if fault.status != 200:
            return web.Response(status=fault.status, text="upstream trouble")
        answer = self._refusal(method, request.headers.get("Authorization", "")) or self._answer(method, given)
        if self.answers_after_s:
            await asyncio.sleep(self.answers_after_s)
        if fault.after and request.transport is not None:
            request.transport.abort()
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(filter(None, self.there.scopes)))})

    def _refusal(self, method: str, authorization: str) -> dict[str, Any] | None:
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if method not in SCOPES:
            return {"ok": False, "error": "unknown_method"}
        if self.there.revoked:
            return {"ok": False, "error": "token_revoked"}
        if authorization != f"Bearer {wanted}":
            return {"ok": False, "error": "invalid_auth"}
        if SCOPES[method] not in self.there.scopes:
            return {"ok": False, "error": "missing_scope", "needed": SCOPES[method], "provided": ",".join(sorted(self.there.scopes))}
        return None

    def _answer(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        problem = problem_of_blocks(given.get("blocks") or [], most=50)
        if problem:
            return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [problem]}}
        done = getattr(self, "_" + method.replace(".", "_"))(given)
        return {"ok": True, **done} if "error" not in done else {"ok": False, **done}

    def _auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "user_id": BOT,
            "bot_id": "B0",
            "team_id": TEAM,
            "team": "District",
            "user": "liaison",
            "url": "https://district.slack.com/",
        }

    def _apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://127.0.0.1:{self.port}/link?ticket={uuid4().hex}"}

    def _chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's own name
        channel = self.there.channels.get(given.get("channel", ""))
        if channel is None and not str(given.get("channel", "")).startswith("D"):
            return {"error": "channel_not_found"}
        if channel is not None and BOT not in channel["members"]:
            return {"error": "not_in_channel"}
        if not given.get("text") and not given.get("blocks"):
            return {"error": "no_text"}
        if len(given.get("text", "")) > 40_000:
            return {"error": "msg_too_long"}
        message = {**given, "ts": self.ts(), "user": BOT}
        self.there.messages.append(message)
        return {"ts": message["ts"], "channel": given["channel"], "message": message}

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [each for each in self.there.messages if each["ts"] == given["ts"] and each["channel"] == given["channel"]]
        if not found:
            return {"error": "message_not_found"}
        found[0].update({key: value for key, value in given.items() if key in {"text", "blocks", "metadata"}}, edited=True)
        return {"ts": given["ts"], "channel": given["channel"]}

    def _chat_postEphemeral(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  Slack's own name
        if given.get("user") not in self.there.channels.get(given.get("channel", ""), {}).get("members", ()):
            return {"error": "user_not_in_channel"}
        self.there.ephemeral.append({**given, "by": "chat.postEphemeral"})
        return {"message_ts": self.ts()}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [each for each in self.there.posted(given["channel"]) if float(each["ts"]) >= float(given.get("oldest") or 0)]
        return {"messages": [self._shown(each, given) for each in reversed(found)], "has_more": False}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        there = [each for each in self.there.messages if each["channel"] == given["channel"]]
        if not any(each["ts"] == given["ts"] for each in there):
            return {"error": "thread_not_found"}
        thread = [each for each in there if given["ts"] in {each["ts"], each.get("thread_ts")}]
        return {"messages": [self._shown(each, given) for each in thread], "has_more": False}

    @staticmethod
    def _shown(message: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        shows = str(given.get("include_all_metadata", "")).lower() in {"1", "true"}
        return {key: value for key, value in message.items() if key != "metadata" or shows}

    def _conversations_members(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.there.channels.get(given["channel"])
        return {"error": "channel_not_found"} if channel is None else {"members": channel["members"], "response_metadata": {}}

    def _conversations_info(self, given: dict[str, Any]) -> dict[str, Any]:
        channel = self.there.channels.get(given["channel"])
        if channel is None:
            return {"error": "channel_not_found"}
        return {"channel": {"id": given["channel"], "is_member": BOT in channel["members"], "is_ext_shared": False, **channel}}

    def _users_info(self, given: dict[str, Any]) -> dict[str, Any]:
        user = self.there.users.get(given["user"])
        return {"error": "user_not_found"} if user is None else {"user": user}

    def _usergroups_users_list(self, given: dict[str, Any]) -> dict[str, Any]:
        users = self.there.groups.get(given["usergroup"])
        return {"error": "no_such_subteam"} if users is None else {"users": users}

    def _views_open(self, given: dict[str, Any]) -> dict[str, Any]:
        made = self._triggers.pop(given.get("trigger_id", ""), None)
        if made is None:
            return {"error": "exchanged_trigger_id"}
        if time.monotonic() - made > TRIGGER_LIFE_S:
            return {"error": "expired_trigger_id"}
        problem = problem_of_view(given["view"])
        if problem:
            return {"error": "invalid_arguments", "response_metadata": {"messages": [problem]}}
        view = {"id": f"V{uuid4().hex[:10]}", "hash": uuid4().hex, **given["view"]}
        self.there.modals[view["id"]] = view
        return {"view": view}

    def _views_publish(self, given: dict[str, Any]) -> dict[str, Any]:
        problem = problem_of_view(given["view"])
        if problem:
            return {"error": "invalid_arguments", "response_metadata": {"messages": [problem]}}
        self.there.homes[given["user_id"]] = given["view"]
        return {"view": given["view"]}

    _views_update = _views_publish


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Merge what stands in the query and in the body, whose lists and objects may be JSON within a form."""
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.method == "POST":
        given |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    for name in ("blocks", "metadata", "view"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given


def _elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]


def _filled(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": value}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": value}
    if kind == "datepicker":
        return {"type": kind, "selected_date": value}
    options = {each["value"]: each for each in element["options"]}
    if kind == "static_select":
        return {"type": kind, "selected_option": options[value] if value else None}
    return {"type": kind, "selected_options": [options[each] for each in value or ()]}
