"""Rows of a case read once in a transaction are never older than what the transaction itself wrote."""

from offices import Office

from app.database import transaction
from app.models import CalendarYear, ConflictWall, Limit, Paper
from app.services import case_rows, limits, walls


def test_a_row_added_or_removed_is_seen_at_once(small_office: Office) -> None:
    small_office.receives()
    with small_office.desk("filing") as (desk, case):
        assert case.id is not None
        before = list(case_rows.of_case(desk.session, Limit, case.id))
        added = limits.open_limit(desk, case, "arb.answer", desk.today, None)
        assert list(case_rows.of_case(desk.session, Limit, case.id)) == [*before, added]
        desk.session.delete(added)
        assert list(case_rows.of_case(desk.session, Limit, case.id)) == before


def test_a_row_not_yet_flushed_is_seen_too(small_office: Office) -> None:
    small_office.receives()
    with small_office.desk("filing") as (desk, case):
        before = limits.calendar_of(desk.session, case.office_id)
        assert limits.calendar_of(desk.session, case.office_id) is before
        desk.session.add(CalendarYear(day=desk.today, kind="closure", source="台风停工", office_key=case.office_id))
        assert limits.calendar_of(desk.session, case.office_id) != before


def test_what_a_rolled_back_savepoint_wrote_is_gone(small_office: Office) -> None:
    small_office.receives()
    with small_office.desk("filing") as (desk, case):
        assert case.id is not None
        before = list(case_rows.of_case(desk.session, Limit, case.id))
        inner = desk.session.begin_nested()
        limits.open_limit(desk, case, "arb.answer", desk.today, None)
        assert len(case_rows.of_case(desk.session, Limit, case.id)) == len(before) + 1
        inner.rollback()
        assert list(case_rows.of_case(desk.session, Limit, case.id)) == before


def test_what_was_read_before_the_lock_is_read_again(office: Office) -> None:
    """A colleague's step between the look and the lock: the conditions are asked of the case as it now stands."""
    office.receives()
    with office.desk("filing") as (desk, case):
        assert case.id is not None
        assert case_rows.of_case(desk.session, Paper, case.id) == []
        desk.session.rollback()
        office.is_accepted()
        assert case_rows.of_case(desk.session, Paper, case.id) != []


def test_sessions_share_nothing(small_office: Office) -> None:
    small_office.receives()
    with transaction(small_office.engine) as one, transaction(small_office.engine.execution_options()) as other:
        assert case_rows.KEPT not in other.info
        case_rows.once(one, Paper, "x", lambda: 1)
        assert case_rows.KEPT not in other.info


def test_a_wall_by_name_is_seen_in_a_case_that_has_no_wall_of_its_own(small_office: Office) -> None:
    """Which parts a case has is asked by its number; a wall against a party's name is none of its parts and stands all the same."""
    small_office.receives()
    with small_office.desk("filing") as (desk, case):
        assert case.id is not None
        staff = desk.actor.id or 0
        wall = ConflictWall(
            staff_id=staff, party_name=case.parties[0].name, reason="亲属", since=desk.today, set_by_id=staff, set_at=desk.now
        )
        desk.session.add(wall)
        assert case_rows.of_case(desk.session, Paper, case.id) == []
        assert walls.of_case(desk.session, case, desk.today) == {staff}
