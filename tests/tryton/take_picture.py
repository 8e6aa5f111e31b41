"""Takes docs/tryton-party.png: a party with its mentoring, in Tryton's own client.

    MENTORSYNC_LIBRARY=.../libmentorsync.so.0 MENTORSYNC_TRYTON_CACHE=FOLDER take_picture.py FILE

Needs tryton-client, xvfb and imagemagick beside what the tests need.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import office
from case import configure
from desk import PASSWORD, make_template
from proteus import Model

_SCREEN = '1240x860'


def begin(desk):
    "Enters the office, and runs the first cycle with consent."
    configuration = configure(desk)
    desk.run_cron_once()
    configuration.reload()
    configuration.click('accept')
    desk.run_cron_once()


def finish_installation():
    "So that the client does not begin with the list of what is to be configured."
    for item in Model.get('ir.module.config_wizard.item').find([('state', '=', 'open')]):
        item.state = 'done'
        item.save()


def photograph(desk, party, picture):
    with tempfile.TemporaryDirectory() as home:
        settings = pathlib.Path(home) / 'tryton.conf'
        settings.write_text("[login]\nprofile = Agentuuri\n")
        read, write = os.pipe()
        screen = subprocess.Popen(
            ['Xvfb', '-displayfd', str(write), '-screen', '0', _SCREEN + 'x24', '-nolisten', 'tcp'],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        environment = dict(
            os.environ, HOME=home, TRYTON_PASSWORD=PASSWORD, LC_ALL='C.UTF-8',
            DISPLAY=':' + os.fdopen(read).readline().strip())
        client = subprocess.Popen(
            ['/usr/bin/python3', str(pathlib.Path(__file__).with_name('client.py')),
                '-c', str(settings), '-u', 'admin', desk.form(party), "Mentoring"],
            env=environment, stdout=subprocess.PIPE, text=True)
        try:
            for line in client.stdout:
                if line == "ready\n":
                    break
            else:
                raise RuntimeError("the client ended")
            subprocess.run(
                ['import', '-window', 'root', '-strip', '+dither', '-colors', '48', picture],
                env=environment, check=True)
        finally:
            client.kill()
            client.wait()
            screen.terminate()
            screen.wait()


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = make_template(
            pathlib.Path(folder) / 'desk', pathlib.Path(os.environ['MENTORSYNC_TRYTON_CACHE']))
        with desk.server() as config:
            office.enter(config)
            finish_installation()
            begin(desk)
            photograph(desk, office.party(office.EERO), sys.argv[1])


if __name__ == '__main__':
    main()
