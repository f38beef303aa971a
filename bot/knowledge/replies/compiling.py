"""Reads a section's Jinja into our own nodes; what is not on the list is refused with its place and why."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError
from jinja2 import nodes as jinja

from bot.knowledge import codes
from bot.knowledge.replies import vocabulary
from bot.knowledge.replies.locating import Locator
from bot.knowledge.replies.nodes import (
    Both,
    Branch,
    Choice,
    Compare,
    Condition,
    Constant,
    Filter,
    Node,
    Not,
    Show,
    Text,
    Value,
    Word,
)
from bot.knowledge.replies.sections import GONE, GONE_LINE
from bot.knowledge.replies.syntax import explain
from bot.model.problem import Problem
from bot.settings.positions import Place
from bot.settings.suggest import did_you_mean

_LONGEST = 20_000
_DEEPEST = 12
_OPERATORS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_REFUSED: dict[str, tuple[str, str]] = {
    "For": ("for", "no loops in replies"),
    "Macro": ("macro", "no macros in replies"),
    "CallBlock": ("call", "no calls in replies"),
    "Call": ("(", "no calls in replies"),
    "FilterBlock": ("filter", "no filter blocks in replies"),
    "Assign": ("set", "no variables in replies"),
    "AssignBlock": ("set", "no variables in replies"),
    "With": ("with", "no variables in replies"),
    "Include": ("include", "no other files inside a reply"),
    "Import": ("import", "no other files inside a reply"),
    "FromImport": ("from", "no other files inside a reply"),
    "Extends": ("extends", "no other files inside a reply"),
    "Block": ("block", "no blocks in replies"),
    "Getitem": ("[", "no […] in replies: names have one dot at most"),
    "CondExpr": ("if", "write {% if … %} … {% endif %} instead of “… if …”"),
    "Test": ("is", "no “is” in replies"),
    "Concat": ("~", "no joining of texts in replies"),
    "ScopedEvalContextModifier": ("autoescape", "no “autoescape” in replies"),
    "List": ("[", "no lists in replies"),
    "Tuple": (",", "no lists in replies"),
    "Dict": ("{", "no tables in replies"),
}
_ARITHMETIC = (
    jinja.Add,
    jinja.Sub,
    jinja.Mul,
    jinja.Div,
    jinja.FloorDiv,
    jinja.Mod,
    jinja.Pow,
    jinja.Neg,
    jinja.Pos,
)
_ALLOWED = "replies have {{ name }}, {{ name|filter }} and {% if … %}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a section says, or why it cannot be taken."""

    body: tuple[Node, ...]
    problems: tuple[Problem, ...]


def compile_body(text: str, start: Place, file: str, slots: Collection[str]) -> Compiled:
    """Read a section's text; `start` is the place of its first character in `file`."""
    compiler = _Compiler(text, start, file, slots)
    body = compiler.template(text)
    return Compiled(body, tuple(compiler.problems))


def compile_condition(
    text: str, start: Place, file: str, slots: Collection[str]
) -> tuple[Condition | None, tuple[Problem, ...]]:
    """Read the condition of a section line."""
    wrapped = f"{{% if {text} %}}{{% endif %}}"
    compiler = _Compiler(wrapped, Place(start.line, start.column - len("{% if ")), file, slots)
    body = compiler.template(wrapped)
    first = body[0] if body else None
    if compiler.problems:
        return None, tuple(compiler.problems)
    if isinstance(first, Choice) and len(body) == 1 and first.branches[0].condition is not None:
        return first.branches[0].condition, ()
    message = "this is not a condition"
    return None, (
        Problem(file=file, line=start.line, column=start.column, code=codes.UNCLOSED, message=message),
    )


