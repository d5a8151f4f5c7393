"""A PDF document on fpdf2: headings, paragraphs, lists, tables, pictures and boxes, in any script.

The same content gives the same bytes: the date of a PDF is that of its content.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from bot.reports import fonts
from bot.reports.canvas import BLUE, FAINT, INK, QUIET, WASH
from bot.reports.fonts import Style
from bot.text import reports

MARGIN = 18
"""Millimetres on each side of A4."""

_LEADING = 0.48
"""Line height in millimetres per point of font size."""

_NEXT_LINE: dict[str, Any] = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}


class PdfDocument:
    """A PDF document, A4 portrait.

    Args:
        at: ISO 8601; its date.
        text: all text to be written, in any order, so that the needed fonts are embedded.
        foot: returns a page's footer from its number and the number of pages.
    """

    def __init__(self, title: str, subject: str, at: str, text: str, foot: Callable[[int, str], str]) -> None:
        self._pdf = pdf = FPDF(format="A4")
        pdf.set_margins(MARGIN, MARGIN, MARGIN)
        pdf.c_margin = 0
        pdf.set_auto_page_break(True, MARGIN + 4)
        pdf.set_title(fonts.printable(title))
        pdf.set_subject(fonts.printable(subject))
        pdf.set_author(reports.PRODUCT)
        pdf.set_creator(reports.PRODUCT)
        pdf.set_lang(reports.LANGUAGE)
        pdf.set_creation_date(_moment(at))
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._add_faces(text)
        pdf.footer = lambda: self._foot(foot(pdf.page_no(), "{nb}"))
        pdf.add_page()

    def _add_faces(self, text: str) -> None:
        styles: tuple[Style, ...] = ("", "B")
        for style in styles:
            self._pdf.add_font("base", style, fonts.base(style).path)
        others = fonts.needed(fonts.printable(text + fonts.REPLACEMENT))
        for face in others:
            self._pdf.add_font(face.name, "", face.path, collection_font_number=face.number)
        self._pdf.set_fallback_fonts([face.name for face in others], exact_match=False)
        # Arabic and Indian scripts are drawn as rows of loose letters without it.
        self._pdf.set_text_shaping(True)

    def title(self, text: str, below: str) -> None:
        """Write the title and the line below it."""
        self._write(text, 24, INK, "B")
        self._write(below, 11, QUIET)
        self.space(2)
        self._pdf.set_draw_color(BLUE)
        self._pdf.set_line_width(0.8)
        self._pdf.line(MARGIN, self._pdf.y, MARGIN + 28, self._pdf.y)
        self.space(5)

    def heading(self, text: str, room: float = 30) -> None:
        """Write a section heading, on a new page if less than ``room`` millimetres are left."""
        self.space(3)
        self._keep_together(room)
        self._pdf.start_section(fonts.printable(text))
        self._write(text, 15, BLUE, "B")
        self.space(1)

    def subheading(self, text: str, room: float = 20) -> None:
        """Write a subheading."""
        self.space(2)
        self._keep_together(room)
        self._write(text, 11.5, INK, "B")

    def text(self, text: str, size: float = 10.5, ink: str = INK, style: Style = "") -> None:
        """Write a paragraph; words wider than the page are broken."""
        self._write(text, size, ink, style)

    def points(self, texts: Sequence[tuple[str, str]], numbered: bool = False) -> None:
        """Write a list of items, each with a smaller line below it, or ``""``."""
        for number, (text, below) in enumerate(texts, 1):
            self._keep_together(12)
            self._pdf.set_font("base", "", 10.5)
            self._pdf.set_text_color(BLUE)
            self._pdf.cell(7, 10.5 * _LEADING, f"{number}." if numbered else "•")
            self._indented(text, 7, 10.5, INK)
            if below:
                self._indented(below, 7, 9, QUIET)
            self.space(1)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Write a table with ruled rows.

        Args:
            rows: cells, as many as ``head``, each shorter than a page.
        """
        pdf = self._pdf
        pdf.set_font("base", "", 10)
        pdf.set_text_color(INK)
        pdf.set_draw_color(FAINT)
        pdf.set_line_width(0.3)
        style = FontFace(emphasis="BOLD", color=QUIET, size_pt=9)
        with pdf.table(
            col_widths=tuple(widths),
            line_height=10 * _LEADING,
            text_align="LEFT",
            v_align="TOP",
            padding=(1.4, 2.5, 1.4, 0),
            borders_layout="HORIZONTAL_LINES",
            headings_style=style,
            width=pdf.epw,
        ) as table:
            for cells in (head, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(_tidy(cell))
        self.space(2)

    def picture(self, png: bytes, alt: str, width: float) -> None:
        """Centre a picture, whole on one page.

        Args:
            width: in millimetres; less if it would be higher than the page.
        """
        from PIL import Image

        with Image.open(io.BytesIO(png)) as image:
            shape = image.height / image.width
        most = self._pdf.eph - 20
        width = min(width, most / shape)
        self._keep_together(width * shape + 4)
        x = MARGIN + (self._pdf.epw - width) / 2
        self._pdf.image(io.BytesIO(png), x=x, w=width, alt_text=_tidy(alt))
        self.space(2)

    def box(self, head: str, text: str) -> None:
        """Write a highlighted note, whole on one page."""
        pdf = self._pdf
        self.space(4)
        self._keep_together(38)
        pdf.set_fill_color(WASH)
        pdf.set_draw_color(BLUE)
        pdf.set_line_width(0.8)
        parts: tuple[tuple[str, float, Style, tuple[float, ...]], ...] = (
            (head, 11, "B", (3, 4, 0, 5)),
            (text, 10, "", (0, 4, 3, 5)),
        )
        for part, size, style, padding in parts:
            self._write(part, size, INK, style, fill=True, border="L", padding=padding)

    def lines(self, count: int) -> None:
        """Leave ruled lines for handwriting."""
        for _ in range(count):
            self.space(9)
            self._keep_together(10)
            self._pdf.set_draw_color(QUIET)
            self._pdf.set_line_width(0.2)
            self._pdf.line(MARGIN, self._pdf.y, self._pdf.w - MARGIN, self._pdf.y)

    def space(self, height: float) -> None:
        """Leave vertical space, in millimetres."""
        self._pdf.ln(height)

    def done(self) -> bytes:
        """Return the PDF."""
        return bytes(self._pdf.output())

    def _write(self, text: str, size: float, ink: str, style: Style = "", **more: Any) -> None:
        self._pdf.set_font("base", style, size)
        self._pdf.set_text_color(ink)
        self._pdf.multi_cell(0, size * _LEADING, _tidy(text), align="L", **_NEXT_LINE, **more)

    def _indented(self, text: str, indent: float, size: float, ink: str) -> None:
        pdf = self._pdf
        pdf.set_left_margin(MARGIN + indent)
        pdf.set_x(MARGIN + indent)
        self._write(text, size, ink)
        pdf.set_left_margin(MARGIN)
        pdf.set_x(MARGIN)

    def _keep_together(self, height: float) -> None:
        if self._pdf.will_page_break(height):
            self._pdf.add_page()

    def _foot(self, text: str) -> None:
        # A page may end within a list, which is indented.
        self._pdf.set_xy(MARGIN, -MARGIN + 2)
        self._pdf.set_font("base", "", 8.5)
        self._pdf.set_text_color(QUIET)
        self._pdf.cell(0, 5, fonts.printable(text), align="L")


def _tidy(text: str) -> str:
    """Return a printable text; a space if it is empty, as fpdf2 gives an empty cell no height."""
    return fonts.printable(text).strip() or " "


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
