"""What Tryton holds, in the words of the library's documents: a schema, and pages of records."""
import datetime

from trytond.config import config
from trytond.model import fields
from trytond.pool import Pool
from trytond.tools import grouped_slice
from trytond.transaction import Transaction

from .party import FIGURES

_TYPES = {
    'char': 'string', 'text': 'string', 'integer': 'number', 'float': 'number',
    'numeric': 'number', 'boolean': 'bool', 'date': 'date', 'datetime': 'datetime',
    'timestamp': 'datetime', 'selection': 'enumeration', 'multiselection': 'enumeration'}
_COMPUTED = {'mentoring_state'}  # of all fields that are computed, those worth offering
_OURS = {'id', 'create_date', 'write_date', 'left', 'right', 'mentoring_to_erase'}
_PAGE = 500


def _offered(Model):
    for name, field in Model._fields.items():
        if name in _OURS or field._type not in _TYPES:
            continue
        if isinstance(field, (fields.Function, fields.MultiValue)) and name not in _COMPUTED:
            continue
        yield name, field


def _options(Model, field):
    selection = field.selection
    if isinstance(selection, str):
        selection = getattr(Model, selection)()
    return [
        {'value': str(value), 'label': str(label)} for value, label in selection if value]


def _property(kind, Model, name, field):
    offered = {'kind': kind, 'name': name}
    # Options that depend on the record are none of the property's.
    if field._type in {'selection', 'multiselection'} and not field.selection_change_with:
        return dict(offered, type='enumeration', options=_options(Model, field))
    type_ = _TYPES[field._type]
    return dict(offered, type='string' if type_ == 'enumeration' else type_)


def _figures():
    Figures = Pool().get('mentorsync.figures')
    for name in FIGURES:
        field = Figures._fields[name]
        yield {
            'kind': 'contact', 'name': name, 'type': _TYPES[field._type], 'group': 'mentorsync'}


def schema(portal_id):
    pool = Pool()
    Category = pool.get('party.category')
    RelationType = pool.get('party.relation.type')
    with _as_stored():
        properties = [
            _property(kind, pool.get(model), name, field)
            for kind, model in (('contact', 'party.party'), ('task', 'project.work'))
            for name, field in _offered(pool.get(model))]
        return {
            'schema': 'mentorsync.schema/1', 'portal_id': portal_id,
            'properties': properties + list(_figures()),
            'labels': sorted({type_.name for type_ in RelationType.search([])}),
            'lists': [
                {'id': str(category.id), 'name': category.name}
                for category in Category.search([])]}


def records():
    "Yields documents that together hold everything."
    pool = Pool()
    with _as_stored():
        replaced = _replaced()
        yield _page(owners=_owners(), lists=_lists(replaced), gone=_erased())
        yield _page(links=_relations(replaced))
        for parties in grouped_slice(pool.get('party.party').search([]), _PAGE):
            yield _contacts(list(parties), replaced)
        for works in grouped_slice(
                pool.get('project.work').search([('type', '=', 'task')]), _PAGE):
            yield _tasks(list(works), replaced)


def _as_stored():
    # Names in the language in which they were entered, of every company, of what is active.
    return Transaction().set_context(
        language=config.get('database', 'language'), active_test=True, _check_access=False)


def _page(**members):
    return dict({'schema': 'mentorsync.records/1', 'coverage': 'everything'}, **members)


def _text(value):
    if value is None:
        return ''
    if isinstance(value, (list, tuple)):
        return ';'.join(value)
    if isinstance(value, datetime.datetime):
        return _instant(value)
    return str(value)


