"""The words dates are written with: month names of many languages and calendars, folded.

Gregorian names come from CLDR (genitive, nominative and short forms); those of the solar and
lunar Hijri calendars are listed by hand, in Persian, Afghan, Pashto and Arabic spelling. Tables
are data: a new language is a line here and no code.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_MARKS = re.compile(
    "[\u0300-\u036f\u0640\u064b-\u0655\u0670\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ئ": "ی",
        "\u2019": "'",
        "\xa0": " ",
        "\u066b": ".",
        "\u2044": "/",
        "−": "-",
    }
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4)


class Calendar(StrEnum):
    """The calendars whose dates sources print."""

    GREGORIAN = "gregorian"
    SOLAR = "solar hijri"
    LUNAR = "lunar hijri"


def fold(text: str) -> str:
    """Lower case, Latin digits, no marks: the one spelling in which dates are looked for."""
    if text.isascii():
        return text.lower()
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", text).translate(_LETTERS).translate(_DIGITS)


_FULL = (
    # 1
    "enero gener gennaio ianuarie jaanuar janar janeiro januar januara januari january "
    "janvaris janvier leden ledna ocak sausio sausis styczen stycznia tammikuu tammikuuta "
    "yanvar yanwar ιανουαριοσ ιανουαριου студзень студзеня січень січня январ январь января "
    "януари јанвар јануар јануари қаңтар հունվար հունվարի ינואר جانفی جنوری ژانویه ینایر "
    "जनवरी জানুয়ারী ජනවාරි იანვარი ጃንዋሪ",
    # 2
    "febbraio febrer febrero februar februara februari februarie februaris february "
    "fevereiro fevral fevrier fewral helmikuu helmikuuta lutego luty shkurt subat unor "
    "unora vasario vasaris veebruar φεβρουαριοσ φεβρουαριου ақпан лютага лютии лютого люты "
    "фебруар феврал февраль февраля февруари փետրվար փետրվարի פברואר شباط فبرایر فبروری "
    "فروری فوریه فیفری فېبروری फ़रवरी फेब्रुअरी ফেব্রুয়ারী පෙබරවාරි თებერვალი ፌብሩዋሪ",
    # 3
    "brezen brezna kovas kovo maaliskuu maaliskuuta maart mac machi marc marca march "
    "marcius marco marec maret mars mart martie marts marz marzec marzo μαρτιοσ μαρτιου "
    "березень березня март марта наурыз сакавік сакавіка մարտ մարտի מרץ اذار مارس مارچ "
    "मार्च মার্চ මාර්තු მარტი ማርች",
    # 4
    "abril aprel april aprila aprile aprili aprilie aprilis aprill avril balandis balandzio "
    "duben dubna d’abril huhtikuu huhtikuuta kwiecien kwietnia nisan prill απριλιοσ "
    "απριλιου апрел апрель апреля април квітень квітня красавік красавіка сәуір ապրիլ "
    "ապրիլի אפריל ابریل افریل اوریل اپریل نیسان अप्रिल अप्रैल এপ্রিল අප්රේල් აპრილი ኤፕሪል",
    # 5
    "geguze geguzes kveten kvetna maggio mai maig maijs maio maj maja majus may mayo mayıs "
    "mei toukokuu toukokuuta μαιοσ μαιου маи мамыр мая мај травень травня մայիս մայիսի מאי "
    "ایار مای مایو مه می میی مۍ मई मे মে මැයි მაისი ሜይ",
    # 6
    "birzelio birzelis cerven cervna czerwca czerwiec giugno haziran iunie iyun juin jun "
    "juna june junho juni junij junijs junio junius juny juuni kesakuu kesakuuta qershor "
    "ιουνιοσ ιουνιου июн июнь июня ијун маусым червень червня чэрвень чэрвеня юни јун јуни "
    "հունիս հունիսի יוני جوان جون حزیران ژوین یونیو जुन जून জুন ජූනි ივნისი ጁን",
    # 7
    "cervence cervenec heinakuu heinakuuta iulie iyul juillet jul jula julai julho juli "
    "julij julijs julio juliol julius july juuli korrik liepa liepos lipca lipiec luglio "
    "temmuz ιουλιοσ ιουλιου июл июль июля ијул липень липня ліпень ліпеня шілде юли јул "
    "јули հուլիս հուլիսի יולי تموز جولای جولایی جویلیه ژوییه یولیو یولیوز जुलाई জুলাই ජූලි "
    "ივლისი ጁላይ",
    # 8
    "agost agosti agosto agust agustos agustus aout august augusta augusti augusts augustus "
    "augusztus avgust avqust awgust d’agost elokuu elokuuta gusht ogos rugpjucio rugpjutis "
    "sierpien sierpnia srpen srpna αυγουστοσ αυγουστου август августа жнівень жніуня "
    "серпень серпня тамыз օգոստոս օգոստոսի אוגוסט اب اغسطس اوت اګست اگست غشت अगस्ट अगस्त "
    "আগস্ট අගෝස්තු აგვისტო ኦገስት",
    # 9
    "eylul rugsejis rugsejo sentabr sentyabr septemba septembar september septembra "
    "septembre septembrie septembris septiembre setembre setembro settembre shtator syyskuu "
    "syyskuuta szeptember wrzesien wrzesnia zari σεπτεμβριοσ σεπτεμβριου верасень верасня "
    "вересень вересня сентябр сентябрь сентября сентјабр септембар септември қыркүиек "
    "սեպտեմբեր սեպտեմբերի ספטמבר ایلول سبتمبر ستمبر سپتامبر سپتمبر سېپتمبر شتنبر सितंबर "
    "सेप्टेम्बर সেপ্টেম্বর සැප්තැම්බර් სექტემბერი ሴፕቴምበር",
    # 10
    "d’octubre ekim lokakuu lokakuuta october octobre octombrie octubre oktabr oktoba "
    "oktobar oktober oktobra oktobris oktoober oktyabr ottobre outubro pazdziernik "
    "pazdziernika rijen rijna spalio spalis tetor οκτωβριοσ οκτωβριου жовтень жовтня "
    "кастрычнік кастрычніка октобар октомври октябр октябрь октября октјабр қазан հոկտեմբեր "
    "հոկտեմբերի אוקטובר اکتبر اکتوبر अक्टूबर अक्टोबर অক্টোবর ඔක්තෝබර් ოქტომბერი ኦክቶበር",
    # 11
    "kasım lapkricio lapkritis listopad listopada listopadu marraskuu marraskuuta nentor "
    "noiembrie novemba novembar november novembra novembre novembris novembro noviembre "
    "noyabr νοεμβριοσ νοεμβριου листопад листопада лістапад лістапада новембар ноември "
    "ноябр ноябрь ноября нојабр қараша նոյեմբեր նոյեմբերի נובמבר نوامبر نوفمبر نومبر نونبر "
    "नवंबर नोभेम्बर নভেম্বর නොවැම්බර් ნოემბერი ኖቬምበር",
    # 12
    "aralık decembar december decembra decembre decembrie decembris dekabr desemba desember "
    "desembre detsember dezember dezembro dhjetor dicembre diciembre disember grudnia "
    "grudzien gruodis gruodzio joulukuu joulukuuta prosince prosinec δεκεμβριοσ δεκεμβριου "
    "грудень грудня декабр декабрь декабря декември децембар желтоқсан снежань снежня "
    "դեկտեմբեր դեկտեմբերի דצמבר دجنبر دسامبر دسمبر دیسمبر डिसेम्बर दिसंबर ডিসেম্বর "
    "දෙසැම්බර් დეკემბერი ዲሴምበር",
)
_SHORT = (
    # 1
    "ene gen ian jaan jan janv led oca saus sty tammi yan ιαν сту січ янв яну јан қаң հնվ "
    "ינו׳ جنو जन॰ জানু ජන იან ጃን",
    # 2
    "feb febr fev fevr few helmi lut shk sub uno vas veebr φεβ ақп лют феб фев февр փտվ "
    "פבר׳ فبر फ़र॰ ফেব පෙබ თებ ፌብ",
    # 3
    "bre kov maalis mar mrt μαρ бер мар нау сак մրտ مار මාර් მარ",
    # 4
    "abr apr avr bal dub d’abr huhti kwi nis pri απρ апр квіт кві кра сәу ապր אפר׳ اپر এপ্রি აპრ "
    "ኤፕሪ",
    # 5
    "geg kve mag touko μαι мам трав тра մյս მაი",
    # 6
    "birz cvn cze giu haz iun iyn kesa qer ιουν ијн мау черв чер чэр հնս ივნ",
    # 7
    "cvc heina iul iyl juil korr liep lip lug tem ιουλ ијл лип ліп шіл հլս جول जुल॰ জুল ივლ",
    # 8
    "ag ago agu aug avg avq awg d’ag elo gush ogo rugp sie srp αυγ авг жні серп сер там օգս "
    "אוג׳ اگس अग॰ আগ අගෝ აგვ ኦገስ",
    # 9
    "eyl rugs sen sep sept set sht syys szept wrz zar σεπ вер сен сент сеп қыр սեպ ספט׳ سپت "
    "सित॰ সেপ සැප් სექ ሴፕቴ",
    # 10
    "d’oct eki loka oct okt ott out paz rij spal tet οκτ жовт жов кас окт қаз հոկ אוק׳ اکت "
    "अक्टू॰ অক্টো ඔක් ოქტ ኦክቶ",
    # 11
    "kas lapkr lis marras nen nov noy νοε лист лис ліс нов ное ноя нояб ној қар նոյ נוב׳ نوم "
    "नव॰ নভে නොවැ ნოე ኖቬም",
    # 12
    "ara dec dek des dets dez dhj dic dis gru gruod joulu pro δεκ груд гру дек дец жел сне դեկ "
    "דצמ׳ دسم दिस॰ ডিসে දෙසැ დეკ ዲሴም",
)

_SOLAR = (
    "فروردین حمل وری hamal farvardin",
    "اردیبهشت ثور غویی غوایی sawr ordibehesht",
    "خرداد جوزا غبرګولی غبرگولی jawza khordad",
    "تیر سرطان چنګاښ چنگاښ saratan tir",
    "مرداد امرداد اسد زمری asad mordad",
    "شهریور سنبله وږی sunbula shahrivar",
    "مهر میزان تله mizan mehr",
    "ابان عقرب لړم aqrab aban",
    "اذر قوس لیندی لیندۍ qaws azar",
    "دی جدی مرغومی jadi dey",
    "بهمن دلو سلواغه dalwa bahman",
    "اسفند حوت کب hoot esfand",
)
_LUNAR = (
    "محرم|المحرم|محرم الحرام|muharram",
    "صفر|صفر المظفر|safar",
    "ربیع الاول|ربیع الاولی|rabi al-awwal|rabiulawal",
    "ربیع الثانی|ربیع الاخر|ربیع الاخره|rabi al-thani|rabiulakhir",
    "جمادی الاولی|جمادی الاول|jumada al-awwal|jamadilawal",
    "جمادی الثانی|جمادی الثانیه|جمادی الاخره|جمادی الاخر|jumada al-thani|jamadilakhir",
    "رجب|رجب المرجب|rajab|rejab",
    "شعبان|شعبان المعظم|shaban|syaban",
    "رمضان|رمضان المبارک|ramadan|ramadhan|ramazan",
    "شوال|شوال المکرم|shawwal|syawal",
    "ذو القعده|ذوالقعده|ذی القعده|ذیقعده|ذیالقعده|dhu al-qadah|zulkaedah",
    "ذو الحجه|ذوالحجه|ذی الحجه|ذیحجه|dhu al-hijjah|zulhijjah",
)
_LEVANTINE = {"كانون الثاني": 1, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12}

_THAI = {
    "มกราคม|ม. ค.": 1,
    "กุมภาพันธ์|ก. พ.": 2,
    "มีนาคม|มี. ค.": 3,
    "เมษายน|เม. ย.": 4,
    "พฤษภาคม|พ. ค.": 5,
    "มิถุนายน|มิ. ย.": 6,
    "กรกฎาคม|ก. ค.": 7,
    "สิงหาคม|ส. ค.": 8,
    "กันยายน|ก. ย.": 9,
    "ตุลาคม|ต. ค.": 10,
    "พฤศจิกายน|พ. ย.": 11,
    "ธันวาคม|ธ. ค.": 12,
}
_MORE = {
    "janvārī": 1, "februārī": 2, "martā": 3, "aprīlī": 4, "maijā": 5, "jūnijā": 6, "jūlijā": 7,
    "augustā": 8, "septembrī": 9, "oktobrī": 10, "novembrī|nopember": 11, "decembrī|desember": 12,
}  # fmt: skip
"""Spellings that CLDR does not have."""

Month = tuple[Calendar, int]


def _by_name() -> tuple[dict[str, Month], dict[str, Month]]:
    full: dict[str, Month] = {}
    short: dict[str, Month] = {}
    for number, (names, abbreviations) in enumerate(zip(_FULL, _SHORT, strict=True), start=1):
        full |= dict.fromkeys(names.split(), (Calendar.GREGORIAN, number))
        short |= dict.fromkeys(abbreviations.split(), (Calendar.GREGORIAN, number))
    for number, (solar, lunar) in enumerate(zip(_SOLAR, _LUNAR, strict=True), start=1):
        full |= {fold(name): (Calendar.SOLAR, number) for name in solar.split()}
        full |= {fold(name): (Calendar.LUNAR, number) for name in lunar.split("|")}
    full |= {fold(name): (Calendar.GREGORIAN, number) for name, number in _LEVANTINE.items()}
    for names, number in (_THAI | _MORE).items():
        full |= {fold(name): (Calendar.GREGORIAN, number) for name in names.split("|")}
    return full, short


_MONTHS, _ABBREVIATIONS = _by_name()
_START = 3
_STARTS = frozenset(name.split()[0][:_START] for name in (*_MONTHS, *_ABBREVIATIONS))
"""How names begin: most words are told from them by that."""
_STEM, _SUFFIX = 4, 5
"""A full name may carry a case ending: so many letters at least before it, and at most after."""


def month_named(word: str) -> Month | None:
    """The month whose full name is a folded word, without case endings or short forms."""
    return _MONTHS.get(word)


def month_of(word: str, following: str = "") -> tuple[Month, int] | None:
    """The month a folded word names, and how many words it took (two for `ربیع الاول`)."""
    if word[:_START] not in _STARTS:
        return None
    if following and (both := _MONTHS.get(f"{word} {following}")):
        return both, 2
    word = word.split("'", 1)[0].rstrip(".")
    found = _MONTHS.get(word) or _ABBREVIATIONS.get(word)
    if found:
        return found, 1
    for end in range(len(word) - 1, max(_STEM, len(word) - _SUFFIX) - 1, -1):
        if found := _MONTHS.get(word[:end]):
            return found, 1
    return None
