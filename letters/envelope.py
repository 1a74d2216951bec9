"""What a #10 window envelope shows of a folded letter. Inches from the top left corner of the page.

The envelope is 9 1/2 x 4 1/8 in; its window 4 1/2 x 1 1/8 in, 7/8 in from the left, 1/2 in from the bottom. The letter
is folded at 4.0 and 7.5 in, so it has 1/8 in of play up and down, and 1 in from side to side.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle on the page, in inches."""

    left: float
    top: float
    right: float
    bottom: float


# The address always shows inside this; nothing else may stand inside the other.
ADDRESS = Box(1.0, 2.625, 4.25, 3.375)
CLEAR = Box(0.0, 2.375, 5.4, 3.625)

# Letters reach out of their line by this much: Source Serif is 1.371 em tall, the closest lines are 9.5 on 10.2 points.
OVERHANG = (1.371 * 9.5 - 10.2) / 2 / 72


def address_fits(block: Box) -> bool:
    """Whether the address block shows whole, however the letter slides in the envelope."""
    return (
        block.left >= ADDRESS.left
        and block.right <= ADDRESS.right
        and block.top - OVERHANG >= ADDRESS.top
        and block.bottom + OVERHANG <= ADDRESS.bottom
    )


def keeps_clear(box: Box) -> bool:
    """Whether something other than the address stays out of the window."""
    return box.bottom + OVERHANG <= CLEAR.top or box.top - OVERHANG >= CLEAR.bottom or box.left >= CLEAR.right
