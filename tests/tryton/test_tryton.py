"""Mentoring in a real Tryton: its server, its cron, its own API, and the library of this build.

    MENTORSYNC_LIBRARY=.../libmentorsync.so.0 MENTORSYNC_TRYTON_CACHE=FOLDER \\
        python3 -m unittest test_tryton
"""
import json
import pathlib
import re
import shutil
import xmlrpc.client

import case
import office
from case import MAPPING, WRITTEN, TrytonTest, without_comments
from desk import PASSWORD, SOURCE, until
from office import ASA, EERO, GROUP, KAISA, OLD, VAINO
from proteus import Model, Wizard

setUpModule = case.set_up
tearDownModule = case.tear_down


class TheFirstCycle(TrytonTest):

    def test_waits_for_consent_and_then_shows_mentoring_on_the_parties(self):
        self.configure()
        with self.desk.cron():
            until(lambda: self.result().last_run)
        refused = self.result()
        self.assertEqual(refused.last_code, 'brake_refused')
        self.assertIn("relationships new", refused.last_result)
        self.assertTrue(refused.needed)
        self.assertEqual(Model.get('mentorsync.note').find([]), [])
        self.assertEqual(Model.get('mentorsync.task').find([]), [])

        self.accept()
        self.run_cron()
        done = self.result()
        self.assertFalse(done.needed)
        self.assertFalse(done.accepted)

        eero = office.party(EERO)
        self.assertEqual(
            {(task.work.name, task.kind, task.state) for task in eero.mentoring_tasks},
            {
                ("Haaste: esittele idea", 'challenge', 'open'),
                ("Haaste: lue brief", 'challenge', 'done'),
                ("Harjoittele otsikoita", 'practice', 'waiting'),
                })
        figures, = eero.mentoring_figures
        self.assertEqual(figures.mentoring_mentor, KAISA)
        self.assertEqual(figures.mentoring_progress, 33)
        self.assertEqual(figures.mentoring_overdue, 1)
        member, = eero.mentoring_relationships
        self.assertEqual((member.role, member.others, member.ended), ('mentee', KAISA, False))
        note, = self.notes_of(EERO)
        self.assertIn("Mentorointi on käynnissä: Kasvu 2026", note)
        self.assertNotIn("<", note)

        kaisa = office.party(KAISA)
        self.assertEqual(
            {member.others for member in kaisa.mentoring_relationships}, {EERO, ASA, VAINO})
        self.assertEqual(len(kaisa.mentoring_notes), 3)
        self.assertEqual(kaisa.mentoring_figures[0].mentoring_mentees, 3)
        for name in GROUP:
            member, = office.party(name).mentoring_relationships
            self.assertEqual(set(member.others.split(", ")), set(GROUP) - {name})
        self.assertEqual(office.party("Asiakas Oyj").mentoring_notes, [])

    def test_takes_the_mentor_from_who_works_on_the_newest_open_opportunity(self):
        kaisa = office.employee(KAISA)
        eero, vaino = office.enter_employee(EERO), office.party(VAINO)
        vaino.mentoring_responsible = None
        vaino.save()
        office.enter_opportunity(vaino, kaisa)
        office.enter_opportunity(vaino, eero)
        office.enter_opportunity(vaino, kaisa).click('lost')
        self.begin()
        member, = office.party(VAINO).mentoring_relationships
        self.assertEqual((member.role, member.others), ('mentee', EERO))

    def test_uses_the_mapping_of_the_demo_but_for_the_names_of_fields(self):
        ours = json.loads(without_comments(MAPPING.read_text()))
        demo = json.loads(without_comments(
                (SOURCE / 'config' / 'mapping.example.json').read_text()))
        self.assertTrue(ours.pop('properties'))
        self.assertEqual(ours, demo)


