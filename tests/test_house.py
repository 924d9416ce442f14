"""The house's rules on source files, executable. Each exception stands here with its reason."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest

from law.clauses import CLAUSES
from tests.house import ROOT, acts, called, calls, files, functions, imported, is_test, product, tree

MODULE, FUNCTION, TEMPLATE, ADMIN = 400, 40, 150, 120
"""The stops, in lines. Habit is far below: 200, 15, 60."""

LONG_FUNCTIONS: dict[str, str] = {}
ROW_WRITERS = {
    "accounts/adapters.py": "the sign-in library's own hook for a new person",
    "accounts/forms.py": "the same hook: the name that a new person writes beside the address",
    "accounts/mail.py": "the outbox of plain e-mail; nothing legal depends on it",
    "accounts/models.py": "creating a person sets the password before the first save",
    "contracts/countersigning.py": "the row that the approving act writes in passing, under its lock",
    "contracts/issuing.py": "notes a failed attempt, in a transaction of its own after the rollback",
    "contracts/renewals.py": "a renewal and its term, written by acts in passing, under their lock",
    "deadlines/sweeper.py": "notes a failed attempt, in a transaction of its own after the rollback",
    "deadlines/terms.py": "rows that acts of other rooms write in passing, under their lock",
    "kep_gateway/addresses.py": "claims an address for one call to the provider, in a transaction of its own",
    "kep_gateway/balance.py": "what the provider told last of credit; no part of any file",
    "kep_gateway/inbox/moving.py": "the files that two acts move along with a message, under their lock",
    "kep_gateway/notices.py": "takes the term off notices in passing, under the caller's lock",
    "kep_gateway/outbox.py": "claims a row for one call to the provider, in a transaction of its own",
    "kep_gateway/sending.py": "what two acts change alike, under their lock",
    "kep_gateway/terms.py": "the term that acts open in passing, under their lock",
    "documents/intake.py": "a document that a decision opens to the firm, in passing",
    "documents/letters.py": "mark_sent(): acts of the rooms above send letters, under their lock",
    "documents/signing.py": "the signing loop: prepared, signed, verified; the acts that bind the bytes are others",
    "ledger/acts.py": "record() writes the Step and the dossier's head",
    "ledger/numbers.py": "the counter, under its row lock",
    "ledger/seals.py": "the daily seal, which is append-only",
    "operations/demo/people.py": "everybody of the demo has one password, digested once",
    "registry/ahead.py": "the nearest end, kept by every act that moves one, under its lock",
    "registry/obligations.py": "what is owed and its terms, written by acts in passing, under their lock",
    "registry/publication.py": "the published list, which is append-only",
    "registry/revoking.py": "secrets that acts of the room revoke in passing, under their lock",
}
ERASERS = {
    "operations/erasure.py": "what personal-data law wants gone: sent e-mails, unused invitations, ended sessions",
}
LOOPS = {
    "contracts/campaigns.py": "one failing firm must not block those behind it",
    "contracts/issuing.py": "one failing copy must not block those behind it",
    "deadlines/extension.py": "one failing deadline must not block those behind it",
    "deadlines/sweeper.py": "one failing deadline must not block those behind it",
    "documents/signing.py": "one failing signing must not block those behind it",
    "kep_gateway/inbox/loop.py": "one failing message must not block those behind it",
    "kep_gateway/inbox/taking.py": "what hostile bytes do to a library must not keep a message from us",
    "kep_gateway/outbox.py": "one failing notice must not block those behind it",
}
FORBIDDEN_NAMES = {"util", "helper", "service", "manager", "common", "base", "misc"}
NO_NETWORK = {
    *("requests", "urllib", "http", "socket", "smtplib", "imaplib", "subprocess", "ssl"),
    *("weasyprint", "docx", "pyhanko", "zeep", "celery", "imap_tools"),
}


def text(path: Path) -> str:
    return (ROOT / path).read_text()


def source(path: Path) -> int:
    return len(text(path).splitlines())


def verb(path: Path) -> ast.FunctionDef:
    (found,) = [it for it in tree(path).body if isinstance(it, ast.FunctionDef) and it.name == path.stem]
    return found


def first(node: ast.AST, *names: str) -> tuple[int, int] | None:
    """Return where one of these is called first."""
    return min(((it.lineno, it.col_offset) for it in calls(node, *names)), default=None)


@pytest.mark.parametrize("path", acts(), ids=str)
def test_an_act_is_one_file_with_its_refusals_above_it(path):
    public = [it.name for it in tree(path).body if isinstance(it, ast.FunctionDef) and it.name[0] != "_"]
    assert set(public) <= {"obstacles", "preview", path.stem}
    assert public.index("obstacles") < public.index(path.stem)
    (obstacles,) = [it for it in tree(path).body if isinstance(it, ast.FunctionDef) and it.name == "obstacles"]
    yields = any(isinstance(it, ast.Yield | ast.YieldFrom) for it in ast.walk(obstacles))
    assert yields or ast.unparse(obstacles.body[-1]) == "return iter(())", "obstacles() yields, or nothing ever stands"
    (act,) = [call for call in calls(tree(path), "Act") if isinstance(call.func, ast.Name)]
    assert isinstance(act.args[0], ast.Constant)
    assert act.args[0].value == f"{path.parts[0]}.{path.stem}"


@pytest.mark.parametrize("path", acts(), ids=str)
def test_an_act_locks_refuses_changes_and_records_in_this_order(path):
    function = verb(path)
    names = {it.arg for it in function.args.kwonlyargs}
    assert {"by", "at"} <= names, "an act is told who and when"
    begun = first(function, "acting")
    refused = first(function, "refuse", "Refused")
    written = first(function, "save", "create", "bulk_create", "get_or_create")
    recorded = first(function, "record")
    locked = first(function, "lock", "lock_dossier", "lock_dossiers", "held")
    assert begun is not None, "no acting()"
    assert refused is not None, "nothing is ever refused"
    assert recorded is not None, "no Step"
    assert begun < refused < recorded
    if locked is not None:
        assert begun < locked < refused
    if written is not None:
        assert refused < written, "something is written before it could be refused"


@pytest.mark.parametrize("path", acts(), ids=str)
def test_an_act_sends_fetches_signs_and_renders_nothing(path):
    assert not {name.split(".")[0] for name in imported(tree(path))} & NO_NETWORK


def test_only_acts_and_the_listed_row_writers_save():
    saving = {
        str(path)
        for path in product()
        if path.parent.name != "actions" and any(not call.args for call in calls(tree(path), "save"))
    }
    assert saving <= set(ROW_WRITERS), saving - set(ROW_WRITERS)
    assert set(ROW_WRITERS) <= saving, f"no longer needed: {set(ROW_WRITERS) - saving}"


def test_nothing_goes_round_the_guard_of_lifecycle_rows():
    for path in product():
        if path == Path("ledger/guarded.py"):
            continue
        for call in calls(tree(path), "_raw_delete", "_update", "bulk_create", "save_base"):
            keywords = {it.arg for it in call.keywords}
            assert called(call) == "bulk_create", f"{path}:{call.lineno}"
            assert not keywords & {"update_conflicts", "ignore_conflicts"}, f"{path}:{call.lineno}"


def test_permissions_are_asked_in_one_place():
    """Django's own check lets superusers pass; ours asks the declared rules only."""
    asking = {str(path) for path in product() if list(calls(tree(path), "has_perm", "has_perms", "has_module_perms"))}
    assert asking == {"ledger/acts.py"}


