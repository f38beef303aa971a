"""Splits a .j2 file into its sections: addresses, condition, buttons, picture and body, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.knowledge import codes
from bot.model.message import Surface
from bot.model.problem import Problem, Source
from bot.settings.positions import Place

_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_HEADER = re.compile(r"===[ \t]*(?P<to>.*?)(?:[ \t]*\bwhen\b[ \t]*(?P<when>.*?))?[ \t=]*$")
_ADDRESS = re.compile(r"(?P<channel>[a-z][a-z0-9_]*)(?:\.(?P<surface>post|dm))?")
_BUTTONS = re.compile(r"buttons:[ \t]*(?P<labels>.*?)[ \t]*$", re.IGNORECASE)
_IMAGE = re.compile(r"image:[ \t]*(?P<path>.*?)[ \t]*$", re.IGNORECASE)
_OFF = re.compile(r"\{#-?\s*lint:\s*off\s+(?P<code>\w+)(?:\s+because\s+(?P<reason>.*?))?\s*-?#\}", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

GONE = "\x01"
"""Stands for a character of a comment inside a line: nothing is said there."""
GONE_LINE = "\x02"
"""Stands for a character of a line that says nothing at all."""

ANY = "any"
_HINT = "=== any, or === x.dm, telegram when closed"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a section may be sent: a channel or "any", and one surface or all (None)."""

    channel: str
    surface: Surface | None
    place: Place

    @property
    def rank(self) -> int:
        """How specific the address is."""
        return 2 * (self.channel != ANY) + (self.surface is not None)

    def covers(self, channel: str, surface: Surface) -> bool:
        """Tell whether the section may be sent there."""
        return self.channel in {ANY, channel} and self.surface in {None, surface}


@dataclass(frozen=True, slots=True)
class Button:
    """A label with its place."""

    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Picture:
    """The path of a picture below the brand's folder, as written, with its place."""

    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule switched off, for the lines from `first` to `last`."""

    code: str
    reason: str
    place: Place
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One variant as written. `place` is its address line's, `start` that of `body`'s first character.

    `body` keeps the file's lines and columns: what is not said stands there as GONE and GONE_LINE.
    """

    addresses: tuple[Address, ...]
    when: str
    when_place: Place
    place: Place
    start: Place
    body: str
    buttons: tuple[Button, ...]
    picture: Picture | None = None

    @property
    def first_words(self) -> int:
        """The line on which the text begins."""
        lines = self.body.split("\n")
        said = [n for n, line in enumerate(lines) if line.strip(" \t" + GONE + GONE_LINE)]
        return self.start.line + (said[0] if said else 0)


@dataclass(frozen=True, slots=True)
class Split:
    """A file's sections, the rules it silences, and what could not be read."""

    sections: tuple[Section, ...]
    silences: tuple[Silence, ...]
    problems: tuple[Problem, ...]


def split(source: Source) -> Split:
    """Split a file; one without section lines is a single section for every channel."""
    text = _CONTROLS.sub(" ", source.text.replace("\r\n", "\n"))
    lines = _without_comments(text).split("\n")
    headers = [n for n, line in enumerate(lines) if line.startswith("===")]
    problems: list[Problem] = []
    if not headers:
        sections = [_whole(source.path, lines, problems)]
    else:
        problems += _preamble(source.path, lines[: headers[0]])
        ends = [*headers[1:], len(lines)]
        sections = [
            _section(source.path, lines, first, last, problems)
            for first, last in zip(headers, ends, strict=True)
        ]
    silences = tuple(_silences(text, [number + 1 for number in headers], len(lines)))
    return Split(tuple(sections), silences, tuple(problems))


def _without_comments(text: str) -> str:
    masked = _COMMENT.sub(lambda match: re.sub(r"[^\n]", GONE, match.group()), text)
    return re.sub(rf"(?m)^[ \t]*{GONE}[ \t{GONE}]*$", lambda match: GONE_LINE * len(match.group()), masked)


