"""What the law said when: the dated facts behind section 8, as plain literals.

Every interval is half-open: the first date is the first day that counts, the second the first that does not;
None is open.
"""

from __future__ import annotations

# Where the GDPR applied: countries, from, until.
GDPR_AREA: tuple[tuple[str, str, str | None], ...] = (
    # the members of the Union, Art. 99(2) GDPR
    ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK", "2018-05-25", None),
    # parts of France and Finland that have a code of their own
    ("GF GP MQ RE YT MF AX", "2018-05-25", None),
    # the EEA EFTA states, Joint Committee Decision 154/2018
    ("IS LI NO", "2018-07-20", None),
    # the United Kingdom: member, transition, bridge
    ("GB", "2018-05-25", "2021-06-28"),
    # Gibraltar: the agreement with the bridge does not extend to it
    ("GI", "2018-05-25", "2021-01-01"),
)

# Adequacy decisions: country, framework where the decision is partial, from, until.
ADEQUACY: tuple[tuple[str, str | None, str, str | None], ...] = (
    ("CH", None, "2000-08-25", None),  # 2000/518/EC
    ("CA", "ca-commercial", "2002-01-04", None),  # 2002/2/EC
    ("AR", None, "2003-07-05", None),  # 2003/490/EC
    ("GG", None, "2003-11-25", None),  # 2003/821/EC
    ("IM", None, "2004-04-30", None),  # 2004/411/EC
    ("JE", None, "2008-05-28", None),  # 2008/393/EC
    ("FO", None, "2010-03-09", None),  # 2010/146/EU
    ("AD", None, "2010-10-21", None),  # 2010/625/EU
    ("IL", None, "2011-02-01", None),  # 2011/61/EU
    ("UY", None, "2012-08-23", None),  # 2012/484/EU
    ("NZ", None, "2013-01-30", None),  # 2013/65/EU
    ("JP", None, "2019-01-23", None),  # (EU) 2019/419
    ("KR", None, "2021-12-17", None),  # (EU) 2022/254
    ("GB", None, "2021-06-28", "2031-12-28"),  # (EU) 2021/1772, renewed twice without a gap
    ("US", "us-safe-harbour", "2000-07-26", "2015-10-06"),  # 2000/520/EC, C-362/14
    ("US", "us-privacy-shield", "2016-07-12", "2020-07-16"),  # (EU) 2016/1250, C-311/18
    ("US", "us-dpf", "2023-07-10", None),  # (EU) 2023/1795
    ("BR", None, "2026-01-26", None),  # (EU) 2026/179
)

# Standard contractual clauses: set, usable from, closed to new contracts, repealed.
CLAUSES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("scc-2001", "2001-06-15", "2021-09-27", "2022-12-27"),  # 2001/497/EC
    ("scc-2004", "2005-04-01", "2021-09-27", "2022-12-27"),  # 2004/915/EC
    ("scc-2010", "2010-05-15", "2021-09-27", "2022-12-27"),  # 2010/87/EU
    ("scc-2021", "2021-06-27", None, None),  # (EU) 2021/914
)

# Art. 8(1) GDPR.
DEFAULT_AGE_OF_CONSENT = 16

# From which age a child consents alone: country, age, from, until.
AGES_OF_CONSENT: tuple[tuple[str, int, str, str | None], ...] = (
    ("AT", 14, "2018-05-25", None),
    ("BE", 13, "2018-05-25", None),
    ("BG", 14, "2018-05-25", None),
    ("CY", 14, "2018-05-25", None),
    ("CZ", 15, "2018-05-25", None),
    ("DE", 16, "2018-05-25", None),
    ("DK", 13, "2018-05-25", "2024-01-01"),
    ("DK", 15, "2024-01-01", None),
    ("EE", 13, "2018-05-25", None),
    ("ES", 14, "2018-05-25", None),
    ("FI", 13, "2018-05-25", None),
    ("FR", 15, "2018-05-25", None),
    ("GR", 15, "2018-05-25", None),
    ("HR", 16, "2018-05-25", None),
    ("HU", 16, "2018-05-25", None),
    ("IE", 16, "2018-05-25", None),
    ("IT", 14, "2018-05-25", None),
    ("LT", 14, "2018-05-25", None),
    ("LU", 16, "2018-05-25", None),
    ("LV", 13, "2018-05-25", None),
    ("MT", 13, "2018-05-25", None),
    ("NL", 16, "2018-05-25", None),
    ("PL", 16, "2018-05-25", None),
    ("PT", 13, "2018-05-25", None),
    ("RO", 16, "2018-05-25", None),
    ("SE", 13, "2018-05-25", None),
    ("SI", 16, "2018-05-25", "2023-01-26"),
    ("SI", 15, "2023-01-26", None),
    ("SK", 16, "2018-05-25", None),
    ("IS", 13, "2018-07-20", None),
    ("LI", 16, "2018-07-20", None),
    ("NO", 13, "2018-07-20", None),
    ("GB", 13, "2018-05-25", "2021-01-01"),
)
