"""Write cells that a spreadsheet takes for text, whatever a stranger wrote into them."""

import csv
import io
from collections.abc import Sequence

# A spreadsheet runs a cell that begins so (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_safe(cell) for cell in cells])
    return line.getvalue()


def _safe(cell: object) -> str:
    """As text, also where a spreadsheet would take it for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
