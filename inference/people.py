"""Words for people, and for how many of them: duals, plurals, and counts that are none.

The rules are those of noun number in Ryding 2005, chapter 7: a broken plural leaves ين to the
dual (جنديين), a sound plural shares it (مدنيين), and ان is dual but for a closed list.
"""

from hadath.annotations.overlap import fold

VAGUE = frozenset(
    [
        "عدد",
        "عددا",
        "اعداد",
        "اعدادا",
        "عشرات",
        "مئات",
        "مءات",
        "مات",
        "الاف",
        "ملايين",
        "العشرات",
        "المئات",
        "الالاف",
        "الملايين",
        "بعض",
        "عده",
        "عدد",
        "العديد",
        "عديد",
        "كثير",
        "كثيرا",
        "الكثير",
        "مزيد",
        "مزيدا",
        "المزيد",
        "جميع",
        "كل",
        "معظم",
        "غالبيه",
        "كامل",
        "جثامين",
        "جثث",
        "خساير",
        "خسائر",
        "ضحايا",
        "الضحايا",
        "شهداء",
        "الشهداء",
        "قتلي",
        "القتلي",
        "جرحي",
        "الجرحي",
        "مصابين",
        "المصابين",
        "مصابون",
        "اصابات",
        "الاصابات",
        "اخرون",
        "اخرين",
        "الاخرين",
        "ارواح",
        "عاءله",
        "عائله",
        "عائلات",
        "اسره",
        "عوائل",
        "اسر",
        "مجموعه",
        "مجموعات",
        "فريق",
        "طاقم",
        "افراد",
        "سكان",
        "اهالي",
        "ركاب",
        "حشد",
        "قوات",
        "خسايره",
        "صفوف",
    ]
)
"""Folded words that tell of people without a number."""

_BROKEN_PLURALS = frozenset(
    [
        "اشخاص",
        "جنود",
        "ضباط",
        "رجال",
        "اطفال",
        "نساء",
        "شبان",
        "شباب",
        "عناصر",
        "عمال",
        "طلاب",
        "طلبه",
        "ابناء",
        "قاده",
        "مواطنون",
        "سكان",
        "اهالي",
        "انصار",
        "حراس",
        "رعاه",
        "بحاره",
        "مرضي",
        "اسري",
        "قيادات",
        "قياديين",
        "فتيه",
        "تلاميذ",
        "اقارب",
        "اولاد",
        "بنات",
        "امهات",
        "اباء",
        "اخوه",
        "اشقاء",
        "رضع",
        "شيوخ",
        "عجزه",
        "مسنين",
        "زوار",
        "حجاج",
        "صيادين",
        "اطباء",
        "خبراء",
        "عملاء",
        "جواسيس",
        "امراء",
        "زعماء",
        "رؤساء",
        "نواب",
        "وزراء",
        "سفراء",
        "شرطه",
        "مشاه",
        "كوادر",
        "عسكر",
        "افغان",
        "اكراد",
        "عرب",
        "يهود",
        "مغاربه",
        "اتراك",
        "روس",
        "ثوار",
        "رهائن",
        "رهاين",
        "سجناء",
        "معتقلين",
        "نشطاء",
        "اعضاء",
        "افراد",
        "خلايا",
        "صحافيين",
        "صحفيين",
        "ناشطات",
        "طالبات",
        "سيدات",
        "فتيات",
        "مدنيات",
        "ممرضات",
        "مهاجمين",
        "ارهابيين",
        "عساكر",
        "قناصه",
        "متطوعين",
        "ذكور",
        "اناث",
        "ايتام",
        "اجانب",
        "ناس",
        "الناس",
        "مدنيون",
        "قناصين",
        "غزاه",
        "دواعش",
        "اسماك",
        "صيادون",
        "نازحين",
        "لاجئين",
        "قتلي",
        "جرحي",
        "شهداء",
        "ضحايا",
        "مقاتلي",
        "مسلحي",
        "مراسلي",
        "مواطني",
        "مستوطني",
        "مهاجمي",
        "محتجي",
        "موظفي",
        "منتسبي",
        "متظاهري",
        "مناصري",
        "مواطنيها",
        "مقاتليها",
        "مقاتليه",
        "عناصره",
        "عناصرها",
        "جنوده",
        "جنودها",
        "افراده",
        "عائلته",
        "عائلتها",
        "اسرته",
        "اسرتها",
        "رفاقه",
        "مرافقيه",
        "زملائه",
    ]
)

