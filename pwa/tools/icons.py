"""Draws the PNG icons from public/icons/icon.svg: `.venv/bin/python pwa/tools/icons.py`."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONS = Path(__file__).parent.parent / "public" / "icons"

# name: (pixels, share of the picture that the mark fills, background)
# A maskable icon may lose everything outside a circle of 80 %, and iOS paints transparency black.
PICTURES = {
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    "icon-maskable-512.png": (512, 0.72, "white"),
    "apple-touch-icon.png": (180, 0.84, "white"),
}


def main() -> None:
    svg = (ICONS / "icon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (pixels, share, background) in PICTURES.items():
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(
                f"<body style='margin:0;height:100vh;display:grid;place-items:center;"
                f"background:{background}'><div style='width:{share:.0%};line-height:0'>{svg}</div>"
            )
            page.screenshot(path=ICONS / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
