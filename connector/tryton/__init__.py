"""Mentoring in Tryton: tasks, notes and figures of mentorsync, on Tryton's own cron."""
from trytond.pool import Pool

from . import configuration, note, party, relationship, work


def register():
    Pool.register(
        configuration.Configuration,
        configuration.Cron,
        relationship.Relationship,
        relationship.Member,
        relationship.Task,
        note.Note,
        note.NoteParty,
        party.Party,
        party.Figures,
        work.WorkStatus,
        work.Work,
        work.WorkParty,
        module='mentorsync', type_='model')
    Pool.register(
        party.Replace,
        party.Erase,
        module='mentorsync', type_='wizard')
