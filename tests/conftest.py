"""The whole suite: the example brand's conversations are tests too."""

import os
import signal

from hypothesis import settings

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: as the command line does, and for its reasons

settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")

pytest_plugins = ["bot.testing.pytest_plugin"]


def pytest_configure() -> None:
    """Let the programs that tests start be interrupted, also where the suite runs in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
