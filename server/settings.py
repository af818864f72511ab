"""Every technical setting: its name, its default, one sentence.

``from_env`` is the only reader of the environment. What a manager decides (cadences, seasons,
working hours) is no setting but a row in the database.
"""

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

PREFIX = "ROUNDS_"
#: Names with our prefix that others read: the tests' folder of real input.
NOT_OURS = {"ROUNDS_SHARED"}
ROOT = Path(__file__).parent.parent
LEAST_SECRET = 32


class SettingsInvalid(Exception):
    """Some settings cannot be used; each is listed with what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _about(
    about: str,
    *,
    one_of: tuple[str, ...] = (),
    secret: bool = False,
    least: int | None = None,
    most: int | None = None,
) -> dict[str, Any]:
    return {"about": about, "one_of": one_of, "secret": secret, "least": least, "most": most}


def _setting(default: Any, about: str, **limits: Any) -> Any:
    facts = _about(about, **limits)
    return field(default=default, metadata=facts, repr=not facts["secret"])


@dataclass(frozen=True)
class Settings:
    """How one installation runs. Every default works on a laptop."""

    data_folder: Path = field(
        default=Path(".data"), metadata=_about("Where the database, backups and photos lie.")
    )
    database_url: str = _setting(
        "",
        "sqlite:///… or postgresql://…; without it, rounds.sqlite in the data folder.",
        secret=True,
    )
    public_url: str = _setting(
        "",
        "The address people reach Rounds at (https://rounds.example.com); without it, the "
        "address of each request.",
    )
    trusted_proxies: int = _setting(
        0,
        "How many proxies in front of Rounds set X-Forwarded-For, -Proto and -Host.",
        least=0,
        most=5,
    )
    demo: bool = _setting(False, "Fills an empty database with the demo company at the start.")
    zone: str = _setting("America/Chicago", "Time zone of a company made at the first start.")
    log_format: str = _setting("console", "How the log is written.", one_of=("console", "json"))
    log_level: str = _setting(
        "info",
        "The least serious line the log shows.",
        one_of=("debug", "info", "warning", "error"),
    )
    pwa_folder: Path = field(
        default=ROOT / "pwa" / "dist", metadata=_about("Where the built pages lie.")
    )
    geocoder: str = _setting(
        "off",
        "Who is asked for coordinates an imported file lacks; off asks nobody.",
        one_of=("off", "nominatim", "photon", "arcgis"),
    )
    geocoder_url: str = _setting(
        "", "The geocoder's own host, for nominatim and photon run by yourself."
    )
    worker: str = _setting(
        "inside",
        "Where background work is done: inside the web process, or in none "
        "(then run `rounds worker`).",
        one_of=("inside", "none"),
    )
    solver_seconds: int = _setting(300, "How long one plan may be computed.", least=5, most=7200)
    solver_memory_mb: int = _setting(
        4096, "How much memory the solver's process may use.", least=512, most=65536
    )
    session_days: int = _setting(90, "How long a sign-in lasts.", least=1, most=366)
    secret_key: str = _setting(
        "",
        "Encrypts the addresses of reps' other calendars, at least 32 characters; without it, a "
        "key made in the data folder (secret.key), which no backup holds.",
        secret=True,
    )
    calendars_inside: str = _setting(
        "",
        "Hosts and networks inside that calendars may be read from, with commas between "
        "(cloud.lan, 10.1.2.0/24); without it only the outside is asked.",
    )
    feed_gzip: bool = _setting(True, "Whether calendars are sent compressed to who accepts it.")
    map_style: str = _setting(
        "",
        "The address of a MapLibre style (https://…/style.json) that phones draw where no region "
        "is stored; without it they ask no foreign server for a map.",
    )
    keep_backups: int = _setting(14, "How many backups are kept.", least=1, most=1000)

    @property
    def url(self) -> str:
        """The database's address, the default one included."""
        return self.database_url or f"sqlite:///{self.data_folder.absolute() / 'rounds.sqlite'}"

    @property
    def on_sqlite(self) -> bool:
        return self.url.startswith("sqlite")


