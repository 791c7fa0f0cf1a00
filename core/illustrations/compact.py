"""Makes path data short: few decimals, and the shorter of absolute and relative for every step."""

import re

from core.ornament.svg import number

TOKENS = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")
COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
SMALL = 150  # a drawing no larger than this is likely to be placed larger, so it keeps tenths
Step = tuple[str, list[float]]


def steps(data: str) -> list[Step]:
    """Path data as single steps; repeated and implied commands are written out."""
    found: list[Step] = []
    tokens = TOKENS.findall(data)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        elif command in "Mm":
            command = "L" if command == "M" else "l"
        count = COUNTS[command.upper()]
        found.append((command, [float(token) for token in tokens[at : at + count]]))
        at += count
    return found


def absolute(command: str, values: list[float], x: float, y: float) -> list[float]:
    """The values of a step as absolute coordinates; radii and flags of an arc stay as they are."""
    if command.isupper():
        return values
    if command == "h":
        return [values[0] + x]
    if command == "v":
        return [values[0] + y]
    if command == "a":
        return [*values[:5], values[5] + x, values[6] + y]
    return [value + (y if i % 2 else x) for i, value in enumerate(values)]


def relative(name: str, values: list[float], x: float, y: float) -> list[float]:
    """The reverse of `absolute`."""
    if name == "H":
        return [values[0] - x]
    if name == "V":
        return [values[0] - y]
    if name == "A":
        return [*values[:5], values[5] - x, values[6] - y]
    return [value - (y if i % 2 else x) for i, value in enumerate(values)]


def traced(data: str) -> list[tuple[str, list[float], float, float]]:
    """Every step as (upper-case name, absolute values, the point it starts from)."""
    found, x, y, start = [], 0.0, 0.0, (0.0, 0.0)
    for command, given in steps(data):
        name, values = command.upper(), absolute(command, given, x, y)
        found.append((name, values, x, y))
        if name == "Z":
            x, y = start
        elif name in "HV":
            x, y = (values[0], y) if name == "H" else (x, values[0])
        else:
            x, y = values[-2:]
        if name == "M":
            start = (x, y)
    return found


def written(command: str, values: list[float], before: str) -> str:
    """One step as text: no space before a minus sign, and no letter where it is the same as `before`."""
    repeated = command == before and command not in "Mm"
    text = "" if repeated else command
    for i, part in enumerate(map(number, values)):
        text += part if part.startswith("-") or (i == 0 and not repeated) else f" {part}"
    return text


def compact(data: str) -> str:
    """The same path, shortest; every point is rounded by itself, so errors do not add up."""
    found = traced(data)
    tenths = max((abs(value) for _, values, _, _ in found for value in values), default=0) < SMALL
    digits = 1 if tenths else 0
    text, before = "", ""
    for name, values, x, y in found:
        exact = [round(value, digits) for value in values]
        other = relative(name, exact, round(x, digits), round(y, digits))
        forms = ((written(name, exact, before), name), (written(name.lower(), other, before), name.lower()))
        step, before = min(forms, key=lambda form: len(form[0])) if name != "Z" else ("Z", "Z")
        text += step
    return text
