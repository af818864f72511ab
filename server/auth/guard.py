"""What holds for every request before and after its view: sizes, content types, headers."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from server import auth, errors

KB = 1024
JSON_LIMIT = 256 * KB
FILE_LIMIT = 20 * KB * KB
PHOTO_LIMIT = 400_000
#: The only addresses that take files; all others take JSON. A foreign page cannot send a PUT.
UPLOADS = frozenset({"/api/imports"})
PHOTOS = "/api/photos/"

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "worker-src 'self' blob:",
        "img-src 'self' data: blob:{maps}",
        "style-src 'self' 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors {ancestors}",
        "connect-src 'self'{maps}",
    )
)


def init(app: Flask) -> None:
    """Puts the guard around every request of the application."""
    app.config["MAX_CONTENT_LENGTH"] = JSON_LIMIT
    app.before_request(check_body)
    app.after_request(add_headers)


def check_body() -> None:
    """Refuses bodies that are too large or of a kind a foreign page could send unasked."""
    request.max_content_length = _limit(request.path)
    if request.content_length is not None and request.content_length > (
        request.max_content_length or JSON_LIMIT
    ):
        raise errors.TooLarge(f"At most {(request.max_content_length or 0) // KB} kB at once.")
    if request.method not in auth.WRITING or not request.path.startswith("/api/"):
        return
    expected = _media_type(request.path)
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if has_body and request.mimetype != expected:
        raise errors.Invalid(f"Send this as {expected}, not as {request.mimetype or 'nothing'}.")


def _limit(path: str) -> int:
    if path in UPLOADS:
        return FILE_LIMIT
    return PHOTO_LIMIT if path.startswith(PHOTOS) else JSON_LIMIT


def _media_type(path: str) -> str:
    if path in UPLOADS:
        return "multipart/form-data"
    return "image/jpeg" if path.startswith(PHOTOS) else "application/json"


def add_headers(response: Response) -> Response:
    """Adds what browsers need to be told; a view that set one of them knew why."""
    ancestors = "'self'" if g.get("framed_by_us") else "'none'"
    headers = response.headers
    policy = CONTENT_POLICY.format(ancestors=ancestors, maps=_map_origin())
    headers.setdefault("Content-Security-Policy", policy)
    headers.setdefault("X-Frame-Options", "SAMEORIGIN" if "self" in ancestors else "DENY")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    if auth.is_secure() and is_for_good():
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    return response


def _map_origin() -> str:
    """Returns the one foreign origin that pages may ask: the map style's."""
    host = urlsplit(auth.settings().map_style).netloc
    return f" https://{host}" if host else ""


def is_for_good() -> bool:
    """Whether https is there to stay: a proxy or a public address says so, `serve --phone` not.

    A browser that was told so refuses plain http from every port of that name for a year.
    """
    settings = auth.settings()
    return bool(settings.trusted_proxies) or settings.public_url.startswith("https://")


def logged_path(path: str) -> str:
    """Returns a path as the log may show it: a calendar's address is its secret."""
    bare = urlsplit(path).path
    return "/feeds/…" if bare.startswith("/feeds/") else bare
