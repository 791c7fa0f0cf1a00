"""Colours of the illustrations by what they paint: by day, and the same scene by night.

Inside a page the classes of static/css/ornament.css apply; a test keeps its values equal to these.
"""

# role: (day, night)
PAINTS = {
    "sky": ("#f6ead3", "#0e1726"),
    "air": ("#dcebe8", "#12203a"),
    "halo": ("#fbdfa6", "#1d2f50"),
    "aura": ("#fbe3b4", "#7d6f68"),
    "sun": ("#f0b24a", "#f3dba0"),
    "dusk": ("#55779f", "#0e1726"),
    "snow": ("#ffffff", "#3c5478"),
    "far": ("#c3d5dc", "#1c2f4f"),
    "peak": ("#9dbac6", "#182843"),
    "hill": ("#a9bfa0", "#16303f"),
    "field": ("#c9cf9f", "#1b3640"),
    "ground": ("#ecd9b8", "#22304c"),
    "path": ("#f7eddb", "#31415f"),
    "shade": ("#d8bf98", "#1a2740"),
    "wall": ("#fbf3e3", "#4a5572"),
    "wall-shade": ("#e8d4b2", "#39445f"),
    "clay": ("#d3a57c", "#5a4f5c"),
    "clay-deep": ("#b37f57", "#473f50"),
    "brick": ("#c2704a", "#6e4450"),
    "wood": ("#8a5433", "#5d4348"),
    "wood-deep": ("#5f3822", "#3a2b38"),
    "leaf": ("#4f8a68", "#27584f"),
    "leaf-deep": ("#2f6a5a", "#1c4743"),
    "leaf-light": ("#8db37a", "#3d705c"),
    "cobalt": ("#1b4b9b", "#35629f"),
    "blue": ("#6f97cf", "#4a74ad"),
    "turquoise": ("#1b8790", "#2b848c"),
    "glaze": ("#7cc0c3", "#4c9da3"),
    "pomegranate": ("#b0213a", "#c2455a"),
    "rose": ("#d4576a", "#dd7f8d"),
    "blossom": ("#f2c4bf", "#8d6480"),
    "petal": ("#fbe3de", "#b28aa0"),
    "saffron": ("#e9a63a", "#e0a23c"),
    "cloth": ("#ffffff", "#c4d0e2"),
    "pane": ("#8fb1c4", "#f3c766"),
    "glow": ("#f7cf7c", "#f6c45c"),
    "skin": ("#d99f77", "#b98768"),
    "skin-deep": ("#bf8059", "#97694f"),
    "ink": ("#14233b", "#0a111d"),
}
DAY, NIGHT = 0, 1
