"""What the local hub holds: repositories, their commits and files, and faults that are to come."""

import hashlib
import json
from dataclasses import dataclass, field
from random import Random

from hadath.annotations.bio import TAGS


@dataclass(frozen=True, slots=True)
class File:
    """A file of a commit."""

    content: bytes
    is_large: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def blob_id(self) -> str:
        content = self.content
        if self.is_large:  # git holds a pointer in its place
            content = f"oid sha256:{self.sha256}\nsize {len(content)}\n".encode()
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()

    @property
    def etag(self) -> str:
        return self.sha256 if self.is_large else self.blob_id


@dataclass
class Repository:
    """Branches, and the files of each commit."""

    is_private: bool = False
    is_gated: bool = False
    branches: dict[str, str] = field(default_factory=dict)
    commits: dict[str, dict[str, File]] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def commit(self, branch: str, files: dict[str, File], message: str) -> str:
        seed = json.dumps([len(self.commits), *((k, f.etag) for k, f in sorted(files.items()))])
        sha = hashlib.sha1(seed.encode()).hexdigest()
        self.commits[sha], self.branches[branch] = files, sha
        self.messages.append(message)
        return sha

    def resolve(self, revision: str) -> str | None:
        return self.branches.get(revision, revision if revision in self.commits else None)

    def files(self, branch: str = "main") -> dict[str, File]:
        return self.commits[self.branches[branch]]


@dataclass
class Fault:
    """Something that goes wrong with the next requests whose line matches."""

    pattern: str
    times: int
    status: int | None = None
    kept: int | None = None
    is_damaged: bool = False
    is_cut: bool = False


def metadata(file: File) -> dict:
    known = {"size": len(file.content), "blobId": file.blob_id}
    if not file.is_large:
        return known
    return known | {"lfs": {"sha256": file.sha256, "size": len(file.content), "pointerSize": 130}}


def entry_of(path: str, file: File) -> dict:
    known = {"type": "file", "path": path, "size": len(file.content), "oid": file.blob_id}
    if not file.is_large:
        return known
    return known | {"lfs": {"oid": file.sha256, "size": len(file.content), "pointerSize": 130}}


def model_files(**changes: bytes | None) -> dict[str, bytes]:
    """Return the files of a model that nothing runs: its names, labels and sizes are right.

    Args:
        **changes: Files by name, ``__`` for the point; ``None`` takes one away.
    """
    config = {
        "architectures": ["BertForTokenClassification"],
        "id2label": dict(enumerate(TAGS)),
    }
    random = Random(17)
    files = {
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": b'{"model": {}}',
        "tokenizer_config.json": b"{}",
        "postprocessor.json": b'{"temperature": 1.5}',
        "model.onnx": random.randbytes(60_000),
        "model.safetensors": random.randbytes(70_000),
        "linker.safetensors": random.randbytes(5_000),
    }
    for name, content in changes.items():
        files.pop(name.replace("__", "."), None)
        if content is not None:
            files[name.replace("__", ".")] = content
    return files
