"""``python -m server.cli``: the command ``rounds`` without its script."""

from server.cli import main

if __name__ == "__main__":
    main()
