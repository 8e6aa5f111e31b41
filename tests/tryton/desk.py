"""A real Tryton for a test: a database in a folder of its own, its server, and its cron."""
import contextlib
import hashlib
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.parse

import proteus.config
from proteus import Model
from trytond import __version__ as tryton_version

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MODULES = ['party', 'party_relationship', 'project', 'sale_opportunity']
PASSWORD = "Qw7kfzX2mHd9"
_DEADLINE = 60


def make_template(folder, cache):
    "A database with this module and nothing in it. What Tryton itself needs is kept in `cache`."
    base = cache / ('tryton-%s.sqlite' % hashlib.sha256(
        repr((tryton_version, MODULES, PASSWORD)).encode()).hexdigest()[:16])
    desk = Desk(folder)
    if not base.exists():
        desk.admin('-u', *MODULES, '--activate-dependencies', '--email', 'root@agency.example')
        cache.mkdir(parents=True, exist_ok=True)
        shutil.copy(desk.database, base.with_suffix('.new'))
        os.replace(base.with_suffix('.new'), base)
    shutil.copy(base, desk.database)
    desk.admin('-u', 'ir', 'res', 'mentorsync', '-l', 'fi')
    return desk


class Desk:
    "One database, `office`, in `folder`; a copy of the one at `template`."

    def __init__(self, folder, template=None):
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / 'office.sqlite'
        if template:
            shutil.copy(template, self.database)
        else:
            self.database.touch()
        self.log = folder / 'tryton.log'
        self._port = None
        self._install_module()
        self._write_configuration()

    def _install_module(self):
        # The way of a Python package that is installed beside Tryton.
        path = self.folder / 'python'
        modules = path / 'trytond' / 'modules'
        modules.mkdir(parents=True)
        (modules / 'mentorsync').symlink_to(SOURCE / 'connector' / 'tryton')
        about = path / 'mentorsync.egg-info'
        about.mkdir()
        (about / 'PKG-INFO').write_text("Metadata-Version: 1.0\nName: mentorsync\nVersion: 6.0.0\n")
        (about / 'entry_points.txt').write_text(
            "[trytond.modules]\nmentorsync = trytond.modules.mentorsync\n")
        self.environment = dict(
            os.environ, PYTHONPATH=str(path), PYTHONDONTWRITEBYTECODE='1', PYTHONWARNINGS='ignore')

    def _write_configuration(self):
        self._port = _free_port()
        # Every call checks the password: this way of keeping it takes no time.
        passlib = self.folder / 'passlib.ini'
        passlib.write_text(
            "[passlib]\nschemes = pbkdf2_sha512\npbkdf2_sha512__default_rounds = 1\n")
        self.configuration = self.folder / 'trytond.conf'
        self.configuration.write_text(
            "[database]\nuri = sqlite://\npath = %s\n[web]\nlisten = 127.0.0.1:%d\n"
            "[password]\npasslib = %s\n[mentorsync]\nlibrary = %s\n"
            % (self.folder, self._port, passlib, os.environ['MENTORSYNC_LIBRARY']))
        password = self.folder / 'password'
        password.write_text(PASSWORD)
        self.environment['TRYTONPASSFILE'] = str(password)

    def command(self, program, *arguments):
        return [program, '-c', str(self.configuration), '-d', 'office', *arguments]

    def _run(self, command, environment=None):
        with open(self.log, 'ab') as log:
            return subprocess.run(
                command, env=environment or self.environment, stdout=log, stderr=log,
                timeout=10 * _DEADLINE).returncode

    def admin(self, *arguments):
        if self._run(self.command('trytond-admin', *arguments)) != 0:
            raise RuntimeError(self.log.read_text()[-4000:])

    @contextlib.contextmanager
    def server(self):
        "Serves the database, and points proteus at it."
        with open(self.log, 'ab') as log:
            server = subprocess.Popen(
                self.command('trytond', '-v'), env=self.environment, stdout=log, stderr=log)
        try:
            yield self._connect(server)
        finally:
            server.terminate()
            server.wait()

    def address(self, user):
        return 'http://%s:%s@127.0.0.1:%d/office/' % (
            user, urllib.parse.quote(PASSWORD), self._port)

    def form(self, record):
        "Where Tryton's client shows a record."
        return 'tryton://127.0.0.1:%d/office/model/%s/%d' % (
            self._port, type(record).__name__, record.id)

    def _connect(self, server):

        def connected():
            if server.poll() is not None:
                raise RuntimeError(self.log.read_text()[-4000:])
            with contextlib.suppress(ConnectionError):
                return proteus.config.set_xmlrpc(self.address('admin'))

        return until(connected)

    @contextlib.contextmanager
    def cron(self):
        "Tryton's cron as a service: it looks for what is due at once, and every minute."
        with open(self.log, 'ab') as log:
            cron = subprocess.Popen(
                self.command('trytond-cron', '-v'), env=self.environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            cron.terminate()
            cron.wait()

    @staticmethod
    def make_due():
        "Lets the next cron run the cycle, whenever that was last."
        cron, = Model.get('ir.cron').find([('method', '=', 'mentorsync.configuration|cycle')])
        cron.next_call = None
        cron.save()

    def run_cron_once(self):
        self.make_due()
        if self._run(self.command('trytond-cron', '-v', '--once')) != 0:
            raise RuntimeError(self.log.read_text()[-4000:])

    def run_python(self, script, *arguments):
        "Runs a script that uses this database by itself; its exit status."
        command = ['/usr/bin/python3', str(script), str(self.configuration), *arguments]
        return self._run(command)


def until(wanted):
    "What `wanted` returns, as soon as that is something."
    end = time.monotonic() + _DEADLINE
    while time.monotonic() < end:
        found = wanted()
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError("this did not come true in %d seconds" % _DEADLINE)


def _free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]
