"""What can go wrong when documents are read."""


class CorpusError(Exception):
    """A document could not be read; the message says which, why and what to do, in Danish."""


class UnreadableDocument(CorpusError):
    """The file is missing, empty or not text."""


class PersonalNumberFound(CorpusError):
    """The text holds a CPR number; the number itself is never part of the message."""
