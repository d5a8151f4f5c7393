"""The emulator reads HTML as Telegram does, and refuses what Telegram refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .content import said
from .markup import parse_html
from .refusals import Refused
from .texts import blank, clean, trim, units


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("plain", "plain", []),
        ("<b>x</b>", "x", ["bold"]),
        ("<STRONG>x</Strong>", "x", ["bold"]),
        ("<i><u>x</u></i>", "x", ["italic", "underline"]),
        ("<s>a</s><del>b</del><ins>c</ins>", "abc", ["strikethrough", "strikethrough", "underline"]),
        ('<span class="tg-spoiler">x</span>', "x", ["spoiler"]),
        ("<tg-spoiler>x</tg-spoiler>", "x", ["spoiler"]),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', "x", ["custom_emoji"]),
        ("<code>x</code>", "x", ["code"]),
        ('<pre><code class="language-python">x</code></pre>', "x", ["pre"]),
        ("<blockquote>x</blockquote>", "x", ["blockquote"]),
        ("<blockquote expandable>x</blockquote>", "x", ["expandable_blockquote"]),
        ("<a href='https://example.org/?a=1&amp;b=2'>x</a>", "x", ["text_link"]),
        ('<a href="tg://user?id=5">x</a>', "x", ["text_mention"]),
        ("&lt;b&gt; &amp; &quot;&#65;&#x42;", '<b> & "AB', []),
        ("<b></b>x", "x", []),
        ("<b>x</>", "x", ["bold"]),
        ("a > b", "a > b", []),
    ],
)
def test_markup_is_read(source: str, text: str, kinds: list[str]) -> None:
    read, entities = parse_html(source)
    assert read == text
    assert [each["type"] for each in entities] == kinds


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("é <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=a?b>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 3'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("AT&T", "Unescaped '&' at byte offset 2"),
        ("&nbsp;", "Unescaped '&' at byte offset 0"),
        ("&#0;", "Unescaped '&' at byte offset 0"),
        ("&#xD800;", "Unescaped '&' at byte offset 0"),
    ],
)
def test_broken_markup_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {sentence}"


def test_offsets_are_utf16_units() -> None:
    _, entities = parse_html("\U0001f600<b>\U0001f680x</b>")
    assert entities == [{"type": "bold", "offset": 2, "length": 3}]


@given(st.text())
def test_escaped_text_comes_back(text: str) -> None:
    from html import escape

    assert parse_html(escape(text, quote=False)) == (text, [])


@given(st.text(alphabet='<>/&;"=ab #', max_size=30))
def test_any_markup_is_read_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except Refused:
        return
    assert all(0 <= each["offset"] < each["offset"] + each["length"] <= units(text) for each in entities)


@given(st.text())
def test_units_are_those_of_utf16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_texts_are_kept_as_telegram_keeps_them() -> None:
    assert clean("a\r\nb\tc\x00d\u202ee") == "a\nb c de"
    assert trim("  ab ", [{"type": "bold", "offset": 0, "length": 4}]) == (
        "ab",
        [{"type": "bold", "offset": 0, "length": 2}],
    )
    assert blank(" \n\u200b\u2060")
    with pytest.raises(Refused, match="UTF-8"):
        clean("\ud800")


def test_what_telegram_recognises_by_itself() -> None:
    kinds = [
        each["type"]
        for each in said("/start x me@example.org @somebody #tag https://example.org.")["entities"]
    ]
    assert kinds == ["bot_command", "email", "mention", "hashtag", "url"]
    assert "entities" not in said("a/b and 1/2")
