"""leavers who have not signed"""

from app.migrations.checks import renew

revision = '8c2f6b1d0e37'
down_revision = '5e1c7a9d4b20'
branch_labels = None
depends_on = None


def upgrade() -> None:
    renew(
        "party",
        {"ck_party_left_how": "left_how IS NULL OR left_how IN ('withdrawn', 'settling', 'settled', 'severed')"},
    )
