"""The colours and abstract patterns of the demo's pictures; every choice is made by the dice handed in."""

import random
from collections.abc import Callable
from colorsys import hls_to_rgb
from itertools import pairwise
from math import cos, pi, sin

from PIL import ImageDraw

BRIGHTEST = 116
"""Luma of the brightest colour on which white letters stand."""

Colour = tuple[int, int, int]
Pattern = Callable[[ImageDraw.ImageDraw, tuple[int, int], random.Random, list[Colour]], None]


def palette(dice: random.Random) -> list[Colour]:
    """Four colours around one hue: the ground, its lighter neighbour, its darker one, and an accent."""
    hue, step = dice.random(), dice.uniform(0.06, 0.14)
    return [
        _dim_colour(_colour(hue, 0.40, 0.62)),
        _dim_colour(_colour(hue + step, 0.52, 0.60)),
        _dim_colour(_colour(hue - step, 0.24, 0.55)),
        _colour(hue + 0.42, 0.68, 0.75),
    ]


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = hls_to_rgb(hue % 1, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _dim_colour(colour: Colour) -> Colour:
    """The colour, darkened as far as white letters need (luma of ITU-R BT.601, 0 to 255)."""
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    share = min(1.0, BRIGHTEST / luma)
    return round(red * share), round(green * share), round(blue * share)


def _mix_colours(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _draw_rings(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """Concentric circles around a corner."""
    width, height = size
    x, y = dice.choice([0, width]), dice.choice([0, height])
    ground, accent = colours[0], colours[2]
    for step in range(9, 0, -1):
        radius = step * height * 0.14
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius),
            fill=_mix_colours(ground, accent, (step % 3) * 0.3 + 0.1),
        )


def _stripes(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """Slanted bands from edge to edge."""
    width, height = size
    lean, band = dice.choice([-height, height]), width // dice.choice([9, 11, 14])
    for left in range(-height, width + height, band * 2):
        corners = [(left, 0), (left + band, 0), (left + band + lean, height), (left + lean, height)]
        draw.polygon(corners, fill=_mix_colours(colours[0], colours[2], dice.uniform(0.2, 0.75)))


def _draw_tiles(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """A field of triangles, two to a square."""
    width, height = size
    side = height // 5
    for left in range(0, width, side):
        for top in range(0, height, side):
            corners = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
            corners.pop(dice.randrange(4))
            draw.polygon(
                corners, fill=_mix_colours(colours[0], dice.choice(colours[1:3]), dice.uniform(0.05, 0.6))
            )


def _draw_dots(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """A grid of discs that grow towards one side."""
    width, height = size
    step, flip = height // 10, dice.random() < 0.5
    for x in range(step // 2, width, step):
        share = x / width if flip else 1 - x / width
        for y in range(step // 2, height, step):
            radius = step * (0.08 + 0.36 * share * (0.6 + 0.4 * y / height))
            draw.ellipse(
                (x - radius, y - radius, x + radius, y + radius),
                fill=_mix_colours(colours[0], colours[2], 0.55),
            )


def _waves(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """Layers of hills, each in front of the last."""
    width, height = size
    layers = 6
    for layer in range(layers):
        base, swing = height * (0.22 + layer * 0.13), height * dice.uniform(0.03, 0.10)
        turns, shift = dice.uniform(0.8, 2.2), dice.uniform(0, 2 * pi)
        line = [(x, base + swing * sin(turns * 2 * pi * x / width + shift)) for x in range(0, width + 16, 16)]
        fill = _mix_colours(colours[1], colours[2], layer / (layers - 1))
        draw.polygon([*line, (width, height), (0, height)], fill=fill)
    _draw_sun(draw, size, dice, colours)


def _draw_sun(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    width, height = size
    radius, x, y = height * 0.07, width * dice.uniform(0.55, 0.9), height * 0.14
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colours[3])


def _network(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """Columns of nodes, each joined to all of the next."""
    width, height = size
    columns = []
    for column in range(7):
        count = dice.randint(3, 6)
        x = width * (0.06 + column * 0.147)
        columns.append([(x, height * (0.08 + 0.72 * (row + 0.5) / count)) for row in range(count)])
    for left, right in pairwise(columns):
        for start in left:
            for end in right:
                draw.line(
                    (start, end),
                    fill=_mix_colours(colours[0], colours[1], dice.uniform(0.2, 0.9)),
                    width=height // 240,
                )
    for x, y in (node for column in columns for node in column):
        radius = height * dice.uniform(0.014, 0.034)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=dice.choice(colours[1:]))


def _draw_orbits(
    draw: ImageDraw.ImageDraw, size: tuple[int, int], dice: random.Random, colours: list[Colour]
) -> None:
    """Circles around one centre, with a body on each."""
    width, height = size
    x, y = width * dice.uniform(0.58, 0.74), height * dice.uniform(0.38, 0.52)
    for step in range(8, 0, -1):
        radius = height * 0.105 * step
        draw.ellipse(
            (x - radius, y - radius, x + radius, y + radius),
            fill=_mix_colours(colours[1], colours[2], step / 8),
        )
        turn, body = dice.uniform(0, 2 * pi), height * dice.uniform(0.012, 0.03)
        at_x, at_y = x + radius * cos(turn), y + radius * sin(turn)
        draw.ellipse((at_x - body, at_y - body, at_x + body, at_y + body), fill=colours[3])


LOGO_PATTERNS: tuple[Pattern, ...] = (_draw_rings, _stripes, _draw_tiles, _draw_dots)
COVER_PATTERNS: tuple[Pattern, ...] = (_waves, _network, _draw_orbits, _draw_tiles)
