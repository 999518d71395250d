"""Rectangles in CSS pixels, origin at the top left of the whole page."""

from typing import NamedTuple

from automation.reading.page import Box


class Rect(NamedTuple):
    x: float
    y: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.x

    @property
    def height(self) -> float:
        return self.bottom - self.y

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def cx(self) -> float:
        return (self.x + self.right) / 2

    @property
    def cy(self) -> float:
        return (self.y + self.bottom) / 2

    @property
    def empty(self) -> bool:
        return self.right <= self.x or self.bottom <= self.y

    def clipped_by(self, other: "Rect") -> "Rect":
        return Rect(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def joined(self, other: "Rect") -> "Rect":
        return Rect(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.right and self.y <= y <= self.bottom

    def box(self) -> Box:
        return Box(round(self.x, 1), round(self.y, 1), round(self.width, 1), round(self.height, 1))


def across(a: Rect, b: Rect) -> float:
    """How far the two overlap horizontally; negative when they are apart."""
    return min(a.right, b.right) - max(a.x, b.x)


def down(a: Rect, b: Rect) -> float:
    """How far the two overlap vertically; negative when they are apart."""
    return min(a.bottom, b.bottom) - max(a.y, b.y)


def same_line(a: Rect, b: Rect) -> bool:
    """A person would say that the two stand on one line."""
    return down(a, b) >= 0.5 * min(a.height, b.height)
