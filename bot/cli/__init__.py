"""The command line: `missionwatch …`. Heavy things are imported inside the commands.

Exit codes: 0 done, 1 bad input or nothing found, 2 a wrong setting or catalogue, 3 a token
refused, 4 another process runs on the same store.
"""

from bot.cli.commands import main

__all__ = ["main"]
