"""Tags of languages: what they look like, and which language subtags there are."""

import re
from typing import Final

# RFC 5646, section 2.1, without the tags of before 2005 that fit into no pattern, such as `i-klingon`.
_WELL_FORMED: Final = re.compile(
    r"""
    (?P<language>[a-z]{2,3}) (?:-[a-z]{3}){0,3}
    (?:-[a-z]{4})?
    (?:-(?:[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
    (?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*
    (?:-x(?:-[a-z0-9]{1,8})+)?
    |x(?:-[a-z0-9]{1,8})+
    """,
    re.VERBOSE | re.IGNORECASE,
)

# The irregular tags of RFC 5646; a program that knows them takes them for what they stand for.
_IRREGULAR: Final = frozenset(
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-be-fr sgn-be-nl sgn-ch-de".split()
)

# ISO 639-1: every language subtag of two letters, with the three letters of ISO 639-2 that RFC 5646 (2.2.1) has no
# use for beside them, those of both its lists.
THREE_LETTERS: Final = {
    two: tuple(three.split("/"))
    for two, three in (
        pair.split("=")
        for pair in (
            "aa=aar ab=abk ae=ave af=afr ak=aka am=amh an=arg ar=ara as=asm av=ava ay=aym az=aze ba=bak be=bel bg=bul "
            "bi=bis bm=bam bn=ben bo=bod/tib br=bre bs=bos ca=cat ce=che ch=cha co=cos cr=cre cs=ces/cze cu=chu cv=chv "
            "cy=cym/wel da=dan de=deu/ger dv=div dz=dzo ee=ewe el=ell/gre en=eng eo=epo es=spa et=est eu=eus/baq "
            "fa=fas/per ff=ful fi=fin fj=fij fo=fao fr=fra/fre fy=fry ga=gle gd=gla gl=glg gn=grn gu=guj gv=glv ha=hau "
            "he=heb hi=hin ho=hmo hr=hrv ht=hat hu=hun hy=hye/arm hz=her ia=ina id=ind ie=ile ig=ibo ii=iii ik=ipk "
            "io=ido is=isl/ice it=ita iu=iku ja=jpn jv=jav ka=kat/geo kg=kon ki=kik kj=kua kk=kaz kl=kal km=khm kn=kan "
            "ko=kor kr=kau ks=kas ku=kur kv=kom kw=cor ky=kir la=lat lb=ltz lg=lug li=lim ln=lin lo=lao lt=lit lu=lub "
            "lv=lav mg=mlg mh=mah mi=mri/mao mk=mkd/mac ml=mal mn=mon mr=mar ms=msa/may mt=mlt my=mya/bur na=nau "
            "nb=nob nd=nde ne=nep ng=ndo nl=nld/dut nn=nno no=nor nr=nbl nv=nav ny=nya oc=oci oj=oji om=orm or=ori "
            "os=oss pa=pan pi=pli pl=pol ps=pus pt=por qu=que rm=roh rn=run ro=ron/rum ru=rus rw=kin sa=san sc=srd "
            "sd=snd se=sme sg=sag si=sin sk=slk/slo sl=slv sm=smo sn=sna so=som sq=sqi/alb sr=srp ss=ssw st=sot su=sun "
            "sv=swe sw=swa ta=tam te=tel tg=tgk th=tha ti=tir tk=tuk tl=tgl tn=tsn to=ton tr=tur ts=tso tt=tat tw=twi "
            "ty=tah ug=uig uk=ukr ur=urd uz=uzb ve=ven vi=vie vo=vol wa=wln wo=wol xh=xho yi=yid yo=yor za=zha "
            "zh=zho/chi zu=zul"
        ).split()
    )
}

# Subtags of before that still stand in the registry of RFC 5646: another is preferred, and each is understood.
_OLDER: Final = frozenset({"bh", "in", "iw", "ji", "jw", "mo", "sh"})

# Countries that are taken for their languages.
COUNTRIES: Final = {
    "at": "de", "cn": "zh", "cz": "cs", "dk": "da", "gb": "en-GB", "gr": "el", "il": "he", "jp": "ja",
    "us": "en-US", "ua": "uk", "vn": "vi",
}  # fmt: skip

TWO_LETTERS: Final = {three: two for two, threes in THREE_LETTERS.items() for three in threes}


def is_language(tag: str) -> bool:
    """Whether a tag is one of BCP 47, and its language one that there may be."""
    if tag.lower() in _IRREGULAR:
        return True
    found = _WELL_FORMED.fullmatch(tag)
    language = (found["language"] or "").lower() if found else ""
    if len(language) == 2:
        return language in THREE_LETTERS or language in _OLDER
    return found is not None and language not in TWO_LETTERS
