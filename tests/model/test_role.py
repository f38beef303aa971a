"""Roles: each has all that the ones before it may."""

from __future__ import annotations

from itertools import product

from bot.model.role import Role


def test_each_role_may_what_the_ones_before_it_may_and_no_more() -> None:
    order = [Role.VIEWER, Role.AGENT, Role.EDITOR, Role.ADMIN]
    for mine, least in product(order, order):
        assert mine.allows(least) is (order.index(mine) >= order.index(least))
