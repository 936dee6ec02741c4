"""`python -m notify`."""

from notify.cli.app import main

main()
