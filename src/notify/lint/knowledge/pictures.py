"""Words that say of an image no more than that there is one."""

from collections.abc import Mapping
from typing import Final

# Those that WCAG's failure F30 names, and the like; what people and programs write in any language.
_ANYWHERE: Final = frozenset("alt graphic icon image img photo pic picture placeholder spacer untitled unnamed".split())
# The same by language. A logo says whose it is: “logo” alone is none either, and the same word nearly everywhere.
_BY_LANGUAGE: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "ar": "صورة الصورة شعار الشعار أيقونة ايقونة",
        "cs": "obrázek fotka fotografie ikona",
        "da": "billede foto ikon",
        "de": "bild grafik foto symbol symbolbild abbildung",
        "es": "imagen foto fotografía icono ícono gráfico",
        "fr": "image photo illustration icône graphique visuel",
        "he": "תמונה סמל לוגו אייקון",
        "it": "immagine foto fotografia icona grafica",
        "ja": "画像 写真 アイコン ロゴ",
        "nb": "bilde foto ikon",
        "nl": "afbeelding foto plaatje icoon pictogram",
        "pl": "obraz obrazek zdjęcie ikona grafika fotografia",
        "pt": "imagem foto fotografia ícone gráfico",
        "ru": "изображение картинка фото иконка логотип",
        "sv": "bild foto ikon",
        "tr": "resim görsel fotoğraf simge ikon",
        "uk": "зображення картинка фото іконка логотип",
        "zh": "图片 图像 照片 图标 圖片 圖像 照片 圖示",
    }.items()
}
_LOGO: Final = "logo"


def says_picture(words: str, locale: str) -> bool:
    """Whether an alternative text says only that there is an image, in English or the language of a locale."""
    small = words.casefold()
    return small == _LOGO or small in _ANYWHERE | _BY_LANGUAGE.get(locale.partition("-")[0].lower(), frozenset())
