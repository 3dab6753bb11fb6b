"""Which article a reason rests on, as citation ids of the General Data Protection Regulation (EU) 2016/679."""

from privpolicy.engine.citations import Citations

GDPR = Citations(
    bases={
        "consent": ("gdpr:6-1-a",),
        "contract": ("gdpr:6-1-b",),
        "legal-obligation": ("gdpr:6-1-c",),
        "vital-interests": ("gdpr:6-1-d",),
        "public-task": ("gdpr:6-1-e",),
        "legitimate-interests": ("gdpr:6-1-f",),
    },
    clauses={
        "objection": ("gdpr:21-1",),
        "restriction": ("gdpr:18-2",),
        "retention": ("gdpr:5-1-e",),
        "legal-hold": ("gdpr:17-3-e",),
        "origin": ("gdpr:5-1-b", "gdpr:6-4"),
    },
    marketing_objection=("gdpr:21-2", "gdpr:21-3"),
)
"""Articles by what rests on them."""
