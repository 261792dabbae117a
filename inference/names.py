"""The name in a mention: its words without what is written onto the first of them."""

import regex

from hadath.annotations.overlap import fold

QUOTES = "\"'«»“”„‘’()"
"""What names are put in: كتيبة "101"، (أبو عمر)."""

_LEFTOVER = regex.compile(r"^(?:[لبك]ـ+(?!ل)\s*|و(?=[\s\"«“']))[\s\"«“']*")
_ARTICLE = regex.compile(r"[بك]?ال|لل")
_LETTER = regex.compile(r"[\p{M}ـ]*\p{L}[\p{M}ـ]*")

# Words that begin with the letter by nature. Any other و is taken for a conjunction.
_PROPER_WAW = frozenset(
    fold(
        """
        وائل واتساب واحات واحد واحده واحه واخان وادر وادي وارسو وارن وازن واسط واشنطن واغادوغو واقعه
        وال والد والده والدها والديه والي واو وايت وايل وباء وتيره وثائق وثيقه وجبه وجده وجدي وجهاء
        وجهه وجود وجوه وجيه وحدات وحداته وحداتها وحدتي وحدتين وحده وحيد ود ودائع وديع وردان وردك
        وردي ورش ورشات ورشه ورفله ورق ورود وريث وزارات وزارتي وزاره وزان وزراء وزير وزيرا وزيرستان
        وزيره وزيري وسائل وساطه وسام وسايل وسط وسطاء وسمي وسيط وسيله وسيم وشقه وصول وصيف وضاح وطن
        وطني وعد وفا وفاه وفد وفود وفيات وقائع وقاص وقت وقف وقفه وقود وقوع وكالات وكالتي وكاله وكلاء
        وكيل ولايات ولايتي ولايه ولد ولدان ولدين وليام وليد وهاب وهبه وهران وهيب وول وولف ويكيليكس
        ويلز ويليام
        """
    ).split()
)
_PROPER_FA = frozenset(
    fold(
        """
        فؤاد فئه فائز فادي فارس فاروق فاشر فاضل فاطمه فاغنر فالح فاو فايز فتاتين فتاه فتح فتحي فتره
        فتي فتيان فتيه فتيين فجر فخري فرات فراس فرج فرحان فرد فرع فرق فرقاطتين فرقاطه فرقتين فرقه
        فرنسا فرنسي فرنسيه فرنسيين فروع فريد فريق فصائل فصيل فضاء فضل فكري فلاح فلاحين فلبين فلسطين
        فلسطيني فلسطينيا فلسطينيه فلسطينيون فلسطينيين فلوجه فلوريدا فلول فنادق فندق فنزويلا فنلندا
        فني فنيين فهد فواد فوج فوزي فوق فولغوغراد فولكر في فياض فيالق فيتنام فيروز فيصل فيلادلفيا
        فيلق فيليب فيينا
        """
    ).split()
)
_PROPER_BA = frozenset(
    fold(
        """
        بئر بئرين باب بابا بابل باتجاه باحث باحثين باخموت بادن باراك بارجتين بارجه بارزه باريس باريك
        باسم باص باصات باقر باكستان بالستي بالستيه بالون بالونات باليستي باليستيه باماكو بانغي
        بانكوك بانياس بايدن بتار بترول بث بحاره بحارين بحر بحريني بحريه بحيره بدء بدايه بدر بدو بديع
        برازيل براك براميل برج برجين برشلونه برقه بركان برلمان برلين برميل برهان بروكسل بريد
        بريطانيا بساتين بسام بستان بشار بشير بصره بصمات بطاريات بطاريه بطل بطوله بعثات بعثه بعد
        بعدما بعض بعقوبه بعلبك بغداد بغدادي بقاع بقايا بكر بكين بلاد بلاك بلاكووتر بلال بلجيكا بلح
        بلد بلدات بلدتا بلدتي بلدتين بلده بلدوزر بلدوزرات بلدوين بلدوينه بلديتين بلديه بلطجيه بلطيق
        بلغاريا بلوشستان بلينكن بناء بنادق بنايات بنايه بنت بندر بندقيتين بندقيه بنغازي بنغلادش بنك
        بنما بني بنين بهاء بهلول بوابات بوابه بوتان بوتشا بوتين بوخارست بودابست بورتسودان بوركينا
        بورما بوروندي بوسطن بوسو بوصاصو بوغدانوف بوكمال بوكو بولتافا بولندا بوليفيا بونتلاند بيان
        بيانات بيت بيجي بيدوا بير بيرديانسك بيرو بيروت بيشاور بيشمركه بيضاء بيطار بيلاروسيا بيلد
        بيلغورود بين بيوت بيونغ
        """
    ).split()
)
_PROPER_LAM = frozenset(
    fold(
        """
        لؤي لاجئ لاجئا لاجئه لاجئون لاجئين لاذقيه لارناكا لاريجاني لازاريف لاس لاعب لاعبين لافروف
        لاهاي لايبزيغ لبنان لبناني لبنانيا لبنانيان لبنانيه لبنانيون لبنانيين لجان لجنتين لجنه لحج
        لدي لسان لشكر لص لصوص لطفي لطمين لطيف لغم لغوين لفيف لقاء لقاح لقمان لندن لواء لوائين لوبان
        لوبيا لوتسك لودر لوزان لوس لوغانسك لوكالات لوكسمبورغ لوهانسك ليبي ليبيا ليبيريا ليبيه ليبيون
        ليبيين ليتوانيا ليث ليسيتشانسك ليفربول ليل ليلا ليله ليلي ليمان ليمبورغ لينا ليون
        """
    ).split()
)
_PROPER = {
    "و": _PROPER_WAW,
    "ف": _PROPER_FA,
    "ب": _PROPER_BA,
    "ل": _PROPER_LAM,
    "ك": frozenset({"كاليفورنيا"}),
}

