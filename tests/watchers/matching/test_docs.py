"""The worked example of docs/matching.md is true."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from config.lexicon import load_lexicon
from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of

PAGE = (Path(__file__).parents[3] / "docs" / "matching.md").read_text("utf-8")


def test_the_example_of_a_new_language_reads_its_headlines(
    catalog: Catalog, tmp_path: Path
) -> None:
    _, _, rest = PAGE.partition("a test reads it from this page):\n\n")
    lexicon, _, table = rest.partition("\n\n")
    (tmp_path / "da.yaml").write_text(dedent(lexicon), "utf-8")
    matcher = Matcher(catalog, [load_lexicon("da", tmp_path)])
    rows = re.findall(r"^\| (.+?) \| (\w+), (\w+), (\w+) \|$", table, re.MULTILINE)
    assert len(rows) == 6
    read = []
    for title, *_ in rows:
        for report in matcher.match(text_of({"id": "1", "title": title, "lang": "da"})):
            read.append((title, report.kind.value, report.assertion.value, report.host))
    assert read == rows
