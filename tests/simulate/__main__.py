"""The long run: `python -m tests.simulate --weeks 5000 --seed 0` lives the weeks and prints its numbers."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from statistics import median

from tests.simulate import planted
from tests.simulate.sometimes import NAMES
from tests.simulate.verdict import Verdict, judge


def main() -> int:
    """Run; 1 when anything was violated or never happened."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulate")
    parser.add_argument("--weeks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="the first week's seed")
    parser.add_argument(
        "--planted", default="none", choices=[item.name for item in (planted.NONE, *planted.ALL)]
    )
    asked = parser.parse_args()
    bug = next(item for item in (planted.NONE, *planted.ALL) if item.name == asked.planted)
    verdicts = []
    for seed in range(asked.seed, asked.seed + asked.weeks):
        verdict = judge(seed, bug)
        verdicts.append(verdict)
        for found in verdict.violations:
            _say(f"week {seed}: {found}")
    return _summary(verdicts)


def _summary(verdicts: list[Verdict]) -> int:
    seen: Counter[str] = sum((verdict.happened for verdict in verdicts), Counter())
    broken = [verdict for verdict in verdicts if verdict.violations]
    missing = [name for name in NAMES if not seen[name]]
    _say(f"weeks                {len(verdicts)}")
    _say(f"customers' messages  {sum(verdict.messages for verdict in verdicts)}")
    _say(f"posts                {sum(verdict.posts for verdict in verdicts)}")
    _say(f"starts               {sum(verdict.starts for verdict in verdicts)}")
    _say(f"milliseconds a week  {1000 * median(verdict.seconds for verdict in verdicts):.0f} (median)")
    _say(f"weeks with violations {len(broken)}")
    for name in NAMES:
        _say(f"  {seen[name]:8d}  {name}")
    _say(f"never happened: {', '.join(missing) or 'nothing'}")
    return 1 if broken or missing else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