def test_nothing_legal_is_deleted():
    for path in product():
        if str(path) in ERASERS:
            continue
        for call in calls(tree(path), "delete"):
            assert call.args or call.keywords, f"{path}:{call.lineno}"


def test_views_forms_and_templates_of_admin_write_no_rows():
    for path in product():
        listed = str(path) in ROW_WRITERS
        if not listed and ("views" in path.parts or path.stem in {"views", "forms", "urls", "queries"}):
            for call in calls(tree(path), "save", "create", "bulk_create", "get_or_create", "update_or_create"):
                # a save with an argument writes a file
                assert (called(call) == "save") & bool(call.args), f"{path}:{call.lineno} writes a row past its act"


def test_logic_hides_in_no_signal_and_no_save():
    signals = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}
    for path in product():
        assert not {name.rsplit(".", 1)[-1] for name in imported(tree(path))} & signals, path
        for kind in (it for it in ast.walk(tree(path)) if isinstance(it, ast.ClassDef)):
            own = {it.name for it in kind.body if isinstance(it, ast.FunctionDef)}
            assert not own & {"save", "delete"} or path.name == "guarded.py", f"{path}: {kind.name}"


def test_modules_have_a_stop():
    long = {str(path): source(path) for path in files(".py") if "migrations" not in path.parts}
    assert {path: n for path, n in long.items() if n > MODULE} == {}
    assert {path: n for path, n in long.items() if path.endswith("/admin.py") and n > ADMIN} == {}


def test_functions_have_a_stop():
    long = {
        f"{path}:{it.name}"
        for path in product()
        for it in functions(tree(path))
        if it.end_lineno is not None and it.end_lineno - it.lineno + 1 > FUNCTION
    }
    assert long == set(LONG_FUNCTIONS)


