"""Text in, events out: the extractor, its inputs and outputs, and the embedded model."""

from hadath.inference.extractor import EventExtractor
from hadath.inference.records import CodedDocument, CodedEvent, Document
from hadath.inference.serialization import load_schema, to_dict, to_json

__all__ = [
    "CodedDocument",
    "CodedEvent",
    "Document",
    "EventExtractor",
    "load_schema",
    "to_dict",
    "to_json",
]
