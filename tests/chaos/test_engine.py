"""The phone's own engine: against a model of the server, then against the real one."""

import os
import re
import subprocess
from pathlib import Path

from tests.chaos.conftest import Company
from tests.chaos.test_phones import stored
from tests.demo_server import Server

PWA = Path(__file__).parents[2] / "pwa"
RUNS, LEAST_FACTS, REAL_FACTS = 40_000, 100_000, 3_000


def vitest(file: str, **environment: str) -> str:
    """Returns what a run of one test file printed; a failed one fails here too."""
    command = ["npx", "vitest", "run", f"src/{file}"]
    done = subprocess.run(command, cwd=PWA, env=os.environ | environment, text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    return done.stdout


def test_a_hundred_thousand_facts_have_one_effect_each_in_the_model():
    said = vitest("sync.test.ts", ROUNDS_RUNS=str(RUNS))
    facts = re.search(r"(\d+) facts", said)
    assert facts is not None
    print(f"\n{facts[0]}")
    assert int(facts[1]) >= LEAST_FACTS


def test_each_report_of_the_engine_is_in_the_real_database_once(company: Company, server: Server):
    ann = company.cast.ann
    vitest(
        "engine.test.ts",
        ROUNDS_URL=server.start(),
        ROUNDS_TOKEN=company.token(ann),
        ROUNDS_ACCOUNTS=",".join(map(str, company.accounts[ann])),
        ROUNDS_FACTS=str(REAL_FACTS),
    )
    reports, facts = stored(company)
    assert reports == facts
    assert len(reports) == REAL_FACTS
    assert set(reports.values()) == {1}
