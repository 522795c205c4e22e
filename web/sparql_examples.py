"""Examples of queries for the SPARQL page."""

from __future__ import annotations

_SERVICES = """PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_STATEMENTS = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX tg: <https://trivselsgrafen.example/ontologi#>
"""

START = _SERVICES + """
SELECT ?indsats ?navn WHERE {
  ?indsats a cpsv:PublicService ; dct:title ?navn .
}
ORDER BY ?navn
LIMIT 25"""

EXAMPLES = (
    ("Indsatser på Amager", _SERVICES + """
SELECT DISTINCT ?indsats ?navn WHERE {
  ?indsats a cpsv:PublicService ; dct:title ?navn ; dct:spatial/skos:prefLabel "Amager"@da .
}
ORDER BY ?navn"""),
    ("Love og antallet af indsatser, der bygger på dem", _SERVICES + """PREFIX cv: <http://data.europa.eu/m8g/>

SELECT ?lov (COUNT(DISTINCT ?indsats) AS ?indsatser) WHERE {
  ?indsats a cpsv:PublicService ; cv:hasLegalResource/skos:prefLabel ?lov .
}
GROUP BY ?lov
ORDER BY DESC(?indsatser) ?lov"""),
    ("Alt om U-Start med dokumentets ord", _STATEMENTS + """
SELECT ?hvad ?ord ?citat WHERE {
  ?udsagn rdf:subject/dct:title "U-Start"@da ; tg:relation ?hvad ; prov:wasDerivedFrom/oa:hasSelector/oa:exact ?citat .
  OPTIONAL { ?udsagn tg:object ?ord }
}
ORDER BY ?hvad ?ord"""),
    ("Skoler, hvor der er en indsats mod fravær", _SERVICES + """PREFIX schema: <https://schema.org/>

SELECT ?skole (GROUP_CONCAT(DISTINCT ?navn; separator=", ") AS ?indsatser) WHERE {
  ?indsats a cpsv:PublicService ; dct:title ?navn ; schema:location/skos:prefLabel ?skole .
}
GROUP BY ?skole
ORDER BY ?skole"""),
    ("Indsatser og deres bydele som graf", _SERVICES + """
CONSTRUCT { ?indsats skos:prefLabel ?navn ; dct:spatial ?bydel } WHERE {
  ?indsats a cpsv:PublicService ; dct:title ?navn ; dct:spatial ?bydel .
}"""),
)  # fmt: skip
