# Runs the test files in as many processes as there are cores, each with its MiniStacks: most of a test is waiting.
import os
import re
import subprocess
import sys
import time
from pathlib import Path

PART = "SLIPWAY_TEST_PART"
COUNTS = re.compile(r"(\d+) (passed|failed|error)", re.MULTILINE)


def pytest_cmdline_main(config):
    folder = Path(__file__).parent
    parts = min(3, os.cpu_count() or 1)
    wants_all = [Path(argument).resolve() for argument in config.args] == [folder]
    if os.environ.get(PART) or parts < 2 or not wants_all or config.option.collectonly or config.option.keyword:
        return None
    began = time.monotonic()
    options = [each for each in config.invocation_params.args if Path(str(each)).resolve() != folder]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", *map(str, options), *files],
            env={**os.environ, PART: "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for files in _shares(sorted(folder.glob("test_*.py")), parts)
    ]
    outputs = [each.communicate()[0] for each in running]
    total = {"passed": 0, "failed": 0, "error": 0}
    for output in outputs:
        print(output)
        for number, what in COUNTS.findall(output.strip().rpartition("\n")[2]):
            total[what] += int(number)
    total["failed"] += total.pop("error")
    said = ", ".join(f"{number} {what}" for what, number in sorted(total.items()) if number)
    print(f"{said or 'nothing'} in {time.monotonic() - began:.2f}s")
    return max(each.returncode for each in running)


def _shares(files, parts):
    """Equal parts, by how often a file waits for a deployment or a state."""
    shares, loads = [[] for _ in range(parts)], [0] * parts
    for file, load in sorted(((each, _load(each.read_text())) for each in files), key=lambda each: -each[1]):
        least = loads.index(min(loads))
        shares[least].append(str(file))
        loads[least] += load
    return shares


def _load(text):
    """About the seconds that a file takes: a deployment, a state, a program, a task."""
    seconds = {
        "ended(": 1.7,
        "wait_for(": 0.6,
        "becomes(": 0.8,
        'deploy(cloud, "s", service': 1,
        "subprocess": 1.5,
        "run(": 1,
    }
    return sum(text.count(word) * each for word, each in seconds.items())
