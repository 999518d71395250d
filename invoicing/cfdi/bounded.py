"""Bodies of answers from the network, never longer than expected."""

import httpx


def bounded_body(response: httpx.Response, limit: int) -> bytes | None:
    """The body of a streamed 200 answer; None for another status or more than `limit` bytes.
    Raises httpx.HTTPError."""
    if response.status_code != httpx.codes.OK:
        return None
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)
