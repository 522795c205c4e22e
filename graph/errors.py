"""What can go wrong in the graph."""


class GraphError(Exception):
    """The graph could not be built or asked; the message says why and what to do, in Danish."""


class CurationError(GraphError):
    """A curated fact is not what the format asks for."""


class StorageError(GraphError):
    """The graph on disk is missing, damaged or cannot be written."""


class GraphAway(GraphError):
    """The graph on another machine cannot be reached, or is another than the one here."""


class UnknownFormat(GraphError):
    """The graph was asked for in a format it does not have."""


class SparqlError(GraphError):
    """A SPARQL query was not answered."""


class SparqlRefused(SparqlError):
    """The query asks for something that is not allowed."""


class SparqlSyntax(SparqlError):
    """The query is not valid SPARQL; ``line`` is where, counted from 1, when known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class SparqlTimeout(SparqlError):
    """The query used more time or memory than a query may."""


class SparqlBusy(SparqlError):
    """Too many queries are waiting."""


class SparqlAway(SparqlError):
    """The endpoint that holds the graph cannot be reached."""


class SparqlTooLarge(SparqlError):
    """The query, or one row of its answer, is larger than allowed."""
