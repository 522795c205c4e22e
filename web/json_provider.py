"""How the application reads and writes JSON: letters as they are, members in their order, and no more brackets than Python can follow."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class JsonProvider(DefaultJSONProvider):
    """Flask's own, for people to read; what is nested too deep is no JSON."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of a text.

        Raises ValueError when it is no JSON or nested too deep.
        """
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
