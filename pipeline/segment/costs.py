"""What an outline costs: the named prices by which one reading of a page beats another.

The outline with the lowest sum explains the page. Prices are in the same unit: 1.0 is the price of
a list that ends after its first item.
"""

# A candidate is left in the text although it looks like a marker.
TEXT_LINE = 3.0  # at the start of a line, before something short enough for a heading
TEXT_LONG = 1.2  # at the start of a line, before a long sentence
TEXT_WEAK = 1.5  # a form that running text uses too: "First,"
TEXT_SPOKEN = 0.9  # a form like the beginning of a sentence: "A: It is a disease"
TEXT_AFTER_STOP = 2.0  # inside a line after the end of a sentence
TEXT_RUN_IN = 0.3  # more there before a heading that a colon, dash or full stop ends
TEXT_INSIDE = 1.5  # inside a line after a word
TEXT_HEADING = 9.0  # h1 to h6
TEXT_BOLD = 1.2  # a line in bold, a term
TEXT_BARE = 0.0  # a short line without markup
TEXT_NUMBER_ALONE = 1.5  # a line that holds a number and no separator

TEXT_EXPECTED = 1.0  # more where an open list waits for just this marker
TEXT_BARE_INTRO = 1.4  # a bare line right before the first item of a list

# A candidate is taken though its place or its words speak against it.
NO_SEPARATOR = 0.6
AFTER_STOP = 0.3
AFTER_COLON = 0.8
INSIDE = 0.9
LOWER_CASE = 0.6
LONG = 0.8
SECOND_READING = 0.3  # "I." as the letter

# The number of a heading by its tag is none of a list, but a part of its words.
NOT_A_MARKER = 3.5  # "2020: a review"
NOT_A_STOP = 8.0  # "4. Treatment", however late its list begins
NOT_A_NUMBER = 0.0  # "5 ways to sleep", without a neighbour of 4 or 6

# A list goes on.
GAP = 2.0  # one lost number
GAP_MORE = 0.6  # each further one, up to GAP_MOST
GAP_MOST = 6
MISPRINT = 2.0  # 33 for 3, 14 for 4
REPEAT = 2.0  # the same number again
BACK = 4.0  # a lower number
COUNT_DOWN = 1.0  # h1 to h6 from 10 down to 1
RESTART = 3.2  # 1 again in the same list
WRAPPER = 1.3  # "3)" after "2."
FAMILY = 2.2  # "III." after "2."
PREFIX = 2.0  # "2.1" goes on the list of "1.3"
RUNS_ON = 0.4  # an unnumbered sibling in a numbered list, or the other way round
LOST_NUMBER = 1.0  # a bare line in the place of a lost number
SHAPE_FIRST = 0.5  # share of the comparison with the first item, beside the last

# A list opens.
OPEN = 0.6
OPEN_INSIDE = 0.7  # more for a list inside a line
OPEN_TAG = 0.3
OPEN_BARE = 1.8
OPEN_BESIDE = 1.0  # a bare line opens a second list where one has just ended
OPEN_WITHIN = 0.8  # a bare line opens a list inside another
OPEN_LATE = 2.5  # at 2; GAP_MORE for each further one
OPEN_ON = 0.8  # where the list under the item before ended: I 1 2, II 3 4
OPEN_SAME = 0.8  # inside a list with the same marker
OPEN_SIMILAR = 0.8  # and items of the same shape
OPEN_LOOSE = 1.2  # a dotted number that fits no parent
OPEN_ABOVE = 3.0  # an h2 under an h3

SINGLE = 1.0  # a numbered list with one item

# Two headings of one list differ.
SHAPE_LENGTH = 0.25  # each doubling of the number of words, at most three
SHAPE_QUESTION = 0.4
SHAPE_TOPIC = 0.6  # one names the page's topic
SHAPE_KIND = 0.6  # one names a kind: causes, treatment
SHAPE_RANK = 2.0  # h2 and p
SHAPE_CLASS = 0.4
SHAPE_INSIDE = 0.8  # one stands inside a line
SHAPE_RUN_IN = 0.4  # one has its text on its line

# Search.
BEAM = 8  # states that are followed; 10 gave the same figures on the stress set
BEAM_MANY = 3  # so many on a page with more candidates than
MANY = 3_000
MARGIN = 2.2  # a state that is worse than the best by more is dropped
DEPTH = 12  # lists inside one another; deeper ones go on at this depth
