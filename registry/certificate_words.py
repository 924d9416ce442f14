"""What certificates call their fields, in Turkish and English, spelled as `folded` spells; and who accredits."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NO = r"(?:no|nr|numarasi|number|num|nummer)\b\.?"
_DAY = r"(?:tarihi|tarih|gunu|date|day|datum)"
_AUDIT = r"(?:tetkik|tetkiki|denetim|denetimi|audit|visit|ziyareti)"
_WATCH = rf"(?:(?:ara|gozetim|takip|surveillance)(?: {_AUDIT})?)"
APPLICABLE = (
    r"(?:uygulanabilirlik (?:bildirgesi|beyani|bildirimi)|statement of applicability|erklarung zur anwendbarkeit|soa)"
)
"""What a statement of applicability is called."""

STRONG: Mapping[str, str] = {
    "number": rf"(?:belge|sertifika|certificate|cert\.?)(?: (?:kayit|registration|reference|ref\.?|identity))? {_NO}"
    rf"|(?:certificate|cert\.?) (?:id|identity)|belge kayit {_NO}"
    rf"|zertifikats?[ -]?(?:registrier|register)?[ -]?{_NO}|registrier[ -]?{_NO}",
    "holder": r"belge sahibi(?:nin)?(?: (?:adi|unvani))?|belgelendirilen (?:kurulus|firma)(?:un|nin)?(?: (?:adi"
    r"|unvani))?"
    r"|(?:kurulus|firma|sirket|isletme|musteri)(?:un|nin)? (?:adi|unvani)|ticaret unvani|unvani?"
    r"|(?:certificate|certified) holder|holder(?: of the certificate)?|(?:certified )?(?:organi[sz]ation"
    r"|company|client)"
    r"(?:'s)?(?: name)?|name of (?:the )?(?:certified )?(?:organi[sz]ation|company|client)|legal name"
    r"|kurulus|firma|sirket|zertifikatsinhaber|zertifikatinhaber|(?:zertifiziertes )?unternehmen",
    "body": r"belgelendirme (?:kurulusu|kurumu)(?:nun)?(?: (?:adi|unvani))?|belgelendiren kurulus"
    r"|belgeyi (?:veren|duzenleyen)"
    r"(?: kurulus)?|duzenleyen kurulus|certification body|certifying body|issuing (?:body|office)"
    r"|name of certification body|zertifizierungsstelle",
    "body_accreditation": rf"akreditasyon(?: (?:dosya|belge|sertifika|kayit))? {_NO}|turkak(?: dosya)? {_NO}"
    rf"|accreditation(?: (?:certificate|registration|file))? {_NO}",
    "accreditation_body": r"akreditasyon (?:kurumu|kurulusu)|akredite eden(?: kurum| kurulus)?|accreditation body"
    r"|accredited by|akkreditierungsstelle|akkreditiert durch",
    "first_issued_on": rf"(?:ilk (?:belgelendirme|yayin|yayim|yayinlanma|yayimlanma|belge|verilis|duzenleme|duzenlenme|"
    rf"sertifikasyon)|(?:initial|first|original) (?:certification|issue|approval|registration))(?: {_DAY})?"
    rf"|{_DAY} of (?:initial|first|original) (?:certification|issue|approval|registration)"
    r"|(?:initially|first|originally) (?:issued|certified|registered|approved)(?: on)?|certified since"
    rf"|original (?:certification )?cycle start(?: {_DAY})?|erst(?:zertifizierung|ausstellung)s?[ -]?(?:{_DAY})?"
    rf"|(?:initial|first|original) {_DAY}",
    "issued_on": rf"(?:guncel |mevcut |son |belge(?:nin)? |sertifika )?(?:yayin|yayim|yayinlanma|yayimlanma"
    rf"|verilis|veris|"
    rf"duzenleme|duzenlenme) {_DAY}|belge {_DAY}|(?:(?:current|latest|present|last|certificate) )*issue {_DAY}"
    rf"|{_DAY} of (?:current |latest |present |this )?issue|(?:current|latest|present) issue"
    rf"|(?:last )?issued on|ausstellungs?[ -]?{_DAY}|ausgestellt am",
    "valid_until_on": rf"(?:belge(?:nin)? |sertifika )?(?:son )?gecerlilik(?: suresi)?(?: bitis| sonu| son)?(?: {_DAY})"
    rf"|gecerlilik (?:suresi )?(?:bitisi|sonu)|(?:belge )?bitis {_DAY}|(?:certificate |registration )?(?:expiry"
    rf"|expiration|expire) {_DAY}"
    rf"|{_DAY} of (?:expiry|expiration)|valid (?:until|till|to|through)|expires(?: on)?|(?:certificate )?expiry"
    rf"|(?:belge )?son gecerlilik|gultig bis|ablauf[ -]?{_DAY}",
    "last_surveillance_on": rf"(?:son|en son|last|latest|previous|onceki) {_WATCH}(?: {_DAY})?"
    rf"|{_DAY} of (?:the )?(?:last|latest) surveillance(?: audit)?",
    "next_surveillance_on": rf"(?:(?:bir )?sonraki|gelecek|planlanan|next) {_WATCH}(?: (?:due|planned))?(?: {_DAY})?"
    rf"(?: due)?|nachstes uberwachungsaudit|{_DAY} of (?:the )?next surveillance(?: audit)?"
    rf"|surveillance(?: audit)? due(?: {_DAY})?",
    "scope": r"(?:belgelendirme(?:nin)? |belge(?:nin)? |sertifika(?:nin)? |faaliyet )?kapsami?"
    r"|scope(?: of (?:the )?(?:certification|certificate|registration|activities|isms|approval|supply))?"
    r"|certification scope|geltungsbereich",
    "soa_on": rf"{APPLICABLE} {_DAY}|{_DAY} of (?:the )?{APPLICABLE}",
    "soa_version": rf"{APPLICABLE} (?:surumu|surum|versiyonu?|version|revizyonu?|revision|rev\.?|issue)(?: {_NO})?",
    "soa": rf"{APPLICABLE}(?: \(soa\))?",
    "sites": r"belgelendirilen (?:adres|saha|lokasyon|yerleske)(?:ler|lar)?(?:i)?|kapsamdaki (?:adres|saha"
    r"|lokasyon)(?:ler|lar)"
    r"|certified (?:site|location|address)(?:s|es)?|sites?(?: covered)?|sahalar|lokasyon(?:lar)?|merkez adresi"
    r"|(?:registered|head office|company) address|kurulus adresi|firma adresi|sites? included|kurulusun adresi"
    r"|merkez adres|registered sites?",
}
"""Labels that mean one field only."""
WEAK: Mapping[str, str] = {
    "number": rf"registration {_NO}|kayit {_NO}",
    "issued_on": rf"belgelendirme {_DAY}|certification {_DAY}|effective {_DAY}"
    rf"|{_DAY} of certification|(?:gecerlilik )?baslangic(?:i)?(?: {_DAY})?|valid from|issued|gultig (?:vom|ab|seit)"
    rf"|certification (?:/ recertification )?cycle start(?: {_DAY})?",
    "valid_until_on": r"gecerlilik(?: suresi| donemi)?|validity(?: period)?|period of validity|valid|gultigkeit",
    "body": r"issued by|tarafindan duzenlenmistir",
    "sites": r"adres(?:i|ler|leri)?|address(?:es)?|locations?|anschrift|adresse|standorte?",
}
"""Labels that count where no strong one has a value."""
REVISION = rf"(?:revizyon|revision|rev\.?)(?: {_DAY}| {_NO})?"
"""A revision: of the certificate, so none of our fields, unless a statement of applicability is spoken of."""
_MATTER = (
    r"(?:ek|eki|annex|appendix|schedule|form|dokuman|document|rapor|report|basvuru|application|sozlesme|contract|imza"
    r"|signature|signing|onceki|previous|former|old|eski|superseded|transfer|gecis|transition)"
)
OTHER = (
    rf"{_MATTER}(?: [a-z]+){{0,2}} (?:{_DAY}|{_NO})|(?:expiry|expiration|issue) {_DAY} of (?:the )?{_MATTER}|"
    rf"(?:certification )?(?:/ )?recertification audit {_DAY}|(?:bericht|report)s?[ -]?{_NO}|form {_NO}|"
    rf"(?:ticaret sicil|sicil|(?:company|trade|commercial) (?:registration|registry|register)|mersis|tax) {_NO}|"
    rf"(?:(?:next|planned|bir sonraki|sonraki|gelecek) )?(?:re-?certification|yeniden belgelendirme)"
    rf"(?: {_AUDIT})?(?: due)?(?: {_DAY})?|{_DAY} of (?:the )?(?:next )?re-?certification|"
    rf"(?:karar|decision|basim|baski|print|printing|kontrol|dogrulama) {_DAY}"
    rf"|{_DAY} of (?:decision|revision|printing)|standart|standard|yonetim sistemi|management system|telefon|phone|tel"
    rf"|faks|fax|e-?posta|e-?mail|web(?: sitesi|site)?|vergi {_NO}|imza|signature|onaylayan|approved by|genel mudur"
    rf"|general manager|eac?(?: (?:kodu|code))?|nace(?: (?:kodu|code))?|sektor|sector|sayfa|page|yetkili"
    rf"|authori[sz]ed by"
    rf"|denetim {_DAY}|tetkik {_DAY}|audit {_DAY}|dogrulama kodu|verification code|{_WATCH} {_DAY}|{_WATCH} 1"
    rf"|{_WATCH} 2"
)
"""What is labelled too and none of our fields: its values are nobody else's."""

