"""What the tests of the module share: a template of a database, and a case with a copy of it."""
import os
import pathlib
import re
import sqlite3
import tempfile
import unittest

import office
from desk import SOURCE, Desk, make_template
from proteus import Model

MAPPING = SOURCE / 'config' / 'mapping.tryton.example.json'
# Where the module writes.
WRITTEN = [
    'mentorsync_relationship', 'mentorsync_relationship_member', 'mentorsync_task',
    'mentorsync_note', 'mentorsync_note-party_party', 'mentorsync_figures', 'party_party',
    'project_work']

_folder = None
_template = None


def set_up():
    global _folder, _template
    _folder = tempfile.TemporaryDirectory()
    desk = make_template(
        pathlib.Path(_folder.name) / 'template',
        pathlib.Path(os.environ['MENTORSYNC_TRYTON_CACHE']))
    with desk.server() as config:
        office.enter(config)
    _template = desk.database


def tear_down():
    _folder.cleanup()


def without_comments(text):
    return re.sub(r'("(?:\\.|[^"\\])*")|//[^\n]*', lambda match: match.group(1) or '', text)


def configure(desk, mapping=MAPPING):
    configuration = Model.get('mentorsync.configuration')(1)
    configuration.mapping = str(mapping)
    configuration.state = str(desk.folder / 'state' / 'state.db')
    configuration.enabled = True
    configuration.save()
    return configuration


class TrytonTest(unittest.TestCase):

    def setUp(self):
        self.desk = Desk(pathlib.Path(_folder.name) / self.id(), _template)
        server = self.desk.server()
        self.config = server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        User = Model.get('res.user')
        self.config._context = User.get_preferences(True, self.config.context)

    def configure(self, mapping=MAPPING):
        configure(self.desk, mapping)

    def result(self):
        return Model.get('mentorsync.configuration')(1)

    def accept(self):
        self.result().click('accept')

    def begin(self):
        "The first cycle, with a person's consent."
        self.configure()
        self.desk.run_cron_once()
        self.accept()
        self.run_cron()

    def run_cron(self):
        self.desk.run_cron_once()
        result = self.result()
        self.assertEqual(result.last_code, 'ok', result.last_result)

    def everything(self):
        with sqlite3.connect(self.desk.database) as database:
            return {
                table: database.execute('SELECT * FROM "%s" ORDER BY id' % table).fetchall()
                for table in WRITTEN}

    def notes_of(self, name):
        return [note.message for note in office.party(name).mentoring_notes]
