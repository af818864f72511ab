"""Where the demo company sells: its towns, the water it must not sell in, and placing.

The shorelines are typed by hand, a few hundred metres true: enough to draw a plain map and to
keep every account dry. A ZIP code's own point comes from the ``zipcodes`` package; Pewaukee is
missing because its point lies in Pewaukee Lake.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import asin, cos, degrees, hypot, pi, radians, sin, sqrt
from random import Random

import zipcodes

Point = tuple[float, float]
Polygon = tuple[Point, ...]

EARTH_RADIUS_M = 6_371_009
#: An account lies this far from its ZIP's point at most, and this far from any water at least.
MAX_OFFSET_M, MIN_SHORE_M = 480, 150

#: Lake Michigan from Gary to Sheboygan, closed far out on the water; then the larger inland lakes.
LAKES: dict[str, Polygon] = {
    "Lake Michigan": (
        (41.620, -87.000), (41.620, -87.300), (41.650, -87.430), (41.690, -87.500),
        (41.730, -87.525), (41.757, -87.546), (41.768, -87.560), (41.782, -87.572),
        (41.796, -87.576), (41.809, -87.589), (41.830, -87.605), (41.850, -87.609),
        (41.866, -87.606), (41.870, -87.615), (41.884, -87.613), (41.892, -87.605),
        (41.895, -87.612), (41.903, -87.622), (41.913, -87.625), (41.925, -87.630),
        (41.943, -87.635), (41.955, -87.637), (41.963, -87.631), (41.968, -87.638),
        (41.979, -87.650), (41.999, -87.656), (42.010, -87.660), (42.021, -87.664),
        (42.046, -87.671), (42.055, -87.668), (42.064, -87.675), (42.079, -87.682),
        (42.089, -87.704), (42.102, -87.719), (42.116, -87.731), (42.136, -87.749),
        (42.157, -87.762), (42.175, -87.773), (42.200, -87.793), (42.220, -87.808),
        (42.252, -87.823), (42.281, -87.830), (42.308, -87.831), (42.360, -87.815),
        (42.375, -87.808), (42.420, -87.801), (42.447, -87.797), (42.493, -87.801),
        (42.530, -87.807), (42.561, -87.813), (42.588, -87.810), (42.605, -87.818),
        (42.622, -87.817), (42.669, -87.807), (42.705, -87.788), (42.729, -87.777),
        (42.749, -87.781), (42.770, -87.767), (42.782, -87.757), (42.800, -87.774),
        (42.830, -87.812), (42.845, -87.826), (42.873, -87.837), (42.909, -87.841),
        (42.945, -87.845), (42.973, -87.856), (42.996, -87.880), (43.012, -87.888),
        (43.030, -87.895), (43.040, -87.895), (43.049, -87.883), (43.061, -87.872),
        (43.068, -87.866), (43.090, -87.872), (43.114, -87.886), (43.155, -87.885),
        (43.168, -87.883), (43.200, -87.892), (43.253, -87.908), (43.300, -87.897),
        (43.343, -87.884), (43.387, -87.864), (43.440, -87.833), (43.493, -87.797),
        (43.600, -87.740), (43.750, -87.700), (43.750, -87.000),
    ),
    "Geneva Lake": (
        (42.5905, -88.4345), (42.5830, -88.4325), (42.5720, -88.4335), (42.5625, -88.4365),
        (42.5570, -88.4480), (42.5560, -88.4650), (42.5540, -88.4800), (42.5600, -88.4950),
        (42.5530, -88.5080), (42.5450, -88.5250), (42.5410, -88.5450), (42.5410, -88.5600),
        (42.5460, -88.5720), (42.5530, -88.5690), (42.5590, -88.5560), (42.5630, -88.5430),
        (42.5660, -88.5380), (42.5765, -88.5420), (42.5740, -88.5350), (42.5675, -88.5270),
        (42.5700, -88.5150), (42.5740, -88.5020), (42.5780, -88.4900), (42.5820, -88.4750),
        (42.5845, -88.4600), (42.5860, -88.4480), (42.5905, -88.4400),
    ),
    "Delavan Lake": (
        (42.5850, -88.6330), (42.5900, -88.6390), (42.6000, -88.6270), (42.6080, -88.6150),
        (42.6150, -88.6000), (42.6200, -88.5830), (42.6150, -88.5800), (42.6070, -88.5880),
        (42.5980, -88.5990), (42.5900, -88.6130),
    ),
    "Lake Como": (
        (42.6020, -88.5280), (42.6090, -88.5250), (42.6140, -88.5000), (42.6150, -88.4700),
        (42.6130, -88.4610), (42.6070, -88.4680), (42.6050, -88.4950),
    ),
    "Pewaukee Lake": (
        (43.0790, -88.2630), (43.0850, -88.2650), (43.0860, -88.2800), (43.0820, -88.2980),
        (43.0750, -88.3150), (43.0700, -88.3350), (43.0620, -88.3440), (43.0560, -88.3380),
        (43.0590, -88.3180), (43.0660, -88.3000), (43.0730, -88.2830), (43.0760, -88.2690),
    ),
    "Nagawicka Lake": (
        (43.0600, -88.3960), (43.0640, -88.3830), (43.0740, -88.3780), (43.0850, -88.3790),
        (43.0890, -88.3850), (43.0840, -88.3930), (43.0750, -88.3980), (43.0660, -88.4010),
    ),
    "Oconomowoc Lake": (
        (43.0900, -88.4640), (43.0930, -88.4740), (43.1000, -88.4730), (43.1060, -88.4600),
        (43.1080, -88.4440), (43.1030, -88.4360), (43.0960, -88.4430),
    ),
    "Lac La Belle": (
        (43.1190, -88.5020), (43.1230, -88.5200), (43.1320, -88.5300), (43.1430, -88.5270),
        (43.1440, -88.5140), (43.1360, -88.5010), (43.1260, -88.4960),
    ),
    "Fox Lake": (
        (42.4080, -88.1530), (42.4180, -88.1620), (42.4310, -88.1560), (42.4330, -88.1300),
        (42.4230, -88.1200), (42.4110, -88.1270),
    ),
    "Grass Lake": (
        (42.4250, -88.1750), (42.4330, -88.1830), (42.4450, -88.1740), (42.4460, -88.1560),
        (42.4370, -88.1500), (42.4290, -88.1600),
    ),
    "Nippersink Lake": (
        (42.3990, -88.1880), (42.4090, -88.1900), (42.4130, -88.1750), (42.4060, -88.1640),
        (42.3990, -88.1690),
    ),
    "Pistakee Lake": (
        (42.3760, -88.2160), (42.3850, -88.2220), (42.3960, -88.2080), (42.3990, -88.1950),
        (42.3920, -88.1870), (42.3830, -88.1930), (42.3770, -88.2040),
    ),
    "Lake Marie": (
        (42.4570, -88.1430), (42.4620, -88.1490), (42.4690, -88.1430), (42.4690, -88.1310),
        (42.4620, -88.1270), (42.4570, -88.1330),
    ),
}  # fmt: skip

#: What the product's plain map draws.
SHORELINE: tuple[Polygon, ...] = tuple(LAKES.values())

TOWN_LABELS: tuple[tuple[str, float, float], ...] = (
    ("Chicago", 41.900, -87.650), ("Evanston", 42.046, -87.688), ("Highland Park", 42.182, -87.800),
    ("Waukegan", 42.364, -87.845), ("Crystal Lake", 42.241, -88.316), ("McHenry", 42.333, -88.267),
    ("Antioch", 42.477, -88.096), ("Kenosha", 42.585, -87.830), ("Racine", 42.726, -87.795),
    ("Burlington", 42.678, -88.276), ("Lake Geneva", 42.592, -88.433), ("Delavan", 42.633, -88.644),
    ("Elkhorn", 42.673, -88.544), ("Milwaukee", 43.039, -87.915), ("Waukesha", 43.012, -88.231),
    ("Oconomowoc", 43.112, -88.499), ("West Bend", 43.425, -88.183),
    ("Port Washington", 43.387, -87.876),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A ZIP code's town and how many accounts it has.

    ``traits``: ``w`` has a harbour, ``h`` a hill with snow, ``f`` a fair ground.
    """

    zip: str
    city: str
    state: str
    accounts: int
    traits: str = ""


