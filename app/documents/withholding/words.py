"""What is printed where something is withheld: the same words for a name of a passage long or short, whatever the
ground, so that they tell nothing but that something is.
"""

PASSAGE = "A passage is withheld."
"""A line, a heading with what stood under it, a judgement."""
PASSAGE_WITHIN = "[a passage is withheld]"
"""Within a line that otherwise stands."""
NAME = "[name withheld]"


def is_placeholder(text: str) -> bool:
    """Whether a line, or a heading, stands for what is withheld."""
    return text == PASSAGE
