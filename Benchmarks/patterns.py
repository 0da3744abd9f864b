"""The pattern library alone: events of some 800 bytes in memory, matched on one core by 1, 5 and 1,000 rules of each kind.

What is wanted with one and five rules is three times what event-ruler did on such a machine. Rates are per second of the
thread's own CPU time, so that a busy machine changes them little.
"""

import json
import subprocess


def measure(bench):
    """Adds the figures to those of the bench; answers a line for each kind and number of rules."""
    lines = []
    result = subprocess.run([bench.BUILD / "pattern-bench"], capture_output=True, text=True, check=True)
    for line in result.stdout.splitlines():
        found = json.loads(line)
        case = f"patterns, {found['kind']}"
        bench.add(f"{case}, {found['rules']:,}"[:38], 1, "library", {
            "rate": found["rate"], "cpu_us": 1e6 / found["rate"], "wanted": found["wanted"],
            "matches": found["matches_per_1000"] / 1000, "event_bytes": found["bytes"]})
        wanted = f"({found['wanted']:,})" if found["wanted"] else ""
        lines.append(f"  {case}, {found['rules']:,} rules: {found['rate']:,} events/s, "
                     f"{found['matches_per_1000'] / 1000:.2f} matches each   {wanted}")
    return lines
