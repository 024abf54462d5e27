"""User names, coordinates, and phone numbers by their grouping alone."""

from __future__ import annotations

import re

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_SERVICES = (
    "twitter instagram insta ig tiktok telegram github gitlab mastodon snapchat snap threads bluesky discord reddit "
    "twitch youtube handle username follow follows followed dm skype linkedin whatsapp venmo x profile account posted "
    "sígueme "
    "síguenos abonnez suivez folge folgt seguimi segue siga volg"
)


def _is_place(value: str) -> bool:
    numbers = [float(number) for number in re.findall(r"-?[0-9]+\.[0-9]+", value)]
    return len(numbers) == 2 and abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180


RECOGNIZERS = (
    PatternRecognizer(
        name="handle",
        entity="USERNAME",
        # An address in memory is nobody's name: a stack, or an object that a program prints.
        regex=r"@(?<![\w@/.]@)(?!0[xX][0-9A-Fa-f]+(?!\w))(?=[A-Za-z0-9._-]{0,29}[A-Za-z])[A-Za-z0-9_](?:[A-Za-z0-9._-]{1,28}[A-Za-z0-9_])"
        r"(?![\w@(/-]|:(?!\s)|\.\w)"
        # A decorator above a function is not a user name.
        r"(?![ \t]{0,4}\n[ \t]{0,40}(?:@|(?:def|class|async|public|private|protected|static|final|export"
        r"|override|fun|func"
        r"|function|val|var|void|suspend)(?!\w)))",
        score=0.5,
        certain=False,
        context=tuple(_SERVICES.split()),
        needs_context=True,
        hits=(
            "follow «@ada_lovelace» on Instagram", "Twitter: «@ada99».", "on GitHub as «@ada-love»,",
            "Posted by «@ada_l»: look",
        ),
        misses=(
            "@property", "mail a@b.example", "@media screen", "x = handle\n\n    @classmethod\n    def f",
            "handle\n@pytest.mark.skip(", "handle leaked at @0x7ffe01ab2c30 and @0xdeadbeef",
        ),
    ),
    PatternRecognizer(
        name="handle_in_prose",
        entity="USERNAME",
        # In parentheses after a name, with a digit, or in a line of contacts: code annotations do not look like that.
        regex=r"@(?<=\(@)[A-Za-z0-9_][A-Za-z0-9._]{1,29}(?=\))"
        r"|@(?<=[•·|] @)(?=[a-z]{1,20}[0-9._])[a-z0-9._]{2,29}(?![\w@(/:.-])"
        r"|@(?<![\w@/.]@)(?=[a-z._-]{1,29}[0-9])[a-z0-9][a-z0-9._-]{1,28}[a-z0-9](?![\w@(/:-])"
        # In a sentence a low line is enough.
        r"|@(?<=[a-zà-ÿ:,] @)(?=[a-z0-9]{1,20}_)[a-z0-9][a-z0-9_]{2,28}[a-z0-9](?![\w@(/:=.-]|\.\w| =)",
        score=0.7,
        certain=False,
        hits=("talk by Ann Lee («@annlee») today", "thanks «@ada.l99»!",
            "Austin • «@ada_on_tour»\n", "Bonsoir «@ada-l63», vos",
            "mi scriva: «@ada_trulli» o",
        ),
        misses=("@types/node12", "@Override", "f(@x, 1)", "@param1(2)"),
    ),
    PatternRecognizer(
        name="fediverse_handle",
        entity="USERNAME",
        regex=r"@(?<![\w@/.]@)[A-Za-z0-9_.-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}(?![\w-])",
        score=0.95,
        ignore_case=True,
        hits=("toot me at «@ada@mastodon.example.org».",),
        misses=("ada@mastodon.example", "@ada"),
    ),
    PatternRecognizer(
        name="username",
        entity="USERNAME",
        regex=r"(?<![^\W_])(?:user[ _]?name|user[ _]?id|login|nick[ _]?name|screen[ _]?name|handle"
        r"|benutzer(?:name|kennung)?|nombre de usuario|usuario|nom d'utilisateur|utilisateur|pseudo|identifiant"
        r"|nome utente|utente|nome de usuário|usuário|utilizador|gebruiker(?:snaam)?)\"?'?\s{0,2}[:=]\s{0,2}"
        r"\"?'?(?P<value>@?[\w.-]{2,63}[A-Za-z0-9_])(?![\w@])",
        score=0.75,
        certain=False,
        ignore_case=True,
        hits=("username: «ada_lovelace99»", "login=«ada.l»;", "Benutzername: «ada99»", '"user_name": "«ada»"'),
        misses=("the username is required", "login: "),
    ),
    PatternRecognizer(
        name="login",
        entity="USERNAME",
        # As services and web applications write them into logs, and as they are given on command lines.
        regex=r"(?<![^\W_])(?:(?:failed|accepted) (?:password|publickey|keyboard-interactive/pam) for "
        r"(?:invalid user )?"
        r"|(?:invalid|illegal|unknown) user (?=[\w.-]{2,40} (?:from|port|at) )"
        r"|session (?:opened|closed) for user |new session \w{1,12} of user |password changed for |logname=|ruser="
        r"|(?:new|delete) user: name=|--user(?:name)?[= ]"
        r"|(?<=[\s\"'{,;(&?])[\"']?user(?:_?name|_?id)?[\"']?[=:] ?[\"']?(?=[\w.-]{0,40}[a-z]))"
        r"(?P<value>(?!root(?!\w)|null|none|true|false|unknown|agent|admin(?!\w)|is(?!\w)|the(?!\w)"
        r"|(?:when|how|what|where|who|why|can|do|does|hi|hello|hey|thx|thanks|yes|ok|please|are|my)(?!\w))"
        r"[a-z_][\w.-]{1,40}[a-z0-9](?!\w))"
        r"(?![@\\(:])",
        score=0.75,
        certain=False,
        ignore_case=True,
        hits=(
            "sshd[1]: Failed password for «mkeller» from 192.0.2.7", "session opened for user «jlee» by (uid=0)",
            "ssh --user «annk» host", ' user=«bob.t» action=x', '{"user": "«ada_99»", "n": 1}',
        ),
        misses=(
            "Invalid user input", "Accepted password for root from", "--user", 'user: {"id": 1}',
            "User: when do you close",
        ),
    ),
    PatternRecognizer(
        name="home_folder",
        entity="USERNAME",
        # Where Linux, macOS and Windows keep what belongs to a person; the folder has the login's name.
        regex=r"(?<![\w.])(?:/home/|/Users/|[A-Za-z]:\\{1,2}(?:Users|Benutzer|Documents and Settings)\\{1,2})"
        r"(?P<value>(?!(?i:public|shared|default|all users|runner|node|ubuntu|user|app|root)(?![^\W_]))"
        r"[^\W_][\w.-]{1,40}(?: [A-ZÀ-Þ][\w.-]{1,40})?)(?=[/\\\s\"':,;)]|\Z)",
        score=0.8,
        certain=False,
        hits=("open /home/«jlarsen»/notes.txt", r"C:\Users\«Ana Prado»\Desktop", "in /Users/«mkovac»"),
        misses=("/home/", "/home/runner/work", r"C:\Users\Public\x", "/usr/home"),
    ),
    PatternRecognizer(
        name="phone_by_form",
        entity="PHONE",
        # Groupings of the seven languages' countries: French pairs, British and Irish mobiles and towns, Dutch and
        # German mobiles, Iberian nines. `phone` reads these for its regions, or near a context word.
        regex=r"(?<![\w.,:/-])(?<![0-9] )(?:0[1-9](?P<pair>[ .])[0-9]{2}(?:(?P=pair)[0-9]{2}){3}|0[67][0-9]{8}"
        r"|07[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}|02[0-9] [0-9]{4} [0-9]{4}|01[0-9]1 [0-9]{3} [0-9]{4}"
        r"|0[12][0-9]{3} [0-9]{3} ?[0-9]{3}|08[35-9] [0-9]{3} ?[0-9]{4}|06[ -][0-9]{8}"
        r"|01(?:5[0-9]|6[023]|7[0-9])[0-9]?[ /-][0-9]{7,8}|04[0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}"
        r"|(?:[89][0-9]|2[1-9]) [0-9]{3} [0-9]{2} [0-9]{2}|[679][0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2})"
        r"(?!\w| ?[0-9%€$£]|[.,:/-][0-9])",
        score=0.6,
        certain=False,
        hits=(
            "Iqbal|«07402 204 557»|2", "Jul : «0752418890» mais", "através do «21 555 01 88» ou", "«06 39 98 41 27»",
            "«020 7946 0812»", "«0161 496 0345»", "«085 555 0123»", "«06-42180755»", "«0176 04069012»",
            "«612 34 56 78», gracias", "«0470 55 01 23»",
        ),
        misses=(
            "01 02 2024", "06 12 34 56 78 90", "12 06 12 34 56 78", "0752418890123", "1 612 34 56 78", "21 555 01 88 €",
            "0.752418890", "SN-0752418890", "04471", "00 12 34 56 78",
        ),
    ),
    PatternRecognizer(
        name="coordinates",
        entity="COORDINATES",
        regex=r"(?<![\w.])-?[0-9]{1,2}\.[0-9]{3,15} ?[,;/] ?-?[0-9]{1,3}\.[0-9]{3,15}(?![\w]|\.\d)",
        score=0.55,
        check=_is_place,
        context=(
            "gps", "coordinates", "coordinate", "coords", "lat", "latitude", "lng", "lon", "long", "longitude",
            "location", "located",
            "geo", "maps", "koordinaten", "standort", "breitengrad", "coordenadas", "ubicación", "coordonnées",
            "position",
            "coordinate", "posizione", "localização", "coördinaten", "locatie", "pin", "home",
        ),
        needs_context=True,
        hits=("GPS «52.520008, 13.404954»", "geo:«37.786971,-122.399677»", "location «-33.8688, 151.2093»"),
        misses=("52.520008, 13.404954", "gps 95.520008, 13.404954", "lat 1.5, 2.5"),
    ),
    PatternRecognizer(
        name="coordinates_dms",
        entity="COORDINATES",
        regex=r"(?<!\w)[0-9]{1,2}° ?[0-9]{1,2}['′] ?(?:[0-9]{1,2}(?:\.[0-9]{1,6})?(?:\"|″|'')?)? ?[NS],? ?"
        r"[0-9]{1,3}° ?[0-9]{1,2}['′] ?(?:[0-9]{1,2}(?:\.[0-9]{1,6})?(?:\"|″|'')?)? ?[EWO](?!\w)"
        r"|(?<!\w)[0-9]{1,2}\.[0-9]{2,15}° ?[NS],? ?[0-9]{1,3}\.[0-9]{2,15}° ?[EWO](?!\w)",
        score=0.95,
        hits=("at «40°26'46\"N 79°58'56\"W».", "«40.446° N, 79.982° W»"),
        misses=("40° N", "it is 20° here"),
    ),
)  # fmt: skip
