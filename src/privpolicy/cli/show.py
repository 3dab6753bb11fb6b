"""``privpolicy show``: what a policy declares."""

from pathlib import Path
from typing import Annotated

import typer

from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.options import PolicyPath
from privpolicy.cli.policy import read_policy
from privpolicy.cli.terminal import look, say
from privpolicy.diagnostics.wording import did_you_mean, listed
from privpolicy.output.declaration_text import declaration_text
from privpolicy.output.titles import built_in, section_of
from privpolicy.output.tree_text import SECTIONS, TAXONOMIES, sections_text


def show(
    policy: PolicyPath = None,
    name: Annotated[str | None, typer.Argument(metavar="ID", help="An id that it declares.")] = None,
    *,
    section: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"Only this section: {', '.join(SECTIONS)}.")
    ] = None,
) -> int:
    """Show what a policy declares as trees, or one declaration with all that refers to it.

    With one argument, a path is a policy and anything else an id.
    """
    if policy is not None and name is None and not _is_path(policy):
        policy, name = None, policy
    for one in section or ():
        if one not in SECTIONS:
            raise Fault(f"--section: there is no section `{one}`", did_you_mean(one, SECTIONS) or listed(SECTIONS))
    read = read_policy(policy)
    if read is None:
        return CANNOT
    compiled, loaded = read
    if name is None or loaded.tree is None:
        say(sections_text(compiled, section or TAXONOMIES, look()))
        return DONE
    declared = {one: {*section_of(compiled.model, one), *built_in(one)} for one in SECTIONS}
    sections = [one for one in section or SECTIONS if name in declared[one]]
    if not sections:
        near = did_you_mean(name, set().union(*declared.values()))
        raise Fault(f"the policy declares no `{name}`", near or "`privpolicy show` lists what there is")
    pages = [declaration_text(compiled, loaded.tree, loaded.sources, (one, name), look()) for one in sections]
    say("\n".join(pages))
    return DONE


def _is_path(text: str) -> bool:
    return "/" in text or text in {".", ".."} or text.endswith((".yaml", ".yml")) or Path(text).is_dir()
