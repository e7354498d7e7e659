"""Dates that sources give by their age: "3 days ago", "вчера", "۳ روز پیش".

Months and years count 30 and 365 days: good enough to tell old from new, and marked as a day.
"""

from __future__ import annotations

import datetime as dt
import re

from watchers.datewords import fold

MAX_RELATIVE_TEXT = 40
"""A longer text is prose that happens to say "today"."""

_MINUTES = {
    1: "min mins minute minutes minuten minutos minuti мин минут минуту минуты хв dakika "
    "dk deqiqe  daqiqa minut دقیقه دقایق دقیقې 分钟 分鐘 分 menit minit मिनट منٹ",
    60: "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore час часа "
    "часов  годин години saat soat сағат саат соат ساعت ساعه ساعات ساعته ګھنٹے گھنٹے "
    "小时 小時 時間 jam घंटे घंटा",
}
_DAYS = {
    1: "d day days tag tage tagen jour jours dia dias giorno giorni день дня дней дні "
    "днів gun kun  күн рӯз руз روز روزه ورځ ورځې ورځی یوم ایام یوما دن 天 日 hari दिन "
    "dagen dager dagar dni",
    7: "w week weeks woche wochen semaine semaines semana semanas settimana settimane "
    "неделя недели  недель неделю тиждень тижні hafta hefte апта هفته اسبوع اسابیع "
    "اونۍ ہفتے 周 週 minggu हफ्ते",
    30: "month months monat monate monaten mois mes meses mese mesi месяц месяца месяцев "
    "ay oy ай ماه  شهر اشهر شهور میاشت میاشتې مہینے 个月 個月 bulan महीने",
    365: "year years jahr jahre jahren an ans ano anos anni год года лет yil yıl жыл سال "
    "سنه سنوات  کال کاله سال 年 tahun साल",
}
_AGO = (
    "ago vor hace il y a fa há ha atras назад тому once evvel avval oldin бұрын мурун "
    "пеш پیش قبل منذ  مخکی مخکې وړاندې وړاندی پہلے lalu yang geleden siden sedan temu "
    "前 पहले back earlier"
)
_NAMED_DAYS = {
    0: "today сегодня сьогодні bugun бүгін бүгүн имрӯз امروز نن الیوم آج heute "
    "aujourd'hui hoy hoje  oggi hari ini 今天 आज",
    1: "yesterday вчера вчора dun kecha кеше кечээ дирӯз دیروز پرون امس گزشتہ کل gestern "
    "hier ayer  ontem ieri kemarin 昨天 कल",
}
_COUNT = re.compile(r"(?<![\d.,:])(\d{1,3})\s*([^\W\d_][^\s\d,.;:()|]*)")
_ONE = re.compile(r"^(?:an?|one|une?|ein(?:e[mr]?)?|un|uno|una|یک|یو)\s+([^\W\d_]+)")


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {fold(word): value for value, words in rows.items() for word in words.split()}


_MINUTE_UNITS, _DAY_UNITS, _NAMED = _table(_MINUTES), _table(_DAYS), _table(_NAMED_DAYS)
_AGO_WORDS = frozenset(fold(word) for word in _AGO.split())
_JUST_NOW = frozenset({"just now", "только что", "az once", "همین الان", "الان", "刚刚"})


def may_be_relative(folded: str) -> bool:
    """A cheap look before the others: whether a text can say an age at all."""
    if len(folded) > MAX_RELATIVE_TEXT:
        return False
    words = folded.replace(",", " ").split()
    return bool(words and words[0] in _NAMED) or folded in _JUST_NOW or _says_ago(folded)


def relative_moment(folded: str, fetched_at: dt.datetime) -> dt.datetime | None:
    """The moment of "5 minutes ago" or "2 hours ago"."""
    if folded in _JUST_NOW:
        return fetched_at
    found = _counted(folded, _MINUTE_UNITS)
    return None if found is None else fetched_at - dt.timedelta(minutes=found)


def relative_day(folded: str) -> int | None:
    """How many days ago a short text says it was; None where it says nothing of the kind."""
    if len(folded) > MAX_RELATIVE_TEXT:
        return None
    words = folded.replace(",", " ").split()
    for word in words[:1]:
        if word in _NAMED:
            return _NAMED[word]
    return _counted(folded, _DAY_UNITS)


def _counted(folded: str, units: dict[str, int]) -> int | None:
    if len(folded) > MAX_RELATIVE_TEXT or not _says_ago(folded):
        return None
    for count, unit in _COUNT.findall(folded):
        if value := units.get(unit) or units.get(_without_ago(unit)):
            return int(count) * value
    if (one := _ONE.match(folded)) and (value := units.get(one[1])):
        return value
    return None


def _says_ago(folded: str) -> bool:
    return not _AGO_WORDS.isdisjoint(folded.split()) or folded.endswith("前")


def _without_ago(unit: str) -> str:
    return unit.removesuffix("前")
