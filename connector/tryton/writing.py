"""Writes what the engine wants told into Tryton. Writing the same twice changes nothing."""
import datetime

from trytond.pool import Pool
from trytond.transaction import Transaction

from .markup import plain_text


def write_relationships(document):
    "Makes Tryton's relationships those of the document, as far as their people are known here."
    Relationship = Pool().get('mentorsync.relationship')
    known = {relationship.key: relationship for relationship in Relationship.search([])}
    shown = set()
    for told in sorted(document['relationships'], key=_is_ended):
        members = _members(told)
        # Somebody was erased; or it has a new name since people were merged, and goes on under it.
        if len(members) < 2 or _is_ended(told) and members in shown:
            continue
        shown.add(members)
        relationship = known.pop(told['id'], None) or Relationship(key=told['id'])
        _update(relationship, kind=told['kind'], ended=_is_ended(told))
        _write_members(relationship, members)
    Relationship.delete(list(known.values()))


def write(taken):
    "Writes what was taken, and returns what became of each, for the engine."
    settled = [_write_note(note) for note in taken['notes']]
    settled += [_write_figure(figure) for figure in taken['properties']]
    settled += [_write_task(task) for task in taken['tasks']]
    return {'schema': 'mentorsync.settle/1', 'settled': settled}


def _update(record, **values):
    "Saves what differs: a record that is right is not touched."
    if record.id is None or any(getattr(record, name) != new for name, new in values.items()):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def _present_party(person):
    "The party that a person is today; None where there is none."
    pool = Pool()
    if person.startswith('owner:'):
        Employee = pool.get('company.employee')
        employees = Employee.search([('id', '=', int(person[len('owner:'):]))])
        return employees[0].party if employees else None
    if not person.isdigit():  # somebody who was erased
        return None
    Party = pool.get('party.party')
    with Transaction().set_context(active_test=False):
        parties = Party.search([('id', '=', int(person))])
        while parties and parties[0].replaced_by:
            parties = [parties[0].replaced_by]
    return parties[0] if parties else None


def _is_ended(told):
    return told['state'] == 'ended'


def _members(told):
    "Who is in a relationship: the ids of parties, each with its role."
    return frozenset(
        (party.id, role)
        for role in ('mentor', 'mentee', 'member')
        for party in map(_present_party, told[role + 's']) if party)


def _write_members(relationship, wanted):
    Member = Pool().get('mentorsync.relationship.member')
    known = {
        (member.party.id, member.role): member
        for member in Member.search([('relationship', '=', relationship.id)])}
    Member.delete([member for key, member in known.items() if key not in wanted])
    Member.create([
            {'relationship': relationship.id, 'party': party, 'role': role}
            for party, role in sorted(wanted - set(known))])


def _write_note(told):
    Note = Pool().get('mentorsync.note')
    keys = [told['key']] + told['former_keys']
    notes = Note.search([('key', 'in', keys)])
    if notes:
        return _done(told, notes[0].id)
    parties = {
        party.id for party in map(_present_party, told['contacts']) if party and party.active}
    if not parties:
        return {'token': told['token'], 'outcome': 'gone'}
    note, = Note.create([{
                'key': told['key'],
                'written': _moment(told['timestamp']),
                'message': plain_text(told['body']),
                'parties': [('add', sorted(parties))],
                }])
    return _done(told, note.id)


def _done(told, note=None):
    settled = {'token': told['token'], 'outcome': 'done'}
    if note is not None:
        settled['id'] = str(note)
    return settled


def _moment(text):
    return datetime.datetime.strptime(text[:19], '%Y-%m-%dT%H:%M:%S')


def _write_figure(told):
    Figures = Pool().get('mentorsync.figures')
    name = told['property']
    party = _present_party(told['contact'])
    if party is None:
        return {'token': told['token'], 'outcome': 'gone'}
    value = told['value'] or None
    if value is not None and Figures._fields[name]._type == 'integer':
        value = int(value)
    found = Figures.search([('party', '=', party.id)])
    _update(found[0] if found else Figures(party=party), **{name: value})
    return _done(told)


def _write_task(told):
    pool = Pool()
    Task = pool.get('mentorsync.task')
    Relationship = pool.get('mentorsync.relationship')
    Work = pool.get('project.work')
    known = {
        task.relationship.key: task for task in Task.search([('work', '=', int(told['id']))])}
    if Work.search([('id', '=', int(told['id']))]):
        due = _moment(told['due']).date() if told['due'] else None
        for relationship in Relationship.search([('key', 'in', told['relationships'])]):
            task = known.pop(relationship.key, None) or Task(
                work=int(told['id']), relationship=relationship)
            _update(task, kind=told['kind'], state=told['state'], due=due)
    Task.delete(list(known.values()))
    return _done(told)


def clear_erased():
    "The engine has forgotten those who were erased."
    Party = Pool().get('party.party')
    with Transaction().set_context(active_test=False):
        parties = Party.search([('mentoring_to_erase', '=', True)])
        if parties:
            Party.write(parties, {'mentoring_to_erase': False})
