"""Answers of a language model that there is none of: made from annotations, with errors put in on purpose.

They check the way from exported calls to figures. They say nothing of what a real model would answer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.extract.lexicon import lexicon

PREDICATES = {"hasPlace": "place", "subOrganizationOf": "subOrganisationOf"}
ROLES = ("agent", "participant", "target", "place")
MISSED, WRONG, INVENTED, REWORDED = 0.15, 0.15, 0.1, 0.1  # shares of the annotated statements
END = "。！？\n"


class Script:
    """What the model of the tests answers about one article."""

    def __init__(self, text: str, annotation: Mapping[str, Any], types: Mapping[str, str], seed: int) -> None:
        self.text = text
        self.entities = {e["id"]: e for e in annotation["entities"]}
        self.relations = annotation["relations"]
        self.types = types  # trigger word -> event type
        self.random = random.Random(seed)
        self.kept = [self.random.random() >= MISSED for _ in self.relations]

    def answer(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a call with this schema."""
        asked = schema["properties"]
        if "events" in asked:
            rows = list(self._events(asked["events"]["items"]["properties"]["type"]["enum"]))
            return {"names": self._names(), "events": rows}
        relations = list(self._relations(asked["relations"]["items"]["properties"]["predicate"]["enum"]))
        found: dict[str, Any] = {"names": self._names(), "relations": relations}
        if "positions" in asked:
            found["positions"] = list(self._positions())
        return found

    def _names(self) -> list[dict[str, str]]:
        return [
            {"name": name, "class": e["type"]}
            for e in self.entities.values()
            if e["type"] != "Event" and (name := self._written(e))
        ]

    def _written(self, entity: Mapping[str, Any]) -> str:
        return next((n for n in (entity["name"], *entity.get("aliases", ())) if n in self.text), "")

    def _sentence(self, at: int) -> str:
        start = max(self.text.rfind(c, 0, at) for c in END) + 1
        ends = [n for c in END if (n := self.text.find(c, at)) >= 0]
        return self.text[start : min(ends, default=len(self.text))].strip()

    def _quote(self, evidence: str) -> str:
        """Return a quote of the article, sometimes a reworded one."""
        if self.random.random() < REWORDED and len(evidence) > 6:
            return evidence[:3] + "据说" + evidence[3:]
        return evidence

    def _events(self, asked: Sequence[str]) -> Iterator[dict[str, Any]]:
        for e in self.entities.values():
            trigger = e.get("trigger") or ""
            at = self.text.find(trigger) if trigger else -1
            if e["type"] != "Event" or at < 0 or self.types.get(trigger) not in asked:
                continue
            row: dict[str, Any] = {"type": self.types[trigger], "trigger": trigger, "status": "happened", "time": ""}
            row["quote"] = self._sentence(at)
            row |= {role: [] for role in ROLES}
            for r, kept in zip(self.relations, self.kept, strict=True):
                role = PREDICATES.get(r["p"], r["p"])
                if r["s"] == e["id"] and role in ROLES and kept and r["o"] in self.entities:
                    role = self.random.choice(ROLES) if self.random.random() < WRONG else role
                    row[role].append(self._written(self.entities[r["o"]]))
                if r["s"] == e["id"] and r["p"] == "hasTime":
                    row["time"] = next((w for w in r.get("evidence", "").split("，") if "日" in w or "月" in w), "")
            if row["quote"]:
                yield row

    def _relations(self, asked: Sequence[str]) -> Iterator[dict[str, str]]:
        for r, kept in zip(self.relations, self.kept, strict=True):
            predicate = PREDICATES.get(r["p"], r["p"])
            if predicate not in asked or r["s"] not in self.entities or r["o"] not in self.entities or not kept:
                continue
            subject, object_ = self._written(self.entities[r["s"]]), self._written(self.entities[r["o"]])
            if self.random.random() < WRONG:
                subject, object_ = object_, subject
            evidence = r.get("evidence", "")
            if self.random.random() < INVENTED:
                evidence = f"{subject}与{object_}关系密切"
            if subject and object_ and evidence:
                yield {"predicate": predicate, "subject": subject, "object": object_, "quote": self._quote(evidence)}

    def _positions(self) -> Iterator[dict[str, str]]:
        for r, kept in zip(self.relations, self.kept, strict=True):
            if r["p"] != "holdsPosition" or not kept or not r.get("role"):
                continue
            held = self.entities.get(r["o"])
            yield {
                "person": self._written(self.entities[r["s"]]),
                "title": r["role"],
                "organisation": self._written(held) if held else "",
                "tenure": "current",
                "quote": self._quote(r.get("evidence", "")),
            }


def types_of_triggers() -> dict[str, str]:
    """Return the event types of the ontology by their trigger words."""
    events = lexicon().events
    return {word: frame.type for table in (events.nouns, events.verbs) for word, frame in table.items()}


def write_scripted_answers(prompts: Path, gold: Path, output: Path, seed: int = 18) -> int:
    """Answer exported calls about the articles of a folder of annotations, and return how many were answered."""
    types = types_of_triggers()
    scripts = {}
    for number, file in enumerate(sorted((gold / "ann").glob("*.json"))):
        text = (gold / "texts" / f"{file.stem}.txt").read_text("utf-8")
        scripts[_squeezed(text)] = Script(text, json.loads(file.read_text("utf-8")), types, seed + number)
    count = 0
    with output.open("w", encoding="utf-8") as file_:
        for line in prompts.read_text("utf-8").splitlines():
            prompt = json.loads(line)
            sent = prompt["body"]["messages"][1]["content"].partition("\n\n")[2]
            sentences = [_squeezed(x) for x in sent.split("。")]
            script = scripts[max(scripts, key=lambda text: sum(x in text for x in sentences))]
            answer = script.answer(prompt["body"]["response_format"]["json_schema"]["schema"])
            row = {
                "custom_id": prompt["custom_id"],
                "model": "scripted",
                "content": json.dumps(answer, ensure_ascii=False),
            }
            file_.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _squeezed(text: str) -> str:
    return "".join(text.split())
