"""Messages and texts that several tests share."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.model import Block, Line, Message, Span

HOSTILE = [
    "<!channel> everybody",
    "<@U123> <#C123|general> <!subteam^S1>",
    "<b>bold</b> <script>alert(1)</script> <a href='x'>y</a>",
    "[bold red]markup[/] [link=http://evil]x[/link] [/]",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil\x07link\x1b]8;;\x07 bell\x07",
    "abc\u202edcba\u202c \u2066isolate\u2069",
    "&lt;already&gt; &amp; escaped & not",
    "two\nlines\r\nand\ttabs\x00\x08",
    "> quoted | piped",
    "\"quotes\" and 'more'",
    "lone \ud800 surrogate",
    "کابل\u200cنیوز 👩‍👩‍👧‍👦 🇦🇫🇷🇺 é",
]
"""Headlines that try to be more than text."""

NASTY = st.text(
    st.sampled_from("<>&\"'|*_~`[]()\\/!@#:;= \n\x1b\u202e\u200d\u0301é🇦🇫👩کab") | st.characters(),
    max_size=60,
)
HREFS = st.none() | st.sampled_from(
    [
        "https://example.org/a?b=1&c=2",
        'http://example.org/"onclick="x',
        "https://example.org/a|b>c<d e",
        "javascript:alert(1)",
        "ftp://example.org/",
        "tg://resolve?domain=x",
        "https://",
        "//example.org/x",
        "http://[broken",
    ]
)
SPANS = st.builds(Span, text=NASTY, bold=st.booleans(), href=HREFS)
LINES = st.builds(Line, spans=st.lists(SPANS, max_size=4).map(tuple))
BLOCKS = st.builds(Block, lines=st.lists(LINES, max_size=5).map(tuple))
MESSAGES = st.builds(
    Message, blocks=st.lists(BLOCKS, max_size=6).map(tuple), more=st.just("/status shows all")
)


def one(text: str, href: str | None = None) -> Message:
    """A message of one span."""
    return Message((Block((Line((Span(text, href=href),)),)),))


def big(blocks: int, lines: int, chars: int, letter: str = "x") -> Message:
    """A message of a known size."""
    line = Line((Span(letter * chars),))
    return Message((Block((line,) * lines),) * blocks, more="/status russia shows all")
