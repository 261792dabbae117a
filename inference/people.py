"""Words for people, and for how many of them: duals, plurals, and counts that are none.

The rules are those of noun number in Ryding 2005, chapter 7: a broken plural leaves ين to the
dual (جنديين), a sound plural shares it (مدنيين), and ان is dual but for a closed list.
"""

import regex

from hadath.annotations.overlap import fold


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list written with spaces between."""
    return frozenset(words.split())


VAGUE = word_set(
    """
    عدد عددا اعداد اعدادا عشرات مئات الاف ملايين العشرات المئات الالاف الملايين بعض
    عده العديد عديد كثير كثيرا الكثير مزيد مزيدا المزيد جميع كل معظم غالبيه كامل جثامين جثث
    خساير خسائر ضحايا الضحايا شهداء الشهداء قتلي القتلي جرحي الجرحي مصابين المصابين مصابون
    اصابات الاصابات اخرون اخرين الاخرين ارواح عاءله عائله عائلات اسره عوائل اسر الاسر مجموعه مجموعات
    فريق طاقم افراد سكان اهالي ركاب حشد قوات خسايره صفوف جميعهم كلهم معظمهم اغلبهم بعضهم غالبيتهم
    البقيه بقيه باقي طواقم ذوي
    """
)
"""Folded words that tell of people without a number."""

_BROKEN_PLURALS = word_set(
    """
    اشخاص جنود ضباط رجال اطفال نساء شبان شباب عناصر عمال طلاب طلبه ابناء قاده مواطنون سكان
    اهالي انصار حراس رعاه بحاره مرضي اسري قيادات قياديين فتيه تلاميذ اقارب اولاد بنات امهات
    اباء اخوه اشقاء رضع شيوخ عجزه مسنين زوار حجاج صيادين اطباء خبراء عملاء جواسيس امراء زعماء
    رؤساء نواب وزراء سفراء شرطه مشاه كوادر عسكر افغان اكراد عرب يهود مغاربه اتراك روس ثوار
    رهائن رهاين سجناء معتقلين نشطاء اعضاء افراد خلايا صحافيين صحفيين ناشطات طالبات سيدات فتيات
    مدنيات ممرضات مهاجمين ارهابيين عساكر قناصه متطوعين ذكور اناث ايتام اجانب ناس الناس مدنيون
    قناصين غزاه دواعش اسماك صيادون نازحين لاجئين قتلي جرحي شهداء ضحايا مقاتلي مسلحي مراسلي
    مواطني مستوطني مهاجمي محتجي موظفي منتسبي متظاهري مناصري مواطنيها مقاتليها مقاتليه عناصره
    عناصرها جنوده جنودها افراده عائلته عائلتها اسرته اسرتها رفاقه مرافقيه زملائه اعوان
    """
)

_NOT_DUAL = word_set(
    """
    سكان شبان فرسان جيران انسان ميدان رهبان فتيان صبيان نيران اخوان طالبان افغان البان سودان
    السودان لبنان قضبان سلطان برلمان بيان مكان زمان جثمان رمضان عثمان حمدان سليمان شعبان عدنان
    مروان رضوان غسان قحطان نعمان كنعان ايران باكستان افغانستان كردستان عمان عدوان عنوان حيوان
    قبطان ابان كان خان شان لسان امان ضمان حرمان غليان دخان لجان كيان فلتان بركان ثمان الان
    قربان جان برهان ريان بان حسان عفان زيدان سمعان جبران جعفران شهران نجران جيزان حوران بيسان
    جولان اعوان
    """
)

PERSONS = word_set(
    """
    جندي شخص رجل طفل قتيل جريح شاب ضابط شهيد عنصر شرطي صبي مواطن حارس عامل طالب قائد مستوطن
    مسافر ارهابي مسلح مجند مدني قيادي عسكري صحفي صحافي مسعف طبيب مقاتل انتحاري جثه امراه سيده
    طفله فتاه رهينه طالبه ابن شقيق اخ اخت بنت سائق سايق راع موظف مهندس صياد دركي نقيب ملازم
    مقدم عقيد عميد لواء عضو فرد اسير مختطف معتقل رضيع عجوز مسن مزارع قناص طيار بحار مدرس استاذ
    ناشط رقيب عريف ممرض ممرضه مرافق سجين متظاهر شيخ مسوول عون
    """
)
"""Singular nouns for one person."""

_BROKEN_STEMS = word_set(
    """
    جندي شخص رجل طفل قتيل جريح شاب ضابط شهيد عنصر شرطي صبي حارس عامل طالب قائد طبيب جثه امراه
    ابن شقيق اخت بنت سائق سايق راع عضو فرد اسير رضيع عجوز مجند رهينه نقيب مسافر دركي تلميذ
    جنرال شيخ ولد زعيم وزير راعي سفير حاج رفيق زميل فتي قاض نجل صحفي صحافي
    """
)
"""Nouns whose plural is broken, so that their ين can only be a dual."""

_KIN = word_set(
    """
    والد ولد نجل ابن شقيق طفل رفيق زميل حفيد مرافق حارس سائق سايق جار مساعد ضيف عم خال
    """
)
"""Nouns that take a possessive: نجلاه، رفيقاها are two."""

_KIN_WOMEN = word_set("ابنه طفله بنت اخت شقيقه زوجه جاره جثه رضيعه حفيده زميله والده امراه عامله")

_KIN_OF_MINE = word_set("ابنه اخته شقيقه زوجه جاره رضيعه حفيده زميله والده طفله")
"""جارتي is one, the speaker's, unless a genitive stands behind it."""

