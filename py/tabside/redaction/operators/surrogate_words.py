"""Words for invented values: gender-neutral given names, surnames, and names of streets and places.

Our own lists of common words and names. No pair of them is the name of a person known to us.
"""

from __future__ import annotations

__all__ = ["CITIES", "GIVEN_NAMES", "STATES", "STREETS", "SURNAMES"]

GIVEN_NAMES = (
    "Alex", "Andrea", "Ariel", "Ash", "Blake", "Cameron", "Casey", "Charlie", "Chris", "Dana", "Devon", "Eden", "Elia",
    "Emery", "Finley", "Florence", "Frankie", "Gabi", "Harper", "Hayden", "Indigo", "Jamie", "Jesse", "Jordan", "Jules",
    "Kai", "Kelly", "Kim", "Lane", "Lee", "Lou", "Luca", "Marlow", "Merle", "Micah", "Morgan", "Nico", "Noa", "Noel",
    "Parker", "Pat", "Quinn", "Remy", "River", "Robin", "Rory", "Rowan", "Sage", "Sam", "Sascha", "Shannon", "Sidney",
    "Sky", "Taylor", "Toni", "Tracy", "Val", "Wren", "Yael", "Yuki",
)  # fmt: skip
SURNAMES = (
    "Abbott", "Acker", "Alder", "Ashby", "Barlow", "Becker", "Birch", "Bolton", "Brandt", "Brook", "Carver", "Castell",
    "Cole", "Corbin", "Dahl", "Dale", "Duarte", "Ebner", "Ellis", "Engel", "Farrow", "Fenn", "Ferro", "Field",
    "Forster", "Garner", "Glover", "Grove", "Hale", "Hartley", "Heller", "Holm", "Hurst", "Irving", "Jansen", "Keller",
    "Kemp", "Kern", "Lander", "Lind", "Lowe", "Marsh", "Mercer", "Moller", "Nash", "Norden", "Oakes", "Orton", "Palmer",
    "Penn", "Quade", "Ramos", "Reed", "Rossi", "Sander", "Sato", "Shaw", "Stein", "Thorne", "Vidal", "Wade", "Weller",
    "Yates", "Ziegler",
)  # fmt: skip
STREETS = (
    "Acorn", "Aspen", "Beacon", "Bridge", "Canal", "Cedar", "Chapel", "Cherry", "Clover", "Copper", "Elm", "Fern",
    "Garden", "Harbour", "Hazel", "Heather", "Hill", "Holly", "Juniper", "Lake", "Larch", "Laurel", "Linden", "Maple",
    "Meadow", "Mill", "Oak", "Orchard", "Park", "Poplar", "Quarry", "Rowan", "Spring", "Station", "Willow", "Windmill",
)  # fmt: skip
CITIES = (
    "Alderford", "Ashbourn", "Beckwith", "Brackendale", "Brookhaven", "Clearwater", "Cliffside", "Dunmere", "Eastvale",
    "Elmswell", "Fairhaven", "Fernhill", "Glenwood", "Greenfield", "Harborview", "Hazelton", "Highmoor", "Kingsmere",
    "Lakemont", "Larkspur", "Marlow", "Millbrook", "Northgate", "Oakdale", "Pinehurst", "Ravensford", "Redcliff",
    "Riverton", "Rosewood", "Silverlake", "Southport", "Stonebridge", "Summerfield", "Thornbury", "Westbrook",
    "Winterton",
)  # fmt: skip
STATES = (
    "Arcadia", "Avalon", "Cascadia", "Columbia", "Eastmark", "Franklin", "Highland", "Jefferson", "Lincoln", "Lowland",
    "Midland", "Northmark", "Oakland", "Ridgeland", "Southmark", "Superior", "Westmark", "Westland",
)  # fmt: skip
