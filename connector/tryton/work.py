"""What a task says about mentoring."""
from trytond.model import ModelSQL, fields
from trytond.pool import PoolMeta

from .belongings import delete_belongings

STATES = [
    (None, ""),
    ('NOT_STARTED', "Not Started"),
    ('IN_PROGRESS', "In Progress"),
    ('WAITING', "Waiting"),
    ('COMPLETED', "Completed"),
    ('DEFERRED', "Deferred"),
    ]


class WorkStatus(metaclass=PoolMeta):
    __name__ = 'project.work.status'
    mentoring_state = fields.Selection(
        STATES, "Mentoring State", sort=False,
        help="What this status means for a learning task. Empty: its progress says it.")


class Work(metaclass=PoolMeta):
    __name__ = 'project.work'
    mentoring_parties = fields.Many2Many(
        'project.work-mentoring-party.party', 'work', 'party', "Participants",
        help="Who is to do it, and the mentor where it belongs to one pair.")
    mentoring_category = fields.Selection(
        [(None, ""), ('learning', "Learning")], "Mentoring Category", sort=False)
    mentoring_due = fields.Date("Due")
    mentoring_state = fields.Function(
        fields.Selection(STATES, "Mentoring State", sort=False), 'on_change_with_mentoring_state')

    @fields.depends('status', 'progress')
    def on_change_with_mentoring_state(self, name=None):
        if self.status and self.status.mentoring_state:
            return self.status.mentoring_state
        if (self.progress or 0) >= 1:
            return 'COMPLETED'
        return 'IN_PROGRESS' if self.progress else 'NOT_STARTED'

    @classmethod
    def delete(cls, works):
        delete_belongings(
            works, 'work', ['mentorsync.task', 'project.work-mentoring-party.party'])
        super().delete(works)


class WorkParty(ModelSQL):
    "Work - Participant in Mentoring"
    __name__ = 'project.work-mentoring-party.party'
    _table = 'project_work_mentoring_party'
    work = fields.Many2One(
        'project.work', "Work", ondelete='CASCADE', required=True, select=True)
    party = fields.Many2One(
        'party.party', "Party", ondelete='CASCADE', required=True, select=True)
