"""The body of a note, for a field of plain text."""
from html.parser import HTMLParser

_ENDS_A_LINE = {'p', 'li', 'h3', 'h4'}


class _Reader(HTMLParser):

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ''

    def handle_starttag(self, tag, attributes):
        if tag == 'li':
            self.text += '- '
        elif tag == 'br':
            self.text += '\n'

    def handle_endtag(self, tag):
        if tag in _ENDS_A_LINE:
            self.text += '\n'

    def handle_data(self, data):
        if data.strip() or '\n' not in data:  # not what only lays out the HTML
            self.text += data.replace('\n', ' ')


def plain_text(html):
    "Its words; paragraphs and items of lists as lines."
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text.strip()
