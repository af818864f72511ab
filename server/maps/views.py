"""Which regions there are, and their tiles: for everybody who is signed in, in parts if wished."""

from urllib.parse import quote

from flask import Blueprint, send_from_directory

from server import auth, errors, wire
from server.maps import regions

maps = Blueprint("maps", __name__)

YEAR_S = 365 * 86400


@maps.get("/api/maps")
@wire.speaks(answer=wire.Maps)
@auth.requires()
def list_maps(scope: auth.Scope):
    """Lists the regions a phone can store, and the style to draw where it has none."""
    settings = auth.settings()
    found = [_row(one) for one in regions.load(settings.data_folder)]
    return wire.Maps(items=found, style=settings.map_style).model_dump(mode="json")


@maps.get("/maps/<name>")
@auth.requires()
def show_tiles(scope: auth.Scope, name: str):
    """Sends a region's tiles, whole or the ranges that are asked for."""
    folder = auth.settings().data_folder.absolute()
    region = regions.find(folder, name)
    if region is None:
        raise errors.NotFound()
    answer = send_from_directory(
        regions.folder(folder), region.file, mimetype="application/vnd.pmtiles",
        conditional=True, etag=region.digest,
    )  # fmt: skip
    # The name carries a digest of the content; private, because it is for who is signed in.
    answer.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    return answer


def _row(region: regions.Region) -> wire.MapRegion:
    return wire.MapRegion(
        name=region.name,
        bytes=region.bytes,
        bounds=region.bounds,
        made_at=region.made_at,
        address=f"/maps/{quote(region.file)}",
    )
