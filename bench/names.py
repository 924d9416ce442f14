"""Made-up firms: Turkish names with all their letters, and the provinces they sit in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

FIRST = (
    "Akdeniz Anadolu Ardıç Atlas Aydın Bahar Başak Boğaz Bora Çağrı Çamlıca Çınar Deniz Doğa Doruk Ege Ekin Erciyes "
    "Fırat Fidan Gediz Göksu Gökyüzü Güneş Güven Hisar Ihlara Ilgaz Irmak Işık İdil İnci İpek İzgi Kartal Kuzey "
    "Lale Likya Marmara Meriç Nehir Nergis Okyanus Orman Öncü Örnek Özgür Palmiye Pınar Rüzgâr Sakarya Söğüt Şafak "
    "Şimşek Toros Tuğra Uludağ Ümit Yıldız Zirve"
)
TRADES = (
    "Yazılım",
    "Bilişim",
    "Teknoloji",
    "Entegrasyon",
    "Danışmanlık",
    "İSG Teknolojileri",
    "OSGB Yazılımları",
    "Sağlık Bilişim",
    "Veri Sistemleri",
    "Güvenlik Yazılımları",
)
FORMS = ("A.Ş.", "Ltd. Şti.", "San. ve Tic. A.Ş.")
PROVINCES = (
    "Adana Ankara Antalya Balıkesir Bursa Denizli Diyarbakır Elazığ Eskişehir Gaziantep Hatay İstanbul İzmir "
    "Kayseri Kocaeli Konya Mersin Muğla Sakarya Samsun Şanlıurfa Tekirdağ Trabzon Van"
)


def legal_names(rng: Random) -> Iterator[str]:
    """Yield every combination once, in a random order."""
    names = [" ".join(words) for words in product(FIRST.split(), TRADES, FORMS)]
    rng.shuffle(names)
    yield from names
