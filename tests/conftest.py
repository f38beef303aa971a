"""The whole suite: the example brand's conversations are tests too."""

pytest_plugins = ["bot.testing.pytest_plugin"]
