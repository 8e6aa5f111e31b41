"""Who mentors whom, and the learning tasks that count for it: what the engine found, for people."""
from trytond.model import ModelSQL, ModelView, Unique, fields

KINDS = [('pair', "Pair"), ('peer_group', "Peer Group")]
ROLES = [('mentor', "Mentor"), ('mentee', "Mentee"), ('member', "Member")]
TASK_KINDS = [
    ('challenge', "Challenge"), ('preparation', "Preparation"), ('reading', "Reading"),
    ('practice', "Practice"), ('reflection', "Reflection"), ('tip', "Tip")]
TASK_STATES = [
    ('open', "Open"), ('started', "Started"), ('waiting', "Waiting"), ('done', "Done"),
    ('dropped', "Dropped")]


class Relationship(ModelSQL, ModelView):
    "Mentoring Relationship"
    __name__ = 'mentorsync.relationship'
    _rec_name = 'key'
    key = fields.Char("Key", required=True, readonly=True)
    kind = fields.Selection(KINDS, "Kind", required=True, readonly=True)
    ended = fields.Boolean("Ended", readonly=True)
    members = fields.One2Many(
        'mentorsync.relationship.member', 'relationship', "People", readonly=True)
    tasks = fields.One2Many('mentorsync.task', 'relationship', "Learning Tasks", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('key_unique', Unique(table, table.key), 'mentorsync.msg_key_unique')]

    def get_rec_name(self, name):
        return ", ".join(
            member.party.rec_name
            for member in sorted(self.members, key=lambda member: (member.order, member.id)))


class Member(ModelSQL, ModelView):
    "Member of a Mentoring Relationship"
    __name__ = 'mentorsync.relationship.member'
    relationship = fields.Many2One(
        'mentorsync.relationship', "Relationship", ondelete='CASCADE', required=True, select=True,
        readonly=True)
    party = fields.Many2One(
        'party.party', "Party", ondelete='CASCADE', required=True, select=True, readonly=True)
    role = fields.Selection(ROLES, "Role", required=True, readonly=True)
    kind = fields.Function(fields.Selection(KINDS, "Kind"), 'on_change_with_kind')
    ended = fields.Function(
        fields.Boolean("Ended"), 'on_change_with_ended', searcher='search_ended')
    others = fields.Function(fields.Char("With"), 'on_change_with_others')

    @property
    def order(self):
        return [role for role, _ in ROLES].index(self.role)

    @fields.depends('relationship', '_parent_relationship.kind')
    def on_change_with_kind(self, name=None):
        return self.relationship.kind if self.relationship else None

    @fields.depends('relationship', '_parent_relationship.ended')
    def on_change_with_ended(self, name=None):
        return bool(self.relationship and self.relationship.ended)

    @classmethod
    def search_ended(cls, name, clause):
        return [('relationship.ended',) + tuple(clause[1:])]

    @fields.depends('relationship', 'party', '_parent_relationship.members')
    def on_change_with_others(self, name=None):
        if not self.relationship:
            return ''
        return ", ".join(
            member.party.rec_name for member in self.relationship.members
            if member.party != self.party)


class Task(ModelSQL, ModelView):
    "Learning Task"
    __name__ = 'mentorsync.task'
    _rec_name = 'work'
    work = fields.Many2One(
        'project.work', "Task", ondelete='CASCADE', required=True, select=True, readonly=True)
    relationship = fields.Many2One(
        'mentorsync.relationship', "Relationship", ondelete='CASCADE', required=True, select=True,
        readonly=True)
    kind = fields.Selection(TASK_KINDS, "Kind", required=True, readonly=True)
    state = fields.Selection(TASK_STATES, "State", required=True, sort=False, readonly=True)
    due = fields.Date("Due", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('work_relationship_unique', Unique(table, table.work, table.relationship),
                'mentorsync.msg_task_unique')]
        cls._order = [('due', 'ASC NULLS LAST'), ('id', 'ASC')]

    def get_rec_name(self, name):
        return self.work.rec_name