class _RefusedError(Exception):
    def __init__(self, place: Place, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.code = code
        self.message = message
        self.hint = hint


class _Compiler:
    def __init__(self, text: str, start: Place, file: str, slots: Collection[str]) -> None:
        self.locator = Locator(text, start)
        self.file = file
        self.slots = slots
        self.paths = vocabulary.paths(slots)
        self.problems: list[Problem] = []

    def template(self, text: str) -> tuple[Node, ...]:
        if len(text) > _LONGEST:
            self._note(self.locator.place(0), codes.NOT_ALLOWED, f"a section of {len(text)} characters", "")
            return ()
        try:
            parsed = Environment(autoescape=False, keep_trailing_newline=True).parse(text)  # noqa: S701 - plain text
        except TemplateSyntaxError as error:
            self._unreadable(error)
            return ()
        except RecursionError:
            self._note(self.locator.place(0), codes.NOT_ALLOWED, "nested too deep", _ALLOWED)
            return ()
        return self._nodes(parsed.body, 0)

    def _unreadable(self, error: TemplateSyntaxError) -> None:
        found = explain(error.message or "", self.locator.text, error.lineno)
        place = self.locator.place(found.offset) if found.offset >= 0 else self.locator.tag_on(error.lineno)
        self._note(place, found.code, found.message, found.hint)

    def _note(self, place: Place, code: str, message: str, hint: str) -> None:
        self.problems.append(
            Problem(
                file=self.file, line=place.line, column=place.column, code=code, message=message, hint=hint
            )
        )

    def _nodes(self, found: list[jinja.Node], depth: int) -> tuple[Node, ...]:
        result: list[Node] = []
        for node in found:
            try:
                result += self._node(node, depth)
            except _RefusedError as refused:
                self._note(refused.place, refused.code, refused.message, refused.hint)
        return tuple(result)

    def _node(self, node: jinja.Node, depth: int) -> tuple[Node, ...]:
        if depth > _DEEPEST:
            raise _RefusedError(self.locator.tag_on(node.lineno), codes.NOT_ALLOWED, "nested too deep")
        match node:
            case jinja.Output():
                return self._nodes(list(node.nodes), depth + 1)
            case jinja.TemplateData():
                return (Text(_said(node.data)),)
            case jinja.If():
                return (self._choice(node, depth),)
            case _:
                return (self._show(node),)

    def _choice(self, node: jinja.If, depth: int) -> Choice:
        tests = [(node.test, node.body), *((other.test, other.body) for other in node.elif_)]
        branches = [
            Branch(self._condition(test, depth + 1), self._nodes(body, depth + 1)) for test, body in tests
        ]
        if node.else_:
            branches.append(Branch(None, self._nodes(node.else_, depth + 1)))
        return Choice(tuple(branches))

    def _show(self, node: jinja.Node) -> Show:
        filters: list[jinja.Filter] = []
        inner: jinja.Node | None = node
        while isinstance(inner, jinja.Filter):
            filters.append(inner)
            inner = inner.node
        if not isinstance(inner, jinja.Name | jinja.Getattr):
            raise self._refuse(inner or node)
        path, place = self._path(inner)
        if path in vocabulary.WORDS:
            hint = f"use it in {{% if {path} %}}"
            raise _RefusedError(place, codes.NOT_ALLOWED, f"“{path}” is true or false, not a text", hint)
        used = tuple(self._filter(item) for item in reversed(filters))
        self._fitting(path, used, place)
        return Show(path, used, place)

    def _fitting(self, path: str, filters: tuple[Filter, ...], place: Place) -> None:
        """Times need a filter for times, first; texts must not have one."""
        timed = [item.name in vocabulary.TIME_FILTERS for item in filters]
        if path in vocabulary.TIMES and not any(timed[:1]):
            hint = f"write {{{{ {path}|when }}}}"
            raise _RefusedError(place, codes.UNKNOWN_FILTER, f"“{path}” is a time", hint)
        if any(timed[1:] if path in vocabulary.TIMES else timed):
            name = next(item.name for item in reversed(filters) if item.name in vocabulary.TIME_FILTERS)
            raise _RefusedError(
                place, codes.UNKNOWN_FILTER, f"“{name}” is for times", "promise.by, hours.next_open"
            )

    def _filter(self, node: jinja.Filter) -> Filter:
        place = self.locator.word(node.name)
        if node.name not in vocabulary.FILTERS:
            hint = did_you_mean(node.name, vocabulary.FILTERS)
            raise _RefusedError(place, codes.UNKNOWN_FILTER, f"no filter “{node.name}”", hint)
        words = tuple(item.value for item in node.args if isinstance(item, jinja.Const))
        plain = len(words) == len(node.args) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        texts = tuple(word for word in words if isinstance(word, str))
        if not plain or len(texts) != len(words) or len(texts) != (2 if node.name == "plural" else 0):
            hint = 'plural("giorno", "giorni")' if node.name == "plural" else f"write |{node.name}"
            raise _RefusedError(place, codes.UNKNOWN_FILTER, f"“{node.name}” does not take these words", hint)
        return Filter(node.name, texts)

    def _path(self, node: jinja.Node) -> tuple[str, Place]:
        if isinstance(node, jinja.Name):
            return self._lone(node)
        if not (isinstance(node, jinja.Getattr) and isinstance(node.node, jinja.Name)):
            raise self._refuse(node)
        root, attribute = node.node.name, node.attr
        place = self.locator.word(root)
        if root not in vocabulary.roots():
            raise _unknown(place, root, vocabulary.roots())
        if f"{root}.{attribute}" not in self.paths:
            where = self.locator.attribute(attribute)
            known = vocabulary.attributes(root, self.slots)
            hint = did_you_mean(attribute, known)
            raise _RefusedError(where, codes.UNKNOWN_NAME, f"no “{root}.{attribute}”", hint)
        return f"{root}.{attribute}", place

    def _lone(self, node: jinja.Name) -> tuple[str, Place]:
        place = self.locator.word(node.name)
        if node.name in vocabulary.WORDS or node.name in self.paths:
            return node.name, place
        known = vocabulary.attributes(node.name, self.slots)
        if known:
            hint = f"write {node.name}.{known[0]}"
            raise _RefusedError(place, codes.UNKNOWN_NAME, f"“{node.name}” needs a dot and a word", hint)
        raise _unknown(place, node.name, (*vocabulary.WORDS, *self.paths, *vocabulary.roots()))

    def _condition(self, node: jinja.Node, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise _RefusedError(self.locator.tag_on(node.lineno), codes.NOT_ALLOWED, "nested too deep")
        match node:
            case jinja.Not():
                return Not(self._condition(node.node, depth + 1))
            case jinja.And() | jinja.Or():
                left = self._condition(node.left, depth + 1)
                return Both(left, self._condition(node.right, depth + 1), isinstance(node, jinja.Or))
            case jinja.Compare():
                return self._comparison(node)
            case jinja.Const():
                return self._constant(node)
            case jinja.Name() | jinja.Getattr():
                path, _ = self._path(node)
                return Word(path) if path in vocabulary.WORDS else Value(path)
            case _:
                raise self._refuse(node)

    def _comparison(self, node: jinja.Compare) -> Compare:
        left = self._operand(node.expr)
        operator = _OPERATORS.get(node.ops[0].op, "")
        if len(node.ops) != 1 or not operator:
            place = self.locator.tag_on(node.lineno)
            raise _RefusedError(
                place, codes.NOT_ALLOWED, "only ==, !=, <, <=, >, >= in conditions, one at a time"
            )
        return Compare(left, operator, self._operand(node.ops[0].expr))

    def _operand(self, node: jinja.Node) -> Value | Constant:
        if isinstance(node, jinja.Const):
            return self._constant(node)
        if not isinstance(node, jinja.Name | jinja.Getattr):
            raise self._refuse(node)
        path, place = self._path(node)
        if path in vocabulary.WORDS or path in vocabulary.TIMES:
            raise _RefusedError(place, codes.NOT_ALLOWED, f"“{path}” cannot be compared", "use it alone")
        return Value(path)

    def _constant(self, node: jinja.Const) -> Constant:
        if isinstance(node.value, str):
            return Constant(node.value)
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return Constant(float(node.value))
        place = self.locator.tag_on(node.lineno, str(node.value).lower())
        raise _RefusedError(place, codes.NOT_ALLOWED, f"“{node.value}” is no condition", _ALLOWED)

    def _refuse(self, node: jinja.Node) -> _RefusedError:
        word, message = _REFUSED.get(
            type(node).__name__, ("", f"no “{type(node).__name__.lower()}” in replies")
        )
        if isinstance(node, _ARITHMETIC):
            word, message = getattr(node, "operator", ""), "no arithmetic in replies"
        if isinstance(node, jinja.Getattr):
            word, message = "." + node.attr, "names have one dot at most"
        if isinstance(node, jinja.Const):
            message = "a fixed text needs no {{ }}"
        if isinstance(node, jinja.Filter):
            word, message = node.name, "no filters in conditions"
        return _RefusedError(self.locator.tag_on(node.lineno, word), codes.NOT_ALLOWED, message, _ALLOWED)


def _unknown(place: Place, name: str, known: Collection[str]) -> _RefusedError:
    return _RefusedError(place, codes.UNKNOWN_NAME, f"no “{name}”", did_you_mean(name, known))


def _said(text: str) -> str:
    """Give the brand's words without what stands in the file but is not said."""
    return re.sub(rf"{GONE_LINE}+\n?", "", text).replace(GONE, "")
