"""Small servers on loopback that speak the networks' APIs, as their documentation has them."""

from __future__ import annotations

import html
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any]


class ApiServer:
    """`answer` says what a request gets. While `refuses` is set each gets that instead; `asked` has what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses: tuple[int, Any, dict[str, str]] | None = None
        self.shows_nothing = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else {}
                server.asked.append(f"{self.command} {self.path}")
                status, said, headers = server.refuses or (*server.answer(self, body), {})
                raw = json.dumps(said).encode()
                self.send_response(status)
                for name, value in {
                    "Content-Length": str(len(raw)),
                    "Content-Type": "application/json",
                    **headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 - names of the standard library

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> Answer:
        raise NotImplementedError

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class MastodonServer(ApiServer):
    """An instance with one account. `posts` are the texts that people see."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.undeletable = False

    def answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> Answer:
        path, method = urlsplit(request.path).path, request.command
        if request.headers.get("Authorization") != "Bearer good":
            return 401, {"error": "The access token is invalid"}
        if path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "7"}
        if path == "/api/v1/accounts/7/statuses":
            return 200, [self._status(name) for name in reversed(self.posts)]
        if (method, path) == ("POST", "/api/v1/statuses"):
            name = self.keys.setdefault(request.headers.get("Idempotency-Key") or "", str(len(self.keys) + 100))
            if len(re.sub(r"https?://\S+", "x" * 23, body["status"])) > 500:
                return 422, {"error": "Validation failed: Text character limit of 500 exceeded"}
            if self.shows_nothing:
                return 200, {"id": name, "content": body["status"]}
            self.posts[name] = body["status"]
            return 200, self._status(name)
        name = path.rpartition("/")[2]
        if name not in self.posts:
            return 404, {"error": "Record not found"}
        if method == "PUT":
            self.posts[name] = body["status"]
        status = self._status(name)
        if method == "DELETE" and not self.undeletable:
            del self.posts[name]
        return 200, status

    def _status(self, name: str) -> dict[str, Any]:
        paragraphs = html.escape(self.posts[name]).split("\n\n")
        linked = [re.sub(r"(https?://\S+)", r'<a href="\1">\1</a>', text) for text in paragraphs]
        return {
            "id": name,
            "url": f"https://masto.example/@radyo/{name}",
            "content": "".join(f"<p>{t}</p>" for t in linked),
        }


class BlueskyServer(ApiServer):
    """A personal data server with one account."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, dict[str, Any]] = {}
        self.token = 1

    def answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> Answer:
        parts = urlsplit(request.path)
        what = parts.path.removeprefix("/xrpc/")
        if what == "com.atproto.server.createSession":
            if body != {"identifier": "radyo.example", "password": "app-pass"}:
                return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            self.token += 1
            return 200, {"did": "did:plc:radyo", "accessJwt": f"jwt-{self.token}"}
        if request.headers.get("Authorization") != f"Bearer jwt-{self.token}":
            return 400, {"error": "ExpiredToken", "message": "Token has expired"}
        if what == "com.atproto.repo.putRecord":
            assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", body["rkey"])
            assert len(body["record"]["text"]) <= 300
            if not self.shows_nothing:
                self.posts[body["rkey"]] = body["record"]
            return 200, {"uri": f"at://did:plc:radyo/app.bsky.feed.post/{body['rkey']}"}
        if what == "com.atproto.repo.deleteRecord":
            self.posts.pop(body["rkey"], None)
            return 200, {}
        key = parse_qs(parts.query)["rkey"][0]
        if key not in self.posts:
            return 400, {"error": "RecordNotFound", "message": "Could not locate record"}
        return 200, {"value": self.posts[key]}


class TelegramServer(ApiServer):
    """The Bot API with one channel."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[int, str] = {}

    def answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> Answer:
        what = request.path.removeprefix("/bot12345:abc/")
        if what == "sendMessage":
            number = len(self.messages) + 1
            self.messages[number] = body["text"]
        else:
            number = body["message_id"]
            if number not in self.messages:
                return 400, {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}
            if self.messages[number] == body["text"]:
                return 400, {"ok": False, "error_code": 400, "description": "Bad Request: message is not modified: …"}
            self.messages[number] = body["text"]
        chat = {"id": -1, "username": body["chat_id"].lstrip("@")}
        return 200, {"ok": True, "result": {"message_id": number, "text": self.messages[number], "chat": chat}}
