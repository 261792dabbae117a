"""Find a model: a local folder, or a repository on the Hugging Face Hub."""

from pathlib import Path

from hadath.annotations.errors import ModelError, first_line
from hadath.inference.engines import LINKER_FILE, ONNX_FILE, WEIGHTS_FILE

_ALWAYS = ["config.json", "tokenizer.json", "tokenizer_config.json"]


def resolve_model(name_or_path: str | Path, revision: str | None = None) -> Path:
    """Return the folder of a model, downloaded if it is on the Hub.

    Args:
        name_or_path: A folder, or ``organisation/name`` on the Hub.
        revision: Branch, tag or commit on the Hub.

    Returns:
        A folder with ``config.json``, ``tokenizer.json`` and the weights. From the Hub come
        the exported graph if there is one, else the safetensors; never a pickle.

    Raises:
        ModelError: No such folder or repository, no access, or no network and no cached copy.
    """
    path = Path(name_or_path)
    if path.is_dir():
        return path
    if path.exists():
        raise ModelError(f"{path}: a file; a model is a folder or a name on the Hub")
    # Imported here: the embedded model is loaded without it.
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    name = str(name_or_path)
    try:
        names = HfApi().list_repo_files(name, revision=revision)
        weights = [ONNX_FILE] if ONNX_FILE in names else [WEIGHTS_FILE, LINKER_FILE]
        return Path(snapshot_download(name, revision=revision, allow_patterns=_ALWAYS + weights))
    except HFValidationError as error:
        raise ModelError(f"{name}: neither a folder nor a name on the Hub (org/name)") from error
    except HfHubHTTPError as error:
        raise ModelError(f"{name}: {first_line(error)}") from error
    except (LocalEntryNotFoundError, OSError) as network:
        try:
            return Path(snapshot_download(name, revision=revision, local_files_only=True))
        except (LocalEntryNotFoundError, OSError) as error:
            raise ModelError(f"{name}: no network, and no copy in the Hub's cache") from (
                error or network
            )
