"""How a term was counted, told to a court, and dates as Turkish letters write them."""

from datetime import date, datetime

from law.clauses import clause
from law.clock import ISTANBUL, legal_day
from law.due import Due, Rolled
from law.terms import Term, Unit

# Own tables: a process-wide locale would change with the machine it runs on.
_MONTHS = (
    "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran",
    "Temmuz", "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık",
)  # fmt: skip
_WEEKDAYS = (
    "Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar",
)  # fmt: skip
_LENGTHS = {
    Unit.HOURS: "saatlik",
    Unit.DAYS: "takvim günlük",
    Unit.MONTHS: "aylık",
    Unit.WORKING_DAYS: "iş günlük",
}
_ROLLING = "2577 sayılı İdari Yargılama Usulü Kanunu m. 8"


def date_in_words(day: date) -> str:
    """The day as a letter writes it: `23 Mart 2026 Pazartesi`."""
    month, weekday = _MONTHS[day.month - 1], _WEEKDAYS[day.weekday()]
    return f"{day.day} {month} {day.year} {weekday}"


def date_short(day: date) -> str:
    """The day as a table shows it: `23.03.2026`."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def explain(due: Due, *, evidence: str) -> str:
    """One or two Turkish sentences that a court can check against a calendar.

    The clause, the start day with the `evidence` for it, each day the end rolled over
    and why, and the last valid day. İYUK 8 is cited where the end moved.
    """
    begins = f"{_period(due.term)}, {date_in_words(due.start)} gününü (dayanak: {evidence}) izleyen gün işlemeye başlar"
    ends = f"{date_in_words(due.effective)} günü, gün sonunda dolar."
    if due.rolled:
        return (
            f"{begins}; son günü {date_in_words(due.raw)} gününe rastlar. "
            f"{_closed(due.rolled)} tatil olduğundan süre, {_ROLLING} uyarınca uzar "
            f"ve {ends}"
        )
    if due.term.unit is Unit.WORKING_DAYS:
        return f"{begins}; tatil günleri sayılmaksızın {ends}"
    never = "" if due.term.rolls else " Bu süre tatil nedeniyle uzamaz."
    return f"{begins} ve {ends}{never}"


def explain_instant(start: datetime, term: Term, ends: datetime, *, evidence: str) -> str:
    """The same for a term in hours, to the second, in Istanbul time.

    Raises ValueError for naive instants.
    """
    begins = f"{_instant_in_words(start)} itibarıyla (dayanak: {evidence})"
    if term.length == 0:
        cited = clause(term.clause).cited
        return f"{cited} uyarınca yükümlülük, {begins} derhal yerine getirilir."
    return (
        f"{_period(term)}, {begins} işlemeye başlar ve {_instant_in_words(ends)} "
        f"itibarıyla dolar. Bu süre tatil nedeniyle uzamaz."
    )


def holiday(one: Rolled) -> str:
    """The holiday that closed the day; empty for a weekend, since “Pazar (Pazar)” says nothing."""
    return "" if one.reason == _WEEKDAYS[one.day.weekday()] else one.reason


def _period(term: Term) -> str:
    length = f"{term.length} {_LENGTHS[term.unit]}"
    return f"{clause(term.clause).cited} uyarınca {length} süre"


def _closed(rolled: tuple[Rolled, ...]) -> str:
    days = [_closed_day(it) for it in rolled]
    return " ve ".join(filter(None, (", ".join(days[:-1]), days[-1])))


def _closed_day(one: Rolled) -> str:
    day, name = date_in_words(one.day), holiday(one)
    return f"{day} ({name})" if name else day


def _instant_in_words(at: datetime) -> str:
    day = date_in_words(legal_day(at))
    return f"{day} günü saat {at.astimezone(ISTANBUL):%H.%M.%S}"
