"""The model card of a published model: what it is, how good, what it must not be used for.

A fact that is not known is left out. Which facts those are stands in ``facts.py``.
"""

from importlib.metadata import version

from huggingface_hub import EvalResult, ModelCardData

from hadath.annotations.labels import EventType, Role
from hadath.training.facts import CardFacts, Evaluation, Figure, TrainingFacts
from hadath.training.intervals import SAMPLES

WIDGET = (
    "قصفت مدفعية الجيش قرية الحسانية شمال المدينة فجر الأحد، ما أسفر عن مقتل ثلاثة مدنيين "
    "وإصابة سبعة آخرين، بحسب مصدر طبي."
)
"""The sentence that a visitor of the page can try; composed, nothing of it happened."""

LICENSE = "apache-2.0"
"""Of the project; the encoder and the data keep their own."""

_TITLES = {
    "spans (strict)": "spans (strict)",
    "events": "events",
    "arguments": "arguments",
    "numbers": "casualty numbers",
    "tuples": "whole tuples",
}
"""The measures that a card shows, by their names in an evaluation."""

_USE = """\
## What it is for

Finding and counting reports of armed conflict in Arabic news: a person who codes events gets a
draft of each and checks it against the words it came from. Every mention carries its place in
the text.

## What it must not be used for

- **Accusing anyone.** An attacker is who the sentence says it is. The model reads reports, not
  facts, and a part of the attackers, places and numbers it gives is wrong.
- Choosing targets, or decisions about a person: asylum, sanctions, prosecution.
- Figures that are published without a person who has looked at them."""

_LIMITS = """\
## Limits

- It tells what a text says happened. What the press of one side calls a target, it calls a target;
  what no one reported, it does not find. Two reports of one event are two.
- It is made for written news. Dialect and social media were not tested, nor other languages.
- Background told as history, metaphors and long relative clauses may pass for events; which event a
  place or an attacker belongs to is doubtful in sentences that tell of three or more.
- Long texts must be cut into sentences first. `hadath` does so; `pipeline` drops in silence what is
  beyond the model's length."""

_ETHICS = """\
## Who may be harmed

- **Those named as attackers** when they were not, above all where the record is taken for
  evidence: a group, a people or a state is blamed by a machine's mistake.
- **Victims, witnesses and sources**, where records that name a village, an hour and a source are
  put together: do not publish more of them than the news did.
- **Those of whom no one writes.** Counts from news follow the reporters: quiet regions, women and
  detainees are undercounted, and a wrong number may be quoted for years.

Keep the text beside each record, say that a machine read it, and have a way to correct it."""


def make_card(facts: CardFacts) -> str:
    """Write the ``README.md`` of a repository: metadata in YAML, then Markdown.

    Args:
        facts: What is known of the model.
    """
    parts = [
        f"# {facts.name}",
        _what(facts),
        _USE,
        _how_good(facts.evaluation) if facts.evaluation else "",
        _how_trained(facts.training) if facts.training else "",
        _how_loaded(facts),
        _LIMITS,
        _ETHICS,
        _licence(facts),
        _citation(),
    ]
    body = "\n\n".join(part for part in parts if part)
    return f"---\n{_metadata(facts).to_yaml()}\n---\n\n{body}\n"


def _metadata(facts: CardFacts) -> ModelCardData:
    results = _results(facts.evaluation)
    return ModelCardData(
        language="ar",
        license=LICENSE,
        library_name="transformers" if facts.is_plain else None,
        pipeline_tag="token-classification",
        base_model=facts.encoder,
        tags=["hadath", "event-extraction", "armed-conflict", "arabic"],
        model_name=facts.name if results else None,
        eval_results=results,
        widget=[{"text": WIDGET}],
    )


def _results(evaluation: Evaluation | None) -> list[EvalResult] | None:
    """Return an evaluation as entries of a ``model-index``."""
    if evaluation is None:
        return None
    digest = {"sha256": evaluation.sha256} if evaluation.sha256 else {}
    return [
        EvalResult(
            task_type="token-classification",
            task_name="Event extraction from news",
            dataset_type="hadath-corpus" if evaluation.split else "annotated-sentences",
            dataset_name=evaluation.title,
            dataset_split=evaluation.split,
            dataset_args={"sentences": evaluation.n_sentences, **digest},
            metric_type="f1",
            metric_name=f"F1, {_TITLES[figure.name]}",
            metric_value=round(figure.f1, 4),
            metric_args=_interval_args(figure),
        )
        for figure in _shown(evaluation)
    ]