_WITHOUT_ARTICLE = frozenset(
    fold(
        """
        لبنان ليبيا لندن لحج لاهاي لودر ليبيريا ليون ليتوانيا لقمان لافروف ليث لوغانسك لوزان
        """
    ).split()
)
"""Names in ل that take no article: لليبيا is ل and ليبيا, but للجنة is ل and اللجنة."""

# ب، ل، ف begin many nouns; they go only before words that make a place, an actor or a weapon.
_CARRIERS = frozenset(
    fold(
        """
        ابين احياء ادلب اربيل ارياف اسرائيل اسلحه اطراف افغانستان السودان الصومال العراق الغام القدس
        الموصل اليمن امريكا اميركا اوكرانيا ايران باريس باكستان براميل بريطانيا بعقوبه بعلبك بغداد
        بلدات بلدتي بلده بنادق بندقيه بنغازي بيدوا بيروت تركيا ترهونه تعز تكريت تلعفر تنظيم جامعه
        جباليا جبل جبهه جزيره جماعه جنوب جنود جنين جيش حاجز حجه حدود حراس حركه حزام حزب حلب حماه حمص
        حي خاركيف خان خيرسون دارفور دبابات دبابه دراجات دراجه درعا درنه دمشق دهوك دوريه دونيتسك
        ديالي دير ذخائر ذخيره ذمار راجمات راجمه رام رتل رشاش رشاشات رصاص رصاصه رفح روسيا ريف زواره
        سامراء سبها سجن سرايا سرت سفاره سكاكين سكين سلاح سنجار سوريا سوريه سوق سيارات سياره سيناء
        شاحنه شارع شبوه شرطه شرق شمال صاروخ صاروخين صعده صنعاء صواريخ صور صيدا ضباط ضربات ضربه ضواحي
        طائرات طبرق طرابلس طرطوس طريق طولكرم طيران عبوات عبوه عدن عناصر غرب غريان غزه فرقه فرنسا
        فصائل فلسطين فندق فوج فيلق قاعده قذائف قذيفه قري قريتي قريه قضاء قطاع قنابل قنبلتين قنبله
        قندهار قنصليه قوات كابول كتائب كتايب كربلاء كركوك كسلا كنيسه كيسمايو كييف لبنان لحج لغم لندن
        لواء ليبيا مارب ماريوبول مالي مبني متفجرات محافظات محافظتي محافظه محيط مخيم مخيمات مدافع
        مدرسه مدفعيه مدن مدنيين مديريه مدينتي مدينه مرزق مركز مروحيات مروحيه مسؤولين مستشفي مسجد
        مسلحون مسلحي مسلحين مسيرات مسيره مصر مصراته مصفاه مطار معبر معسكر مقاتلون مقاتلي مقاتلين
        مقديشو مقر مليشيا مليشيات منازل مناطق منزل منطقه مواقع موسكو ميليشيا ميليشيات ميناء نابلس
        ناحيه نقطه ننغرهار نيالا نيجيريا نينوي هاون هرات هلمند وادي واشنطن وحدات وسط ولايه
        """
    ).split()
)


def name_of(words: str) -> str:
    """Return a mention as a name.

    Args:
        words: The mention as written.

    Returns:
        Its words with white space levelled, without quotation marks at the edges, and without
        a conjunction or preposition on the first word: وبريف درعا gives ريف درعا, للجيش gives
        الجيش.
    """
    name = " ".join(_LEFTOVER.sub("", words).split()).strip(QUOTES + " ")
    first, _, rest = name.partition(" ")
    bare = strip_proclitics(first)
    return f"{bare} {rest}".strip(QUOTES + " ") if bare else name


def strip_proclitics(word: str) -> str:
    """Return a word without و، ف، ب، ل written onto it.

    A letter goes only where what is left can stand alone: before an article, or where the word
    is not known to begin with it (وزارة، فرنسا، بغداد، لبنان). Marks go with their letter.
    """
    shorter = _without_first(word)
    while shorter != word:
        word, shorter = shorter, _without_first(shorter)
    return word


def _without_first(word: str) -> str:
    """Return a word without the proclitic that it begins with; the word if there is none."""
    folded = fold(word)
    known = _PROPER.get(folded[:1])
    if known is None or len(folded) < 4 or folded in known:
        return word
    if folded.startswith("لل"):
        return _without_lam(word, folded)
    is_before_article = _ARTICLE.match(folded, 1) is not None and len(folded) > 5
    # No noun begins with بب or فف: the first of them is a proclitic.
    is_doubled = folded[0] == folded[1] and folded[0] in "بف"
    if is_before_article or is_doubled or folded[0] == "و" or folded[1:] in _CARRIERS:
        return _drop(word, 1)
    return word


def _without_lam(word: str, folded: str) -> str:
    """Return a word in لل without the first, which may have swallowed an article's alif."""
    bare = _drop(word, 1)
    if folded[1:] in _WITHOUT_ARTICLE:
        return bare
    return "ال" + (bare if folded[1:] in _PROPER_LAM else _drop(word, 2))


def _drop(word: str, count: int) -> str:
    """Return a word without its first letters and their marks."""
    rest: str = _LETTER.sub("", word, count=count)
    return rest
