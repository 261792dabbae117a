"""Publish a model on the Hugging Face Hub: its files and a card, in one commit."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hadath.annotations.bio import TAGS
from hadath.annotations.errors import ModelError, first_line
from hadath.inference.calibration import FILE as CALIBRATION_FILE
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE

CARD, CONFIG, TOKENIZER = "README.md", "config.json", "tokenizer.json"

FILES = (
    CONFIG,
    TOKENIZER,
    "tokenizer_config.json",
    WEIGHTS_FILE,
    LINKER_FILE,
    ONNX_FILE,
    CALIBRATION_FILE,
)
"""All that is ever sent beside the card: no checkpoint, no pickle, nothing else of the folder."""

_PATH_KEYS = ("_name_or_path", "name_or_path")
"""Keys under which older configurations keep a path of the machine they were made on."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is sent.

    Attributes:
        name: In the repository.
        content: The file on disk, or the bytes.
    """

    name: str
    content: Path | bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size


def collect_files(folder: Path) -> tuple[Upload, ...]:
    """Return the files of a model that are published, without the card.

    Args:
        folder: That ``hadath train`` or ``hadath export`` wrote.

    Raises:
        ModelError: No such folder, no model in it, or its labels are not ours.
    """
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such folder; one of 'hadath train' or 'export' is accepted")
    found = tuple(Upload(name, folder / name) for name in FILES if (folder / name).is_file())
    names = {upload.name for upload in found}
    for needed in (CONFIG, TOKENIZER):
        if needed not in names:
            raise ModelError(f"{folder}: no {needed}; it holds no model")
    if not names & {WEIGHTS_FILE, ONNX_FILE}:
        raise ModelError(
            f"{folder}: neither {WEIGHTS_FILE} nor {ONNX_FILE}; nothing else is published"
        )
    _check_labels(folder / CONFIG)
    return tuple(_without_paths(upload) for upload in found)


def check_repository(name: str) -> None:
    """Raise a ``ModelError`` unless a name is one that a repository on the Hub may have."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.errors import HFValidationError

    try:
        hf_hub_url(name, CARD)  # looks at the name as every call of the client does
    except HFValidationError as error:
        raise ModelError(f"{name}: {first_line(error)}") from error
    if "/" not in name:
        raise ModelError(f"{name}: no organisation (accepted: organisation/name)")


def publish(
    uploads: Sequence[Upload],
    repository: str,
    is_private: bool = False,
    branch: str | None = None,
) -> str:
    """Send files to a repository in one commit; both it and the branch are made if missing.

    Files of an earlier model that this one does not have are taken away in the same commit, so
    that no graph stays beside weights it was not exported from.

    Args:
        uploads: What is sent.
        repository: Organisation and name.
        is_private: Make it private, and send nothing to one that is public.
        branch: In place of the main one.

    Returns:
        The page of the commit.

    Raises:
        ModelError: No right to write there, no network, or the Hub refused.
    """
    from huggingface_hub.errors import HfHubHTTPError

    http_error: type[Exception] = HfHubHTTPError.__bases__[0]
    try:
        return _send(uploads, repository, is_private, branch)
    except (http_error, OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"{repository}: {_tell(error)}") from error


def _send(uploads: Sequence[Upload], repository: str, is_private: bool, branch: str | None) -> str:
    from huggingface_hub import (
        CommitOperationAdd,
        CommitOperationCopy,
        CommitOperationDelete,
        HfApi,
    )

    api = HfApi()
    api.create_repo(repository, private=is_private or None, exist_ok=True)
    if is_private and not api.model_info(repository).private:
        raise ModelError(f"{repository}: is public already, and --private was asked for")
    if branch is not None:
        api.create_branch(repository, branch=branch, exist_ok=True)
    stale = _stale(api.list_repo_files(repository, revision=branch), uploads)
    operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
        CommitOperationAdd(upload.name, upload.content) for upload in uploads
    ]
    operations += [CommitOperationDelete(name) for name in stale]
    commit = api.create_commit(
        repository, operations, commit_message="Publish a hadath model", revision=branch
    )
    return str(commit.commit_url)


def _stale(names: Iterable[str], uploads: Sequence[Upload]) -> list[str]:
    """Return the files of an earlier model that are not sent anew."""
    sent = {upload.name for upload in uploads}
    return [name for name in names if name in FILES and name not in sent]


def _check_labels(path: Path) -> None:
    labels = (_read(path) or {}).get("id2label")
    if not isinstance(labels, dict) or set(labels.values()) != set(TAGS):
        raise ModelError(
            f"{path}: its id2label are not hadath's (accepted: {', '.join(TAGS[:4])}, …)"
        )


def _without_paths(upload: Upload) -> Upload:
    """Return a JSON file without paths of this machine; any other as it is."""
    if not isinstance(upload.content, Path) or upload.content.suffix != ".json":
        return upload
    if upload.name == TOKENIZER:  # large, and it holds none
        return upload
    content = _read(upload.content)
    kept = {key: value for key, value in content.items() if key not in _PATH_KEYS}
    if kept == content:
        return upload
    return Upload(upload.name, (json.dumps(kept, ensure_ascii=False, indent=2) + "\n").encode())


def _read(path: Path) -> dict:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: no readable JSON") from error
    if not isinstance(content, dict):
        raise ModelError(f"{path}: no JSON object")
    return content


def _tell(error: Exception) -> str:
    """Say in a line why nothing was published."""
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    if isinstance(error, RuntimeError) and isinstance(error.__cause__, Exception):
        return _tell(error.__cause__)  # the client wraps what stops an upload
    if isinstance(error, HfHubHTTPError):
        status = error.response.status_code
        if status in (401, 403, 404):
            return f"no right to write there ({status}); 'hf auth login' with a token that may"
        if status in (408, 429) or status >= 500:
            return f"the Hub is busy or down ({status}); nothing was committed, try again later"
    if isinstance(error, OfflineModeIsEnabled):
        return "HF_HUB_OFFLINE is set; nothing was published"
    if isinstance(error, ConnectionError) or not isinstance(
        error, OSError | ValueError | RuntimeError
    ):
        return "no network; nothing was committed"
    return f"not published: {first_line(error)}"
