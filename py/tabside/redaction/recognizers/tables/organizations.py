"""Organizations: names with a legal form, and well-known companies whose names look like people's or towns'.

Companies are not personal data, so `ORGANIZATION` is searched for only if a policy or a call names it. Both
recognizers count as evidence against people and towns in any case (`settling/organizations.py`). The legal forms come
from the company law of the countries of the model's seven languages. The list of names is hand-written by one rule.
It contains companies, brands and institutions known beyond their country whose name consists of, or begins with, a
possible name of a person or town. Full names that another person may have are excluded, such as `Thomas Cook`.
"""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["BY_FORM", "BY_NAME", "RECOGNIZERS"]

_FORM = (
    r"(?:(?:G|g)?GmbH(?: ?& ?Co\.? ?(?:KG|OHG))?|mbH(?: ?& ?Co\.? ?KG)?|AG(?: ?& ?Co\.? ?KGaA)?|KGaA|KG|OHG|GbR|UG"
    r"|e\. ?V\.|e\. ?K\.|Ltd\.?|Limited|L\.?L\.?C\.?|L\.?L\.?P\.?|P\.?L\.?C\.?|plc|Inc\.?|Incorporated|Corp\.?"
    r"|Corporation|Pty\.? Ltd\.?|& Co\.?|& Sons?|S\.? ?p\.? ?A\.?|S\.? ?r\.? ?l\.?|S\.? ?n\.? ?c\.?|S\.? ?a\.? ?s\.?"
    r"|S\.A\.(?:S\.|R\.L\.|U\.)?|SARL|SAS|SASU|EURL|S\.L\.(?:U\.)?|SLU|B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|Lda\.?"
    r"|Ltda\.?|EIRELI|S\.?C\.?R\.?L\.?|SRL|A/S|ApS|Oyj?|ASA|sp\. z o\.o\.|a\.s\.|s\.r\.o\.|Kft\.?|K\.K\.)"
)
_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’&.+-]{0,30}"
_JOINT = r"(?: (?:& |und |and |et |y |e |en |de |di |da |do |van |von |the )?)"

_NAMES = """
Abercrombie & Fitch; Albert Heijn; Alfa Romeo; American Express; Aston Martin; Barclays; Bayer Leverkusen; Ben & Jerry's
Berkshire Hathaway; Boots UK; Boston Consulting Group; Boston Dynamics; Boston Scientific; British Airways
Campbell Soup; Cisco Meraki; Cisco; Coca-Cola; Credit Suisse; Daimler; Danone; De Beers; Deutsche Bank; Dow Jones
Dr Pepper; Dr. Martens; Dr. Oetker; Eli Lilly; Ernst & Young; Estée Lauder; Fannie Mae; Ferrero Rocher; Fisher-Price
Ford Motor; Franklin Templeton; Freddie Mac; Galeries Lafayette; Georgia-Pacific; Goldman Sachs; Google; Harley-Davidson
Harris Teeter; Hewlett Packard; Hewlett-Packard; Huawei; JPMorgan Chase; J.P. Morgan; JP Morgan; Jack Daniel's
Jaguar Land Rover; Jeronimo Martins; Jerónimo Martins; John Deere; Johnnie Walker; Johnson & Johnson; Johnson Controls
Johnson Matthey; Jones Day; Jones Lang LaSalle; Kellogg's; Kimberly-Clark; Kraft Heinz; Lehman Brothers; Leroy Merlin
Levi Strauss; Liberty Mutual; Lloyds Bank; Lockheed Martin; Louis Vuitton; Marks & Spencer; Marsh McLennan; McKinsey
Mercedes-Benz; Merrill Lynch; Morgan Stanley; Nestlé; Northrop Grumman; Oscar Mayer; Parker Hannifin; Peugeot
Phillips 66; Price Waterhouse; PricewaterhouseCoopers; Procter & Gamble; Quaker Oats; Raiffeisen; Ray-Ban; Red Hat
Rolls-Royce; Rothschild & Co; Saint-Gobain; Sam's Club; Samsung Galaxy; Samsung; Sherwin-Williams; Siemens Healthineers
Simon & Schuster; Southwest Airlines; Standard & Poor's; Stanley Black & Decker; State Farm; Taylor Wimpey
Texas Instruments; Thomson Reuters; Tiffany & Co; Tim Hortons; TomTom; Toyota; Trader Joe's; Tupperware; Tyson Foods
Van Cleef & Arpels; Virginia Slims; Volkswagen; Walt Disney Company; Warner Bros; Warner Music; Wells Fargo
Werner & Mertz; Whole Foods; Williams-Sonoma; Yves Rocher; Zurich Insurance
"""
_LISTED = [name.strip() for line in _NAMES.strip().splitlines() for name in line.split(";")]
_ESCAPED = "|".join(name.replace(".", r"\.").replace("'", "['’]") for name in sorted(_LISTED, key=len, reverse=True))

BY_FORM = PatternRecognizer(
    name="organization_by_legal_form",
    entity="ORGANIZATION",
    regex=rf"(?<![\w&@.-]){_WORD}(?:{_JOINT}{_WORD}){{0,5}}?,? (?:{_FORM})(?![\w@]|[-'’.]\w)",
    score=0.85,
    certain=False,
    optional=True,
    hits=(
        "by «Amberhof Maschinenbau GmbH & Co. KG» today", "«Marsh & Heron Ltd», Leeds", "«Officine Zwqt S.p.A.»",
        "la «Boulangerie Qwzty SARL»", "«Bakkerij de Zwaan B.V.»", "to «Heron Foods, Inc.» now",
    ),
    misses=("GmbH", "the limited edition", "Ann Smith said AGM", "80 KG of flour"),
)  # fmt: skip

BY_NAME = PatternRecognizer(
    name="organization_by_name",
    entity="ORGANIZATION",
    regex=rf"(?<![\w@./-])(?:{_ESCAPED})(?![\w@]|-\w)",
    score=0.8,
    certain=False,
    optional=True,
    hits=("shares of «Johnson Controls» and «Goldman Sachs» fell", "a «Cisco Meraki» switch"),
    misses=("Mr Johnson controls it", "pineapple", "apple pie"),
)

RECOGNIZERS = (BY_FORM, BY_NAME)
