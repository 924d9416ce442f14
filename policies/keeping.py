"""Policies about personal data: how long each record is kept, and the terms of data subjects' requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policies.checks import falling_days, whole, yes_or_no
from policies.kinds import PolicyKind
from policies.measures import Measure

KEEPING = (
    PolicyKind(
        "privacy.answer_rolls",
        _("The thirty days for answering a data subject move on from a holiday"),
        False,
        yes_or_no,
        "6698 sayılı Kanun m. 13/2 'en geç otuz gün' diyor, tatili söylemiyor; başvuran lehine süre uzamaz.",
        "KVKK 13/2",
    ),
    PolicyKind(
        "privacy.answer_reminders",
        _("Reminders before the answer to a data subject is due, days before"),
        [10, 3, 1],
        falling_days,
        "Hatırlatma içindir; süreyi değiştirmez.",
        "KVKK 13/2",
        Measure.DAYS,
    ),
    PolicyKind(
        "retention.reading_years",
        _("Years after which the record of who read personal data is shown to the archive"),
        10,
        whole(2, 101),
        "6698 sayılı Kanun m. 12/1 süre yazmıyor; erişimin hesabı genel zamanaşımı boyunca (6098 sayılı Kanun m. 146) "
        "verilebilir.",
        "KVKK 12/1",
        Measure.YEARS,
    ),
    PolicyKind(
        "retention.mail_days",
        _("Days for which a plain e-mail is kept after it was sent"),
        90,
        whole(7, 366),
        "6698 sayılı Kanun m. 4/2-ç ve m. 7: işi bitince silinir; teslim sorunlarına doksan gün yeter.",
        "4",
        Measure.DAYS,
    ),
    PolicyKind(
        "retention.invitation_days",
        _("Days for which an unused invitation is kept after it expired"),
        365,
        whole(0, 3660),
        "6698 sayılı Kanun m. 4/2-ç ve m. 7: kullanılmayan davetin amacı kalmaz.",
        "4",
        Measure.DAYS,
    ),
    PolicyKind(
        "retention.dossier_years",
        _("Years after which a closed dossier is shown to the archive"),
        20,
        whole(5, 101),
        "Devlet Arşiv Hizmetleri Hakkında Yönetmelik: ayıklama ve imhaya komisyon karar verir.",
        "4",
        Measure.YEARS,
    ),
    PolicyKind(
        "retention.dismissed_mail_years",
        _("Years after which a KEP message that belongs to no dossier is shown to the archive"),
        2,
        whole(1, 20),
        "6698 sayılı Kanun m. 4/2-ç: hiçbir dosyaya ait olmayan iletinin amacı kalmaz; yanlış ayıklandığı "
        "anlaşılırsa iki yıl içinde geri alınabilir.",
        "4",
        Measure.YEARS,
    ),
    PolicyKind(
        "retention.evidence_years",
        _("Years after which KEP evidence is shown to the archive"),
        20,
        whole(20, 101),
        "KEP hizmet sağlayıcısının delil saklama süresi yirmi yıldır; daha önce elden çıkarılmaz.",
        "4",
        Measure.YEARS,
    ),
)
