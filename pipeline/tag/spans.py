"""Boundaries of phrases: where an argument of a pattern starts and ends, and how lists split.

All functions take `Words` and return half-open ranges of word indices. No parser: an argument runs
from its trigger to the next word that can't be part of a noun phrase or gerund phrase.
"""

from pipeline.tag.vocabulary import word_classes, word_list
from pipeline.tag.words import Words

Range = tuple[int, int]

TWO = 2  # words of "sharing towels": a gerund with one object
LONGEST = 18  # words; what is longer is a clause that the walk did not see the end of
BEFORE_STOP = ";SRMBHVX"  # classes that an argument before its trigger can't hold
AFTER_STOP = ";SRMBHVX"
LEADING = 'DACS,#";Y'
TRAILING = 'ACPTOD,#";SYRX'
# Gerunds that continue the sentence rather than the list.
ASIDE = word_list("aside")
ADJECTIVES = word_list("joining_adjectives")
# Before "that" these report a statement; other nouns are told apart by the clause.
REPORT = word_list("report")
NUMBERS = word_classes()["number"]
FREQUENCIES = frozenset(["twice", "once", "daily", "every"])
# After "in" these say in whom or when.
PEOPLE_AND_TIMES = word_list("people_and_times")
EFFECT_GERUNDS = word_list("effect_gerunds")
# After a comma these say how the phrase before it is meant: "Ibuprofen, taken early, relieves".
PARTICIPLES = word_list("participles")


def argument_before(words: Words, end: int) -> list[Range]:
    """The phrases of the argument that ends where its trigger starts."""
    end = _past_auxiliaries(words, end)
    end = _before_relative(words, _first_verb(words, end))
    end = _before_summary(words, end)
    start = end
    while start > 0:
        if words.codes[start - 1] in "VMBH":
            start = _relative_of(words, start - 1) or start
        if words.codes[start - 1] in BEFORE_STOP:
            break
        start -= 1
    start = _subject_start(words, start, end)
    if start >= end:
        return []
    pieces = _without_participles(words, split(words, start, end))
    single = words.codes.count(",", start, end) == 1 and "C" not in words.codes[start:end]
    return pieces[-1:] if single else pieces


def _without_participles(words: Words, pieces: list[Range]) -> list[Range]:
    """The members but for what only says how: "Ibuprofen, taken early, relieves"."""
    kept = [
        piece
        for piece in pieces
        if words.codes[piece[0] - 1 : piece[0]] != "," or words.lower[piece[0]] not in PARTICIPLES
    ]
    return kept or pieces


def _past_auxiliaries(words: Words, end: int) -> int:
    """Moves before "has been", "could", "was reported" where the trigger left them out."""
    while end > 0:
        passive = words.lower[end - 1].endswith("ed") and words.codes[end - 2 : end - 1] in (
            "B",
            "H",
        )
        if words.codes[end - 1] not in "MBHAL" and not passive:
            break
        end -= 1
    return end


def _before_summary(words: Words, end: int) -> int:
    """Moves before "all these" in "wind, heat, sunlight, all these can cause"."""
    index = end
    while index > 0 and words.codes[index - 1] == "X":
        index -= 1
    summed = {"all", "these", "both"} & set(words.lower[index:end])
    return index - 1 if summed and words.codes[index - 1 : index] == "," else end


def _relative_of(words: Words, verb: int) -> int | None:
    """Where the relative clause of this verb starts: "a room that is too hot"."""
    index = verb
    while index > 0 and words.codes[index - 1] in "VMBHAL":
        index -= 1
    is_clause = index > 1 and words.codes[index - 1] == "R" and words.codes[index - 2] in "WG"
    if not is_clause or words.lower[index - 1] == "who":
        return None
    return (
        None
        if words.lower[index - 2].endswith("ed") or words.lower[index - 2] in REPORT
        else index - 1
    )


def _before_relative(words: Words, end: int) -> int:
    """Moves before a clause that only adds: "picky eating, which lowers resistance, can cause"."""
    codes = words.codes
    relative = codes.rfind("R", 0, end) if codes[end - 1 : end] == "," else 0
    if relative > 0 and codes[relative - 1] == "," and ";" not in codes[relative:end]:
        return relative - 1
    return end


def _first_verb(words: Words, end: int) -> int:
    """Where the predicate starts: in "cools the skin and relieves" at the first of its verbs."""
    codes = words.codes
    last = end
    while last > 0 and codes[last - 1] in "AML":
        last -= 1
    if last == 0 or codes[last - 1] != "C":
        return end
    verb = last - 1
    while verb > 0 and codes[verb] not in ";S,VMBH":
        verb -= 1
    if codes[verb] not in "VMBH" or verb == 0:
        return end
    while verb > 0 and codes[verb - 1] in "AMVBHL":
        verb -= 1
    return verb


