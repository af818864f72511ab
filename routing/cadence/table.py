"""Default cadences and values of each class and tier."""

from collections.abc import Mapping

from routing.domain import AccountClass, Cadence, Channel, Tier


def _weeks(weeks: int, minutes: int, days: int | None = None, phone: bool = False) -> Cadence:
    return Cadence(
        interval_d=7 * weeks,
        tolerance=0.25 if days is None else days / (7 * weeks),
        service_s=60 * minutes,
        channel=Channel.PHONE if phone else Channel.VISIT,
    )


def _row(
    account_class: AccountClass, *cadences: Cadence | None
) -> dict[tuple[AccountClass, Tier], Cadence | None]:
    return {(account_class, tier): c for tier, c in zip(Tier, cadences, strict=True)}


# Defaults by judgement (formulas, section 1); a manager edits the copy in the database.
CADENCE_TABLE: Mapping[tuple[AccountClass, Tier], Cadence | None] = {
    **_row(AccountClass.CORE, _weeks(1, 45, days=2), _weeks(2, 30, days=3), _weeks(4, 20, days=5)),
    **_row(AccountClass.INVEST, _weeks(1, 45), _weeks(2, 45), _weeks(2, 30)),
    **_row(AccountClass.OPPORTUNISTIC, _weeks(12, 45), _weeks(12, 30), _weeks(12, 15, phone=True)),
    **_row(AccountClass.DIVEST, _weeks(12, 15, phone=True), _weeks(26, 10, phone=True), None),
    **_row(AccountClass.PROSPECT, _weeks(4, 30), _weeks(4, 30), _weeks(12, 30)),
}

VALUE_WEIGHTS: Mapping[tuple[AccountClass, Tier], float] = {
    (account_class, tier): value
    for account_class, values in {
        AccountClass.CORE: (3.0, 2.0, 1.0),
        AccountClass.INVEST: (3.0, 2.5, 2.0),
        AccountClass.OPPORTUNISTIC: (1.5, 1.0, 0.5),
        AccountClass.DIVEST: (0.2, 0.2, 0.2),
        AccountClass.PROSPECT: (1.5, 1.0, 0.5),
    }.items()
    for tier, value in zip(Tier, values, strict=True)
}
