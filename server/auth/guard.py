"""What holds for every request before and after its view: sizes, content types, headers."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from server import auth, errors

KB = 1024
JSON_LIMIT = 256 * KB
FILE_LIMIT = 20 * KB * KB
#: The only addresses that take files; all others take JSON.
UPLOADS = frozenset({"/api/imports"})

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "worker-src 'self' blob:",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors {ancestors}",
    )
)


def init(app: Flask) -> None:
    """Puts the guard around every request of the application."""
    app.config["MAX_CONTENT_LENGTH"] = JSON_LIMIT
    app.before_request(check_body)
    app.after_request(add_headers)


def check_body() -> None:
    """Refuses bodies that are too large or of a kind a foreign page could send unasked."""
    if request.path in UPLOADS:
        request.max_content_length = FILE_LIMIT
    if request.content_length is not None and request.content_length > (
        request.max_content_length or JSON_LIMIT
    ):
        raise errors.TooLarge(f"At most {(request.max_content_length or 0) // KB} kB at once.")
    if request.method not in auth.WRITING or not request.path.startswith("/api/"):
        return
    expected = "multipart/form-data" if request.path in UPLOADS else "application/json"
    has_body = bool(request.content_length) or "Transfer-Encoding" in request.headers
    if has_body and request.mimetype != expected:
        raise errors.Invalid(f"Send this as {expected}, not as {request.mimetype or 'nothing'}.")


def add_headers(response: Response) -> Response:
    """Adds what browsers need to be told; a view that set one of them knew why."""
    ancestors = "'self'" if g.get("framed_by_us") else "'none'"
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY.format(ancestors=ancestors))
    headers.setdefault("X-Frame-Options", "SAMEORIGIN" if "self" in ancestors else "DENY")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    if auth.is_secure():
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    return response


def logged_path(path: str) -> str:
    """Returns a path as the log may show it: a calendar's address is its secret."""
    bare = urlsplit(path).path
    return "/feeds/…" if bare.startswith("/feeds/") else bare
