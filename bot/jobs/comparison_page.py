"""The HTML page that shows what a build would change."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment

from bot.jobs.compare import people_lines
from bot.text.documents import place

_TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What build {{ d.after }} changes</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #ccc}
del{background:#fde0dd;color:#8b1a10}ins{background:#dcf3dc;color:#0d5016;text-decoration:none;font-weight:600}
.where{color:#555;font-size:.9rem}li{margin:.4rem 0}table{border-collapse:collapse}
td,th{padding:.25rem .75rem .25rem 0;text-align:left;border-bottom:1px solid #eee}
@media(prefers-color-scheme:dark){body{background:#16181c;color:#e6e6e6}.where{color:#aaa}
del{background:#4a1d1a;color:#ffb4ab}ins{background:#1d3d22;color:#b5f0bd}}
</style></head><body>
<h1>What build {{ d.after }} changes{% if d.before %} against build {{ d.before }}{% endif %}</h1>
{% if d.nothing %}<p>Nothing: both say the same.</p>{% endif %}
{% for title, names in d.documents.items() if names %}<h2>Documents {{ title }}</h2>
<ul>{% for name in names %}<li>{{ name }}</li>{% endfor %}</ul>{% endfor %}
{% for title, skills in d.skills.items() if skills %}<h2>Skills {{ title }}</h2>
<ul>{% for s in skills %}<li>{{ s.name }} <span class="where">{{ s.framework }}
{%- if s.before %}, before: {{ s.before }}{% endif %}</span></li>{% endfor %}</ul>{% endfor %}
{% if d.changed %}<h2>Statements reworded or moved</h2><ul>{% for c in d.changed %}
<li><span class="where">{{ c.skill }}, {{ c.framework }}, {{ at(c.level_before) }}
{%- if c.level_after != c.level_before %} → <b>{{ c.level_after }}</b>{% endif %}</span><br>
{% for kind, text in c.pieces %}{% if kind == "gone" %}<del>{{ text }}</del>{% elif kind == "new" -%}
<ins>{{ text }}</ins>{% else %}{{ text }}{% endif %}{% endfor %}</li>{% endfor %}</ul>{% endif %}
{% for title, listed in d.statements.items() if listed %}<h2>Statements {{ title }}</h2>
<ul>{% for s in listed %}<li><span class="where">{{ s.skill }}, {{ s.framework }}, {{ at(s.level) }}</span>
<br>{% if title == "gone" %}<del>{{ s.text }}</del>{% else %}<ins>{{ s.text }}</ins>{% endif %}</li>
{% endfor %}</ul>
{% endfor %}
{% for line in people %}{% if loop.first %}<h2>People</h2>{% endif %}<p>{{ line }}</p>{% endfor %}
</body></html>
"""


def page(difference: dict[str, Any]) -> str:
    """Return the page as one HTML file; all text is escaped."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE).render(d=difference, at=place, people=people_lines(difference))
