"""Upper and lower case carried from one script's spelling to the other's."""


def like(source: str, target: str) -> str:
    """Give `target` the case of `source` (SIRK, Sirk, sirk); one capital made two letters gives Sh."""
    if not source[:1].isupper():
        return target
    return target.upper() if len(source) > 1 and source.isupper() else target[:1].upper() + target[1:]


def mark_like(word: str, position: int, target: str) -> str:
    """Case for a sign that has none in Latin (ʼ, ъ): that of its neighbours."""
    before, after = word[position - 1 : position], word[position + 1 : position + 2]
    return target.upper() if before.isupper() and (after.isupper() or not after.isalpha()) else target


def digraph_like(word: str, position: int, target: str) -> str:
    """Case for the letters that replace the one at `position`: SH beside other capitals, else Sh."""
    if not word[position].isupper():
        return target
    before, after = word[position - 1 : position] if position else "", word[position + 1 : position + 2]
    return target.upper() if before.isupper() or after.isupper() else target[:1].upper() + target[1:]
