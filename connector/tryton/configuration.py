"""Where mentoring is configured, and the cycle that Tryton's own cron runs."""
import datetime
import logging
import secrets

from trytond import backend
from trytond.config import config
from trytond.i18n import gettext
from trytond.model import ModelSingleton, ModelSQL, ModelView, fields
from trytond.pool import PoolMeta
from trytond.pyson import Bool, Eval
from trytond.transaction import Transaction

from . import offering, writing
from .library import Engine, EngineError, load

logger = logging.getLogger(__name__)

_AT_ONCE = 100  # things written in one transaction
_MOST_SHOWN = 20  # records that need attention


class Configuration(ModelSingleton, ModelSQL, ModelView):
    "Mentoring Configuration"
    __name__ = 'mentorsync.configuration'
    enabled = fields.Boolean("Enabled", help="Whether the scheduled action does anything.")
    mapping = fields.Char(
        "Mapping", states={'required': Bool(Eval('enabled'))}, depends=['enabled'],
        help="The path of the mapping file, as the server sees it.")
    state = fields.Char(
        "State", states={'required': Bool(Eval('enabled'))}, depends=['enabled'],
        help="The path of the file in which mentorsync remembers; it is made when it is missing.")
    portal = fields.Char(
        "Portal", readonly=True,
        help="The number that stands for this database. The keys of notes are made from it.")
    last_run = fields.DateTime("Last Run", readonly=True)
    last_success = fields.DateTime("Last Success", readonly=True)
    last_code = fields.Char("Last Code", readonly=True)
    last_result = fields.Text("Last Result", readonly=True)
    needed = fields.Char(
        "Hash to Accept", readonly=True, states={'invisible': ~Eval('needed')},
        help="The next run does what the last result describes once somebody accepts this.")
    accepted = fields.Char(
        "Accepted Hash", readonly=True, states={'invisible': ~Eval('accepted')})

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls._buttons.update({
                'accept': {
                    'invisible': ~Eval('needed') | Bool(Eval('accepted')),
                    'depends': ['needed', 'accepted'],
                    },
                'run': {
                    'readonly': ~Eval('enabled'),
                    'depends': ['enabled'],
                    },
                })

    @classmethod
    @ModelView.button
    def accept(cls, configurations):
        for configuration in configurations:
            configuration.accepted = configuration.needed
            configuration.save()

    @classmethod
    @ModelView.button
    def run(cls, configurations):
        with Transaction().set_user(0):
            cls.cycle()

    @classmethod
    def cycle(cls):
        """Runs one cycle. Commits what it writes before it tells the engine so.

        A failure of the engine is logged and shown on the form. Any other is shown there and
        raised.
        """
        configuration = cls(1)
        if not configuration.enabled:
            return
        try:
            result = _Cycle(configuration).run()
        except EngineError as error:
            logger.error("mentorsync: %s: %s", error.code, error)
            configuration._show(error.code, str(error))
        except backend.DatabaseOperationalError:
            raise  # whoever called this tries it again
        except Exception as error:
            logger.error("mentorsync: failed: %s", type(error).__name__)
            Transaction().rollback()
            cls(1)._show('failed', "%s: %s" % (type(error).__name__, error))
            Transaction().commit()
            raise
        else:
            logger.info("mentorsync: ok: %s", result.partition("\n")[0])
            configuration._show('ok', result)

    def _show(self, code, result):
        self.last_run = datetime.datetime.now()
        self.last_code = code
        self.last_result = result
        if code == 'ok':
            self.last_success = self.last_run
        self.save()


class _Cycle:
    "One cycle of a configuration."

    def __init__(self, configuration):
        self._configuration = configuration
        if not configuration.portal:
            configuration.portal = str(secrets.randbelow(9 * 10**14) + 10**14)
            configuration.save()
            Transaction().commit()  # for ever, whatever comes of this cycle

    def run(self):
        library = load(config.get('mentorsync', 'library', default='libmentorsync.so.0'))
        with Engine(library, self._settings(), _log) as engine:
            engine.set_schema(offering.schema(self._configuration.portal))
            for document in offering.records():
                engine.put_records(document)
            report = self._decide(engine)
            writing.clear_erased()
            writing.write_relationships(engine.relationships())
            written = self._tell(engine)
        return self._summary(report, written)

    def _settings(self):
        return {
            'store': 'sqlite:' + self._configuration.state,
            'portals': [{
                    'name': 'tryton', 'crm': {'kind': 'host'},
                    'mapping': self._configuration.mapping}],
            }

    def _decide(self, engine):
        "What a person accepted is kept until the engine has seen it."
        configuration = self._configuration
        try:
            report = engine.cycle(configuration.accepted or '')
        except EngineError as error:
            if error.code != 'brake_refused':
                raise
            plan = engine.plan()
            configuration.needed, configuration.accepted = plan['acceptance'], None
            reasons = " ".join(brake['reason'] for brake in plan['brakes'])
            raise EngineError(error.code, gettext(
                    'mentorsync.msg_refused', reasons=reasons, **plan['counts'])) from error
        configuration.needed = configuration.accepted = None
        return report

    @staticmethod
    def _tell(engine):
        "Writes everything that is to be written; how many things that was."
        written = 0
        while True:
            taken = engine.take(_AT_ONCE)
            settled = writing.write(taken)
            # Committed first: after a crash in between the engine hands the same out again.
            Transaction().commit()
            if settled['settled']:
                engine.settle(settled)
            written += len(settled['settled'])
            if not taken['more']:
                return written

    @staticmethod
    def _summary(report, written):
        records = report['records']
        failing = records['failing']
        lines = [gettext(
                'mentorsync.msg_done', in_sync=records['in_sync'],
                excluded=sum(records['excluded'].values()), failing=len(failing),
                written=written)]
        lines += [
            "%s %s: %s" % (record['kind'], record['id'], record['reason'])
            for record in failing[:_MOST_SHOWN]]
        return "\n".join(lines)


def _log(level, line):
    logger.log(level, "%s", line)


class Cron(metaclass=PoolMeta):
    __name__ = 'ir.cron'

    @classmethod
    def __setup__(cls):
        super().__setup__()
        cls.method.selection.append(('mentorsync.configuration|cycle', "Synchronize Mentoring"))
