#!/usr/bin/env python
"""Django's command line, from a checkout."""

from cms.__main__ import main

if __name__ == "__main__":
    main()
