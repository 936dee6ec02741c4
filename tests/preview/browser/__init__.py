"""The preview in the browser: a real server on a workspace of its own, and Chromium that looks at it."""
