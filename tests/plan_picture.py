"""``python -m tests.plan_picture``: the picture of a plan in docs/planning.md.

Each day's route is a line, each week a colour; base is the square.
"""

from pathlib import Path

from routing import plan, travel
from routing.domain import Location, Plan, Problem
from tests.benchmarks import rotation

FILE = Path(__file__).parents[1] / "docs" / "pictures" / "plan.svg"
WIDTH, HEIGHT, EDGE = 860, 620, 30
#: Told apart by most who see colours differently (Okabe and Ito 2008).
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#000000", "#8a6d00")
WEEKS = 4


def main() -> None:
    """Plans a made-up rep and writes the picture."""
    places = rotation.places(85, seed=85)
    problem = rotation.instance(85, seed=85)
    FILE.write_text(picture(problem, plan.make_plan(problem), places))
    print(FILE.relative_to(FILE.parents[2]))


def picture(problem: Problem, made: Plan, places: list[Location]) -> str:
    """Returns an SVG of the first weeks of a plan."""
    points = _points(places)
    by_id = {account.id: account.location for account in problem.accounts}
    lines, labels = [], []
    for route in made.days:
        week = (route.on - problem.today).days // 7
        if week >= WEEKS or not route.stops:
            continue
        stops = [problem.rep.base, *(by_id[s.account_id] or 0 for s in route.stops)]
        path = " ".join(f"{points[p][0]:.0f},{points[p][1]:.0f}" for p in [*stops, stops[0]])
        colour = COLOURS[week % len(COLOURS)]
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6" '
            f'stroke-opacity=".8"><title>{route.on:%a %d %b}: {len(route.stops)}</title></polyline>'
        )
    for week in range(WEEKS):
        x = EDGE + 110 * week
        labels.append(
            f'<rect x="{x}" y="14" width="14" height="14" fill="{COLOURS[week]}"/>'
            f'<text x="{x + 20}" y="26" font-family="sans-serif" font-size="14">'
            f"week {week + 1}</text>"
        )
    dots = [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="#333"/>' for x, y in points[1:]]
    x, y = points[0]
    base = f'<rect x="{x - 6:.0f}" y="{y - 6:.0f}" width="12" height="12" fill="#111"/>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *lines, *dots, base, *labels, "</svg>\n",
        ]
    )  # fmt: skip


def _points(places: list[Location]) -> list[tuple[float, float]]:
    """Returns the places on the page, north up."""
    lats, lons = [p.lat for p in places], [p.lon for p in places]
    km = travel.distances_km([Location(min(lats), min(lons)), Location(max(lats), min(lons))])[0, 1]
    wide = travel.distances_km([Location(min(lats), min(lons)), Location(min(lats), max(lons))])
    scale = min((WIDTH - 2 * EDGE) / wide[0, 1], (HEIGHT - 2 * EDGE - 30) / km)
    across, up = wide[0, 1] * scale / (max(lons) - min(lons)), km * scale / (max(lats) - min(lats))
    return [
        (EDGE + (p.lon - min(lons)) * across, HEIGHT - EDGE - (p.lat - min(lats)) * up)
        for p in places
    ]


if __name__ == "__main__":
    main()
