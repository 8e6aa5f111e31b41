"""A small agency in Tryton, entered through its own API: people, relations, projects and tasks.

What is entered is what config/mapping.example.json reads, said the way people say it in Tryton.
"""
import datetime

from proteus import Model, Wizard


class Office:
    "The records that a test speaks of, by name."

    def __init__(self, config):
        self._config = config
        self.parties = {}
        self.works = {}
        self._enter()

    def _enter(self):
        self._enter_company()
        self._enter_words()
        self._enter_people()
        self._enter_tasks()

    def _enter_company(self):
        euro = Model.get('currency.currency')(name="Euro", code='EUR', symbol='€')
        euro.save()
        self.agency = self._party("Agentuuri Oy")
        setup = Wizard('company.company.config')
        setup.execute('company')
        setup.form.party = self.agency
        setup.form.currency = euro
        setup.execute('add')
        self.company, = Model.get('company.company').find([])
        User = Model.get('res.user')
        admin, = User.find([('login', '=', 'admin')])
        admin.companies.append(self.company)
        admin.company = Model.get('company.company')(self.company.id)
        admin.save()
        self._config._context = User.get_preferences(True, self._config.context)

    def _enter_words(self):
        Category = Model.get('party.category')
        self.programme = Category(name="Mentorointi")
        self.programme.save()
        copy = Category(name="Kasvuryhmä Copy")
        copy.save()
        Type = Model.get('party.relation.type')
        self.mentor_type = Type(name="Mentor")
        self.mentor_type.save()
        mentee_type = Type(name="Aktori", reverse=self.mentor_type)
        mentee_type.save()
        self.mentor_type.reverse = mentee_type
        self.mentor_type.save()
        self.copy = copy
        Status = Model.get('project.work.status')
        waiting = Status(name="Waiting", types=['task'], mentoring_state='WAITING')
        waiting.save()
        self.waiting = waiting
        self.open, = Status.find([('name', '=', "Open")])
        self.done, = Status.find([('name', '=', "Done")])

    def _enter_people(self):
        # Kaisa mentors Eero, who has her as "Mentor" among his relations.
        self._member("Kaisa Lehtovaara")
        self._member("Eero Niinikoski", mentoring_goals="esiintyminen;copy")
        self._relate("Eero Niinikoski", "Kaisa Lehtovaara")
        # Åsa's mentor is told by address, Väinö's by who is responsible for him.
        self._member("Åsa Öhman", mentoring_mentor_email="KAISA.LEHTOVAARA@agency.example")
        employee = Model.get('company.employee')(
            party=self.parties["Kaisa Lehtovaara"], company=self.company)
        employee.save()
        self._member("Väinö O'Hara", mentoring_role=['aktori'], mentoring_responsible=employee)
        for name in ("Sanna Ilvesoja", "Juho Rautakallio", "Mikael Sjölund"):
            self._member(name, mentoring_group="Ryhmä 1")
        self._party("Asiakas Oyj")  # nobody of the programme

    def _enter_tasks(self):
        learning = self._work("Kehittyminen", type='project', party=self.parties["Eero Niinikoski"])
        self.learning = learning
        kaisa = self.parties["Kaisa Lehtovaara"]
        past, ahead = datetime.date(2026, 1, 15), datetime.date(2099, 1, 15)
        self._work("Haaste: esittele idea", parent=learning, mentoring_due=past)
        self._work("Haaste: lue brief", parent=learning, mentoring_due=ahead,
            status=self.done, progress=1.0)
        self._work("Harjoittele otsikoita", parent=learning, mentoring_category='learning',
            mentoring_parties=[kaisa], status=self.waiting)
        self._work("Haaste: soita asiakkaalle",
            mentoring_parties=[self.parties["Åsa Öhman"]], progress=0.5)
        sales = self._work("Kampanja", type='project', party=self.parties["Asiakas Oyj"])
        self._work("Lähetä tarjous", parent=sales)

    def _member(self, name, **values):
        party = self._party(name, **values)
        party.categories.append(Model.get('party.category')(self.programme.id))
        party.save()

    def _party(self, name, **values):
        party = Model.get('party.party')(name=name, **values)
        address = ".".join(name.lower().replace("'", "").split()) + "@agency.example"
        party.contact_mechanisms.new(type='email', value=address)
        party.save()
        self.parties[name] = party
        return party

    def _relate(self, mentee, mentor):
        relation = Model.get('party.relation.all')(
            from_=self.parties[mentee], to=self.parties[mentor], type=self.mentor_type)
        relation.save()

    def _work(self, name, type='task', mentoring_parties=(), **values):
        work = Model.get('project.work')(name=name, type=type, **values)
        for party in mentoring_parties:
            work.mentoring_parties.append(Model.get('party.party')(party.id))
        if work.status is None:
            work.status = self.open
        work.save()
        self.works[name] = work
        return work