_BODIES = word_set(
    """
    شرطه بناء امن نظافه صف حراسه اسعاف جيش مخابرات استخبارات حدود انقاذ اغاثه صيانه احتياط
    """
)
"""What stands behind a construct dual without an article (ضابطا شرطة، عاملتي نظافة)."""

_POSSESSED = regex.compile(r"(\p{L}+?)([اي])(?:ه|ها|هم|هما|هن)")
_WOMEN = regex.compile(r"[وفبل]?(?:ال)?(\p{L}+)ت[اي](?:ه|ها|هم|هما|هن)?")
_KIN_ONE = regex.compile(
    r"[وفبل]?(?:(?:زوج|ابن|رضيع|طفل|شقيق|حفيد|قريب|رفيق|زميل|جار|والد|بن|اخ|خطيب)ت?|نجل|ام|اخ[اوي]|اب[اوي]|صهر|عم|خال"
    r"|مرافق|سائق|سايق|حارس)(?:ه|ها|هم|هما|هن|ي)"
)
_OTHER = regex.compile(
    r"[وفبل]?(?:اخر|اخري|ثان|ثانيه|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|ثالثه|رابعه)"
)

_TANWIN, _MARKED_DUAL = "\u064b", regex.compile("\u0651?\u064e\u0651?ي|ي\u0652ن")
"""Marks that tell: one in the accusative (ضابطاً), a dual (مدنيَين)."""

_POSSESSIVE = regex.compile(r"(?<=\p{L}{3})(?:هم|هن|ها|ه)$")
"""Theirs, hers or his, written onto people (سكانها، طواقمها)."""

_SINGULARS = word_set(
    "حسين ياسين تشرين فلسطين تحسين معين امين الدين حسنين حنين جنين بنين مسكين بنت اخت بيت شخصيه"
)


def is_dual(word: str) -> bool:
    """Tell whether a word for people is a dual.

    Args:
        word: As written; marks help, since ـَيْن tells a dual from a plural.
    """
    folded = _bare(word)
    if {folded, _bare_article(folded), _without_conjunction(folded)} & _NOT_DUAL or len(folded) < 5:
        return False
    bare = _bare_article(folded)
    if folded.endswith(("تان", "تين")):
        return len(folded) > 5 or folded.startswith("جث")
    if folded.endswith("ان"):
        return True
    if folded.endswith("ين") and not {bare, _without_conjunction(bare)} & _SINGULARS:
        stem = bare[:-2]
        return bool({stem, _without_conjunction(stem)} & _BROKEN_STEMS) or _has_dual_marks(word)
    return False


def is_construct_dual(word: str, behind: str = "") -> bool:
    """Tell whether a word is a dual that lost its ن before a genitive (ضابطي شرطة، طفليه).

    Args:
        word: As written.
        behind: The word behind it, which tells عاملا بناء (two) from جنديا أعزل (one).
    """
    whole = fold(word)
    for form in dict.fromkeys((whole, _without_conjunction(whole))):
        possessed = _POSSESSED.fullmatch(form)
        if form in _SINGULARS or possessed is None:
            continue  # شخصية is a personage
        if possessed.group(1) not in _KIN | _BROKEN_STEMS:
            continue
        # مرافقيه is two or many: the alif of the nominative or a mark decides.
        is_two = possessed.group(1) in _BROKEN_STEMS or possessed.group(2) == "ا"
        return is_two or form.startswith(("نجل", "والد", "ولد")) or _has_dual_marks(word)
    women = _WOMEN.fullmatch(whole)
    if women is not None and whole not in _SINGULARS:
        if whole.endswith("تي") and women.group(1) + "ه" in _KIN_OF_MINE:
            return _ends_construct(behind)
        return bool({women.group(1), women.group(1) + "ه"} & (_KIN_WOMEN | PERSONS))
    folded = _without_conjunction(_bare_article(_bare(word)))
    if folded in ("عوني", "عونا"):  # two agents, but also a name: عوني الشوا
        return fold(behind) in _BODIES
    if folded.endswith("ا") and _TANWIN not in word:
        return folded[:-1] in _BROKEN_STEMS | _KIN and _ends_construct(behind)
    return (
        folded.endswith("ي") and folded[:-1] in _BROKEN_STEMS and folded not in PERSONS | {"راعي"}
    )


def _ends_construct(word: str) -> bool:
    """Tell whether a word can only be the genitive behind a noun."""
    folded = fold(word)
    return folded in _BODIES or (folded.startswith("ال") and len(folded) > 4)


def is_someone_else(word: str) -> bool:
    """Tell a word for people beside those told before (زوجته، ثالث) from an apposition."""
    folded = fold(word)
    return bool(_KIN_ONE.fullmatch(folded) or _OTHER.fullmatch(folded)) or is_construct_dual(word)


def is_plural(word: str) -> bool:
    """Tell whether a word for people is a plural, sound or broken, or means many."""
    if is_dual(word) or is_construct_dual(word):
        return False
    bare = _bare_article(_bare(word))
    if _without_conjunction(bare).endswith("خوه") and word.endswith("ه"):
        return False  # أخوه is one, إخوة many
    forms = {bare, _without_conjunction(bare), bare.removesuffix("ا"), _bare(word)}
    forms |= {_POSSESSIVE.sub("", form) for form in forms}
    if forms & (VAGUE | _BROKEN_PLURALS):
        return True
    bare = _without_conjunction(bare) if bare.startswith("و") else bare
    return len(bare) > 4 and bare.endswith(("ون", "ين", "ات")) and bare not in _SINGULARS


def _has_dual_marks(word: str) -> bool:
    """Tell whether the ي of an ending follows a fatha: ـَيْن."""
    return _MARKED_DUAL.search(word) is not None


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