ACCREDITORS: Mapping[str, str] = {
    "TÜRKAK": r"turkak|turk akreditasyon kurumu|turkish accreditation agency",
    "UKAS": r"ukas|united kingdom accreditation service",
    "DAkkS": r"dakks|deutsche akkreditierungsstelle",
    "ANAB": r"anab|ansi national accreditation board",
    "COFRAC": r"cofrac|comite francais d.accreditation",
    "ACCREDIA": r"accredia",
    "RvA": r"rva|raad voor accreditatie",
    "ENAC": r"enac|entidad nacional de acreditacion",
    "SWEDAC": r"swedac",
    "DANAK": r"danak",
    "FINAS": r"finas",
    "BELAC": r"belac",
    "ESYD": r"esyd|hellenic accreditation system",
    "RENAR": r"renar",
    "PCA": r"polskie centrum akredytacji",
    "CAI": r"cesky institut pro akreditaci|czech accreditation institute",
    "SAS": r"schweizerische akkreditierungsstelle|swiss accreditation service",
    "BAS": r"bulgarian accreditation service|executive agency .?bulgarian accreditation service",
    "JAS-ANZ": r"jas-?anz|joint accreditation system of australia and new zealand",
    "JAB": r"japan accreditation board",
    "CNAS": r"cnas|china national accreditation service",
    "NABCB": r"nabcb|national accreditation board for certification bodies",
    "EGAC": r"egac|egyptian accreditation council",
    "EIAC": r"eiac|emirates international accreditation cent(?:re|er)",
}
"""Accreditation bodies by the name under which they are known, with their spellings."""
NUMBERS: Mapping[str, str] = {"TÜRKAK": r"ab-\d{4}-[a-z]{1,3}", "DAkkS": r"d-z[a-z]-\d{5}-\d\d-\d\d"}
"""Accreditation numbers whose shape is one body's own."""
LIKELY_NUMBERS = r"ms-\d{4,5}|(?<=ukas management systems )\d{3,5}"
"""Accreditation numbers that may be others."""