def _instant(moment):
    # Tryton's clock is UTC, whatever the machine's zone is.
    return moment.strftime('%Y-%m-%dT%H:%M:%S.') + '%03dZ' % (moment.microsecond // 1000)


def _changed(record):
    return record.write_date or record.create_date


def _record(record, changed, more=()):
    properties = {
        name: _text(getattr(record, name)) if field._type != 'boolean'
        else 'true' if getattr(record, name) else 'false'
        for name, field in _offered(type(record))}
    properties.update(more)
    return {
        'id': str(record.id), 'created': _instant(record.create_date), 'updated': _instant(changed),
        'properties': {name: value for name, value in properties.items() if value}}


def _replaced():
    "For every party that was replaced, the one that stands for it now."
    Party = Pool().get('party.party')
    with Transaction().set_context(active_test=False):
        replaced = {
            party.id: party.replaced_by
            for party in Party.search([('replaced_by', '!=', None)])}
    for party in replaced:
        seen = {party}
        while replaced[party].id in replaced and replaced[party].id not in seen:
            seen.add(replaced[party].id)
            replaced[party] = replaced[replaced[party].id]
    return replaced


def _present(party, replaced):
    "What is said of a party that was replaced is said of the one that stands for it."
    party = replaced.get(party.id, party)
    return str(party.id) if party.active else None


def _contacts(parties, replaced):
    figures = _figures_of(parties)
    owners = _owners_of(parties)
    former = {}
    for party, present in replaced.items():
        former.setdefault(present.id, []).append(str(party))
    contacts = []
    for party in parties:
        emails = [m for m in party.contact_mechanisms if m.type == 'email' and m.value]
        contact = _record(
            party, max(map(_changed, [party] + emails)),
            dict(
                figures.get(party.id, {}),
                email=emails[0].value if emails else '',
                hs_additional_emails=';'.join(mail.value for mail in emails[1:]),
                firstname=party.name or '',
                hubspot_owner_id=owners.get(party.id, '')))
        if party.id in former:
            contact['merged'] = former[party.id]
        contacts.append(contact)
    return _page(contacts=contacts)


def _figures_of(parties):
    Figures = Pool().get('mentorsync.figures')
    return {
        figures.party.id: {name: _text(getattr(figures, name)) for name in FIGURES}
        for figures in Figures.search([('party', 'in', [party.id for party in parties])])}


def _owners_of(parties):
    "Who is responsible for a party, or else works on its newest open opportunity."
    owners = {}
    for party in parties:
        if party.mentoring_responsible:
            owners[party.id] = str(party.mentoring_responsible.id)
    try:
        Opportunity = Pool().get('sale.opportunity')
    except KeyError:  # that module is not activated
        return owners
    for opportunity in Opportunity.search([
                ('party', 'in', [party.id for party in parties]),
                ('employee', '!=', None),
                ('state', 'in', ['lead', 'opportunity']),
                ], order=[('id', 'DESC')]):
        owners.setdefault(opportunity.party.id, str(opportunity.employee.id))
    return owners


def _relations(replaced):
    Relation = Pool().get('party.relation.all')
    links = []
    for relation in Relation.search([('type', '!=', None)]):
        from_, to = _present(relation.from_, replaced), _present(relation.to, replaced)
        if from_ and to and from_ != to:
            links.append({
                    'from': {'kind': 'contact', 'id': from_},
                    'to': {'kind': 'contact', 'id': to},
                    'labels': [relation.type.name]})
    return links


def _tasks(works, replaced):
    links = [
        {'from': {'kind': 'task', 'id': str(work.id)}, 'to': {'kind': 'contact', 'id': party}}
        for work in works for party in _people_of(work, replaced)]
    return _page(tasks=[_record(work, _changed(work)) for work in works], links=links)


def _people_of(work, replaced):
    "Who takes part, and the party of the nearest project around it."
    people = set(work.mentoring_parties)
    project = work.parent
    while project and not project.party:
        project = project.parent
    if project:
        people.add(project.party)
    return sorted({_present(party, replaced) for party in people} - {None})


def _owners():
    Employee = Pool().get('company.employee')
    today = datetime.date.today()
    return [
        {
            'id': str(employee.id), 'email': employee.party.email or '',
            'first_name': employee.party.name or '', 'last_name': '',
            'archived': bool(employee.end_date and employee.end_date < today)}
        for employee in Employee.search([])]


def _lists(replaced):
    Category = Pool().get('party.category')
    Member = Pool().get('party.party-party.category')
    members = {category.id: set() for category in Category.search([])}
    for member in Member.search([('category', 'in', list(members))]):
        members[member.category.id].add(_present(member.party, replaced))
    return [
        {'id': str(id_), 'contacts': sorted(contacts - {None})}
        for id_, contacts in members.items()]


def _erased():
    Party = Pool().get('party.party')
    with Transaction().set_context(active_test=False):
        return [
            {'kind': 'contact', 'id': str(party.id), 'how': 'erased'}
            for party in Party.search([('mentoring_to_erase', '=', True)])]