def _subject_start(words: Words, start: int, end: int) -> int:
    """Moves the start past what the stop word before it still governs; `end` where all is."""
    codes = words.codes
    if start == 0 or codes[start - 1] == ";":
        return _past_adverbial(words, start, end)
    comma = codes.find(",", start, end)
    stop = codes[start - 1]
    if stop == "R":
        return _with_antecedent(words, start - 1)
    if stop == "S":
        return _past_condition(words, start, end)
    if stop in "HM" and words.lower[start - 2 : start - 1] == ["nor"]:
        return start
    if comma >= 0:
        return _past_adverbial(words, comma + 1, end)
    return _relative_start(words, start - 1) if stop in "MBHV" else end


def _past_condition(words: Words, start: int, end: int) -> int:
    """Moves past "If you sweat, "; what stands after "whether" is not stated at all."""
    if words.lower[start - 1] == "whether":
        return end
    comma = words.codes.find(",", start, end)
    opens = start - 1 == 0 or words.codes[start - 2] in ",;"
    return comma + 1 if opens and comma >= 0 else start


def _with_antecedent(words: Words, relative: int) -> int:
    """Where "tears that never heal" starts; after "show that" it is the word after "that"."""
    codes = words.codes
    if words.lower[relative] == "who":
        return len(codes)
    before = words.lower[relative - 1] if relative else ""
    if (
        relative == 0
        or codes[relative - 1] not in "WG"
        or before.endswith("ed")
        or before in REPORT
    ):
        return relative + 1
    start = relative
    while start > 0 and codes[start - 1] not in BEFORE_STOP + ",":
        start -= 1
    return start


def _relative_start(words: Words, verb: int) -> int:
    """Where "foods that contain salt" starts, seen from its verb; the end where there is none."""
    codes = words.codes
    index = verb
    while index > 0 and codes[index] in "VMBHALWQ":
        index -= 1
    if codes[index] != "R" or index == 0 or codes[index - 1] in ",;":
        return len(codes)
    return _with_antecedent(words, index)


def _past_adverbial(words: Words, start: int, end: int) -> int:
    """Moves the start past "In summer, ..." and "Generally, ..."."""
    comma = words.codes.find(",", start, end)
    if comma < 0:
        return start
    first = words.codes[start:comma].lstrip('A"')
    return comma + 1 if not first or first[0] == "P" else start


def argument_after(
    words: Words, start: int, *, purpose: bool = True, limit: int | None = None
) -> list[Range]:
    """The phrases of the argument that starts where its trigger ends.

    `purpose` says whether "to ..." may belong to the argument, `limit` where it ends at the latest.
    """
    end = start
    limit = len(words) if limit is None else limit
    while end < limit and not _ends_after(words, start, end, purpose=purpose):
        end += 1
    if end < limit and words.codes[end] in "MBHVX":
        comma = words.codes.rfind(",", start, end)
        end = comma if comma >= 0 else end
    return split(words, start, end)


def _ends_after(words: Words, start: int, end: int, *, purpose: bool) -> bool:
    code = words.codes[end]
    if code in AFTER_STOP or (code == "T" and not purpose):
        return True
    if code == "," and end > start:
        following = words.codes[end + 1 : end + 2]
        return (
            following in tuple("PT")
            or words.lower[end + 1 : end + 2] == ["thus"]
            or (following == "G" and words.lower[end + 1] in EFFECT_GERUNDS)
        )
    return False


def split(words: Words, start: int, end: int) -> list[Range]:
    """The members of an enumeration, each trimmed; what is no phrase is left out.

    In "A and B, C, D and E" the first "and" joins, since the commas already split.
    """
    trimmed = (
        trim(words, *piece)
        for group in _at(words, start, end, "Y")
        for piece in _members(words, *group)
    )
    return [piece for piece in trimmed if is_phrase(words, *piece)]


def _members(words: Words, start: int, end: int) -> list[Range]:
    parts = _without_loose_adjectives(words, _at(words, start, end, ",#;"))
    if not parts:
        return []
    front = [piece for part in parts[:-1] for piece in _at_known(words, *part)]
    return [*front, *_at_coordinator(words, *parts[-1])]


def _without_loose_adjectives(words: Words, parts: list[Range]) -> list[Range]:
    """Joins "short" and "lukewarm baths": a comma between adjectives splits nothing."""
    joined: list[Range] = []
    loose: int | None = None
    for start, end in parts:
        begin = start if loose is None else loose
        first, last = trim(words, start, end)
        following = trim(words, end + 1, len(words))[0]
        bare = last - first == 1 or words.codes[last - 2 : last - 1] == "C"
        if bare and is_adjective(words, last - 1) and is_adjective(words, following):
            loose = begin
            continue
        joined.append((begin, end))
        loose = None
    return joined


def _at_known(words: Words, start: int, end: int) -> list[Range]:
    """Splits a member that is not the last of its list only between two listed terms."""
    for index in range(start + 1, end - 1):
        if words.codes[index] == "C" and {(start, index), (index + 1, end)} <= words.known.keys():
            return [(start, index), (index + 1, end)]
    return [(start, end)]


