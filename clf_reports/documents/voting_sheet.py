"""A voting sheet for those without a phone: one page of HTML to print, for one capability."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from clf_model import spoken
from clf_model.framework import Capability, Framework

from ..charts.votes import MEANINGS, VOTES

_STYLE = """
@page { size: A4; margin: 14mm; }
body { font: 11pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 12pt; margin: 4mm 0 0; break-after: avoid; }
p { margin: 1mm 0 3mm; }
table { width: 100%; border-collapse: collapse; } tr { break-inside: avoid; }
thead, tbody tr:first-child { break-after: avoid; }
th, td { border-bottom: 1px solid #777; padding: 1.2mm 1mm; text-align: left; vertical-align: top; }
.box { width: 17mm; text-align: center; white-space: nowrap; } td.box { font-size: 17pt; line-height: 1; }
.id { width: 16mm; font-weight: bold; }
"""


def voting_sheet(
    framework: Framework, capability: Capability, indicators: Sequence[str], *, title: str, service: str
) -> str:
    """The sheet as a whole HTML document that loads nothing; what people wrote is in it as text.

    `indicators` are ids of the capability, in the order of the sheet.
    """
    chosen = [framework.indicator(id_) for id_ in indicators]
    parts = [
        f"<h1>{escape(capability.name)}</h1>",
        f"<p>{escape(service)} · {escape(title)}</p>",
        "<p>Put one cross in each row. Do not write your name: only the numbers of crosses are kept.</p>",
        f"<p>{escape('. '.join(f'{word}: {MEANINGS[vote]}' for vote, word in VOTES.items()))}.</p>",
    ]
    for stage in framework.stages:
        rows = [i for i in chosen if i.stage_id == stage.id]
        if rows:
            parts.append(f"<h2>{escape(stage.name)}</h2><table><thead><tr><th></th><th></th>")
            parts.extend(f'<th class="box" scope="col">{escape(word)}</th>' for word in VOTES.values())
            parts.append("</tr></thead><tbody>")
            for one in rows:
                boxes = '<td class="box">☐</td>' * len(VOTES)
                parts.append(
                    f'<tr><td class="id">{escape(one.id)}</td><td>{escape(spoken(one))}</td>{boxes}</tr>'
                )
            parts.append("</tbody></table>")
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(capability.name)}, voting sheet</title><style>{_STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>\n"
    )