_NOT_DUAL = frozenset(
    [
        "سكان",
        "شبان",
        "فرسان",
        "جيران",
        "انسان",
        "ميدان",
        "رهبان",
        "فتيان",
        "صبيان",
        "نيران",
        "اخوان",
        "طالبان",
        "افغان",
        "البان",
        "سودان",
        "السودان",
        "لبنان",
        "قضبان",
        "سلطان",
        "برلمان",
        "بيان",
        "مكان",
        "زمان",
        "جثمان",
        "رمضان",
        "عثمان",
        "حمدان",
        "سليمان",
        "شعبان",
        "عدنان",
        "مروان",
        "رضوان",
        "غسان",
        "قحطان",
        "نعمان",
        "كنعان",
        "ايران",
        "باكستان",
        "افغانستان",
        "كردستان",
        "عمان",
        "عدوان",
        "عنوان",
        "حيوان",
        "قبطان",
        "ابان",
        "كان",
        "خان",
        "شان",
        "لسان",
        "امان",
        "ضمان",
        "حرمان",
        "غليان",
        "دخان",
        "لجان",
        "كيان",
        "فلتان",
        "بركان",
        "ثمان",
        "الان",
        "قربان",
        "جان",
        "برهان",
        "ريان",
        "بان",
        "حسان",
        "عفان",
        "زيدان",
        "سمعان",
        "جبران",
        "جعفران",
        "شهران",
        "نجران",
        "جيزان",
        "حوران",
        "بيسان",
        "جولان",
    ]
)

_POSSESSED_DUALS = frozenset(
    [
        "ولداه",
        "ولداها",
        "ولديها",
        "والداه",
        "والديه",
        "والديها",
        "والداها",
        "نجليه",
        "نجلاه",
        "ابنيه",
        "ابناه",
        "ابنتيه",
        "ابنتاه",
        "طفليه",
        "طفلاه",
        "طفلتيه",
        "ولديه",
        "شقيقيه",
        "شقيقاه",
    ]
)

PERSONS = frozenset(
    [
        "جندي",
        "شخص",
        "رجل",
        "طفل",
        "قتيل",
        "جريح",
        "شاب",
        "ضابط",
        "شهيد",
        "عنصر",
        "شرطي",
        "صبي",
        "مواطن",
        "حارس",
        "عامل",
        "طالب",
        "قائد",
        "مستوطن",
        "مسافر",
        "ارهابي",
        "مسلح",
        "مجند",
        "مدني",
        "قيادي",
        "عسكري",
        "صحفي",
        "صحافي",
        "مسعف",
        "طبيب",
        "مقاتل",
        "انتحاري",
        "جثه",
        "امراه",
        "سيده",
        "طفله",
        "فتاه",
        "رهينه",
        "طالبه",
        "ابن",
        "شقيق",
        "اخ",
        "اخت",
        "بنت",
        "سائق",
        "سايق",
        "راع",
        "موظف",
        "مهندس",
        "صياد",
        "دركي",
        "نقيب",
        "ملازم",
        "مقدم",
        "عقيد",
        "عميد",
        "لواء",
        "عضو",
        "فرد",
        "اسير",
        "مختطف",
        "معتقل",
        "رضيع",
        "عجوز",
        "مسن",
        "مزارع",
        "عنصر",
        "قناص",
        "طيار",
        "بحار",
        "مدرس",
        "استاذ",
        "ناشط",
        "رقيب",
        "عريف",
        "طالبه",
        "ممرض",
        "ممرضه",
        "مرافق",
        "سجين",
        "متظاهر",
        "شيخ",
        "مسوول",
    ]
)
"""Singular nouns for one person."""

