"""Find a model: a local folder, or a repository on the Hugging Face Hub.

A repository is asked first what it holds: what is fetched depends on the engine, and a file that
was fetched is held against the digest that the Hub tells of it, once. What is fetched lies in the
Hub's own cache, and serves without a network from then on.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from hadath.annotations.errors import ModelError
from hadath.inference.calibration import FILE as CALIBRATION_FILE
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE, TorchEngine
from hadath.inference.refusals import cause_of, is_passing, tell

CONFIG_FILE = "config.json"
_NEEDED = (CONFIG_FILE, "tokenizer.json")
_WELCOME = ("tokenizer_config.json", CALIBRATION_FILE)
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt")
_CLASSIFIER = "ForTokenClassification"
_SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class _Listing:
    """What a repository holds at one commit.

    Attributes:
        commit: In full.
        digests: By file: SHA-256 in 64 hex digits where it is a large file, git's SHA-1 in 40
            where it is a small one, ``None`` where the Hub tells neither.
    """

    commit: str
    digests: Mapping[str, str | None]


def resolve_model(
    name_or_path: str | Path, revision: str | None = None, engine: str | None = None
) -> Path:
    """Return the folder of a model, downloaded if it is on the Hub.

    Args:
        name_or_path: A folder, or ``organisation/name`` on the Hub.
        revision: Branch, tag or commit on the Hub.
        engine: Which weights are fetched: the safetensors for ``torch``, else the exported
            graph; ``None`` for the graph if there is one, else the safetensors. Never a pickle.

    Returns:
        A folder with ``config.json``, ``tokenizer.json`` and the weights. Where the Hub cannot be
        reached, or answers that it is busy, the copy in its cache.

    Raises:
        ModelError: No such folder, repository or revision, no access, no network and no cached
            copy, nothing in it that the engine runs, or a file that came down other than it is.
    """
    path = Path(name_or_path)
    if path.is_dir():
        return path
    if path.exists():
        raise ModelError(f"{path}: a file; a model is a folder or a name on the Hub")
    # Imported here: the embedded model is loaded without it.
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    # That of httpx or httpx2, as the Hub's client brings the one or the other.
    http_error: type[Exception] = HfHubHTTPError.__bases__[0]
    name = str(name_or_path)
    try:
        return _pull(name, revision, engine)
    except HFValidationError as error:
        raise ModelError(f"{name}: neither a folder nor a name on the Hub (org/name)") from error
    except (http_error, OSError, ValueError) as error:
        reason = cause_of(error)
        copy = _find_copy(name, revision, engine) if is_passing(reason) else None
        if copy is not None:
            return copy
        raise ModelError(f"{name}: {tell(reason, revision, engine)}") from error


def _pull(name: str, revision: str | None, engine: str | None) -> Path:
    """Fetch what is not in the cache yet; errors are those of the Hub's client."""
    listing = _ask(name, revision)
    files = _files_for(name, listing.digests, engine)
    held = [_held(name, file, revision) for file in files]
    if all(path is not None and path.parent.name == listing.commit for path in held):
        return Path(str(held[0])).parent
    # The configuration before the weights: a model of another kind is not worth its megabytes.
    _check_classifier(name, _fetch(name, revision, listing, [CONFIG_FILE]) / CONFIG_FILE)
    return _fetch(name, revision, listing, files)


def _ask(name: str, revision: str | None) -> _Listing:
    from huggingface_hub import HfApi, constants

    info = HfApi().model_info(
        name, revision=revision, files_metadata=True, timeout=constants.HF_HUB_ETAG_TIMEOUT
    )
    return _Listing(
        str(info.sha),
        {
            file.rfilename: file.blob_id if file.lfs is None else file.lfs.sha256
            for file in info.siblings or []
        },
    )


