"""Words of a link that say nothing of where it leads, by language.

WCAG's failure F84 gives "click here" and "more"; the tools that look for such words differ in what else they count.
Here is what names nothing. What says by itself what happens (start, open, pay, go on reading) is not here.
"""

import re
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[str, str]] = {
    "en": """
        here, click here, click, click this, click this link, click on this link, tap here, touch here, press here,
        right here, follow this link, this link, link, this, this page, this email, go here, see here, more, read more,
        learn more, find out more, discover more, see more, show more, view more, know more, more info,
        more information, info, information, details, more details, click here for more, click here to read more,
        click for more, read more here, learn more here, click me
        """,
    "fr": """
        ici, cliquez ici, cliquer ici, clique ici, cliquez, appuyez ici, par ici, ce lien, cliquez sur ce lien, lien,
        le lien, cette page, suivez ce lien, plus, en savoir plus, savoir plus, en apprendre plus, lire la suite,
        lire plus, la suite, voir plus, découvrir plus, plus d'infos, plus d'informations, plus d'info, infos,
        informations, détails, plus de détails, cliquez ici pour en savoir plus
        """,
    "pl": """
        tutaj, tu, kliknij tutaj, kliknij tu, kliknij, naciśnij tutaj, dotknij tutaj, ten link, link, w ten link,
        kliknij ten link, kliknij w ten link, kliknij link, pod tym linkiem, ta strona, więcej,
        czytaj więcej, dowiedz się więcej, zobacz więcej, pokaż więcej, więcej informacji, informacje, szczegóły,
        więcej szczegółów
        """,
    "ar": """
        هنا, اضغط هنا, انقر هنا, إضغط هنا, أنقر هنا, اضغط, انقر, من هنا, هذا الرابط, الرابط, رابط, اضغط على الرابط,
        انقر على الرابط, اضغط على هذا الرابط, انقر على هذا الرابط, هذه الصفحة, المزيد, اقرأ المزيد, إقرأ المزيد,
        اعرف المزيد, تعرف على المزيد, تعرّف على المزيد, معرفة المزيد, عرض المزيد, شاهد المزيد, لمزيد من المعلومات,
        مزيد من المعلومات, المزيد من المعلومات, معلومات, تفاصيل, التفاصيل, مزيد من التفاصيل
        """,
    "de": """
        hier, hier klicken, klicken sie hier, klick hier, klicke hier, bitte hier klicken, hier tippen, link,
        dieser link, diesem link, auf diesen link, diese seite, mehr, mehr lesen, mehr erfahren,
        erfahren sie mehr, erfahre mehr, mehr anzeigen, mehr sehen, mehr infos, mehr informationen,
        weitere informationen, infos, informationen, details, mehr details
        """,
    "es": """
        aquí, haz clic aquí, haga clic aquí, clic aquí, haz click aquí, pulsa aquí, pulse aquí, pincha aquí, toca aquí,
        este enlace, enlace, en este enlace, esta página, más, leer más, lee más, saber más, más info, ver más,
        conoce más, descubre más, más información, información, detalles, más detalles
        """,
    "it": """
        qui, clicca qui, cliccare qui, fai clic qui, fare clic qui, premi qui, tocca qui, questo link, link,
        a questo link, questa pagina, più, altro, leggi di più, leggi tutto, scopri di più,
        per saperne di più, saperne di più, mostra altro, vedi di più, maggiori informazioni, più informazioni,
        informazioni, dettagli, maggiori dettagli
        """,
    "pt": """
        aqui, clique aqui, clica aqui, clicar aqui, toque aqui, carregue aqui, este link, esse link, link,
        neste link, esta página, mais, ler mais, leia mais, saber mais, saiba mais, ver mais, veja mais, mais info,
        mais informações, informações, detalhes, mais detalhes
        """,
    "nl": """
        hier, klik hier, hier klikken, tik hier, deze link, link, via deze link, deze pagina, meer, lees meer,
        meer lezen, meer weten, kom meer te weten, ontdek meer, bekijk meer, toon meer,
        meer info, meer informatie, informatie, details, meer details
        """,
    "sv": "här, klicka här, tryck här, denna länk, länk, mer, läs mer, se mer, visa mer, mer information, information",
    "da": "her, klik her, tryk her, dette link, link, mere, læs mere, se mere, vis mere, mere information",
    "nb": "her, klikk her, trykk her, denne lenken, lenke, mer, les mer, se mer, vis mer, mer informasjon",
    "fi": "tästä, täällä, klikkaa tästä, napsauta tästä, tämä linkki, linkki, lisää, lue lisää, lisätietoja",
    "cs": "zde, klikněte zde, klikni zde, klikněte sem, sem, tento odkaz, odkaz, více, více informací",
}  # fmt: skip
_VAGUE: Final = {
    language: frozenset(" ".join(words.split()) for words in listed.split(",")) for language, listed in _WORDS.items()
}
# Signs around and between words, arrows among them; what Arabic writes above its letters belongs to the words.
_SIGNS: Final = re.compile(r"(?:[^\w\s'\u064b-\u0652]|_)+")
_HARAKAT: Final = re.compile("[\u064b-\u0652\u0640]")


def is_vague(words: str, locale: str, also: frozenset[str] = frozenset()) -> bool:
    """Whether words say nothing, in the language of a locale or in English, which may have been left in."""
    said = bare(words)
    languages = (locale.replace("_", "-").split("-")[0].lower(), "en")
    return said in also or any(said in _BARE.get(language, ()) for language in languages)


def bare(words: str) -> str:
    """Words in small letters, without the signs around them."""
    words = _HARAKAT.sub("", words.casefold().replace("\u2019", "'"))
    return " ".join(_SIGNS.sub(" ", words).split())


_BARE: Final = {language: frozenset(map(bare, listed)) for language, listed in _VAGUE.items()}