class LaterCycles(TrytonTest):

    def test_with_nothing_new_change_nothing(self):
        self.begin()
        before = self.everything()
        self.assertTrue(all(before[table] for table in WRITTEN))
        succeeded = self.result().last_success
        self.run_cron()
        self.assertGreaterEqual(self.result().last_success, succeeded)
        self.assertEqual(self.everything(), before)

    def test_show_how_a_task_moves_on(self):
        self.begin()
        work = office.work("Haaste: esittele idea")
        work.progress = 1.0
        work.save()
        self.run_cron()
        states = {t.work.name: t.state for t in office.party(EERO).mentoring_tasks}
        self.assertEqual(states["Haaste: esittele idea"], 'done')
        self.assertEqual(office.party(EERO).mentoring_figures[0].mentoring_progress, 66)
        self.assertEqual(len(self.notes_of(EERO)), 1)

    def test_forget_a_task_that_was_deleted_and_drop_one_that_is_for_learning_no_more(self):
        self.begin()
        office.work("Haaste: lue brief").delete()
        renamed = office.work("Haaste: soita asiakkaalle")
        renamed.name = "Soita asiakkaalle"
        renamed.save()
        self.run_cron()
        self.assertEqual(len(office.party(EERO).mentoring_tasks), 2)
        self.assertEqual([task.state for task in office.party(ASA).mentoring_tasks], ['dropped'])

    def test_close_a_relation_that_ended_with_one_note(self):
        self.begin()
        relation, = office.party(EERO).relations
        relation.delete()
        self.run_cron()
        self.run_cron()
        closing = [note for note in self.notes_of(EERO) if "päättyn" in note.lower()]
        self.assertEqual(len(closing), 1, self.notes_of(EERO))
        self.assertEqual(len(self.notes_of(EERO)), 2)
        self.assertEqual(len(self.notes_of(KAISA)), 4)
        member, = office.party(EERO).mentoring_relationships
        self.assertTrue(member.ended)

    def die_before_settling(self):
        self.configure()
        self.desk.run_cron_once()
        self.accept()
        self.desk.make_due()
        script = pathlib.Path(__file__).with_name('killed_before_settling.py')
        self.assertEqual(self.desk.run_python(script), -9)

    def merge(self, party, present):
        "Tryton's own wizard puts `present` in the place of `party`."
        party.name = present.name  # it asks when they differ
        party.save()
        replace = Wizard('party.replace', models=[party])
        replace.form.destination = present
        replace.execute('replace')

    def test_write_nothing_twice_after_a_death_between_commit_and_settling(self):
        self.die_before_settling()
        written = self.everything()
        self.assertTrue(written['mentorsync_note'])
        self.run_cron()
        self.assertEqual(self.everything(), written)
        self.run_cron()
        self.assertEqual(self.everything(), written)

    def test_do_not_write_a_note_again_that_a_person_deleted(self):
        self.begin()
        office.party(EERO).mentoring_notes[0].delete()
        self.run_cron()
        self.assertEqual(self.notes_of(EERO), [])

    def test_keep_a_relationship_when_its_people_are_merged(self):
        self.begin()
        eero = office.party(EERO)
        double = Model.get('party.party')(name=EERO)
        double.save()
        self.merge(eero, double)
        self.run_cron()
        double.reload()
        member, = double.mentoring_relationships
        self.assertEqual((member.role, member.others, member.ended), ('mentee', KAISA, False))
        self.assertEqual(len(double.mentoring_tasks), 3)
        self.assertEqual(len(double.mentoring_notes), 1)
        self.assertEqual(len(office.party(KAISA).mentoring_relationships), 3)
        self.assertEqual(len(office.party(KAISA).mentoring_notes), 3)
        with self.config.set_context(active_test=False):
            eero.reload()
            self.assertEqual(eero.mentoring_relationships, [])

    def test_call_a_relationship_by_its_older_name_when_its_people_are_merged(self):
        self.begin()
        eero = office.party(EERO)
        self.merge(office.party(OLD), eero)
        self.run_cron()
        eero.reload()
        member, = eero.mentoring_relationships
        self.assertEqual((member.others, member.ended), (KAISA, False))
        self.assertEqual(len(eero.mentoring_tasks), 3)

    def test_write_no_note_twice_when_the_state_is_lost_and_people_were_merged(self):
        self.begin()
        before = Model.get('mentorsync.note').find([])
        shutil.rmtree(self.desk.folder / 'state')
        # Eero's relationship is named by the older of the two from now on, and so are its notes.
        self.merge(office.party(OLD), office.party(EERO))
        self.desk.run_cron_once()
        self.accept()
        self.run_cron()
        self.assertEqual(Model.get('mentorsync.note').find([]), before)

    def test_forget_a_party_that_was_erased(self):
        self.begin()
        eero = office.party(EERO)
        eero.active = False
        eero.save()
        erase = Wizard('party.erase', models=[eero])
        erase.execute('erase')
        self.assertEqual(len(self.notes_of(KAISA)), 2)
        self.run_cron()
        with self.config.set_context(active_test=False):
            erased = Model.get('party.party')(eero.id)
            self.assertFalse(erased.mentoring_goals)
            self.assertFalse(erased.mentoring_to_erase)
            self.assertEqual(erased.mentoring_notes, [])
            self.assertEqual(erased.mentoring_tasks, [])
        self.assertEqual(len(office.party(KAISA).mentoring_relationships), 2)


