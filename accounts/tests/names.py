"""Names in the order of a Turkish dictionary: the whole alphabet, circumflexes, digits, signs, other scripts."""

ALPHABET = [*"ABCÇDEFGĞHIİJKLMNOÖPQRSŞTUÜVWXY"]
IN_ORDER = [
    "3 Nokta Yazılım",
    "3D Ölçüm",
    "7 Gün",
    *(word for letter in ALPHABET for word in (f"{letter} Yazılım", f"{letter}a Yazılım", f"{letter}z Yazılım")),
    "Z Yazılım",
    "Za Yazılım",
    "Zafer Ltd. Şti.",
    "Zafer & Oğulları",
    "“Zafer” Otomasyon",
    "Zafer'in Yeri",
    "Zala",
    "Zâlâ",
    "Zeki İSG",
    "zeki İSG",
    "Zeytin",
    "Zz Yazılım",
    "Ωmega",
    "安全",
]
