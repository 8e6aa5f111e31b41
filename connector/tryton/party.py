"""What a party says about mentoring, and what it shows of it."""
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.pool import Pool, PoolMeta
from trytond.transaction import Transaction

from .belongings import delete_belongings

# Where a roll-up of a mapping is kept: a property of this name, a field of `mentorsync.figures`.
FIGURES = (
    'mentoring_mentor', 'mentoring_mentees', 'mentoring_relationships', 'mentoring_tasks',
    'mentoring_open', 'mentoring_done', 'mentoring_overdue', 'mentoring_progress')


class Party(metaclass=PoolMeta):
    __name__ = 'party.party'
    mentoring_role = fields.MultiSelection(
        [('mentor', "Mentor"), ('aktori', "Mentee")], "Mentoring Role")
    mentoring_mentor_email = fields.Char(
        "E-Mail of the Mentor", help="Several are split by a semicolon.")
    mentoring_responsible = fields.Many2One(
        'company.employee', "Responsible",
        help="Mentors this party, where the mapping reads who owns a contact.")
    mentoring_group = fields.Char(
        "Growth Group", help="Parties with the same value are one peer group.")
    mentoring_goals = fields.Char("Goals", help="Best first, split by a semicolon. Private.")
    mentoring_to_erase = fields.Boolean("To Be Erased by mentorsync", readonly=True)
    mentoring_relationships = fields.One2Many(
        'mentorsync.relationship.member', 'party', "Relationships", readonly=True)
    mentoring_tasks = fields.Function(
        fields.One2Many('mentorsync.task', None, "Learning Tasks"), 'get_mentoring_tasks')
    mentoring_notes = fields.Many2Many(
        'mentorsync.note-party.party', 'party', 'note', "Notes", readonly=True)
    mentoring_figures = fields.One2Many('mentorsync.figures', 'party', "Figures", readonly=True)

    @classmethod
    def get_mentoring_tasks(cls, parties, name):
        Task = Pool().get('mentorsync.task')
        tasks = {party.id: [] for party in parties}
        for task in Task.search([('relationship.members.party', 'in', list(tasks))]):
            for member in task.relationship.members:
                if member.party.id in tasks and task.id not in tasks[member.party.id]:
                    tasks[member.party.id].append(task.id)
        return tasks

    @classmethod
    def copy(cls, parties, default=None):
        default = {} if default is None else default.copy()
        default.setdefault('mentoring_relationships', None)
        default.setdefault('mentoring_figures', None)
        default.setdefault('mentoring_notes', None)
        return super().copy(parties, default=default)

    @classmethod
    def delete(cls, parties):
        delete_belongings(parties, 'party', [
                'mentorsync.relationship.member', 'mentorsync.figures',
                'mentorsync.note-party.party', 'project.work-mentoring-party.party'])
        super().delete(parties)


class Figures(ModelSQL, ModelView):
    "Mentoring Figures"
    __name__ = 'mentorsync.figures'
    # Beside the party, not in it: whoever edits a party is not told that it changed meanwhile.
    party = fields.Many2One(
        'party.party', "Party", ondelete='CASCADE', required=True, readonly=True, select=True)
    mentoring_mentor = fields.Char("Mentor", readonly=True)
    mentoring_mentees = fields.Integer("Mentees", readonly=True)
    mentoring_relationships = fields.Integer("Relationships", readonly=True)
    mentoring_tasks = fields.Integer("Tasks", readonly=True)
    mentoring_open = fields.Integer("Open", readonly=True)
    mentoring_done = fields.Integer("Done", readonly=True)
    mentoring_overdue = fields.Integer("Overdue", readonly=True)
    mentoring_progress = fields.Integer("Done %", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('party_unique', Unique(table, table.party), 'mentorsync.msg_figures_unique')]


class Replace(metaclass=PoolMeta):
    __name__ = 'party.replace'

    @classmethod
    def fields_to_replace(cls):
        # The rest is found anew by the next cycle.
        return super().fields_to_replace() + [('mentorsync.note-party.party', 'party')]


class Erase(metaclass=PoolMeta):
    __name__ = 'party.erase'

    def to_erase(self, party_id):
        pool = Pool()
        Party = pool.get('party.party')
        Figures = pool.get('mentorsync.figures')
        entered = [
            'mentoring_role', 'mentoring_mentor_email', 'mentoring_group', 'mentoring_goals']
        return super().to_erase(party_id) + [
            (Party, [('id', '=', party_id)], True,
                entered + ['mentoring_to_erase'], [None] * len(entered) + [True]),
            (Figures, [('party', '=', party_id)], True, list(FIGURES), [None] * len(FIGURES))]

    def transition_erase(self):
        state = super().transition_erase()
        with Transaction().set_context(_check_access=False):
            Note = Pool().get('mentorsync.note')
            Note.delete(Note.search([('parties', '=', self.ask.party.id)]))
        return state
