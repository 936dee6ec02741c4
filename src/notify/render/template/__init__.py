"""Templates as Jinja runs them: sandboxed, strict, in one locale, with a place for every fault."""
