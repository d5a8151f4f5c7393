"""PDF reports: what stands in them, in any script, the same bytes for the same words."""

from __future__ import annotations

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports.assessment import assessment_pdf
from bot.reports.profile import profile_pdf
from bot.reports.progress import standings
from bot.reports.sheet import sheet_pdf
from bot.text import reports
from tests.support.reports import assessment, conclusion

SCRIPTS = ("我帮客户解决问题", "வாடிக்கையாளர்", "مرحبا بالعالم", "שלום", "😀👩‍💻🇸🇬", "<b>bold</b> & &amp; x")


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


@pytest.mark.slow
def test_a_report_tells_what_was_said_why_and_what_next() -> None:
    told = assessment(
        conclusion(level=4), conclusion(level=3, framework="SkillsFuture TSC", levels=(2, 3, 4)), name="Mei"
    )
    pdf = assessment_pdf(told)
    text = text_of(pdf)
    for part in (
        "Assessment: Gardening",
        "Mei · 3 Nov 2026 · build 12",
        *told["activities"],
        "SFIA 9 Gardening Level 3 or 4",
        "Level 3 or 4.",
        "“I plan the beds”",
        "Plans the beds of a park for a year and orders what they need.",
        "level 4 · garden.csv, row 4",
        "The one thing missing for level 5: Approve the yearly plan of the park.",
        "Do and show: Explain to the owners why the plan changed",
        "Know: Soil and what grows in it",
        "Waters the plants as told. 3 On my own",
        "not for hiring, firing or pay",
        "page 1 of 3",
    ):
        assert part in text, part
    assert assessment_pdf(told) == pdf


def test_a_report_says_what_it_is_and_in_which_language() -> None:
    pdf = assessment_pdf(assessment())
    with pypdfium2.PdfDocument(pdf) as document:
        about = document.get_metadata_dict()
        assert [item.get_title() for item in document.get_toc()] == [
            reports.SAID,
            "SFIA 9",
            reports.QUESTIONS,
        ]
    assert about["Title"] == "Assessment: Gardening"
    assert about["CreationDate"].startswith("D:20261103093000")
    assert b"/Lang (en)" in pdf
    assert b"/DisplayDocTitle true" in pdf


@pytest.mark.slow
def test_any_script_stands_as_it_was_written() -> None:
    told = assessment(conclusion(words=" ".join(SCRIPTS)), name="<b>Mei</b> & مريم")
    told["activities"] = [*SCRIPTS, "W" * 4096, "\x00\u202e\ufffe\ud800hidden"]
    text = text_of(assessment_pdf(told))
    for part in ("我帮客户解决问题", "<b>bold</b> & &amp; x", "<b>Mei</b> &", "hidden"):
        assert part in text
    assert text.replace(" ", "").count("W") >= 4096


def test_a_framework_that_is_still_ahead_has_no_reasons() -> None:
    above = conclusion(level=5, levels=(5, 6), confidence=0.6)
    text = text_of(assessment_pdf(assessment(conclusion(level=2, levels=(1, 2, 3), confidence=0.9), above)))
    assert text.count(reports.WHY) == 1
    assert "begins at level 5 here, still ahead of you" in text


def test_an_assessment_without_conclusions_is_printed() -> None:
    told = assessment()
    told["conclusions"], told["given"], told["at"] = [], [], "no date"
    assert reports.NOT_PLACED in text_of(assessment_pdf(told))


def test_a_profile_tells_every_skill_its_change_and_goals() -> None:
    first = assessment(conclusion(level=3, confidence=0.9), at="2026-02-03T09:00:00Z")
    now = conclusion(level=4, confidence=0.9)
    later = assessment(now, conclusion("Beekeeping", 5), at="2026-11-03T09:00:00Z")
    pdf = profile_pdf(
        {
            "at": "2026-11-22T10:00:00Z",
            "name": "Mei",
            "assessments": [later, first],
            "goals": [{"skill": "Gardening", "level": 5, "text": "Plan a park", "due_at": "2027-02-01"}],
            "newer": [{"was": "Pruning, SFIA 8 level 3", "told": "SFIA 9: level 3 still."}],
        }
    )
    text = text_of(pdf)
    for part in (
        "Under newer editions",
        "SFIA 9: level 3 still.",
        "Pruning, SFIA 8 level 3",
        "Skills so far: Mei",
        "Level 4 (Enable), up from level 3 on 3 Feb 2026",
        "Level 4 or 5",
        "Plan a park (by 1 Feb 2027)",
        "Gardening, SFIA 9: level 3 (Do)",
    ):
        assert part in text, part


def test_a_sheet_tells_what_was_done_what_rose_and_what_is_wanted() -> None:
    first = assessment(conclusion(level=3, confidence=0.9), at="2025-02-03T09:00:00Z")
    now = assessment(conclusion(level=4, confidence=0.9), at="2026-11-03T09:00:00Z")
    first["given"], first["activities"] = [], ["I swept the paths"]
    now["confirmed"] = [{"framework": "sfia-9", "level": 4, "by": "Cora", "at": "2026-11-05T09:00:00Z"}]
    pdf = sheet_pdf(
        {
            "at": "2026-11-22T10:00:00Z",
            "name": "Mei",
            "assessments": [now, first],
            "goals": [
                {
                    "skill": "Gardening",
                    "level": 5,
                    "text": "Plan a park",
                    "due_at": "2027-02-01T09:00:00Z",
                    "role": "Head gardener",
                    "done_when": "You plan a park",
                }
            ],
        }
    )
    text = text_of(pdf)
    for part in (
        "Conversation sheet: Mei",
        *now["activities"],
        "Level 4 confirmed by Cora on 5 Nov 2026",
        "Gardening, SFIA 9: level 3 to 4",
        "Waters the plants as told.",
        "Head gardener",
        "Gardening, level 5 (by 1 Feb 2027)",
        "You plan a park",
    ):
        assert part in text, part
    assert "I swept the paths" not in text


def test_a_sheet_may_be_empty() -> None:
    text = text_of(sheet_pdf({"at": "2026-11-22T10:00:00Z", "assessments": []}))
    assert reports.SHEET_EMPTY in text and reports.NO_WISH in text


@pytest.mark.slow
def test_a_profile_may_be_empty_or_long() -> None:
    assert reports.NOTHING_YET in text_of(profile_pdf({"at": "2026-11-22", "assessments": []}))
    many = [assessment(conclusion(f"{n:02} skill", 4), at=f"2026-11-03T09:{n:02}:00Z") for n in range(12)]
    text = text_of(profile_pdf({"at": "2026-11-22", "assessments": many}))
    assert all(f"{n:02} skill SFIA 9" in text for n in range(12))


def test_standings_are_by_level_and_leave_out_what_is_ahead() -> None:
    low = conclusion("Pruning", 2, levels=(1, 2, 3), confidence=0.9)
    above = conclusion("Planning", 5, "SkillsFuture TSC", levels=(5, 6), confidence=0.6)
    found = standings([assessment(low, above), assessment(conclusion("Beekeeping", 5))])
    assert [(each.skill, each.now.level) for each in found] == [("Beekeeping", 5), ("Pruning", 2)]


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_words_are_printed(words: str, name: str) -> None:
    told = assessment(conclusion(skill=name or "x", words=words), name=name)
    told["activities"] = [words, name]
    told["given"][0]["question"]["fact"] = words
    assert assessment_pdf(told).startswith(b"%PDF-")
