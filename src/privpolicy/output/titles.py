"""What people call the things that ids name."""

from collections.abc import Mapping

from privpolicy.model.declaration import Declaration
from privpolicy.model.policy_model import PolicyModel

_BUILT_IN = {
    ("recipients", "controller"): "the controller's own staff and systems",
    ("recipients", "data-subject"): "the person concerned",
    ("recipients", "public"): "the public",
    ("events", "collected"): "the data was collected",
    ("facts", "age"): "age of the person in years",
    ("facts", "country"): "country of the person",
}


def title_of(model: PolicyModel, section: str, name: str) -> str | None:
    """Return the title of a declaration in the reader's language, or what a built-in id stands for."""
    declared = section_of(model, section).get(name)
    if declared is None:
        owner = model.controller.name if model.controller is not None else None
        if owner is not None and (section, name) == ("recipients", "controller"):
            return f"{owner} itself"
        return _BUILT_IN.get((section, name))
    return None if declared.title is None else in_words(model, declared.title)


def is_built_in(section: str, name: str) -> bool:
    """Tell whether an id is part of the language."""
    return (section, name) in _BUILT_IN


def built_in(section: str) -> tuple[str, ...]:
    """Return the ids of a section that are part of the language."""
    return tuple(name for where, name in _BUILT_IN if where == section)


def built_in_title(section: str, name: str) -> str | None:
    """Return what an id that is part of the language stands for."""
    return _BUILT_IN.get((section, name))


def section_of(model: PolicyModel, section: str) -> Mapping[str, Declaration]:
    """Return the declarations of a section by its name in a policy."""
    found: Mapping[str, Declaration] = getattr(model, section.replace("-", "_"))
    return found


def in_words(model: PolicyModel, text: str | Mapping[str, str]) -> str:
    """Choose English where a text is given per language, else the language that prevails, else the first."""
    if isinstance(text, str):
        return " ".join(text.split())
    languages = model.policy.languages
    prevailing = languages.authoritative if languages is not None else None
    chosen = text.get("en") or text.get(prevailing or "") or next(iter(text.values()), "")
    return " ".join(chosen.split())
