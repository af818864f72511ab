"""The desk's class proposals, mixes and playbook; a rep's look at the proposal of an account."""

from typing import Any
from uuid import UUID

from flask import Blueprint, request

from server import auth, errors, wire
from server.auth import Role, Scope, requires
from server.auth.unchanged import unless_unchanged
from server.classes import playbook, rows, store
from server.database import db
from server.people import store as people

classes = Blueprint("classes", __name__)


# --- proposals ------------------------------------------------------------------------------------


@classes.get("/api/proposals")
@wire.speaks(answer=wire.ProposalsOut)
@requires(Role.MANAGER)
def list_proposals(scope: Scope):
    """Returns the open class proposals with their effect, and the core accounts at risk."""
    today = auth.today()
    found, book = store.load_open(db(), scope), store.load_book(db(), scope, today)
    return rows.proposals(found, book, today).model_dump(mode="json")


@classes.get("/api/proposals/judging")
@wire.speaks(answer=wire.JudgingOut)
@requires(Role.MANAGER)
def show_judging(scope: Scope):
    """Returns how far holding every account against the class rules is."""
    return _judging()


@classes.post("/api/proposals/judging")
@wire.speaks(answer=wire.JudgingOut, status=202)
@requires(Role.MANAGER)
def judge(scope: Scope):
    """Holds every account against the class rules now; proposals follow in the background."""
    store.ask_judging(db(), scope, auth.now())
    return _judging(), 202


def _judging() -> dict[str, Any]:
    found = store.load_judging(db(), auth.real_now())
    return wire.JudgingOut(**found._asdict()).model_dump(mode="json")


@classes.get("/api/proposals/decided")
@wire.speaks(answers=wire.DecidedOut)
@requires(Role.MANAGER)
def list_decided(scope: Scope):
    """Returns what was decided of class proposals, the latest first."""
    return {"items": [rows.decided(one) for one in store.load_decided(db(), scope)]}


@classes.post("/api/proposals/accept")
@wire.speaks(body=wire.ProposalsAccept, answer=wire.ProposalsDecided)
@requires(Role.MANAGER)
def accept(scope: Scope):
    """Accepts class proposals from a date: all of them or none."""
    ask = wire.ProposalsAccept.model_validate_json(request.get_data())
    waiting = store.accept(
        db(), scope, ask.ids, ask.valid_from, auth.today(), auth.now(), ask.why
    )  # fmt: skip
    return wire.ProposalsDecided(ids=ask.ids, waiting=waiting).model_dump(mode="json")


@classes.post("/api/proposals/refuse")
@wire.speaks(body=wire.ProposalsRefuse, answer=wire.ProposalsDecided)
@requires(Role.MANAGER)
def refuse(scope: Scope):
    """Refuses class proposals with a reason."""
    ask = wire.ProposalsRefuse.model_validate_json(request.get_data())
    store.refuse(db(), scope, ask.ids, ask.why, auth.now())
    return wire.ProposalsDecided(ids=ask.ids, waiting=0).model_dump(mode="json")


@classes.post("/api/proposals/reopen")
@wire.speaks(body=wire.ProposalsReopen, answer=wire.ProposalsDecided)
@requires(Role.MANAGER)
def reopen(scope: Scope):
    """Takes decisions back: classes are as before, and the proposals open again."""
    ask = wire.ProposalsReopen.model_validate_json(request.get_data())
    store.reopen(db(), scope, ask.ids, auth.today(), auth.now())
    return wire.ProposalsDecided(ids=ask.ids, waiting=0).model_dump(mode="json")


@classes.post("/api/proposals/<uuid:proposal_id>/challenge")
@wire.speaks(body=wire.Challenge)
@requires(Role.REP)
def challenge(scope: Scope, proposal_id: UUID):
    """Says why the account's rep thinks a proposal wrong; an empty text takes that back."""
    ask = wire.Challenge.model_validate_json(request.get_data())
    store.challenge(db(), scope, proposal_id, ask.text, auth.now())
    return {}


@classes.get("/api/accounts/<uuid:account_id>/proposals")
@wire.speaks(answers=wire.OpenProposal)
@requires(Role.REP, Role.MANAGER)
def list_open_at(scope: Scope, account_id: UUID):
    """Returns the open class proposal about an account, if there is one."""
    found = store.load_open_at(db(), scope, account_id)
    return {"items": [rows.open_at(one) for one in found]}


# --- class mix ------------------------------------------------------------------------------------


@classes.get("/api/class-mix")
@wire.speaks(answers=wire.MixRow)
@requires(Role.MANAGER)
@unless_unchanged
def list_mixes(scope: Scope):
    """Returns which classes each rep's accounts and minutes go to, and where that is lopsided."""
    book = store.load_book(db(), scope, auth.today())
    company = store.load_company_mix(db(), auth.today())
    return {"items": rows.mixes(book, company, people.load_mix_limits(db()))}


@classes.get("/api/class-mix/list")
@wire.speaks(answers=wire.MixAccount)
@requires(Role.MANAGER)
@unless_unchanged
def list_mix_accounts(scope: Scope):
    """Returns the accounts behind a number of a mix: ?rep= ?account_class="""
    ask = wire.MixQuery.model_validate_strings(request.args.to_dict())
    if ask.rep is not None:
        people.load_rep(db(), scope, ask.rep)
    book = store.load_book(db(), scope, auth.today())
    return {"items": rows.mix_accounts(book, ask)}


# --- playbook -------------------------------------------------------------------------------------


@classes.get("/api/playbook")
@wire.speaks(answers=wire.PlaybookOut)
@requires(Role.MANAGER)
def list_playbook(scope: Scope):
    """Returns what a visit to each class is for, as phones show it on the stop."""
    return {"items": rows.playbook_pages(people.load_playbook(db()))}


@classes.put("/api/playbook/<key>")
@wire.speaks(body=wire.PlaybookChange, answers=wire.PlaybookOut)
@requires(Role.MANAGER)
def change_playbook(scope: Scope, key: str):
    """Changes a page of the playbook, or with null goes back to its default; phones follow."""
    if key not in playbook.KEYS:
        raise errors.NotFound()
    ask = wire.PlaybookChange.model_validate_json(request.get_data())
    page = ask.page.model_dump() if ask.page else None
    edited = playbook.changed(people.load_playbook(db()), key, page)
    people.save_playbook(db(), scope, key, edited, auth.now())
    return {"items": rows.playbook_pages(edited)}
