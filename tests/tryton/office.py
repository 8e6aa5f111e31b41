"""A small agency in Tryton, entered through its own API: people, relations, projects and tasks.

What is entered is what config/mapping.example.json reads, said the way people say it in Tryton.
"""
import datetime

from proteus import Model, Wizard


KAISA, EERO, ASA, VAINO = "Kaisa Lehtovaara", "Eero Niinikoski", "Åsa Öhman", "Väinö O'Hara"
OLD = "E. Niinikoski"  # known before everybody else, and forgotten
GROUP = ("Sanna Ilvesoja", "Juho Rautakallio", "Mikael Sjölund")


def enter(config):
    "Enters everything. Afterwards `config` works for the agency."
    _party(OLD)
    agency = _party("Agentuuri Oy")
    _enter_company(agency, config)
    programme, mentor_type = _enter_words()
    _enter_people(programme, mentor_type)
    _enter_tasks()


def party(name):
    found, = Model.get('party.party').find([('name', '=', name)])
    return found


def work(name):
    found, = Model.get('project.work').find([('name', '=', name)])
    return found


def employee(name):
    found, = Model.get('company.employee').find([('party.name', '=', name)])
    return found


def enter_employee(name):
    company, = Model.get('company.company').find([])
    entered = Model.get('company.employee')(party=party(name), company=company)
    entered.save()
    return entered


def enter_opportunity(customer, worked_on_by):
    entered = Model.get('sale.opportunity')(
        party=customer, employee=worked_on_by, description="Syyskampanja")
    entered.save()
    return entered


def _enter_company(agency, config):
    euro = Model.get('currency.currency')(name="Euro", code='EUR', symbol='€')
    euro.save()
    setup = Wizard('company.company.config')
    setup.execute('company')
    setup.form.party = agency
    setup.form.currency = euro
    setup.execute('add')
    company, = Model.get('company.company').find([])
    User = Model.get('res.user')
    admin, = User.find([('login', '=', 'admin')])
    admin.companies.append(company)
    admin.company = Model.get('company.company')(company.id)
    admin.save()
    config._context = User.get_preferences(True, config.context)


def _enter_words():
    Category = Model.get('party.category')
    programme = Category(name="Mentorointi")
    programme.save()
    Category(name="Kasvuryhmä Copy").save()
    Type = Model.get('party.relation.type')
    mentor_type = Type(name="Mentor")
    mentor_type.save()
    mentee_type = Type(name="Aktori", reverse=mentor_type)
    mentee_type.save()
    mentor_type.reverse = mentee_type
    mentor_type.save()
    Model.get('project.work.status')(
        name="Waiting", types=['task'], mentoring_state='WAITING').save()
    return programme, mentor_type


def _enter_people(programme, mentor_type):
    # Kaisa mentors Eero: she is the "Mentor" among his relations.
    kaisa = _party(KAISA, programme)
    eero = _party(EERO, programme, mentoring_goals="esiintyminen;copy")
    Model.get('party.relation.all')(from_=eero, to=kaisa, type=mentor_type).save()
    # Åsa's mentor is told by her address, Väinö's by who is responsible for him.
    _party(ASA, programme, mentoring_mentor_email="KAISA.LEHTOVAARA@agency.example")
    _party(
        VAINO, programme, mentoring_role=['aktori'],
        mentoring_responsible=enter_employee(KAISA))
    for name in GROUP:
        _party(name, programme, mentoring_group="Ryhmä 1")
    _party("Asiakas Oyj")  # nobody of the programme


def _enter_tasks():
    past, ahead = datetime.date(2026, 1, 15), datetime.date(2099, 1, 15)
    learning = _work("Kehittyminen", type='project', party=party(EERO))
    _work("Haaste: esittele idea", parent=learning, mentoring_due=past)
    _work(
        "Haaste: lue brief", "Done", parent=learning, mentoring_due=ahead, progress=1.0)
    _work(
        "Harjoittele otsikoita", "Waiting", [KAISA], parent=learning,
        mentoring_category='learning')
    _work("Haaste: soita asiakkaalle", people=[ASA], progress=0.5)
    campaign = _work("Kampanja", type='project', party=party("Asiakas Oyj"))
    _work("Lähetä tarjous", parent=campaign)


def _party(name, category=None, **values):
    entered = Model.get('party.party')(name=name, **values)
    plain = name.lower().replace("'", "").translate(str.maketrans("äöå", "aoa"))
    entered.contact_mechanisms.new(type='email', value=plain.replace(" ", ".") + "@agency.example")
    if category:
        entered.categories.append(Model.get('party.category')(category.id))
    entered.save()
    return entered


def _work(name, status="Open", people=(), type='task', **values):
    entered = Model.get('project.work')(name=name, type=type, **values)
    for person in people:
        entered.mentoring_parties.append(party(person))
    entered.status, = Model.get('project.work.status').find([
            ('name', '=', status), ('types', 'in', type)])
    entered.save()
    return entered
