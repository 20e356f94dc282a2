"""leavers who have not signed"""

from app.migrations.checks import renew

revision = '8c2f6b1d0e37'
down_revision = '6d3fb0a4c918'
branch_labels = None
depends_on = None


def upgrade() -> None:
    renew(
        "party",
        {"ck_party_left_how": "left_how IS NULL OR left_how IN ('withdrawn', 'settling', 'settled', 'severed')"},
    )
