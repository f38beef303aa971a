"""The whole suite: the example brand's conversations are tests too."""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: as the command line does, and for its reasons

pytest_plugins = ["bot.testing.pytest_plugin"]
