"""Tryton's own desktop client, as it is, with somebody at it who knows the password and a tab.

    TRYTON_PASSWORD=... client.py -u USER TRYTON_URL TAB

Says `ready` once the form of the address is there and shows the tab.
"""
import os
import sys

import gi

gi.require_version('Gtk', '3.0')

from gi.repository import GLib, Gtk  # noqa: E402

tab = sys.argv.pop()

from tryton import client  # noqa: E402
from tryton.common import common  # noqa: E402

_SIZE = 1240, 860


def notebooks(widget):
    if isinstance(widget, Gtk.Notebook):
        yield widget
    if isinstance(widget, Gtk.Container):
        for child in widget.get_children():
            yield from notebooks(child)


def pages_called(name):
    for window in Gtk.Window.list_toplevels():
        for notebook in notebooks(window):
            for number in range(notebook.get_n_pages()):
                label = notebook.get_tab_label(notebook.get_nth_page(number))
                parts = label.get_children() if isinstance(label, Gtk.Container) else [label]
                if any(isinstance(p, Gtk.Label) and p.get_text() == name for p in parts):
                    yield window, notebook, number


def wait_for_form():
    for window, _, _ in pages_called(tab):
        window.move(0, 0)
        window.resize(*_SIZE)
        GLib.timeout_add(1000, show_tab)  # the form shows its first page when it has its record
        return False
    return True


def show_tab():
    for _, notebook, number in pages_called(tab):
        notebook.set_current_page(number)
    GLib.timeout_add(1500, lambda: print("ready", flush=True))  # it has drawn itself by then
    return False


common.Login.get_password = classmethod(lambda cls, message: os.environ['TRYTON_PASSWORD'])
GLib.timeout_add(200, wait_for_form)
client.main()
