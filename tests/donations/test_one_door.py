"""What no code that has to do with money may do, found in the code itself: floats, and states changed past the door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MONEY = [ROOT / "core" / "money.py", ROOT / "core" / "money_fields.py"]
# Numbers of Excel's, which are turned into digits at once; seconds of a lease; an age in seconds; paths.
NO_MONEY = {
    "donations/bank_files/xlsx_file.py": {"float"},
    "donations/importing/xlsx_table.py": {"float"},
    "donations/services/importing.py": {"40.0", "float"},
    "donations/services/runs.py": {"60.0"},
    "donations/views/thanks.py": {"age / 10"},
    "donations/receipts/typesetting.py": {"HERE / 'fonts'", "HERE / f'{template}.typ'"}
    | {"FONTS / 'characters.txt'"},
}
# Where a state is written: the one step for all rows of ours; what a message came to, by compare-and-swap; a run of
# the scheduler; a provider's own transaction, with its payment locked.
WRITERS = {
    "donations/services/transitions.py",
    "donations/services/inbox.py",
    "donations/services/runs.py",
    "donations/gateways/click/rows.py",
}
# Fields set by name: there, and on rows that have been written by `update` a line before.
BY_NAME = {
    "donations/services/transitions.py",
    "donations/services/runs.py",
    "donations/services/bank_statements.py",
    "donations/gateways/payme/rows.py",
    "donations/importing/judging.py",  # a plan of an import, no row
}


def code() -> dict[str, ast.Module]:
    """All that has to do with money, by its path."""
    files = [path for path in (ROOT / "donations").rglob("*.py") if "migrations" not in path.parts]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(files + MONEY)
    }


def inexact(tree: ast.AST) -> Iterator[str]:
    """Floats, and what makes one of whole numbers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield str(node.value)
        elif isinstance(node, ast.Name) and node.id in ("float", "round"):
            yield node.id
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield ast.unparse(node)


def states_written(tree: ast.AST) -> Iterator[str]:
    """`row.state = …`, `rows.update(state=…)`, `bulk_update(rows, ["state"])`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = any(word.arg == "state" for word in node.keywords)
            listed = any(isinstance(one, ast.Constant) and one.value == "state" for one in ast.walk(node))
            if (node.func.attr == "update" and named) or (node.func.attr == "bulk_update" and listed):
                yield ast.unparse(node)


def set_by_name(tree: ast.AST) -> bool:
    """Whether fields are set whose names are not in the code, a state's perhaps."""
    return any(isinstance(node, ast.Name) and node.id == "setattr" for node in ast.walk(tree))


def test_money_is_never_a_float():
    found = {path: set(inexact(tree)) - NO_MONEY.get(path, set()) for path, tree in code().items()}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_state_is_written_past_the_door():
    found = {path: list(states_written(tree)) for path, tree in code().items() if path not in WRITERS}
    assert {path: words for path, words in found.items() if words} == {}


def test_fields_are_set_by_name_only_where_that_is_looked_after():
    assert {path for path, tree in code().items() if set_by_name(tree)} == BY_NAME


@pytest.mark.parametrize("text", ["amount / 100", "x = 1.5", "float(y)", "round(z)", "total /= 100"])
def test_a_float_would_be_found(text):
    assert list(inexact(ast.parse(text)))


@pytest.mark.parametrize(
    "text",
    [
        "payment.state = 'succeeded'",
        "Payment.objects.filter(pk=1).update(state='succeeded')",
        "Payment.objects.bulk_update(rows, ['state', 'changed_at'])",
    ],
)
def test_a_state_written_past_the_door_would_be_found(text):
    assert list(states_written(ast.parse(text)))
