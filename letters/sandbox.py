"""Jinja's sandbox for templates that anybody may have written: nothing of Python is reached, and little makes little.

Its operators give no result that is out of all proportion; steps, memory and the length of a page are `bounds`' task.
"""

from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_REPEATED = 10_000
MOST_BITS = 256

# Each makes any amount of text or items of one number; no letter needs them.
_FILTERS = ("batch", "center", "format", "indent", "slice", "wordwrap")
_METHODS = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "to_bytes", "zfill"})


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of all templates; a name that is not there is a mistake, and text is escaped."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, lstrip_blocks=True)
        for name in _FILTERS:
            del self.filters[name]
        del self.globals["lipsum"]
        self.filters["thousands"] = "{:,}".format

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return attr not in _METHODS and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No format at all: Jinja's own looks after attributes, and not after widths."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if not _in_proportion(operator, left, right):
            raise SecurityError(f"the result of {operator} would be too large for a letter")
        return super().call_binop(context, operator, left, right)


def _in_proportion(operator: str, left: Any, right: Any) -> bool:
    if operator == "%":
        return isinstance(left, int | float)  # of text, it would set widths
    for number, other in ((left, right), (right, left)):
        if isinstance(number, int) and number.bit_length() > MOST_BITS:
            return False
        if isinstance(number, int) and hasattr(other, "__len__") and number * len(other) > MOST_REPEATED:
            return False
    return operator == "*" or not isinstance(right, int) or abs(right) <= MOST_BITS
