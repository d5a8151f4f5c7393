from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.knowledge_json import from_json, to_json
from knowledge.model import Knowledge, Passage, Requirement, Role, RoleSection, Skill, Source

TEXT = st.text(min_size=1, max_size=20).filter(lambda text: text.strip())
SOURCES = st.builds(Source, TEXT, st.text(max_size=20))
REQUIREMENTS = st.builds(Requirement, st.just("tsc"), TEXT, st.none() | st.integers(1, 7), st.booleans())
SECTIONS = st.builds(RoleSection, TEXT, st.lists(TEXT, max_size=2).map(tuple))
ROLES = st.builds(
    Role,
    TEXT,
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    requirements=st.lists(REQUIREMENTS, max_size=2).map(tuple),
    rank=st.none() | st.integers(1, 5),
    sources=st.lists(SOURCES, max_size=2).map(tuple),
)
SKILLS = st.builds(
    Skill,
    st.just("sfia-9"),
    TEXT,
    guidance=st.lists(TEXT, max_size=2).map(tuple),
    level_codes=st.just(((1, "A"), (2, "B"))) | st.just(()),
    sources=st.lists(SOURCES, max_size=2).map(tuple),
)
PASSAGES = st.builds(Passage, st.sampled_from(["background", "trait"]), TEXT, SOURCES)


@settings(max_examples=60)
@given(
    st.builds(
        Knowledge,
        skills=st.lists(SKILLS, max_size=3).map(tuple),
        roles=st.lists(ROLES, max_size=3).map(tuple),
        passages=st.lists(PASSAGES, max_size=3).map(tuple),
        documents=st.just((("a.csv", "0"),)),
    )
)
def test_knowledge_comes_back_as_it_was(knowledge: Knowledge) -> None:
    assert from_json(to_json(knowledge)) == knowledge