def from_env(environ: Mapping[str, str]) -> Settings:
    """Returns the settings the environment asks for, or raises with every problem at once."""
    problems: list[str] = []
    known = {_env(f): f for f in fields(Settings)}
    values: dict[str, Any] = {}
    for name, text in _texts(environ, known, problems).items():
        try:
            values[known[name].name] = _value(known[name], text)
        except ValueError as error:
            problems.append(f"{name}: {error}")
    problems += [_unknown(name, known) for name in environ if _is_unknown(name, known)]
    if problems:
        raise SettingsInvalid(problems)
    return Settings(**values)


def changed(settings: Settings, **changes: Any) -> Settings:
    """Returns the settings with those changes that are not None (options of the command line)."""
    return replace(settings, **{k: v for k, v in changes.items() if v is not None})


def described() -> list[tuple[str, str, str]]:
    """Returns (name in the environment, default, sentence) of every setting, for the docs."""
    return [(_env(f), _shown_default(f), f.metadata["about"]) for f in fields(Settings)]


def _shown_default(f: Field[Any]) -> str:
    if f.default is MISSING or f.default == "":
        return ""
    if isinstance(f.default, bool):
        return "1" if f.default else "0"
    if isinstance(f.default, Path) and f.default.is_absolute():
        return str(f.default.relative_to(ROOT))
    return str(f.default)


def _env(f: Field[Any]) -> str:
    return PREFIX + f.name.upper()


def _is_unknown(name: str, known: Mapping[str, Field[Any]]) -> bool:
    bare = name.removesuffix("_FILE")
    secret_file = name != bare and bare in known and known[bare].metadata["secret"]
    ours = name.startswith(PREFIX) and name not in NOT_OURS
    return ours and name not in known and not secret_file


def _unknown(name: str, known: Mapping[str, Field[Any]]) -> str:
    bare = [other.removeprefix(PREFIX) for other in known]
    close = difflib.get_close_matches(name.removeprefix(PREFIX), bare, n=1)
    hint = f"did you mean {PREFIX}{close[0]}?" if close else "there is no such setting; remove it."
    return f"{name}: {hint}"


def _texts(
    environ: Mapping[str, str], known: Mapping[str, Field[Any]], problems: list[str]
) -> dict[str, str]:
    """Returns what each setting was given; a secret may lie in the file named by …_FILE."""
    texts = {name: environ[name] for name in known if environ.get(name, "") != ""}
    for name, f in known.items():
        file = environ.get(f"{name}_FILE", "")
        if not file or not f.metadata["secret"]:
            continue
        if name in texts:
            problems.append(f"{name} and {name}_FILE are both set: keep one.")
        try:
            texts[name] = Path(file).read_text().strip()
        except OSError as error:
            problems.append(f"{name}_FILE: {file} cannot be read ({error.strerror}).")
    return texts


def _value(f: Field[Any], text: str) -> Any:
    value = _typed(f, text)
    one_of, least, most = (f.metadata[k] for k in ("one_of", "least", "most"))
    if one_of and value not in one_of:
        raise ValueError(f"{text!r} is none of {', '.join(one_of)}.")
    if least is not None and not least <= value <= most:
        raise ValueError(f"{value} is not between {least} and {most}.")
    return _checked(f.name, value)


def _typed(f: Field[Any], text: str) -> Any:
    if f.type is bool:
        return _truth(text)
    if f.type is int:
        try:
            return int(text)
        except ValueError:
            raise ValueError(f"{text!r} is not a whole number.") from None
    return Path(text) if f.type is Path else text


def _truth(text: str) -> bool:
    truths = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in truths:
        raise ValueError(f"{text!r} is neither 1 nor 0.")
    return truths[text.lower()]


def _checked(name: str, value: Any) -> Any:
    if name == "zone" and value not in available_timezones():
        raise ValueError(f"{value!r} is no time zone; write one such as Europe/Berlin.")
    if name == "secret_key" and len(value) < LEAST_SECRET:
        raise ValueError(f"it has fewer than {LEAST_SECRET} characters.")
    if name == "public_url":
        if not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} does not begin with http:// or https://.")
        return value.rstrip("/")
    if name == "map_style" and not (value.startswith("https://") and value.isascii()):
        raise ValueError(f"{value!r} does not begin with https://.")
    addresses = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
    if name == "database_url" and not value.startswith(addresses):
        raise ValueError("write sqlite:////path/to/file or postgresql://name:password@host/base.")
    return value
