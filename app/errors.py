"""The ways in which the product says no. Each carries a sentence for a person and a status for the web."""


class DomainError(Exception):
    """Something a person asked for that cannot be done; the message is a sentence they can act on."""

    status = 400


class NotFound(DomainError):
    """There is no such thing, or this person may not know that there is."""

    status = 404


class NotSignedIn(DomainError):
    """Nobody is signed in, and what was asked for is not for everybody."""

    status = 401


class NotAllowed(DomainError):
    """The thing may be seen by this person but not done by them."""

    status = 403


class EditConflict(DomainError):
    """Somebody else changed the same thing first; nothing was overwritten."""

    status = 409


class RuleBroken(DomainError):
    """The request is understood, but a rule of the record stands against it."""

    status = 422


class UnreadableDocument(DomainError):
    """The file or text cannot be read as minutes: wrong format, damaged, encrypted, too large or empty."""

    status = 422