def _towns(state: str, rows: str) -> tuple[Town, ...]:
    fields = (row.split(",") for row in rows.split(";"))
    return tuple(
        Town(zip_code.strip(), city, state, int(accounts), "".join(traits))
        for zip_code, city, accounts, *traits in fields
    )


#: Ann's: Geneva Lake, the Chain O'Lakes and the shore from Kenosha to Racine.
LAKES_SOUTH = _towns("WI", (
    "53147,Lake Geneva,10,whf;53184,Walworth,3;53115,Delavan,6,w;53121,Elkhorn,6,f;"
    "53105,Burlington,9,h;53185,Waterford,5,w;53182,Union Grove,3,f;53120,East Troy,3,h;"
    "53140,Kenosha,6,w;53142,Kenosha,4;53143,Kenosha,3;53144,Kenosha,2;"
    "53158,Pleasant Prairie,3;53403,Racine,4,w;53405,Racine,3;53406,Racine,3;53404,Racine,2;"
    "53177,Sturtevant,2;53168,Salem,2"
)) + _towns("IL", (
    "60002,Antioch,4,w;60020,Fox Lake,3,w;60050,McHenry,2,w;60014,Crystal Lake,2,h"
))  # fmt: skip
#: Cleo's: Chicago's north side and the north shore up to Waukegan.
NORTH_SHORE = _towns("IL", (
    "60613,Chicago,3,w;60614,Chicago,4,w;60618,Chicago,3;60625,Chicago,3,f;60640,Chicago,3,w;"
    "60657,Chicago,4,w;60660,Chicago,3;60626,Chicago,3;60645,Chicago,2;60659,Chicago,2;"
    "60630,Chicago,2;60646,Chicago,2;60622,Chicago,2;60647,Chicago,2;"
    "60201,Evanston,5,w;60202,Evanston,4;60076,Skokie,3;60077,Skokie,3,h;60091,Wilmette,4,w;"
    "60093,Winnetka,3;60022,Glencoe,2;60025,Glenview,4,f;60062,Northbrook,4,h;"
    "60035,Highland Park,5,w;60015,Deerfield,3;60045,Lake Forest,4;60048,Libertyville,3,f;"
    "60085,Waukegan,4,w;60031,Gurnee,2"
))  # fmt: skip
#: Emil's: Milwaukee, the lakes west of it, and north to West Bend and Port Washington.
MILWAUKEE = _towns("WI", (
    "53202,Milwaukee,5,w;53204,Milwaukee,4;53207,Milwaukee,4,w;53211,Milwaukee,4;"
    "53212,Milwaukee,3;53208,Milwaukee,2;53209,Milwaukee,2;53213,Milwaukee,4,f;"
    "53214,Milwaukee,4,f;53215,Milwaukee,2;53217,Milwaukee,3;53222,Milwaukee,2;"
    "53226,Milwaukee,3;53110,Cudahy,2;53172,South Milwaukee,3,w;53154,Oak Creek,2;"
    "53132,Franklin,2,h;53005,Brookfield,3;53045,Brookfield,3;53186,Waukesha,3;"
    "53188,Waukesha,4;53018,Delafield,4,wh;53066,Oconomowoc,4,w;53029,Hartland,3;"
    "53051,Menomonee Falls,3;53092,Mequon,2;53012,Cedarburg,3,f;53074,Port Washington,3,w;"
    "53095,West Bend,3;53086,Slinger,2,h"
))  # fmt: skip

