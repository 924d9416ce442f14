"""`manage.py draw_lifecycles`: one diagram per lifecycle in docs/lifecycle/, drawn from the arrows."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from ledger.lifecycle import Matter

FOLDER = Path(settings.BASE_DIR) / "docs" / "lifecycle"


class Command(BaseCommand):
    """Write the diagrams, or with --check say which of them no longer tell the truth."""

    help = "Draw every lifecycle from its arrows into docs/lifecycle/."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a diagram is outdated")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw or check."""
        with override("en"):
            drawn = {f"{model._meta.model_name}.md": drawing(model) for model in matters()}
        kept = {path.name: path.read_text() for path in FOLDER.glob("*.md")}
        outdated = sorted(name for name in drawn.keys() | kept.keys() if drawn.get(name) != kept.get(name))
        if options["check"]:
            if outdated:
                raise CommandError(f"outdated: {', '.join(outdated)}; run manage.py draw_lifecycles")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name in outdated:
            if name in drawn:
                (FOLDER / name).write_text(drawn[name])
            else:
                (FOLDER / name).unlink()
        self.stdout.write(f"{len(drawn)} lifecycles, {len(outdated)} files changed")


def matters() -> list[type[Matter]]:
    """Return every row with a lifecycle, in the order of names."""
    found = [model for model in apps.get_models() if issubclass(model, Matter)]
    return sorted(found, key=lambda model: model._meta.label)


def drawing(model: type[Matter]) -> str:
    """Return a lifecycle as Markdown: what it is, its diagram, its states and arrows in words."""
    field: Any = next(it for it in model._meta.concrete_fields if it.name == "status")
    labels = {str(value): str(label) for value, label in field.flatchoices}
    arrows = [(it.name, str(it.source), str(it.target), summary(it.method)) for it in field.get_all_transitions(model)]
    order = list(labels)
    arrows.sort(key=lambda it: (order.index(it[1]), order.index(it[2]), it[0]))
    lines = [f"# {model._meta.verbose_name}", "", lifecycle_of(model), "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {value}: {label}" for value, label in labels.items()]
    lines.append(f"    [*] --> {field.default}")
    lines += [f"    {source} --> {target}: {name}" for name, source, target, _ in arrows]
    lines += [f"    {value} --> [*]" for value in labels if value not in {source for _, source, _, _ in arrows}]
    lines += ["```", "", "| arrow | from | to | meaning |", "|---|---|---|---|"]
    lines += [f"| `{name}` | {labels[source]} | {labels[to]} | {why} |" for name, source, to, why in arrows]
    return "\n".join([*lines, ""])


def lifecycle_of(model: type[Matter]) -> str:
    """Return what the lifecycle's own class says of itself."""
    (own, *_) = [it for it in model.__mro__ if "status" in vars(it) and it is not model] or [model]
    return inspect.cleandoc(own.__doc__ or "")


def summary(method: Any) -> str:
    """Return the one sentence of an arrow."""
    return inspect.cleandoc(method.__doc__ or "").splitlines()[0]
