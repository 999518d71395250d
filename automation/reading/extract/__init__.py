"""From a live page to a PageModel: `read_page`."""

from automation.reading.extract.reading import read_page

__all__ = ["read_page"]