def _at(words: Words, start: int, end: int, letters: str) -> list[Range]:
    parts = []
    begin = start
    for index in range(start, end):
        if words.codes[index] in letters:
            parts.append((begin, index))
            begin = index + 1
    parts.append((begin, end))
    return [part for part in parts if any(code in "WGI" for code in words.codes[slice(*part)])]


def _at_coordinator(words: Words, start: int, end: int) -> list[Range]:
    begin = start
    while begin < end and words.codes[begin] == "C":
        begin += 1
    pieces = []
    for index in range(begin, end):
        if words.codes[index] == "C" and not _shares(words, begin, index, end):
            pieces.append((begin, index))
            begin = index + 1
    return [*pieces, (begin, end)]


def _shares(words: Words, start: int, coordinator: int, end: int) -> bool:
    """Whether both sides belong to one phrase: "lack of sleep and exercise"."""
    left = words.codes[start:coordinator]
    right = words.codes[coordinator + 1 : end]
    known = words.known.get(trim(words, coordinator, end))
    same = known is not None and "O" in left and _category_before(words, coordinator) == known
    if same or left[-1:] in ("Q", "I") or "between" in words.lower[start:coordinator]:
        return True
    if "G" in right or not left.strip("CADL") or known or right[:1] in ("D", "Q"):
        return False
    several = sum(code in "WG" for code in right) > 1
    return (several and _lacks_noun(words, start, coordinator)) or _shares_object(left, right)


def _shares_object(left: str, right: str) -> bool:
    """Whether what follows "and" hangs on what stands before it: "improving supply and flow"."""
    if left.lstrip("CADL")[:1] == "G" and right.strip("CAD") == "W":
        return len(left) > TWO
    return not right.strip("CAD") or ("O" in left and "O" not in right) or "G" in left[1:-1]


# What follows says how or when, not what: "under the guidance of a doctor", "in time".
ASIDES = (
    ("under", "the"),
    ("in", "time"),
    ("in", "the", "morning"),
    ("in", "the", "evening"),
    ("in", "the", "early"),
    ("in", "the", "acute"),
    ("as", "soon"),
    ("as", "much"),
    ("as", "needed"),
    ("when", "necessary"),
    ("at", "the", "same"),
)


def _category_before(words: Words, end: int) -> str | None:
    """The category of the listed term that ends here: "cola" in "the gas of cola and beer"."""
    return next((label for (_, last), label in words.known.items() if last == end), None)


def _lacks_noun(words: Words, start: int, end: int) -> bool:
    """Whether a member is a mere adjective of the next one: "spicy and pickled food"."""
    end = trim(words, start, end)[1]
    whole = "R" in words.codes[start:end] or "B" in words.codes[start:end]
    return not whole and end > start and words.lower[end - 1] in ADJECTIVES


def is_adjective(words: Words, index: int) -> bool:
    """Whether a word is listed as an adjective, or has the form of one."""
    word = words.lower[index] if index < len(words) else ""
    return word in ADJECTIVES or (
        "-" in word and word.endswith(("y", "ed", "free", "dose", "term"))
    )


def without_dose(words: Words, start: int, end: int) -> Range:
    """A remedy without how much, how often and how long: "0.5 mg", "twice a day", "for 7 days"."""
    if words.codes[start : start + 1] == "G":
        return start, end  # "standing on one leg", "losing 5 kg": the number says what
    for place in range(start + 1, end):
        index = place
        code, word = words.codes[index], words.lower[index]
        dose = code == "I" and words.lower[index + 1 : index + 2] != ["-"]
        number = code == "Q" and word in NUMBERS
        if dose or number or (code == "P" and word in ASIDE) or word in FREQUENCIES:
            while index > start + 1 and words.codes[index - 1] in "QL":
                index -= 1
            return trim(words, start, index)
    return start, end


ASIDE_STARTS = frozenset(aside[0] for aside in ASIDES)


def _is_aside(words: Words, index: int) -> bool:
    if words.lower[index] == "in" and words.lower[index + 1] in PEOPLE_AND_TIMES:
        return True
    if words.lower[index] not in ASIDE_STARTS:
        return False
    return any(tuple(words.lower[index : index + len(aside)]) == aside for aside in ASIDES)


def trim(words: Words, start: int, end: int) -> Range:
    """The range without articles, adverbs, connectives and asides at its edges."""
    for index in range(start + 1, end - 1):
        if _is_aside(words, index):
            end = index
            break
    if words.codes[start:end][:1] == "G" and words.lower[start] in ("giving", "doing", "having"):
        start += max(words.codes[start:end].rfind("D"), 0)
    while start < end and words.codes[start] in LEADING:
        start += 1
    while end > start and words.codes[end - 1] in TRAILING:
        end -= 1
    return start, end


def is_phrase(words: Words, start: int, end: int) -> bool:
    """Whether a range can be a phrase on its own."""
    codes = words.codes[start:end]
    return (
        0 < len(codes) <= LONGEST and codes[0] not in "PTOI" and any(code in "WG" for code in codes)
    )
