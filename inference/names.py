"""The name in a mention: its words without what is written onto the first of them."""

import regex

from hadath.annotations.overlap import fold

_QUOTES = "\"'«»“”„‘’()"
_ARTICLE = regex.compile(r"[وف]?(?:بال|كال|وال|فال)")
_PROPER_WAW = frozenset(
    """وزاره وزير وزراء وحدات وحده وحدتين وكاله وكيل ولايه ولايات والي وادي واشنطن وسط وسايل وساءل
    وسائل والد والده ورش ورشه واحه وفد وطن وطني واسط ود وليد وائل وايل والدها والديه وسام وجيه وهران وزان وادر
    وقود وجوه وقت واحد واحده وصيف وثائق ودائع وردان وجده واغادوغو واو واتساب وول وال وفا ورفله
    ورفلة وشقه وازن واخان وردك وزيرستان""".split()
)
_PROPER_FA = frozenset(
    """فرنسا فلسطين فلسطيني فلسطينيون فلسطينيين فصائل فصاءل فصيل فرقه فوج فيلق فتح فريق فرع فندق فجر فتره
    فنزويلا فيينا فاغنر فارس فاطمه فلول فتيان فتاه فتيه فرقاطه فلوجه فاو فاشر فرات في فوق فضاء فهد
    فيصل فؤاد فواد فادي فراس فايز فائز فكري فرد فرقتين فئه فءات فولكر فيروز فرحان فلاحين فلبين""".split()
)
_PROPER_BA = frozenset(
    """بلده بلدات بلديه باب بابا بادن باكستان بحر بحريه بحريني بدر بدو برج بريطانيا برلين بصره بطاريه بعثه
    بعقوبه بعلبك بغداد بلجيكا بلد بلاد بنايه بنت بنغازي بني بناء بوابه بوكو بيان بيت بيجي بيشمركه بيروت
    بين بينهم بيلاروسيا بنك باريس بارزه بانياس باص باصات بارجه باماكو بئر بير بركان برلمان برميل براميل
    بترول بتار بنادق بندقيه بولندا بورتسودان بوركينا بوتين بايدن باخموت بيلغورود بيضاء بوسو بوصاصو بونتلاند
    بيدوا بلدوين بلدوينه بقاع بقايا بعض بعد بعدما بصمات بطل بطوله بطائره بلطجيه بشار بشير برهان بديع بدء
    باحث باسم باقر باتجاه بوكمال بابل بلح بيطار بوتان بدايه بريد بلاك بث بوغدانوف بلاكووتر بلينكن""".split()
)
_PROPER_LAM = frozenset(
    """لبنان لبناني ليبيا ليبي لندن لواء لجنه لجان لجنة لاجئ لاجئين لاجءين لاذقيه لاهاي لغم لغوين ليل ليله ليلا
    لحج لوغانسك لوهانسك لوكالات لودر ليث لاعب لافروف لشكر لارناكا لقاء لدى لدي لطمين لقمان لقاح لوس
    لفيف لوبيا لوبان ليبيريا ليون ليتوانيا ليمان لفيف لفيف لسان لوزان لازاريف لاسعانود""".split()
)
_PROPER = {"و": _PROPER_WAW, "ف": _PROPER_FA, "ب": _PROPER_BA, "ل": _PROPER_LAM}
_LEFTOVER = regex.compile(r"^(?:[لبك]ـ+\s*|و(?=[\s\"«“']))[\s\"«“']*")


def name_of(words: str) -> str:
    """Return a mention as a name.

    Args:
        words: The mention as written.

    Returns:
        Its words with white space levelled, without quotation marks at the edges, and without
        a conjunction or preposition on the first word: وبريف درعا gives ريف درعا, للجيش gives
        الجيش.
    """
    name = " ".join(_LEFTOVER.sub("", words).split()).strip(_QUOTES + " ")
    first, _, rest = name.partition(" ")
    bare = strip_proclitics(first)
    return f"{bare} {rest}".strip() if bare else name


def strip_proclitics(word: str) -> str:
    """Return a word without و، ف، ب، ل written onto it.

    A letter goes only where what is left can stand alone: before an article, or where the word
    is not known to begin with it (وزارة، فرنسا، بغداد، لبنان).
    """
    folded = fold(word)
    if len(folded) != len(word):  # marks: strip the bare spelling only if it changes nothing else
        return word if strip_proclitics(folded) == folded else word[1:]
    if folded.startswith("لل") and len(folded) > 4:
        return "ال" + word[2:]
    if _ARTICLE.match(folded) and len(folded) > 5 and folded not in _PROPER_WAW:
        return strip_proclitics(word[1:])
    letter = folded[:1]
    known = _PROPER.get(letter)
    if known is None or len(folded) < 4 or folded in known:
        return word
    if folded[1:3] == "ال" and len(folded) > 5:
        return word[1:]
    if letter == "و":
        return strip_proclitics(word[1:])
    # ب، ل، ف begin many nouns; they go only before letters that make a place or an actor.
    return word[1:] if folded[1:] in _CARRIERS else word


_CARRIERS = frozenset(
    """مدينه بلده قريه منطقه محافظه ولايه ريف حي مخيم محيط ضواحي جنوب شمال شرق غرب وسط مديريه قضاء ناحيه
    جبهه جبل وادي شارع مطار قاعده معسكر معبر طريق مركز جزيره حدود اطراف سوريا سوريه العراق اليمن
    غزه قطاع دمشق حلب حمص حماه ادلب درعا طرابلس سرت صنعاء تعز عدن مارب كابول كركوك الموصل نينوى ديالى
    قوات جيش تنظيم ميليشيا مليشيا ميليشيات مليشيات جماعه حركه حزب كتائب كتايب سرايا شرطه وحدات عناصر
    مسلحين مسلحي مقاتلي طيران طائرات طاءرات مدفعيه صواريخ قذائف قذاءف رصاص دبابات اسلحه سياره عبوه
    قنبله قنابل مواقع نقطه حاجز دوريه رتل مقر مبنى منزل منازل سوق مدرسه مستشفى مسجد فندق سلاح هاون
    تركيا ايران روسيا امريكا اميركا اسرائيل اوكرانيا باكستان افغانستان الصومال مالي نيجيريا مصر سيناء
    السودان ليبيا لبنان فلسطين بغداد بيروت بنغازي القدس نابلس جنين""".split()
)
