"""Whether the comparison with the bare twin says what was measured."""

from rich.console import Console

from benchmarks.comparing import Measured
from benchmarks.histories import Size
from benchmarks.reporting import report, verdict

SIZE = Size(26, 6_400, ("score_lead",), ("route_lead",))


def measured(seconds: float, cpu: float, postgres: float) -> Measured:
    return Measured(
        latencies=[[seconds] * 3, [seconds] * 3],
        own_cpu=[cpu, cpu],
        postgres_cpu=[postgres, postgres],
        temporal_cpu=[0.05, 0.05],
        leads_a_second=[12.0],
    )


def test_ratios_are_of_medians_and_of_all_processes() -> None:
    sides = {"product": measured(0.06, 0.04, 0.01), "twin": measured(0.05, 0.03, 0)}

    found = verdict(sides["product"], sides["twin"], SIZE, 1.4)

    rounded = {name: (round(value, 6), most) for name, (value, most) in found.items()}
    assert rounded == {
        "latency ratio": (1.2, 1.4),
        "CPU ratio": (1.25, 1.4),
        "history events": (26, 40),
        "history bytes": (6_400, 16_384),
    }


def test_a_side_that_took_less_than_the_kernel_counts_is_reported_all_the_same() -> (
    None
):
    product, twin = measured(0.06, 0.04, 0.01), measured(0.05, 0.03, 0)
    product.undecided = 1
    console = Console(record=True, width=120)

    report(product, twin, {"product": SIZE}, console)

    told = console.export_text()
    assert "60.0 ms" in told
    assert "1.20 to 1.20" in told
    assert "1 posts were answered 202" in told
    assert "26 events, 6,400 bytes" in told
