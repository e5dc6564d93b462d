"""How LINE counts characters: UTF-16 units in texts, grapheme clusters in labels.

Source: LINE Messaging API documentation, "Character counting in a text".
"""

from unicodedata import category

_ZWJ = 0x200D
_SARA_AM = (0x0E33, 0x0EB3)  # Thai and Lao AM: letters for Unicode's categories, yet part of the cluster before


def utf16(text: str) -> int:
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def graphemes(text: str) -> int:
    """Extended grapheme clusters, near enough for labels (marks, joiners, skin tones, flags, Thai and Lao AM)."""
    count, joined, flag_open = 0, False, False
    for char in text:
        code = ord(char)
        is_flag = 0x1F1E6 <= code <= 0x1F1FF
        if joined or _extends(code, char) or (is_flag and flag_open):
            flag_open = False
        else:
            count += 1
            flag_open = is_flag
        joined = code == _ZWJ
    return count


def _extends(code: int, char: str) -> bool:
    skin_or_tag = 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F
    return code == _ZWJ or code in _SARA_AM or skin_or_tag or category(char) in {"Mn", "Me", "Mc"}
