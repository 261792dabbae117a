"""A hub on the local machine that speaks the routes of the Hugging Face Hub as its client uses them.

Nothing of the client is replaced: it meets HTTP, with the status codes, headers, redirects and
digests of the real one, and with its failures on demand.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hub_store import Fault, File, Repository, entry_of, metadata
from huggingface_hub import close_session, constants

WRITER, READER = "hf_writer", "hf_reader"
"""Tokens that may write, and only read."""

_LARGE = (".safetensors", ".onnx", ".bin")
_MODEL = r"(?P<repo>[\w.-]+/[\w.-]+)"


def connect(patch: pytest.MonkeyPatch, endpoint: str, home: Path, token: str | None = None) -> None:
    """Point the client in this process at a hub, with a cache of its own.

    Args:
        patch: Undoes it; the client reads its environment only when it is imported.
        endpoint: Of the hub.
        home: Folder of the cache.
        token: What the client logs in with.
    """
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        patch.delenv(name, raising=False)
    if token is not None:
        patch.setenv("HF_TOKEN", token)
    patch.setenv("NO_PROXY", "127.0.0.1,localhost")
    values = {
        "ENDPOINT": endpoint,
        "HUGGINGFACE_CO_URL_TEMPLATE": endpoint + "/{repo_id}/resolve/{revision}/{filename}",
        "HF_HUB_CACHE": str(home / "hub"),
        "HF_TOKEN_PATH": str(home / "token"),
        "HF_HUB_OFFLINE": False,
        "HF_HUB_DISABLE_XET": True,
        "DOWNLOAD_CHUNK_SIZE": 4096,
    }
    for name, value in values.items():
        patch.setattr(constants, name, value)
    close_session()


class HubServer:
    """The hub: a context manager that serves while it is open.

    Attributes:
        repositories: By name.
        requests: Method, path and ``Range`` of each request so far.
    """

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, str | None]] = []
        self.faults: list[Fault] = []
        self._http = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Bound", (_Handler,), {"hub": self})
        )
        self._http.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._http.server_port}"
        # Another host by its name, as the Hub's store of large files is.
        self.files_endpoint = f"http://localhost:{self._http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def add(self, name: str, files: dict[str, bytes]) -> Repository:
        """Make a repository as if it had been pushed long ago."""
        repository = self.repositories[name] = Repository()
        kept = {path: File(data, path.endswith(_LARGE)) for path, data in files.items()}
        self.objects.update({f.sha256: f.content for f in kept.values() if f.is_large})
        repository.commit("main", kept, "initial commit")
        return repository

    def fail(self, pattern: str, status: int, times: int = 99) -> None:
        """Answer requests (``GET /path``) that match with an error."""
        self.faults.append(Fault(pattern, times, status=status))

    def drop(self, pattern: str, kept: int, times: int = 1) -> None:
        """Close the connection after so many bytes of an answer's body."""
        self.faults.append(Fault(pattern, times, kept=kept))

    def damage(self, pattern: str, times: int = 99) -> None:
        """Turn a bit of an answer's body, and keep its length."""
        self.faults.append(Fault(pattern, times, is_damaged=True))

    def cut(self, pattern: str, times: int = 99) -> None:
        """Leave out the last byte of an answer's body, and say so in its length."""
        self.faults.append(Fault(pattern, times, is_cut=True))

    def bodies(self) -> list[str]:
        """Return the paths of files whose bodies were asked for."""
        return [p for m, p, _ in self.requests if m == "GET" and ("/resolve/" in p or "/cdn/" in p)]

    def take_fault(self, line: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and re.search(fault.pattern, line):
                fault.times -= 1
                return fault
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: HubServer

    def do_GET(self) -> None:
        self._serve()

    do_HEAD = do_POST = do_PUT = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def _serve(self) -> None:
        body = self._body()
        url = urlsplit(self.path)
        path = unquote(url.path)
        self.hub.requests.append((self.command, path, self.headers.get("Range")))
        self._fault = self.hub.take_fault(f"{self.command} {path}")
        if self._fault is not None and self._fault.status is not None:
            self._refuse(self._fault.status, "")
            return
        for methods, pattern, handler in _ROUTES:
            match = re.fullmatch(pattern, path)
            if match is not None and self.command in methods:
                found = match.groupdict()
                if "repo" in found and not self._may_see(found["repo"]):
                    return
                handler(self, body, parse_qs(url.query), **found)
                return
        self._refuse(404, "")

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            return b"".join(self._chunks())
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    @property
    def _token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _may_see(self, name: str) -> bool:
        repository = self.hub.repositories.get(name)
        is_known = self._token in (READER, WRITER)
        if repository is None or (repository.is_private and not is_known):
            self._refuse(404 if is_known else 401, "RepoNotFound")
            return False
        if (
            self.command in ("POST", "PUT")
            and self._token != WRITER
            and "paths-info" not in self.path
        ):
            self._refuse(403 if is_known else 401, "")
            return False
        return True

    def _refuse(self, status: int, code: str) -> None:
        headers = {"X-Error-Code": code} if code else {}
        if status == 429:
            headers["Retry-After"] = "0"
        self._answer(json.dumps({"error": f"refused with {status}"}).encode(), status, headers)

    def _json(self, value: object) -> None:
        self._answer(json.dumps(value).encode(), 200, {"Content-Type": "application/json"})

    def _answer(
        self, body: bytes, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        fault = self._fault
        if fault is not None and fault.is_damaged:
            body = bytes([body[0] ^ 1]) + body[1:]
        if fault is not None and fault.is_cut:
            body = body[:-1]
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault is not None and fault.kept is not None:
            self.wfile.write(body[: fault.kept])
            self.close_connection = True
            return
        self.wfile.write(body)

    def create(self, body: bytes, query: dict) -> None:
        asked = json.loads(body)
        name = f"{asked['organization']}/{asked['name']}"
        if self._token != WRITER:
            self._refuse(401 if not self._token else 403, "")
        elif name in self.hub.repositories:
            self._answer(json.dumps({"url": f"{self.hub.endpoint}/{name}"}).encode(), 409)
        else:
            is_private = asked.get("private") is True or asked.get("visibility") == "private"
            self.hub.add(name, {".gitattributes": b"*.onnx filter=lfs\n"}).is_private = is_private
            self._json({"url": f"{self.hub.endpoint}/{name}", "name": name})

    def validate(self, body: bytes, query: dict) -> None:
        has_metadata = json.loads(body)["content"].startswith("---\n")
        warnings = [] if has_metadata else [{"message": "empty or missing yaml metadata"}]
        self._json({"errors": [], "warnings": warnings})

    def info(self, body: bytes, query: dict, repo: str, revision: str = "main") -> None:
        found = self._at(repo, revision)
        if found is None:
            return
        sha, files = found
        siblings = [{"rfilename": path, **metadata(file)} for path, file in files.items()]
        private = self.hub.repositories[repo].is_private
        self._json({"id": repo, "sha": sha, "private": private, "siblings": siblings})

    def tree(self, body: bytes, query: dict, repo: str, revision: str) -> None:
        found = self._at(repo, revision)
        if found is not None:
            self._json([entry_of(path, file) for path, file in found[1].items()])

    def paths_info(self, body: bytes, query: dict, repo: str, revision: str) -> None:
        found, paths = self._at(repo, revision), parse_qs(body.decode())["paths"]
        if found is not None:
            self._json([entry_of(path, file) for path, file in found[1].items() if path in paths])

    def preupload(self, body: bytes, query: dict, repo: str, revision: str) -> None:
        found = self._at(repo, revision)
        if found is None:
            return
        answers = []
        for file in json.loads(body)["files"]:
            mode = "lfs" if file["path"].endswith(_LARGE) else "regular"
            here = found[1].get(file["path"])
            oid = here.etag if here else None
            answers.append(
                {"path": file["path"], "uploadMode": mode, "shouldIgnore": False, "oid": oid}
            )
        self._json({"files": answers})

    def batch(self, body: bytes, query: dict, repo: str) -> None:
        objects = []
        for entry in json.loads(body)["objects"]:
            oid, actions = entry["oid"], {}
            if oid not in self.hub.objects:
                actions = {
                    "actions": {
                        "upload": {"href": f"{self.hub.endpoint}/upload/{oid}"},
                        "verify": {"href": f"{self.hub.endpoint}/verify/{oid}"},
                    }
                }
            objects.append({"oid": oid, "size": entry["size"], **actions})
        self._json({"transfer": "basic", "objects": objects})

    def upload(self, body: bytes, query: dict, oid: str) -> None:
        if hashlib.sha256(body).hexdigest() != oid:
            self._refuse(400, "")
            return
        self.hub.objects[oid] = body
        self._answer(b"")

    def verify(self, body: bytes, query: dict, oid: str) -> None:
        if len(self.hub.objects.get(oid, b"")) != json.loads(body)["size"]:
            self._refuse(404, "")
            return
        self._answer(b"")

    def branch(self, body: bytes, query: dict, repo: str, branch: str) -> None:
        repository = self.hub.repositories[repo]
        if branch in repository.branches:
            self._refuse(409, "")
            return
        repository.branches[branch] = repository.branches["main"]
        self._answer(b"")

    def commit(self, body: bytes, query: dict, repo: str, revision: str) -> None:
        repository = self.hub.repositories[repo]
        files, message = dict(repository.files(revision)), ""
        for line in body.splitlines():
            entry = json.loads(line)
            key, value = entry["key"], entry["value"]
            if key == "header":
                message = value["summary"]
            elif key == "file":
                files[value["path"]] = File(base64.b64decode(value["content"]), is_large=False)
            elif key == "lfsFile":
                files[value["path"]] = File(self.hub.objects[value["oid"]], is_large=True)
            elif key == "deletedFile":
                del files[value["path"]]
        sha = repository.commit(revision, files, message)
        url = f"{self.hub.endpoint}/{repo}/commit/{sha}"
        self._json({"commitUrl": url, "commitOid": sha, "hookOutput": ""})

    def resolve(self, body: bytes, query: dict, repo: str, revision: str, path: str) -> None:
        found = self._at(repo, revision)
        if found is None:
            return
        if self.hub.repositories[repo].is_gated and self._token != WRITER:
            self._refuse(403 if self._token else 401, "GatedRepo")
            return
        sha, files = found
        file = files.get(path)
        if file is None:
            self._refuse(404, "EntryNotFound")
            return
        headers = {"X-Repo-Commit": sha, "ETag": f'"{file.etag}"'}
        if not file.is_large:
            self._content(file.content, headers)
            return
        headers |= {
            "X-Linked-ETag": f'"{file.sha256}"',
            "X-Linked-Size": str(len(file.content)),
            "Location": f"{self.hub.files_endpoint}/cdn/{file.sha256}",
        }
        self._answer(b"", 302, headers)

    def cdn(self, body: bytes, query: dict, oid: str) -> None:
        self._content(self.hub.objects[oid], {"ETag": f'"{oid}"'})

    def _content(self, content: bytes, headers: dict[str, str]) -> None:
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if match is None:
            self._answer(content, 200, headers)
            return
        start, size = int(match[1]), len(content)
        headers |= {"Content-Range": f"bytes {start}-{size - 1}/{size}"}
        self._answer(content[start:], 206, headers)

    def _at(self, repo: str, revision: str) -> tuple[str, dict[str, File]] | None:
        repository = self.hub.repositories[repo]
        sha = repository.resolve(revision)
        if sha is None:
            self._refuse(404, "RevisionNotFound")
            return None
        return sha, repository.commits[sha]


_REVISION = r"(?P<revision>[^/]+)"
_ROUTES = (
    (("POST",), r"/api/repos/create", _Handler.create),
    (("POST",), r"/api/validate-yaml", _Handler.validate),
    (("GET",), rf"/api/models/{_MODEL}", _Handler.info),
    (("GET",), rf"/api/models/{_MODEL}/revision/{_REVISION}", _Handler.info),
    (("GET",), rf"/api/models/{_MODEL}/tree/{_REVISION}", _Handler.tree),
    (("POST",), rf"/api/models/{_MODEL}/paths-info/{_REVISION}", _Handler.paths_info),
    (("POST",), rf"/api/models/{_MODEL}/preupload/{_REVISION}", _Handler.preupload),
    (("POST",), rf"/api/models/{_MODEL}/branch/(?P<branch>[^/]+)", _Handler.branch),
    (("POST",), rf"/api/models/{_MODEL}/commit/{_REVISION}", _Handler.commit),
    (("POST",), rf"/{_MODEL}\.git/info/lfs/objects/batch", _Handler.batch),
    (("PUT",), r"/upload/(?P<oid>\w+)", _Handler.upload),
    (("POST",), r"/verify/(?P<oid>\w+)", _Handler.verify),
    (("GET", "HEAD"), rf"/{_MODEL}/resolve/{_REVISION}/(?P<path>.+)", _Handler.resolve),
    (("GET", "HEAD"), r"/cdn/(?P<oid>\w+)", _Handler.cdn),
)
