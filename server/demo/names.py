"""Names for the demo company's accounts and the people there.

Every business is made up: a family name or a word of the landscape, and what the place is. No
chain and no known house is meant. A name is given once.
"""

from collections.abc import Sequence
from random import Random

SURNAMES = (
    "Kowalski", "Nowak", "Schroeder", "Olsen", "Hansen", "Zielinski", "Bauer", "Kessler",
    "Lindqvist", "Romano", "Delgado", "Petrakis", "Murray", "Fitzgerald", "Wendt", "Kaminski",
    "Larsen", "Vogel", "Ortega", "Nakamura", "Gruber", "Steiner", "Marchetti", "Doyle",
    "Jankowski", "Halvorsen", "Rasmussen", "Koenig", "Brandt", "Esposito", "Navarro", "Tran",
    "Gallagher", "Pfeiffer", "Dvorak", "Hruska", "Castellano", "Ivers", "Mertens", "Sorensen",
    "Whitlock", "Haugen", "Barone", "Okafor", "Ramirez", "Schultz", "Tomczak", "Ebert",
)  # fmt: skip
GIVEN_NAMES = (
    "Maria", "Tom", "Jenna", "Carl", "Lucy", "Omar", "Greta", "Pete", "Nina", "Walter", "Rosa",
    "Ben", "Ingrid", "Sam", "Helen", "Marcus", "Tess", "Frank", "Priya", "Joe", "Elena", "Kurt",
    "Dana", "Luis", "Amy", "Victor", "Ruth", "Nate", "Carla", "Hugo", "Molly", "Stan",
)  # fmt: skip
LANDSCAPE = (
    "Birch", "Heron", "Juniper", "Stone Bridge", "Lantern", "Harbor", "Cedar", "Prairie", "Loon",
    "Ferry", "Willow", "Millpond", "Orchard", "Bluff", "Copper", "Blue Door", "Old Depot",
    "Sandbar", "Maple", "Kettle", "Ridge", "Anchor", "Meadow", "Pine", "Signal", "Quarry",
    "Lighthouse", "Foxglove", "Terrace", "Cardinal", "Tamarack", "Whistle Stop",
)  # fmt: skip

#: ``{f}`` a family, ``{g}`` a given name, ``{w}`` a word of the landscape, ``{c}`` the town.
_PATTERNS = {
    "restaurant": (
        "{f}'s Supper Club", "The {w} Table", "{w} Kitchen", "{f} & Daughters", "Trattoria {f}",
        "{g}'s Lunch Room", "{w} Grill", "The {w} Dining Room", "{f}'s Fish Fry", "Casa {f}",
    ),
    "cafe": (
        "{w} Coffee House", "Café {g}", "{g}'s Bakery Café", "The {w} Cup", "{f} Pastry & Coffee",
        "{w} Street Café",
    ),
    "supermarket": (
        "{f} Foods", "{f} Family Grocery", "{w} Food Hall", "{c} {w} Grocery",
        "{f} Brothers Market",
    ),
    "kiosk": (
        "{g}'s Scoops", "{w} Ice Cream Stand", "The {w} Cone", "{w} Beach Kiosk",
        "{f}'s Frozen Custard",
    ),
    "bar": (
        "The {w} Tap", "{f}'s Tavern", "{w} Bar & Lanes", "{g} & {f} Alehouse", "The {w} Taproom",
        "{f}'s Corner Bar",
    ),
    "hotel": ("Hotel {w}", "The {w} Inn", "{w} Lodge {c}", "{f} House Hotel", "{c} {w} Resort"),
    "fuel_station": ("{f} Fuel & Food", "{w} Fuel Stop", "{f}'s Service Station", "{w} Road Fuels"),
    "marina": ("{w} Bay Marina", "{f} Boat Works", "{w} Point Yacht Harbor", "{c} {w} Docks"),
    "ski_slope": ("{w} Hill Ski Area", "{f} Hill Snow Park", "{w} Ridge Slopes"),
    "christmas_market": ("{c} {w} Fairground", "{c} Christkindl Green", "{c} Market Square Fairs"),
}  # fmt: skip


def business_name(rng: Random, segment: str, city: str, taken: set[str]) -> str:
    """Returns a name nobody has yet and marks it as taken."""
    while True:
        name = rng.choice(_PATTERNS[segment]).format(
            f=rng.choice(SURNAMES), g=rng.choice(GIVEN_NAMES), w=rng.choice(LANDSCAPE), c=city
        )
        if name not in taken:
            taken.add(name)
            return name


def contact(rng: Random, business: str, area_codes: Sequence[str]) -> dict[str, str]:
    """Returns whom to ask for: the number is in the range kept free for fiction."""
    given, family = rng.choice(GIVEN_NAMES), rng.choice(SURNAMES)
    return {
        "contact": f"{given} {family}",
        "phone": f"({rng.choice(area_codes)}) 555-01{rng.randrange(100):02d}",
        "email": f"{given}.{family}@{_domain(business)}.example".lower(),
    }


def _domain(business: str) -> str:
    plain = business.lower().replace("é", "e").replace("&", "and").replace("'", "")
    return "-".join(plain.split())