def _files_for(name: str, names: Collection[str], engine: str | None) -> list[str]:
    """Return the files of a repository that an engine needs.

    Args:
        name: Of the repository, for errors.
        names: All files of the repository.
        engine: Its name, or ``None``.

    Raises:
        ModelError: One that it cannot do without is missing.
    """
    missing = next((file for file in _NEEDED if file not in names), None)
    if missing is not None:
        raise ModelError(f"{name}: no {missing}; a model that 'hadath push' wrote is accepted")
    weights = [file for file in (WEIGHTS_FILE, LINKER_FILE) if file in names]
    if engine is None:
        wanted = [ONNX_FILE] if ONNX_FILE in names else weights
    else:
        wanted = weights if engine == TorchEngine.name else [ONNX_FILE]
    if not {ONNX_FILE, WEIGHTS_FILE} & set(names):
        pickles = sorted(file for file in names if file.endswith(_PICKLES))
        what = f"only a pickle ({pickles[0]}), which can run code" if pickles else "no weights"
        raise ModelError(f"{name}: {what} (accepted: {ONNX_FILE}, {WEIGHTS_FILE})")
    if not {ONNX_FILE, WEIGHTS_FILE} & set(names) & set(wanted):
        file = WEIGHTS_FILE if engine == TorchEngine.name else ONNX_FILE
        raise ModelError(f"{name}: no {file}, which {engine} runs")
    return [*_NEEDED, *(file for file in _WELCOME if file in names), *wanted]


def _check_classifier(name: str, path: Path) -> None:
    """Raise a ``ModelError`` if a configuration is that of a model of another kind."""
    try:
        architectures = json.loads(path.read_text(encoding="utf-8")).get("architectures") or []
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{name}: {CONFIG_FILE} is no model configuration") from error
    if architectures and not any(str(kind).endswith(_CLASSIFIER) for kind in architectures):
        kinds = ", ".join(map(str, architectures))
        raise ModelError(f"{name}: {kinds}, no token classifier (accepted: …{_CLASSIFIER})")


def _fetch(name: str, revision: str | None, listing: _Listing, files: Collection[str]) -> Path:
    """Download files into the Hub's cache and check those that were not there before."""
    from huggingface_hub import snapshot_download

    new = [file for file in files if _held(name, file, listing.commit) is None]
    # By the branch's name and not by the commit, so that the cache knows the branch offline too.
    folder = Path(snapshot_download(name, revision=revision, allow_patterns=list(files)))
    bad = [file for file in new if not _is_whole(folder / file, listing.digests[file])]
    for file in bad:  # left in the cache they would be taken for good the next time
        (folder / file).resolve().unlink(missing_ok=True)
        (folder / file).unlink(missing_ok=True)
    if folder.name != listing.commit:
        raise ModelError(f"{name}: changed on the Hub while it was fetched; try again")
    if bad:
        raise ModelError(
            f"{name}: {bad[0]} came down damaged (its digest is not "
            f"{str(listing.digests[bad[0]])[:12]}…, as the Hub tells); the copy was deleted, try "
            f"again, or delete {folder} if this comes back"
        )
    return folder


def _is_whole(path: Path, expected: str | None) -> bool:
    """Tell whether a file is what the Hub holds, as far as the Hub tells."""
    return expected is None or _digest_of(path, len(expected)) == expected


def _digest_of(path: Path, length: int) -> str:
    """Return a file's SHA-256, or git's SHA-1 of it, by the length of the hex form."""
    digest = hashlib.sha256()
    if length != _SHA256_LENGTH:
        header = f"blob {path.stat().st_size}\0".encode()
        digest = hashlib.sha1(header, usedforsecurity=False)
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: digest).hexdigest()


def _held(name: str, file: str, revision: str | None) -> Path | None:
    """Return where a file lies in the Hub's cache, ``None`` if it does not."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(name, file, revision=revision)
    return Path(found) if isinstance(found, str) else None


def _find_copy(name: str, revision: str | None, engine: str | None) -> Path | None:
    """Return the folder of a whole copy in the cache, ``None`` if there is none for the engine."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    config = _held(name, CONFIG_FILE, revision)
    if config is None:
        return None
    names = [path.name for path in config.parent.iterdir()]
    try:
        files = _files_for(name, names, engine)
        weights = [WEIGHTS_FILE, LINKER_FILE] if WEIGHTS_FILE in files else [ONNX_FILE]
        # Newer clients keep what the repository holds, and tell here if some of it is missing.
        return Path(
            snapshot_download(
                name,
                revision=revision,
                allow_patterns=[*_NEEDED, *_WELCOME, *weights],
                local_files_only=True,
            )
        )
    except (ModelError, LocalEntryNotFoundError):
        return None