def _interval_args(figure: Figure) -> dict[str, list[float]] | None:
    if figure.interval is None:
        return None
    return {"interval_95": [round(end, 4) for end in figure.interval]}


def _shown(evaluation: Evaluation) -> list[Figure]:
    return [figure for figure in evaluation.figures if figure.name in _TITLES]


def _what(facts: CardFacts) -> str:
    linker = (
        ", and a linker that tells which role belongs to which event" if facts.has_linker else ""
    )
    made = f" Made from [{facts.encoder}](https://huggingface.co/{facts.encoder})."
    return (
        "Reads Arabic news about armed conflict: a token classifier that tags what happened "
        f"({_listed(EventType)}) and who, where, when, with what and how many "
        f"({_listed(Role)}) in BIO{linker}. "
        "The `hadath` package makes coded events of its tags." + (made if facts.encoder else "")
    )


def _listed(kinds: type[EventType] | type[Role]) -> str:
    return ", ".join(str(kind) for kind in kinds)


def _how_good(evaluation: Evaluation) -> str:
    has_intervals = any(figure.interval for figure in evaluation.figures)
    head = "| | F1 | 95 % interval |\n|---|---:|---:|" if has_intervals else "| | F1 |\n|---|---:|"
    rows = [
        f"| {_TITLES[figure.name]} | {figure.f1:.3f} |"
        + (f" {figure.interval[0]:.3f} – {figure.interval[1]:.3f} |" if figure.interval else "")
        for figure in _shown(evaluation)
    ]
    notes = [f"On {evaluation.title}, {evaluation.n_sentences} sentences."]
    if evaluation.was_watched:
        notes.append("Training looked at them to choose the weights: the figures flatter.")
    if evaluation.split:
        notes.append("They are composed sentences, not news.")
    if has_intervals:
        notes.append(f"Intervals are from {SAMPLES:,} bootstrap samples of the sentences.")
    notes.append(
        "A span counts if its characters and label are right, an event if its type is, a tuple if "
        "type, attackers, targets, locations and numbers all are."
    )
    return "\n".join(["## How good it is", "", " ".join(notes), "", head, *rows])


def _how_trained(training: TrainingFacts) -> str:
    rows = [f"- Recipe `{training.recipe}`, {training.epochs} epochs, seed {training.seed}."]
    if training.is_continued:
        rows.append("- Goes on from an earlier model, whose data is not in the list.")
    rows += [
        f"- {name}: {data.n_sentences} annotated sentences, SHA-256 of their written form "
        f"`{data.sha256}`."
        for name, data in (("Training", training.train), ("Dev", training.dev))
    ]
    if training.has_corpus:
        rows.append("- The hadath corpus (composed sentences, CC BY 4.0) is among them.")
    if training.n_left_out:
        rows.append(f"- {training.n_left_out} sentences were left out as held out.")
    if training.versions:
        rows.append("- With " + ", ".join(f"{n} {v}" for n, v in training.versions) + ".")
    return "\n".join(["## What it was trained on", "", *rows])


def _how_loaded(facts: CardFacts) -> str:
    own = (
        "```python\nfrom hadath.inference import EventExtractor\n\n"
        f'extractor = EventExtractor.from_pretrained("{facts.repository}")\n'
        f'for event in extractor("{WIDGET}").events:\n'
        "    print(event.type, [argument.name for argument in event.arguments])\n```"
    )
    if not facts.has_graph:
        own += "\n\nIt runs with torch: `pip install 'hadath[train]'`."
    plain = (
        "The tags alone, in plain `transformers`:\n\n```python\n"
        "from transformers import pipeline\n\n"
        f'tagger = pipeline("token-classification", model="{facts.repository}",\n'
        '                  aggregation_strategy="first")\n'
        f'print(tagger("{WIDGET}"))\n```'
    )
    return "\n\n".join(["## How to load it", own, *([plain] if facts.is_plain else [])])


def _licence(facts: CardFacts) -> str:
    text = "## Licence\n\nApache-2.0, as `hadath`."
    if facts.encoder:
        text += f" What comes of {facts.encoder} stays under its licence, whose notice goes along."
    return text + " Texts that it was trained on belong to those who wrote them."


def _citation() -> str:
    return (
        "## Citation\n\n```bibtex\n@software{hadath,\n  author = {{The hadath authors}},\n"
        "  title = {hadath: Arabic news about armed conflict in, coded events out},\n"
        f"  version = {{{version('hadath')}}}\n}}\n```"
    )
