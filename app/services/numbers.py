"""Numbers per office, series and year: unique and gap-free, given out under a lock of the database."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.models import Body, NumberSeries

RECEIPT = "receipt"
CASE = "case"
LEAD = "lead"


def give(session: Session, office_id: int, series: str, year: int) -> int:
    """The next number of the series, counted from 1. Rolled back with the transaction, so none is ever lost.

    The row stays locked until the transaction ends: a second writer waits and gets the number after.
    """
    raise_by_one = (
        update(NumberSeries)
        .where(
            NumberSeries.office_id == office_id,  # type: ignore[arg-type]
            NumberSeries.series == series,  # type: ignore[arg-type]
            NumberSeries.year == year,  # type: ignore[arg-type]
        )
        .values(last=NumberSeries.last + 1)
        .returning(NumberSeries.last)  # type: ignore[call-overload]
        .execution_options(synchronize_session=False)
    )
    given = session.execute(raise_by_one).scalar_one_or_none()
    if given is not None:
        return int(given)
    try:
        with session.begin_nested():
            session.execute(insert(NumberSeries).values(office_id=office_id, series=series, year=year, last=1))
        return 1
    except IntegrityError:
        # Another writer opened the series first: its row is there now.
        return int(session.execute(raise_by_one).scalar_one())


def receipt_number(session: Session, office: Body, year: int) -> str:
    """收件号, given at the desk (CHR 29)."""
    assert office.id is not None
    return f"{office.number_prefix}收〔{year}〕第{give(session, office.id, RECEIPT, year)}号"


def case_number(session: Session, office: Body, year: int) -> str:
    """案号, given at acceptance; the form follows the ministry's model `×劳人仲字〔20××〕第×号` (rules §17, S)."""
    assert office.id is not None
    return f"{office.number_prefix}案字〔{year}〕第{give(session, office.id, CASE, year)}号"


def paper_number(session: Session, office: Body, series: str, mark: str, year: int) -> str:
    """Number of one paper in its series."""
    assert office.id is not None
    return f"{office.number_prefix}{mark}字〔{year}〕第{give(session, office.id, series, year)}号"


def lead_number(session: Session, office: Body, year: int) -> str:
    """案前登记号: a series of its own, so that a dispute nobody filed never takes a number of a case."""
    assert office.id is not None
    return f"{office.number_prefix}案前〔{year}〕第{give(session, office.id, LEAD, year)}号"
