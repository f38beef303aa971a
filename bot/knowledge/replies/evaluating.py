"""Says our own nodes with the values of a moment: no code runs, no attribute is read, output is capped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.knowledge.replies import filters
from bot.knowledge.replies.nodes import (
    Both,
    Choice,
    Compare,
    Condition,
    Constant,
    Node,
    Not,
    Show,
    Text,
    Value,
    Word,
)
from bot.knowledge.replies.tidy import HOLE, tidy
from bot.knowledge.replies.values import Values

CAP = 30_000
"""Most characters a reply may come to."""


class MissingValueError(Exception):
    """A value the text needs is not there at this moment; the message is its name."""


def say(body: Sequence[Node], values: Values) -> str:
    """Put nodes into words. Raises MissingValueError, also where the words pass CAP."""
    return tidy(say_untidied(body, values))


def say_untidied(body: Sequence[Node], values: Values) -> str:
    """Put nodes into words, a missing name left as a HOLE. Raises MissingValueError."""
    said: list[str] = []
    _say(body, values, said)
    text = "".join(said)
    if len(text) > CAP:
        raise MissingValueError("room")
    return text


def _say(body: Sequence[Node], values: Values, said: list[str]) -> None:
    for node in body:
        match node:
            case Text():
                said.append(node.text)
            case Show():
                said.append(_value(node, values, said[-1] if said else ""))
            case Choice():
                _say(_chosen(node, values), values, said)


def _value(node: Show, values: Values, before: str) -> str:
    value = values.get(node.path)
    if value is None:
        if node.path == "customer.name":
            return HOLE
        raise MissingValueError(node.path)
    for item in node.filters:
        value = filters.apply(item, value, values, before)
    return str(value) or HOLE


def _chosen(node: Choice, values: Values) -> tuple[Node, ...]:
    for branch in node.branches:
        if branch.condition is None or holds(branch.condition, values):
            return branch.body
    return ()


def holds(condition: Condition, values: Values) -> bool:
    """Tell whether a condition is true; a value that is not there is false."""
    match condition:
        case Word():
            return values.truth(condition.name)
        case Value():
            return values.get(condition.path) is not None
        case Constant():
            return bool(condition.value)
        case Not():
            return not holds(condition.condition, values)
        case Both():
            left = holds(condition.left, values)
            return (
                (left or holds(condition.right, values))
                if condition.either
                else (left and holds(condition.right, values))
            )
        case Compare():
            return _compare(condition, values)


def _compare(item: Compare, values: Values) -> bool:
    left, right = _operand(item.left, values), _operand(item.right, values)
    if isinstance(left, float) or isinstance(right, float):
        return _numbers(_number(left), item.operator, _number(right))
    return _ordered(left, item.operator, right)


def _operand(item: Value | Constant, values: Values) -> str | float:
    if isinstance(item, Constant):
        return item.value
    found = values.get(item.path)
    return found if isinstance(found, str) else ""


def _number(value: str | float) -> float | None:
    try:
        return float(str(value).strip().rstrip("€$£ ").replace(",", "."))
    except ValueError:
        return None


def _numbers(left: float | None, operator: str, right: float | None) -> bool:
    if left is None or right is None:
        return operator == "!="
    return _ordered(left, operator, right)


def _ordered(left: str | float, operator: str, right: str | float) -> bool:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case _:
            pass
    less = left < right if isinstance(left, float) and isinstance(right, float) else str(left) < str(right)
    same = left == right
    return {"<": less, "<=": less or same, ">": not less and not same, ">=": not less}[operator]


def shown(body: Sequence[Node]) -> Iterator[Show]:
    """Give every value a text may show, in the order of the file."""
    for node in body:
        if isinstance(node, Show):
            yield node
        if isinstance(node, Choice):
            for branch in node.branches:
                yield from shown(branch.body)


def asked(body: Sequence[Node]) -> Iterator[Word | Value]:
    """Give every word and value that a text's conditions ask about."""
    for node in body:
        if isinstance(node, Choice):
            for branch in node.branches:
                yield from _leaves(branch.condition)
                yield from asked(branch.body)


def _leaves(condition: Condition | None) -> Iterator[Word | Value]:
    match condition:
        case Word() | Value():
            yield condition
        case Not():
            yield from _leaves(condition.condition)
        case Both():
            yield from _leaves(condition.left)
            yield from _leaves(condition.right)
        case Compare():
            yield from (item for item in (condition.left, condition.right) if isinstance(item, Value))
        case Constant() | None:
            return


def asked_by(condition: Condition | None) -> tuple[Word | Value, ...]:
    """Give every word and value that a condition asks about."""
    return tuple(_leaves(condition))
