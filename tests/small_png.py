"""A picture of a screen in few bytes: with a palette, since a screen has few colours."""

import base64
import struct
import zlib

import numpy as np
from playwright.sync_api import Page

MOST_COLOURS = 256
#: The browser reads its own pictures: no library for that is needed here.
READ = """async (picture) => {
  const image = new Image()
  image.src = `data:image/png;base64,${picture}`
  await image.decode()
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d')
  pen.drawImage(image, 0, 0)
  const { data } = pen.getImageData(0, 0, image.width, image.height)
  let text = ''
  for (let at = 0; at < data.length; at += 8192)
    text += String.fromCharCode(...data.subarray(at, at + 8192))
  return [image.width, btoa(text)]
}"""


def small_png(page: Page, picture: bytes) -> bytes:
    """Returns the PNG ``picture`` anew, with at most 256 colours; ``page`` may be any."""
    width, data = page.evaluate(READ, base64.b64encode(picture).decode())
    pixels = np.frombuffer(base64.b64decode(data), np.uint8).reshape(-1, width, 4)[:, :, :3]
    palette, indices = _few_colours(pixels)
    rows = np.hstack([np.zeros((len(indices), 1), np.uint8), indices])  # no filter: 0
    head = struct.pack(">IIBBBBB", width, len(indices), 8, 3, 0, 0, 0)
    parts = {b"IHDR": head, b"PLTE": palette.tobytes(), b"IDAT": zlib.compress(rows.tobytes(), 9)}
    chunks = [_chunk(name, body) for name, body in (*parts.items(), (b"IEND", b""))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _few_colours(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the commonest colours, and of each pixel the nearest of them."""
    # One number a pixel: numbers are sorted many times faster than rows of three.
    flat = pixels.reshape(-1, 3).astype(np.uint32)
    packed = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    found, where, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.uint8)
    palette = colours[np.argsort(-counts)[:MOST_COLOURS]]
    far = colours[:, None, :].astype(np.int32) - palette[None, :, :].astype(np.int32)
    nearest = np.argmin((far**2).sum(axis=2), axis=1).astype(np.uint8)
    return palette, nearest[where.reshape(-1)].reshape(pixels.shape[:2])


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