COMPANY = (
    r"a\. ?s\.?|as\b|anonim sirketi|ltd\.? ?sti\.?|limited sirketi|san\.? ?(?:ve )?tic\.? ?(?:a\. ?s\.?"
    r"|ltd\.? ?sti\.?)"
    r"|kooperatifi|kollektif sirketi|komandit sirketi|gmbh|inc\.?|llc|ltd\.?|limited|plc|b\.?v\.?|s\.?p\.?a\.?"
    r"|s\.?r\.?l\.?|s\.?a\.?|(?:gmbh|se|ag) ?& ?co\.? ?kga?|kg|ag|llp|sas|corp\.?|corporation"
)
"""How a company's name ends."""
CERTIFIER = r"belgelendirme|sertifikasyon|certifications?|cert|zertifizierung|gozetim|registrars?|assurance|assessment"
"""Words in the name of who certifies others."""

MONTHS: Mapping[str, int] = {
    name: n
    for n, names in enumerate(
        (
            "ocak oca january jan januar",
            "subat sub february feb februar",
            "mart march mar marz",
            "nisan nis april apr",
            "mayis may mai",
            "haziran haz june jun juni",
            "temmuz tem july jul juli",
            "agustos agu august aug",
            "eylul eyl september sept sep",
            "ekim eki october oct oktober okt",
            "kasim kas november nov",
            "aralik ara december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}


def whole(pattern: str) -> re.Pattern[str]:
    """Return a pattern that matches whole words only."""
    return re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])")