class WhatGoesWrong(TrytonTest):

    def test_is_shown_where_mentoring_is_configured_and_logged(self):
        self.configure(self.desk.folder / 'nowhere.json')
        self.desk.run_cron_once()
        result = self.result()
        self.assertEqual(result.last_code, 'configuration')
        self.assertIn('nowhere.json', result.last_result)
        self.assertFalse(result.last_success)
        self.assertIn("mentorsync: configuration: ", self.desk.log.read_text())

    def test_is_shown_when_the_library_is_not_there(self):
        text = self.desk.configuration.read_text()
        self.desk.configuration.write_text(
            re.sub(r"library = .*", "library = /nowhere/libmentorsync.so.0", text))
        self.configure()
        self.desk.run_cron_once()
        result = self.result()
        self.assertEqual(result.last_code, 'failed')
        self.assertIn('/nowhere/libmentorsync.so.0', result.last_result)
        self.assertIn("mentorsync: failed: OSError", self.desk.log.read_text())

    def test_a_field_that_tryton_does_not_have_is_told_by_its_place(self):
        mapping = self.desk.folder / 'mapping.json'
        mapping.write_text(MAPPING.read_text().replace('"mentoring_due"', '"mentoring_dew"'))
        self.configure(mapping)
        self.desk.run_cron_once()
        result = self.result()
        self.assertEqual(result.last_code, 'configuration')
        self.assertIn('mentoring_dew', result.last_result)

    def test_does_nothing_while_it_is_not_enabled(self):
        self.desk.run_cron_once()
        self.assertFalse(self.result().last_run)


class Languages(TrytonTest):

    def field(self, language):
        "What this language calls a field of the module."
        with self.config.set_context(language=language):
            fields = Model.get('party.party')._proxy.fields_get(
                ['mentoring_role'], self.config.context)
        return fields['mentoring_role']['string']

    def test_are_finnish_and_where_somebody_makes_it_swedish(self):
        self.assertEqual(self.field('en'), "Mentoring Role")
        self.assertEqual(self.field('fi'), "Mentorointirooli")
        swedish = Model.get('ir.lang')(name="Swedish", code='sv')
        swedish.save()
        swedish.click('load_translations')
        self.assertEqual(self.field('sv'), "Mentorskapsroll")


class OtherUsers(TrytonTest):

    def setUp(self):
        super().setUp()
        self.begin()
        User = Model.get('res.user')
        company, = Model.get('company.company').find([])
        salla = User(name="Salla", login='salla', password=PASSWORD)
        salla.companies.append(company)
        salla.company = Model.get('company.company')(company.id)
        planners, = Model.get('res.group').find([('name', '=', "Project Administration")])
        salla.groups.append(planners)
        salla.save()
        self.server = xmlrpc.client.ServerProxy(
            self.desk.address('salla'), allow_none=True, use_builtin_types=True)
        self.context = self.call('res.user.get_preferences', True)

    def call(self, method, *arguments):
        context = getattr(self, 'context', {})
        return getattr(self.server, 'model.' + method)(*arguments, context)

    def assert_refused(self, model, id_, name):
        with self.subTest(model=model, field=name):
            with self.assertRaisesRegex(xmlrpc.client.Fault, "not allowed to (access|read)"):
                self.call(model + '.read', [id_], [name])

    def test_see_no_notes_tasks_and_figures(self):
        self.assert_refused('mentorsync.note', 1, 'message')
        self.assert_refused('mentorsync.task', 1, 'state')
        self.assert_refused('mentorsync.figures', 1, 'mentoring_mentor')
        self.assert_refused('mentorsync.relationship', 1, 'key')
        self.assert_refused('mentorsync.relationship.member', 1, 'role')
        self.assert_refused('mentorsync.configuration', 1, 'state')

    def test_may_delete_a_task_without_seeing_what_it_is_for(self):
        work = office.work("Haaste: lue brief")
        self.call('project.work.delete', [work.id])
        self.assertEqual(Model.get('mentorsync.task').find([('work', '=', work.id)]), [])

    def test_see_parties_and_tasks_without_what_they_say_of_mentoring(self):
        for model, record, name, ours in (
                ('party.party', office.party(EERO), EERO, [
                    'mentoring_role', 'mentoring_mentor_email', 'mentoring_responsible',
                    'mentoring_group', 'mentoring_goals', 'mentoring_to_erase']),
                ('project.work', office.work("Haaste: lue brief"), "Haaste: lue brief", [
                    'mentoring_parties', 'mentoring_category', 'mentoring_due'])):
            shown = self.call(model + '.fields_view_get', None, 'form')['fields']
            self.assertIn('name', shown)
            self.assertLessEqual(
                {field for field in shown if field.startswith('mentoring')}, {'mentoring_state'})
            read, = self.call(model + '.read', [record.id], ['name'])
            self.assertEqual(read['name'], name)
            for field in ours:
                self.assert_refused(model, record.id, field)
