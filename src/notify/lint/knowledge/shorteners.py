"""Hosts whose addresses stand for other addresses, for anybody who asks.

More than half are in SpamAssassin's list, too (25_url_shortener.cf); the others we know ourselves. Not here are a
company's own short hosts, which lead to it and nowhere else: youtu.be, wa.me, t.me, fb.me, amzn.to, aka.ms, g.page,
maps.app.goo.gl.
"""

from typing import Final

SHORTENERS: Final = frozenset(
    """
    adf.ly bit.do bit.ly bitly.com bl.ink buff.ly clck.ru cutt.ly dlvr.it goo.gl hyperurl.co ift.tt is.gd j.mp kutt.it
    lnkd.in mcaf.ee ow.ly rb.gy rebrand.ly s.id short.gy short.io shorte.st shorturl.at snip.ly snipurl.com soo.gd
    spoo.me su.pr t.co t.ly t2m.io tiny.cc tiny.one tinyurl.com tr.im trib.al urlz.fr u.to v.gd x.co
    """.split()
)