def test_templates_have_a_stop():
    assert {str(path): source(path) for path in files(".html") if source(path) > TEMPLATE} == {}


def test_templates_carry_no_script_and_no_style_of_their_own():
    own = re.compile(r"""<script(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")|<style|\sstyle=|\son[a-z]+=""")
    for path in files(".html"):
        if "letters" not in path.parts and "pdf" not in path.parts:  # those are printed, never sent to a browser
            assert own.search(text(path)) is None, path


def test_nothing_is_named_after_nothing():
    for path in files(".py"):
        for part in (*path.parts[:-1], path.stem):
            assert part.rstrip("s") not in FORBIDDEN_NAMES, path


def test_the_clock_is_read_in_one_place_only():
    for path in product():
        for call in calls(tree(path), "getattr"):
            holder = ast.unparse(call.args[0])
            assert holder.split(".")[-1] not in {"timezone", "datetime", "date", "time"}, f"{path}:{call.lineno}"
        for call in calls(tree(path), "now"):
            assert not (isinstance(call.func, ast.Attribute) and path != Path("law/clock.py")), f"{path}:{call.lineno}"


def test_acts_and_the_law_are_told_the_instant():
    """`now()` is read at the edges and for an instant of writing; acts and conditions are told theirs."""
    readers = {str(path) for path in product() if "law.clock.now" in set(imported(tree(path)))}
    inside = {path for path in readers if "/actions/" in path or "/conditions/" in path or path.startswith("law/")}
    assert inside == set()


def test_every_clause_that_is_cited_exists():
    for path in product():
        for call in (it for it in ast.walk(tree(path)) if isinstance(it, ast.Call)):
            cited = [it.value for it in call.keywords if it.arg == "clause"]
            if called(call) == "Obstacle" and len(call.args) > 2:
                cited.append(call.args[2])
            for value in cited:
                if isinstance(value, ast.Constant) and value.value:
                    assert value.value in CLAUSES, f"{path}:{call.lineno} cites {value.value!r}"


def test_each_silenced_check_says_why():
    reasoned = re.compile(r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z-]+(, ?[a-z-]+)*\])\s+# \S+")
    for path in files(".py"):
        for token in tokenize.generate_tokens(io.StringIO(text(path)).readline):
            silences = token.type == tokenize.COMMENT and re.match(r"#\s*(noqa|type:\s*ignore)", token.string)
            assert not silences or reasoned.match(token.string), f"{path}:{token.start[0]} {token.string}"
            assert not (token.type == tokenize.COMMENT and "pragma: no cover" in token.string), f"{path}"


def test_files_speak_of_the_product_only():
    foreign = re.compile(r"(?<!file://)/work/|session ends|\bprompts?\b|\bclaude\b|\bchatgpt\b", re.IGNORECASE)
    kinds = (".py", ".html", ".md", ".toml", ".css", ".js", ".txt", ".sh", ".yml", ".yaml", ".tsv", ".csv", "")
    for path in files(*kinds):
        if path != Path("tests/test_house.py"):
            try:
                found = foreign.search(text(path))
            except UnicodeDecodeError:
                continue
            assert found is None, f"{path}: {found}"


def test_coverage_is_demanded_of_the_whole_core():
    core = {path.parts[0] for path in product() if path.parts[0] in {"law", "ledger", "deadlines"}}
    core |= {f"{path.parts[0]}.actions" for path in product() if "actions" in path.parts[:-1]}
    known = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]["source"]
    assert set(known) == core - {"ledger.actions", "deadlines.actions"}


def test_the_lock_files_name_no_address():
    locks = sorted(ROOT.glob("requirements*.lock"))
    assert locks
    for lock in locks:
        assert "://" not in lock.read_text(), lock.name
    assert not (ROOT / "uv.lock").exists()


def test_the_forsaken_state_machine_is_not_beside_the_maintained_one():
    names = {it.metadata["Name"].lower().replace("_", "-") for it in distributions()}
    assert "django-fsm-2" in names
    assert "django-fsm" not in names


def test_broad_excepts_stand_in_the_loops_only():
    for path in product():
        for it in ast.walk(tree(path)):
            if isinstance(it, ast.ExceptHandler) and (
                it.type is None or ast.unparse(it.type) in {"Exception", "BaseException"}
            ):
                assert str(path) in LOOPS, f"{path}:{it.lineno}"


def test_refusals_come_onto_forms_in_one_way():
    showing = {str(path) for path in product() if "ledger.edge.show" in set(imported(tree(path)))}
    assert showing == set(), "use refusals_on() of ledger/edge.py"


def test_tests_do_not_sleep():
    for path in files(".py"):
        if is_test(path):
            assert not list(calls(tree(path), "sleep")), path
