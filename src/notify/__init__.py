"""notify: a workbench for a product's notifications."""

__version__ = "0.1.0"
