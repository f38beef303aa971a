"""The sets of sentences: what is taught and what is asked, one run for each fixed draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

OWN = Path(__file__).parent.parent / "data"
DRAWS = (0, 1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Files, as `FILE` or `FILE:SPLIT`, that are taught and asked."""

    train: tuple[str, ...]
    test: tuple[str, ...]

    @property
    def files(self) -> set[Path]:
        """The files that must be there."""
        return {Path(_file(name)) for name in (*self.train, *self.test)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of the tables: the median over its runs; `language` is that of what is taught.

    `final`: to be looked at once, at the end, and never while anything is tuned. `scope_only`: only what is
    out of scope differs from another task.
    """

    name: str
    title: str
    runs: tuple[Run, ...]
    language: str = "en"
    final: bool = False
    scope_only: bool = False


def every(data: Path) -> list[Task]:
    """Give every task there is, whether its files are in the folder `data` or not."""
    return [*_foreign(data), *_own()]


def found(data: Path | None) -> list[Task]:
    """Give the tasks whose files are all there: our own, and those found in the folder `data`."""
    known = every(data) if data is not None else _own()
    return [task for task in known if all(file.is_file() for run in task.runs for file in run.files)]


def _own() -> list[Task]:
    tidy = str(OWN / "care_it_train.jsonl")
    return [
        Task(
            name=f"care_it_{part}",
            title=title,
            runs=(Run(train=(tidy,), test=(str(OWN / f"care_it_{part}.jsonl"),)),),
            language="it",
            final=part == "held_out",
        )
        for part, title in (
            ("dev", "Italian posts, tuning half"),
            ("held_out", "Italian posts, held-out half"),
        )
    ]


def _foreign(data: Path) -> list[Task]:
    banking, banking_draws = data / "banking77.jsonl", data / "banking77_draws.jsonl"
    clinc, clinc_draws = data / "clinc150_train_val.jsonl", data / "clinc150_draws.jsonl"
    inside, ten = data / "banking77_oos.jsonl", "train_10shot"
    fifty = "50 of BANKING77"
    clinc_test = (f"{clinc}:val", f"{clinc}:oos_val")
    return [
        _few("banking77_5", "BANKING77, 5 examples", banking_draws, "train_5shot", [f"{banking}:test"]),
        _few("banking77_10", "BANKING77, 10 examples", banking_draws, ten, [f"{banking}:test"]),
        _full("banking77_full", "BANKING77, all", banking, "train", "test"),
        _few(
            "banking77_typos",
            "BANKING77, 10 examples, asked with typos",
            banking_draws,
            ten,
            [f"{data / 'banking77_test_typos.jsonl'}:test_typos"],
        ),
        _few(
            "banking77_it",
            "BANKING77, 10 English examples, asked in Italian",
            banking_draws,
            ten,
            [f"{data / 'banking77_it.jsonl'}:test"],
        ),
        _full("banking77_oos", f"{fifty}, the other 27 asked too", inside, "train", "test", "id-oos_test"),
        replace(
            _full(
                "banking77_ood", f"{fifty}, other domains asked too", inside, "train", "test", "ood-oos_valid"
            ),
            scope_only=True,
        ),
        _few("clinc150_5", "CLINC150, 5 examples", clinc_draws, "train_5shot", clinc_test),
        _few("clinc150_10", "CLINC150, 10 examples", clinc_draws, ten, clinc_test),
        _full("clinc150_full", "CLINC150, all", clinc, "train", "val", "oos_val"),
        _full("bitext", "Bitext customer service", data / "bitext_customer_service.jsonl", "train", "test"),
        _full("xsid_en", "xSID, English", data / "xsid_en.jsonl", "valid", "test"),
        _full("askubuntu", "Ask Ubuntu", data / "askubuntu.jsonl", "train", "test"),
        _full("chatbot", "Chatbot (journeys)", data / "chatbot.jsonl", "train", "test"),
        _full("webapplications", "Web applications", data / "webapplications.jsonl", "train", "test"),
    ]


def _few(name: str, title: str, draws: Path, split: str, test: Sequence[str]) -> Task:
    runs = tuple(Run(train=(f"{draws}:{split}_seed{seed}",), test=tuple(test)) for seed in DRAWS)
    return Task(name=name, title=title, runs=runs)


def _full(name: str, title: str, file: Path, train: str, *test: str) -> Task:
    run = Run(train=(f"{file}:{train}",), test=tuple(f"{file}:{split}" for split in test))
    return Task(name=name, title=title, runs=(run,))


def _file(name: str) -> str:
    return name if Path(name).exists() else name.rpartition(":")[0] or name
