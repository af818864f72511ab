"""What reps told, as messages: words with their answers, and reports as the desk reads them."""

from server import wire
from server.visits import store


def feedback_row(word: store.FeedbackRecord) -> wire.FeedbackRow:
    """Returns a word to the manager as phone and desk show it."""
    return wire.FeedbackRow(
        id=word.id,
        rev=word.rev,
        rep_id=word.rep_id,
        rep=word.rep,
        account_id=word.account_id,
        account=word.account,
        on=word.on,
        topic=word.topic,
        text=word.text,
        received_at=word.received_at,
        answer=word.answer,
        answered_at=word.answered_at,
        answered_by=word.answered_by,
        withdrawn=word.withdrawn,
    )


def report_out(told: store.Told) -> wire.ReportOut:
    """Returns a report in full, with its account as that stands now."""
    report = told.report
    return wire.ReportOut(
        id=report.id,
        account_id=report.account_id,
        account=told.account,
        account_class=told.account_class,
        rep=report.rep,
        on=report.on,
        outcome=report.outcome,
        result=report.result,
        note=report.note,
        minutes=report.minutes,
        next_step=report.next_step,
        next_step_on=report.next_step_on,
        class_answer=report.class_answer,
        class_wanted=report.class_wanted,
        events=list(report.events),
        order_value=report.order_value,
        photos=list(report.photos),
        source=report.source,
    )


def prospect_out(found: store.FoundProspect) -> wire.ProspectOut:
    """Returns an account a rep added on the road."""
    return wire.ProspectOut(
        account_id=found.account_id,
        account=found.account,
        city=found.city,
        account_class=found.account_class,
        rep=found.rep,
        on=found.on,
        note=found.note,
    )
