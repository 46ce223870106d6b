"""Run the command line: `python -m clf_model`."""

import sys

from .command_line.main import main

if __name__ == "__main__":
    sys.exit(main())
