import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from hadath.annotations.labels import LABELS, Outcome, Status
from hadath.inference.extractor import EventExtractor
from hadath.inference.serialization import load_schema, to_dict, to_json

TEXT = (
    "قُتل تسعة مدنيين وأصيب 25 آخرون، أمس الثلاثاء، جراء غارتين شنهما الطيران الروسي على سوق في بلدة كفرنبل "
    "بريف إدلب، وفق الدفاع المدني. وقُتل ثلاثة أشخاص في بغداد."
)


def _validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(load_schema())
    return Draft202012Validator(load_schema())


def test_output_keeps_to_the_schema(extractor: EventExtractor) -> None:
    value = to_dict(extractor(TEXT, date="2019-05-22", id="doc"))
    _validator().validate(value)
    assert value["id"] == "doc"
    assert len(value["events"]) == 2
    assert value["events"][1]["trigger"] is None


def test_every_mention_of_the_output_is_its_text(extractor: EventExtractor) -> None:
    def walk(value: object) -> int:
        if isinstance(value, dict):
            is_mention = {"start", "end", "text"} <= set(value)
            if is_mention:
                assert TEXT[value["start"] : value["end"]] == value["text"]
            return is_mention + sum(walk(entry) for entry in value.values())
        return sum(walk(entry) for entry in value) if isinstance(value, list) else 0

    value = to_dict(extractor(TEXT))
    assert walk(value["spans"]) + walk(value["events"]) > 15


def test_the_schema_names_every_label() -> None:
    text = json.dumps(load_schema())
    assert all(f'"{name}"' in text for name in (*LABELS, *Outcome, *Status))


@pytest.mark.parametrize("missing", ["id", "date", "text", "spans", "events"])
def test_the_schema_refuses_an_incomplete_document(extractor: EventExtractor, missing: str) -> None:
    value = to_dict(extractor(TEXT))
    del value[missing]
    with pytest.raises(ValidationError):
        _validator().validate(value)


def test_a_document_is_one_readable_line(extractor: EventExtractor) -> None:
    line = to_json(extractor("قصف\u2028على\u0085حلب\nأمس"))
    assert len(line.splitlines()) == 1
    assert "حلب" in line
    assert json.loads(line)["text"] == "قصف\u2028على\u0085حلب\nأمس"


def test_the_embedded_model_is_small_enough() -> None:
    folder = Path(str(files("hadath.inference") / "embedded"))
    assert (folder / "model.onnx").stat().st_size <= 32 * 2**20
