"""Scalars that many keys share, each defined once in a schema."""

from typing import Any, get_args

from privpolicy.model.country import CODES
from privpolicy.model.legal_basis import LEGAL_BASES
from privpolicy.model.operation import OPERATIONS
from privpolicy.model.recipient import Role
from privpolicy.model.text import ID_PATTERN

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME = r"[Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)"
DURATION = r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+([.,]\d{1,9})?S)?)?"
SHARED: dict[str, Schema] = {
    "moment": {
        "title": "Date or instant",
        "description": "A date, which means 00:00 UTC, or an instant with its zone (RFC 3339).",
        "type": "string",
        "pattern": f"^{DATE}({TIME})?$",
        "patternErrorMessage": "A date such as 2019-11-15, or an instant with its zone such as 2019-11-15T10:00:00Z.",
        "examples": ["2019-11-15", "2019-11-15T10:00:00Z"],
    },
    "duration": {
        "title": "Duration",
        "description": "An ISO 8601 duration; years and months are counted on the calendar.",
        "type": "string",
        "pattern": f"^{DURATION}$",
        "patternErrorMessage": "A duration such as P13M, P1Y or PT36H.",
        "examples": ["P13M", "P1Y", "PT36H"],
    },
    "country": {
        "title": "Country",
        "description": "An ISO 3166-1 alpha-2 code; `GB` is the United Kingdom, `GR` is Greece.",
        "type": "string",
        "oneOf": [{"const": code} for code in sorted(CODES)],  # an enum would fill a screen of every hover
    },
    "id": {
        "title": "Id",
        "description": "Lower-case words of letters and digits joined by `-`, in segments joined by `.`.",
        "type": "string",
        "pattern": ID_PATTERN,
        "patternErrorMessage": "Lower-case letters and digits: words joined by '-', segments by '.'.",
    },
    "operation": {
        "title": "Operation",
        "description": "An operation on personal data (Art. 4(2) GDPR).",
        "type": "string",
        "enum": list(OPERATIONS),
    },
    "legal-basis": {
        "title": "Legal basis",
        "description": "A legal basis of Art. 6(1) GDPR.",
        "type": "string",
        "enum": list(LEGAL_BASES),
    },
    "role": {
        "title": "Role",
        "description": "What a recipient is to the controller.",
        "type": "string",
        "enum": list(get_args(Role)),
    },
}
"""The definitions by their keys."""
