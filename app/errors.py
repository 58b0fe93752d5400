"""The ways in which the product says no. Each carries a sentence for a person and a status for the web."""


class DomainError(Exception):
    """Something a person asked for that cannot be done; the message is a sentence they can act on."""

    status = 400

    @property
    def more(self) -> dict[str, bool]:
        """What a script that asked should know besides the sentence."""
        return {}


class NotFound(DomainError):
    """There is no such thing, or this person may not know that there is."""

    status = 404


class Withdrawn(DomainError):
    """It was public and is not any more. `instead` is the address of what took its place; empty where nothing did."""

    status = 410

    def __init__(self, sentence: str, *, instead: str = "") -> None:
        super().__init__(sentence)
        self.instead = instead


class NotSignedIn(DomainError):
    """Nobody is signed in, and what was asked for is not for everybody."""

    status = 401


class SomebodyElse(NotSignedIn):
    """Another person is signed in than the one whose page asks."""

    @property
    def more(self) -> dict[str, bool]:
        return {"other": True}


class NotAllowed(DomainError):
    """The thing may be seen by this person but not done by them."""

    status = 403


class EditConflict(DomainError):
    """Somebody else changed the same thing first; nothing was overwritten."""

    status = 409


class RuleBroken(DomainError):
    """The request is understood, but a rule of the record stands against it."""

    status = 422


class MinutesFixed(RuleBroken):
    """The minutes are confirmed: their text no longer changes."""

    @property
    def more(self) -> dict[str, bool]:
        return {"fixed": True}


class UnreadableDocument(DomainError):
    """The file or text cannot be read as minutes: wrong format, damaged, encrypted, too large or empty."""

    status = 422