_BROKEN_STEMS = frozenset(
    [
        "جندي",
        "شخص",
        "رجل",
        "طفل",
        "قتيل",
        "جريح",
        "شاب",
        "ضابط",
        "شهيد",
        "عنصر",
        "شرطي",
        "صبي",
        "حارس",
        "عامل",
        "طالب",
        "قائد",
        "طبيب",
        "جثه",
        "امراه",
        "ابن",
        "شقيق",
        "اخ",
        "اخت",
        "بنت",
        "سائق",
        "سايق",
        "راع",
        "عضو",
        "فرد",
        "اسير",
        "رضيع",
        "عجوز",
        "مجند",
        "رهينه",
        "نقيب",
        "مسافر",
        "دركي",
        "تلميذ",
    ]
)
"""Nouns whose plural is broken, so that their ين can only be a dual."""

_FATHA, _SUKUN = "\u064e", "\u0652"


def is_dual(word: str) -> bool:
    """Tell whether a word for people is a dual.

    Args:
        word: As written; marks help, since ـَيْن tells a dual from a plural.
    """
    folded = _bare(word)
    if {folded, _bare_article(folded), _without_conjunction(folded)} & _NOT_DUAL or len(folded) < 5:
        return False
    if folded.endswith(("تان", "تين")):
        return _bare_article(folded) not in ("فلسطين",) and (len(folded) > 5 or folded[:-2] == "جث")
    if folded.endswith("ان"):
        return True
    if folded.endswith("ين"):
        stem = _bare_article(folded)[:-2]
        return bool({stem, _without_conjunction(stem)} & _BROKEN_STEMS) or _has_dual_marks(word)
    return False


def is_construct_dual(word: str) -> bool:
    """Tell whether a word is a dual that lost its ن before a genitive (ضابطي شرطة، طفليه)."""
    whole = fold(word)
    if {whole, whole[1:]} & _POSSESSED_DUALS:
        return True
    for ending in ("يه", "يها", "اه", "اها"):
        if {whole.removesuffix(ending), whole[1:].removesuffix(ending)} & _BROKEN_STEMS:
            return whole.endswith(ending)
    folded = _without_conjunction(_bare_article(_bare(word)))
    return folded.endswith("ي") and folded[:-1] in _BROKEN_STEMS and folded not in PERSONS


def is_plural(word: str) -> bool:
    """Tell whether a word for people is a plural, sound or broken, or means many."""
    bare = _bare_article(_bare(word))
    forms = {bare, _without_conjunction(bare), bare.removesuffix("ا"), _bare(word)}
    if forms & (VAGUE | _BROKEN_PLURALS):
        return True
    if is_dual(word):
        return False
    bare = _without_conjunction(bare) if bare.startswith("و") else bare
    return len(bare) > 4 and bare.endswith(("ون", "ين", "ات")) and bare not in _SINGULARS


_SINGULARS = frozenset(
    [
        "حسين",
        "ياسين",
        "تشرين",
        "فلسطين",
        "تحسين",
        "معين",
        "امين",
        "الدين",
        "حسنين",
        "حنين",
        "جنين",
        "بنين",
        "مسكين",
    ]
)


def _has_dual_marks(word: str) -> bool:
    """Tell whether the last ي but one letter follows a fatha: ـَيْن."""
    return f"{_FATHA}ي" in word or f"ي{_SUKUN}ن" in word


def _bare(word: str) -> str:
    """Return a folded word without a conjunction or preposition before its article."""
    folded = fold(word)
    for prefix in ("وال", "فال", "بال", "كال"):
        if folded.startswith(prefix):
            return folded[1:]
    if folded.startswith("لل"):
        return "ال" + folded[2:]
    return folded


def _without_conjunction(folded: str) -> str:
    """Return a folded word without one letter of conjunction or preposition before it."""
    return folded[1:] if len(folded) > 3 and folded[0] in "وفبلك" else folded


def _bare_article(folded: str) -> str:
    return folded.removeprefix("ال") if len(folded) > 4 else folded