#: Towns of nobody's: each has an account that came in without a rep.
UNASSIGNED = _towns("WI", "53190,Whitewater,1;53024,Grafton,1") + _towns("IL", "60098,Woodstock,1")

_STREETS = {
    "Chicago": (
        "N Clark St", "N Broadway", "N Lincoln Ave", "N Halsted St", "W Belmont Ave",
        "N Western Ave", "W Lawrence Ave", "N Sheridan Rd", "W Devon Ave", "N Damen Ave",
    ),
    "Milwaukee": (
        "N Water St", "S Kinnickinnic Ave", "W Greenfield Ave", "N Oakland Ave", "E Brady St",
        "W National Ave", "W Vliet St", "N Farwell Ave", "W North Ave", "S 1st St",
    ),
    "": (
        "Main St", "Church St", "Lake St", "Mill St", "Park Ave", "Washington Ave", "Center St",
        "Railroad St", "Broad St", "Maple Ave", "Grand Ave", "Walnut St", "Wells St",
        "Commerce Dr", "State St", "Court St", "Elm St",
    ),
}  # fmt: skip


@cache
def zip_point(zip_code: str) -> Point:
    """Returns the ZIP code's point as the ``zipcodes`` package gives it."""
    row = zipcodes.matching(zip_code)[0]
    return float(row["lat"]), float(row["long"])


