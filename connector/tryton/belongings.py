"""What goes with a record when that is deleted."""
from trytond.pool import Pool
from trytond.transaction import Transaction


def delete_belongings(records, field, models):
    """Deletes the records of `models` whose `field` is one of `records`.

    Tryton would do so by itself, but with the rights of whoever deletes the record, and those need
    not be the rights to see its mentoring.
    """
    ids = [record.id for record in records]
    with Transaction().set_context(_check_access=False, active_test=False):
        for name in models:
            Model = Pool().get(name)
            Model.delete(Model.search([(field, 'in', ids)]))
