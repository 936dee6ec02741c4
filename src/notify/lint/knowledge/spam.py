"""Phrases that readers and filters know from spam, by language.

They are of the kinds that public lists warn of: SpamAssassin's tests of phrases (rules/20_phrases.cf) and HubSpot's
list of trigger words for English, Mailjet's lists for French and German, and those of Mindbaz and Mailmeteor for
Spanish. For Polish and Arabic we found no such list to go by: what is here says the same as the others. A word that
honest mail has too, such as "free" or "offer", stands here only in the company that makes it suspicious.
"""

from typing import Final

_LISTS: Final = {
    "en": """
        100% free | 100% guaranteed | 100% satisfied | act immediately | act now | additional income |
        as seen on tv | be your own boss | big bucks | buy direct | buy now | call now | cash bonus |
        cents on the dollar | claim your prize | click below | consolidate debt | credit card offers |
        dear friend | double your | earn extra cash | earn money | eliminate debt | extra cash |
        extra income | fast cash | financial freedom | for instant access | free consultation | free gift |
        free investment | free money | get out of debt | get rich | great offer | guaranteed income |
        incredible deal | instant earnings | join millions | limited time offer | lose weight |
        lowest price | lowest rates | make money | million dollars | money back guarantee |
        multi-level marketing | no catch | no credit check | no gimmick | no hidden costs | no investment |
        no obligation | no purchase necessary | no questions asked | no strings attached |
        obligation free | once in a lifetime | one hundred percent free | one time only | online pharmacy |
        order now | passive income | potential earnings | pure profit | risk free | risk-free |
        satisfaction guaranteed | save big | serious cash | supplies are limited | this is not spam |
        this isn't spam | this won't last | time limited | unlimited income | unsecured credit | viagra |
        weight loss | what are you waiting for | while supplies last | while you sleep | win big |
        work from home | you are a winner | you have been selected | you won't believe | you're a winner""",
    "fr": """
        100 % garanti | 100 % gratuit | 100 % satisfait | achetez maintenant | agissez maintenant |
        agissez vite | argent facile | argent rapide | arrondissez vos fins de mois |
        augmentez vos revenus | cadeau gratuit | ceci n'est pas du spam | ceci n'est pas un spam |
        cliquez ci-dessous | commandez maintenant | crédit immédiat | crédit rapide | devenez riche |
        doublez vos revenus | entièrement gratuit | gagnez de l'argent | garanti à 100 % |
        gratuit et sans engagement | incroyable mais vrai | investissement sans risque |
        liberté financière | n'attendez plus | occasion unique | offre exceptionnelle | offre exclusive |
        offre incroyable | offre limitée | offre à durée limitée | perdez du poids | perdre du poids |
        plus que quelques heures | prix cassés | prix imbattable | prix le plus bas | profitez-en vite |
        rachat de crédit | remboursement garanti | revenus complémentaires | revenus passifs |
        sans aucun risque | sans obligation d'achat | satisfait ou remboursé | soldes exceptionnels |
        stocks limités | tentez votre chance | travail à domicile | travaillez chez vous | vente flash |
        viagra | votre gain | vous avez gagné | vous avez été sélectionné | vous avez été tiré au sort |
        vous êtes le gagnant""",
    "pl": """
        100% gratis | 100% gwarancji | 100% skuteczności | 100% za darmo | bez haczyków | bez ryzyka |
        całkowicie za darmo | darmowa próbka | darmowy prezent | dochód pasywny | dodatkowy dochód |
        drogi przyjacielu | działaj teraz | gwarancja satysfakcji | gwarancja zwrotu pieniędzy |
        gwarantowany zysk | ilość ograniczona | jedyna okazja | jedyna taka okazja | kliknij poniżej |
        kredyt bez bik | kup już teraz | najniższa cena | najniższe ceny | nieograniczone zarobki |
        niesamowita okazja | niezależność finansowa | oferta limitowana | oferta tylko dziś |
        oferta ważna tylko dziś | pracuj z domu | schudnij | super oferta | super okazja | szybka gotówka |
        szybka pożyczka | szybki zysk | szybkie pieniądze | ta wiadomość nie jest spamem |
        to nie jest spam | viagra | wolność finansowa | wygrałaś | wygrałeś | zamów już teraz |
        zostałaś wybrana | zostałeś wybrany | łatwe pieniądze""",
    "de": """
        100 % garantiert | 100 % gratis | 100 % kostenlos | 100 % zufrieden | angebot nur heute |
        arbeiten sie von zuhause | arbeiten von zu hause | bestellen sie jetzt | das ist kein spam |
        dies ist kein spam | einmalige chance | einmalige gelegenheit | exklusives angebot |
        finanzielle freiheit | finanzielle unabhängigkeit | ganz ohne risiko | garantiert kostenlos |
        geld verdienen | geld zurück garantie | geld-zurück-garantie | gratis geschenk | günstiger kredit |
        handeln sie jetzt | heimarbeit | ihr gewinn | jetzt handeln | jetzt oder nie | jetzt zugreifen |
        kein haken | klicken sie unten | kredit ohne schufa | leichtes geld | nebenverdienst |
        niedrigster preis | nur für kurze zeit | nur noch heute | nur solange der vorrat reicht |
        ohne risiko | ohne schufa | ohne verpflichtung | passives einkommen | reich werden | risikofrei |
        risikolos | schnell abnehmen | schnelles geld | sie haben gewonnen | sie wurden ausgewählt |
        solange vorrat reicht | unglaubliches angebot | viagra | völlig kostenlos | zeitlich begrenzt |
        zusatzeinkommen""",
    "es": """
        100 % garantizado | 100 % gratis | 100 % satisfecho | actúa ahora | actúe ahora | aprovecha ahora |
        aproveche ahora | bajar de peso | completamente gratis | compra ahora | compre ahora |
        dinero extra | dinero fácil | dinero rápido | dobla tus ingresos | eres el ganador |
        es tu última oportunidad | esto no es spam | gana dinero | ganar dinero | gane dinero |
        garantía de devolución | ha sido seleccionado | has sido seleccionado | hasta agotar existencias |
        haz clic abajo | hazte rico | hágase rico | ingresos adicionales | ingresos extra |
        ingresos pasivos | libertad financiera | no espere más | no esperes más | oferta exclusiva |
        oferta increíble | oferta limitada | oferta por tiempo limitado | oferta única |
        oportunidad única | pedir ahora | perder peso | pierde peso | precio más bajo | querido amigo |
        regalo gratis | satisfacción garantizada | sin obligación | sin riesgo | solo por hoy |
        sé tu propio jefe | tiempo limitado | totalmente gratis | trabaja desde casa |
        trabajar desde casa | viagra | últimas unidades""",
    "ar": """
        100% مجانا | 100% مجاني | أرباح مضمونة | أرخص الأسعار | أقل سعر | أموال سهلة | أنت الفائز |
        اربح الآن | اربح المال | اشتر الآن | اشتري الآن | اطلب الآن | اعمل من المنزل | اكسب المال |
        الحرية المالية | الفرصة الأخيرة | الكمية محدودة | بدون أي مخاطرة | بدون مخاطر | بلا مخاطرة |
        تصرف الآن | جائزة نقدية | حتى نفاد الكمية | خسارة الوزن | دخل إضافي | دخل سلبي | ربح سريع |
        ربح مضمون | سارع الآن | صديقي العزيز | ضمان استعادة الأموال | عرض حصري | عرض لفترة محدودة |
        عرض محدود | فرصة العمر | فرصة لا تعوض | فرصتك الأخيرة | فقدان الوزن | فياجرا | قرض سريع |
        قرض فوري | كن غنيا | لا تفوت الفرصة | لا تفوت هذه الفرصة | لفترة محدودة | لقد ربحت | لقد فزت |
        مال سريع | مجانا 100% | مجانا تماما | مجاني تماما | مضمون 100% | هدية مجانية |
        هذه ليست رسالة مزعجة""",
}
# By the language of a locale, in lower case.
PHRASES: Final = {
    language: tuple(" ".join(phrase.split()) for phrase in written.split("|")) for language, written in _LISTS.items()
}
