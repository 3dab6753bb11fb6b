"""A fault of a request that stands in a YAML file, drawn like the faults of a policy."""

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.output.excerpt import draw_excerpt
from privpolicy.output.page import Look, Page, Piece, prose
from privpolicy.source.text import SourceText
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Node


def request_error_text(error: RequestError, tree: Node, source: SourceText, look: Look) -> str:
    """Write what is wrong, and the line of the request that says so."""
    page = Page(look)
    where = f"{error.path}: " if error.path else ""
    page.line(Piece("error: ", "error"), Piece(where, "head"), *prose(error.message))
    steps = tuple(int(step) if step.isdecimal() else step for step in error.path.split(".") if step)
    unknown_key = error.message.endswith("is no key of a request")
    draw_excerpt(page, locate(tree, steps, on_key=unknown_key), {source.file: source}, "error")
    return str(page)
