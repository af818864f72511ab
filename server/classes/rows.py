"""Proposals, loads and mixes as messages: pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from routing.classification import mix
from routing.classification.mix import Mix
from routing.domain import AccountClass
from server import wire
from server.accounts.store import AccountRecord
from server.classes import effect, evidence, playbook
from server.classes.effect import Demand
from server.classes.playbook import Page
from server.classes.store.loads import Book
from server.classes.store.proposals import Proposal
from server.people.store import RepRecord


def proposals(found: Iterable[Proposal], book: Book, today: date) -> wire.ProposalsOut:
    """Returns open proposals, each with what it changes in its rep's week."""
    records = {one.id: one for one in book.records}
    items = [_proposal(one, records[one.account_id], book, today) for one in found]
    seen = [(one, evidence.risk(one, today, book.scores)) for one in book.records]
    risks = [(one, risk) for one, risk in seen if risk]
    risks.sort(key=lambda pair: -pair[0].sales_12m_before)
    return wire.ProposalsOut(
        items=items,
        reps=[_load(rep, book) for rep in book.reps],
        at_risk=[_risk(record, reasons) for record, reasons in risks],
    )


def _proposal(one: Proposal, record: AccountRecord, book: Book, today: date) -> wire.ProposalOut:
    after = effect.demand(record, one.to_class, book.rules, today, book.travel_s)
    return wire.ProposalOut(
        id=one.id,
        account_id=one.account_id,
        account=one.account,
        city=record.city,
        rep_id=record.rep_id,
        rep=record.rep or "",
        tier=record.tier,
        from_class=one.from_class,  # type: ignore[arg-type]
        to_class=one.to_class,  # type: ignore[arg-type]
        reasons=list(one.reasons),
        by=one.by,
        made_on=one.made_on,
        challenge=one.challenge,
        challenged_by=one.challenged_by,
        before=_demand(book.demands[record.id]),
        after=_demand(after),
    )


def _demand(one: Demand) -> wire.DemandOut:
    return wire.DemandOut(visits=one.visits, minutes=one.minutes)


def _load(rep: RepRecord, book: Book) -> wire.RepLoad:
    mine = [book.demands[one.id] for one in book.of(rep.id)]
    return wire.RepLoad(
        rep_id=rep.id,
        rep=rep.name,
        visits=sum(one.visits for one in mine),
        minutes=sum(one.minutes for one in mine),
        capacity_min=effect.capacity_min(rep),
    )


def _risk(record: AccountRecord, reasons: tuple[str, ...]) -> wire.RiskOut:
    return wire.RiskOut(
        account_id=record.id,
        account=record.name,
        city=record.city,
        rep=record.rep or "",
        sales_12m=round(record.sales_12m, 2),
        reasons=list(reasons),
    )


def decided(one: Proposal) -> wire.DecidedOut:
    """Returns a proposal with what became of it."""
    assert one.decided_at is not None, "only what was decided is listed"
    return wire.DecidedOut(
        id=one.id,
        account_id=one.account_id,
        account=one.account,
        from_class=one.from_class,  # type: ignore[arg-type]
        to_class=one.to_class,  # type: ignore[arg-type]
        reasons=list(one.reasons),
        by=one.by,
        made_on=one.made_on,
        challenge=one.challenge,
        decision=one.decision,  # type: ignore[arg-type]
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        why=one.why,
        valid_from=one.valid_from,
    )


def open_at(one: Proposal) -> wire.OpenProposal:
    """Returns an open proposal as the account's rep reads it."""
    return wire.OpenProposal(
        id=one.id,
        from_class=one.from_class,  # type: ignore[arg-type]
        to_class=one.to_class,  # type: ignore[arg-type]
        reasons=list(one.reasons),
        by=one.by,
        made_on=one.made_on,
        challenge=one.challenge,
    )


def mixes(book: Book, company: Mix, limits: mix.MixLimits) -> list[wire.MixRow]:
    """Returns everybody's class mix, that of all reps in sight first."""
    capacities = {rep.id: effect.capacity_min(rep) for rep in book.reps}
    everybody = _mix_row(None, book.mix(None), sum(capacities.values()), company, limits)
    rows = (
        _mix_row(rep, book.mix(rep.id), capacities[rep.id], company, limits) for rep in book.reps
    )
    return [everybody, *rows]


def _mix_row(
    rep: RepRecord | None, found: Mix, capacity: float, company: Mix, limits: mix.MixLimits
) -> wire.MixRow:
    passed = mix.flags(found, capacity, limits) if rep else ()
    return wire.MixRow(
        rep_id=rep.id if rep else None,
        rep=rep.name if rep else "All reps",
        parts=[
            wire.MixPart(
                account_class=one.value, accounts=found.accounts[one], minutes=found.minutes[one]
            )
            for one in AccountClass
        ],
        accounts=found.all_accounts,
        minutes=found.all_minutes,
        capacity_min=capacity,
        distance=mix.distance(found, company),
        flags=[wire.MixFlag(name=f.name, share=f.share, limit=f.limit) for f in passed],
    )


def mix_accounts(book: Book, ask: wire.MixQuery) -> list[wire.MixAccount]:
    """Returns the accounts behind a number of a mix, those that ask for most first."""
    chosen = [
        one for one in book.of(ask.rep)
        if ask.account_class in (None, one.account_class)
    ]  # fmt: skip
    chosen.sort(key=lambda one: (-book.demands[one.id].minutes, one.name))
    return [_mix_account(one, book.demands[one.id]) for one in chosen]


def _mix_account(record: AccountRecord, asked: Demand) -> wire.MixAccount:
    return wire.MixAccount(
        account_id=record.id,
        account=record.name,
        city=record.city,
        rep=record.rep or "",
        account_class=record.account_class,  # type: ignore[arg-type]
        tier=record.tier,
        visits=asked.visits,
        minutes=asked.minutes,
    )


def playbook_pages(edited: Mapping[str, Any]) -> list[wire.PlaybookOut]:
    """Returns every page of the playbook, with whether somebody edited it."""
    return [
        wire.PlaybookOut(key=key, page=_page(page) if page else None, edited=is_edited)
        for key, (page, is_edited) in playbook.pages(edited).items()
    ]


def _page(page: Page) -> wire.PlaybookText:
    return wire.PlaybookText(
        objective=page.objective, points=list(page.points), checklist=list(page.checklist)
    )
