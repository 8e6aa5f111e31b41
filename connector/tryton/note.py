"""Notes that mentorsync writes onto parties, each once."""
from trytond.model import ModelSQL, ModelView, Unique, fields

from .belongings import delete_belongings


class Note(ModelSQL, ModelView):
    "Mentoring Note"
    __name__ = 'mentorsync.note'
    # Not `ir.note`: that has no unique key, and everybody who may see the party may read it.
    _rec_name = 'message'
    key = fields.Char("Key", required=True, readonly=True)
    written = fields.DateTime("Written", required=True, readonly=True)
    message = fields.Text("Message", readonly=True)
    parties = fields.Many2Many(
        'mentorsync.note-party.party', 'note', 'party', "Parties", readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('key_unique', Unique(table, table.key), 'mentorsync.msg_key_unique')]
        cls._order = [('written', 'DESC'), ('id', 'DESC')]

    @classmethod
    def delete(cls, notes):
        delete_belongings(notes, 'note', ['mentorsync.note-party.party'])
        super().delete(notes)


class NoteParty(ModelSQL):
    "Mentoring Note - Party"
    __name__ = 'mentorsync.note-party.party'
    note = fields.Many2One(
        'mentorsync.note', "Note", ondelete='CASCADE', required=True, select=True)
    party = fields.Many2One(
        'party.party', "Party", ondelete='CASCADE', required=True, select=True)