def _whole(path: str, lines: list[str], problems: list[Problem]) -> Section:
    below = _below(path, lines, 1, problems)
    start = Place(1, 1)
    return Section(
        addresses=(Address(ANY, None, start),),
        when="",
        when_place=start,
        place=start,
        start=start,
        body=below.body,
        buttons=below.buttons,
        picture=below.picture,
    )


def _section(path: str, lines: list[str], first: int, last: int, problems: list[Problem]) -> Section:
    header = lines[first].replace(GONE, " ")
    match = _HEADER.match(header)
    to, when = (match["to"], match["when"]) if match else ("", None)
    addresses = tuple(_addresses(path, header, to, first + 1, problems))
    when_column = match.start("when") + 1 if match and when is not None else 1
    if when == "":
        problems.append(
            _problem(path, Place(first + 1, len(header) + 1), "“when” without a condition", _HINT)
        )
    below = _below(path, lines[first + 1 : last], first + 2, problems)
    return Section(
        addresses=addresses,
        when=when or "",
        when_place=Place(first + 1, when_column),
        place=addresses[0].place if addresses else Place(first + 1, 1),
        start=Place(first + 2, 1),
        body=below.body,
        buttons=below.buttons,
        picture=below.picture,
    )


def _addresses(path: str, header: str, to: str, line: int, problems: list[Problem]) -> Iterator[Address]:
    column = header.index(to, 3) + 1 if to else 4
    if not to.strip():
        problems.append(_problem(path, Place(line, column), "a section without a channel", _HINT))
    for part in to.split(",") if to.strip() else ():
        name = part.strip()
        place = Place(line, column + len(part) - len(part.lstrip()))
        match = _ADDRESS.fullmatch(name)
        if match is None:
            problems.append(_problem(path, place, f"“{name}” is not a channel", _HINT))
        else:
            yield Address(match["channel"], _SURFACES.get(match["surface"] or ""), place)
        column += len(part) + 1


_SURFACES = {"post": Surface.PUBLIC, "dm": Surface.PRIVATE}


class _Below(NamedTuple):
    body: str
    buttons: tuple[Button, ...]
    picture: Picture | None


def _below(path: str, lines: list[str], first_line: int, problems: list[Problem]) -> _Below:
    """Tell a section's text from its lines of buttons and of a picture."""
    said: list[str] = []
    buttons: list[Button] = []
    pictures: list[Picture] = []
    for number, line in enumerate(lines, first_line):
        labels, image = _BUTTONS.fullmatch(line), _IMAGE.fullmatch(line)
        if labels is not None:
            buttons += _labels(labels, number)
        elif image is not None:
            name = image["path"].strip(" \t" + GONE)
            pictures.append(Picture(name, Place(number, image.start("path") + 1)))
        said.append(line if labels is None and image is None else GONE_LINE * len(line))
    hint = "one message has one picture"
    problems += [_problem(path, more.place, "a second picture", hint) for more in pictures[1:]]
    return _Below("\n".join(said), tuple(buttons), pictures[0] if pictures else None)


def _labels(match: re.Match[str], number: int) -> Iterator[Button]:
    column = match.start("labels") + 1
    for part in match["labels"].split("|"):
        label = part.strip(" \t" + GONE)
        if label:
            yield Button(label, Place(number, column + part.index(label[0])))
        column += len(part) + 1


def _preamble(path: str, lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if line.strip(" \t" + GONE + GONE_LINE):
            hint = "put it below a “=== any” line, or into {# … #}"
            yield _problem(path, Place(number, 1), "text before the first section", hint)
            return


def _silences(text: str, headers: list[int], last: int) -> Iterator[Silence]:
    for match in _OFF.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
        above = [number for number in headers if number <= line]
        below = [number for number in headers if number > line]
        first = above[-1] if above else 1
        end = below[0] - 1 if above and below else last
        reason = " ".join((match["reason"] or "").split())
        yield Silence(match["code"].upper(), reason, Place(line, column), first, end)


def _problem(path: str, place: Place, message: str, hint: str) -> Problem:
    return Problem(
        file=path, line=place.line, column=place.column, code=codes.BAD_SECTION, message=message, hint=hint
    )
