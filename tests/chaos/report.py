"""Figures to be shown at the end of a run, whether or not pytest captures output."""

FIGURES: list[str] = []


def show(figures: str) -> None:
    FIGURES.append(figures)