@cache
def area_codes(zip_code: str) -> tuple[str, ...]:
    """Returns the telephone area codes of a ZIP code."""
    return tuple(zipcodes.matching(zip_code)[0]["area_codes"])


def street_address(rng: Random, city: str) -> str:
    """Returns a plausible street and number; big cities have their own streets and long numbers."""
    streets = _STREETS.get(city, _STREETS[""])
    number = rng.randrange(900, 6400) if city in _STREETS else rng.randrange(12, 990)
    return f"{number} {rng.choice(streets)}"


def metres(a: Point, b: Point) -> float:
    """Returns the great-circle distance of two points (haversine)."""
    (lat_a, lon_a), (lat_b, lon_b) = ((radians(lat), radians(lon)) for lat, lon in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(half))


def in_polygon(point: Point, polygon: Polygon) -> bool:
    """Says whether a ray to the east crosses the outline an odd number of times."""
    lat, lon = point
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in _edges(polygon):
        spans = (lat_a > lat) != (lat_b > lat)
        if spans and lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a):
            inside = not inside
    return inside


def in_water(point: Point) -> bool:
    """Says whether a point lies in Lake Michigan or in one of the larger lakes."""
    return any(in_polygon(point, lake) for lake in SHORELINE)


def metres_to_shore(point: Point) -> float:
    """Returns how far the nearest typed shoreline is, from either side."""
    return min(_metres_to_edge(point, a, b) for lake in SHORELINE for a, b in _edges(lake))


def place(rng: Random, zip_code: str) -> Point:
    """Returns a dry point near the ZIP code's own, evenly spread over the disc around it.

    Raises ValueError where the ZIP's surroundings are all water: choose another ZIP then.
    """
    centre = zip_point(zip_code)
    for _ in range(200):
        point = _moved(centre, MAX_OFFSET_M * sqrt(rng.random()), rng.random() * 2 * pi)
        if not in_water(point) and metres_to_shore(point) >= MIN_SHORE_M:
            return point
    raise ValueError(f"there is no dry ground around the point of ZIP {zip_code}.")


def _moved(point: Point, length_m: float, bearing: float) -> Point:
    lat, lon = point
    north = length_m * cos(bearing) / EARTH_RADIUS_M
    east = length_m * sin(bearing) / (EARTH_RADIUS_M * cos(radians(lat)))
    return round(lat + degrees(north), 5), round(lon + degrees(east), 5)


def _edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    return zip(polygon, polygon[1:] + polygon[:1], strict=True)


def _metres_to_edge(point: Point, a: Point, b: Point) -> float:
    """A few kilometres are flat enough to measure on a plane whose origin is the point."""
    (ax, ay), (bx, by) = _flat(point, a), _flat(point, b)
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(ax * dx + ay * dy) / length)) if length else 0.0
    return hypot(ax + along * dx, ay + along * dy)


def _flat(origin: Point, point: Point) -> Point:
    east = radians(point[1] - origin[1]) * cos(radians(origin[0])) * EARTH_RADIUS_M
    return east, radians(point[0] - origin[0]) * EARTH_RADIUS_M
