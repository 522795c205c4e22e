"""What can go wrong when documents are read."""


class CorpusError(Exception):
    """A document could not be read; the message says which, why and what to do, in Danish."""


class UnreadableDocument(CorpusError):
    """The file is missing, empty, damaged, too large or of a kind that is not read."""


class PersonalNumberFound(CorpusError):
    """The text holds a CPR number; the number itself is never part of the message."""


class Refusal(Exception):
    """Why the bytes of a file give no document; the message goes on from the file's name, in Danish, and ends with the remedy.

    Why apart from CorpusError: the readers of formats see bytes, only their caller knows the name. ``is_personal`` tells of a CPR number.
    """

    def __init__(self, reason: str, *, is_personal: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_personal = reason, is_personal
