"""A name that was taken in before names were cleaned."""

from xml.etree import ElementTree as ET

from conftest import T0
from registry.feed import Event, as_atom


def test_a_feed_can_be_read_whatever_an_old_name_holds():
    feed = as_atom("https://sicil.invalid", T0, [Event("ab", "listed", T0, "A\x08B\ufffe A.Ş. listeye alındı")])
    titles = [it.text for it in ET.fromstring(feed).iter("{http://www.w3.org/2005/Atom}title")]  # ours
    assert titles == ["Entegratör Sicili", "AB A.Ş. listeye alındı"]
