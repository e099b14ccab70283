"""The program as it is called, in a process of its own."""

import subprocess
import sys


def claimx(*arguments, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "claimx.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=180, encoding="utf-8", **options)
