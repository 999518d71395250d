"""The image that asks for five letters: grey gradient, a noise line, letters out of line."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

_LETTERS = "abcdefgmnpwxy"
_WIDTH, _HEIGHT = 150, 40


def draw_word(rng: Random) -> str:
    return "".join(rng.choice(_LETTERS) for _ in range(5))


def draw_image(word: str, rng: Random) -> bytes:
    """A PNG of 150 x 40."""
    image = Image.new("L", (_WIDTH, _HEIGHT))
    image.putdata([215 - 70 * x // _WIDTH for _ in range(_HEIGHT) for x in range(_WIDTH)])
    for position, letter in enumerate(word):
        tile = Image.new("L", (36, 40), 0)
        ImageDraw.Draw(tile).text((6, 2), letter, fill=255, font=ImageFont.load_default(size=28))
        turned = tile.rotate(rng.randint(-24, 24))
        image.paste(30, (6 + position * 27, rng.randint(-3, 3)), turned)
    points = [(x, rng.randint(8, 32)) for x in range(0, _WIDTH + 1, 30)]
    ImageDraw.Draw(image).line(points, fill=60, width=2)
    packed = BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()
