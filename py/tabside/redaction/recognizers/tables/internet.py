"""E-mail addresses, URLs, domains, IP and MAC addresses."""

from __future__ import annotations

import re

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS", "is_ipv6", "names_a_host"]

# RFC 5321 and RFC 6531 (letters of all scripts), without quoted local parts. RFC 5321 also allows / = ? & ` { | } in
# them, and a ' anywhere. In code, logs, tables and lists these stand around an address. Bounces name the first address
# with an = (`list+ann=corp.com@list.org`). The number of other signs is bounded, so that the time stays linear.
_EMAIL = (
    r"(?<![\w.-])(?:mailto:)?(?P<value>"
    r"(?:(?=[\w.]{1,64}+[+-])[\w.+-]{1,128}+=[\w-]{1,63}+\.[\w.-]{1,190}+"
    r"|[\w.-]++(?:[!#$%'*+^~]++(?:[\w.-]++|(?<=#)(?=@))){0,8})@"
    r"(?:[^\W_](?:[\w-]{0,62})(?:(?<=-)\n[\w-]{1,62})?\.){1,8}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{1,59}))(?![\w-])"
)
_URL = (
    r"(?<![^\W_])(?:https?|ftps?|sftp|wss?|ssh|git|ldaps?|file|s3|gs)://"
    r"[^\s<>\"«»“”|\\^`]{1,4096}(?<![.,;:!?'\"*)])(?<![^\]/?=][}\]])"
)
_WWW = r"(?<![\w@.-])www\d?\.[\w-][^\s<>\"«»“”|\\^`]{2,4096}(?<![.,;:!?'\"*)\]}])"
# Top-level domains that are rarely a file extension, an abbreviation or a missing space after a full stop.
_TLD = (
    "com|org|net|edu|gov|mil|info|biz|name|io|ai|app|dev|online|site|website|shop|store|blog|cloud|tech|xyz|eu|uk|us|ca|au|nz|ie|"
    "de|fr|nl|ch|se|fi|cz|ru|ua|jp|kr|cn|hk|tw|sg|br|mx|ar|cl|za|gr|hu|dk|co"
)
_DOMAIN = (
    rf"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.){{1,6}}(?:{_TLD})(?![\w-])(?!\.\w)(?::\d{{2,5}}(?!\d))?"
    r"(?:/[^\s<>\"«»“”|\\^`]{0,2048}(?<![.,;:!?'\"*)\]}]))?"
)


def _is_domain(value: str) -> bool:
    """Whether a value is no level of a log behind a name, `production.INFO`, and no column of a table, `m.name`."""
    host = value.partition("/")[0].partition(":")[0]
    label, _, last = host.rpartition(".")
    is_shouted = last.isupper() and label.islower()
    return not is_shouted and not (len(label) == 1 and last.lower() in ("name", "info", "id", "me"))


_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
# A version of four parts is none: behind its word or the sign of a requirement, or in the name of a package.
_VERSION_WORDS = (
    "version",
    "release",
    "firmware",
    "revision",
    "build",
    "ver",
    r"ver\.",
    "versión",
    "versione",
    "versie",
)
_SIGNS = (" ", ": ", "=", ":", " = ", '": "', '="', " v", " ist ")
_BEFORE_VERSION = (
    *(rf"\b{word}{sign}" for word in _VERSION_WORDS for sign in _SIGNS),
    "==", "<=", ">=", "~=", r"\^", "~", r" v\.",
)  # fmt: skip
_NOT_A_VERSION = "".join(f"(?<!{one})" for one in _BEFORE_VERSION)
# `3.1.6.2 Results`, `section 3.1.6.2`: the number of a section, unless it is that of a well-known resolver.
_SECTION = (
    r"(?!8\.8\.4\.4|4\.2\.2\.|(?P<same>\d)\.(?P=same)\.(?P=same)\.(?P=same))[1-9](?:\.(?:[1-9]|[12]\d)){3}(?![\d.])"
)
_NOT_A_SECTION = rf"(?!(?<![^\n]){_SECTION}[ \t]+[A-ZÀ-Þ][a-zß-ÿ])" + "".join(
    f"(?<!{word} )" for word in ("[Ss]ection", "[Cc]hapter", "[Cc]lause", "[Aa]bschnitt", "[Kk]apitel", "§")
)
_IPV4 = (
    rf"(?<![\w.-])(?=\d{{1,3}}\.\d{{1,3}}\.)(?i:{_NOT_A_VERSION}){_NOT_A_SECTION}"
    rf"(?:{_OCTET}\.){{3}}{_OCTET}(?:/(?:3[0-2]|[12]?\d)(?!\d))?"
    r"(?!\w|\.\d|-\w|\.(?:jar|whl|tgz|tar|gz|zip|dll|exe|nupkg|deb|rpm|msi)(?!\w))"
)
_IPV6 = (
    r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}+(?:(?<=[0-9A-Fa-f])(?:\.\d{1,3}){3})?"
    r"(?:%\w{1,16})?(?:/\d{1,3})?(?![\w:])"
)
_MAC = (
    r"(?<![\w:-])(?:[0-9A-Fa-f]{2}(?:(?::\n?[0-9A-Fa-f]{2}){5}|(?:-\n?[0-9A-Fa-f]{2}){5})|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4})"
    r"(?![\w:]|-\w)"
)


def names_a_host(candidate: str) -> bool:
    """Whether an IPv4 address can be somebody's: not loopback, unspecified, a broadcast to all, or a network mask.

    Addresses for documentation (RFC 5737) count, as they stand for real ones.

    >>> names_a_host("192.0.2.7"), names_a_host("127.0.0.1"), names_a_host("255.255.240.0"), names_a_host("0.0.0.0")
    (True, False, False, False)
    """
    first, second, third, fourth = (int(part) for part in candidate.partition("/")[0].split("."))
    if first in (0, 127):
        return False
    inverted = ~(first << 24 | second << 16 | third << 8 | fourth) & 0xFFFFFFFF
    return not (first == 255 and inverted & (inverted + 1) == 0)


def is_ipv6(candidate: str) -> bool:
    """RFC 4291, 2.2, except `::` and `::1`, which identify nobody.

    Implemented here: `ipaddress` takes ten times as long, and the tab has no `inet_pton`. A test compares the two.

    >>> is_ipv6("2001:db8::8a2e:370:7334"), is_ipv6("::ffff:192.0.2.128"), is_ipv6("a::b::c"), is_ipv6("::1")
    (True, True, False, False)
    """
    address = candidate
    if "/" in address:
        address, _, prefix = address.partition("/")
        if prefix and int(prefix) > 128:
            return False
    if "%" in address:
        address = address.partition("%")[0]
    if not address.strip("0:.") or _IPV6_LOOPBACK.fullmatch(address):
        return False
    if "." in address:
        address, _, ipv4 = address.rpartition(":")
        if _IPV4_TAIL.match(ipv4) is None:
            return False
        address += ":0:0"  # it stands for two groups
    # With `::` between groups there are as many groups as colons: at most seven, since it stands for at least one.
    is_short = address.count(":") <= _IPV6_COLONS or address.startswith("::") or address.endswith("::")
    return is_short and _IPV6_WRITTEN.match(address) is not None


_IPV6_LOOPBACK = re.compile(r"[0:]*:0{0,3}1")
_IPV6_COLONS = 7
_HEX = "[0-9A-Fa-f]{1,4}"
_IPV6_WRITTEN = re.compile(
    rf"(?:{_HEX}(?::{_HEX}){{7}}|(?:{_HEX}(?::{_HEX}){{0,6}}+)?::(?:{_HEX}(?::{_HEX}){{0,6}}+)?)\Z"
)
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4_TAIL = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}\Z")


RECOGNIZERS = (
    PatternRecognizer(
        name="email",
        entity="EMAIL",
        regex=_EMAIL,
        score=1.0,
        ignore_case=True,
        hits=(
            "Write to «ann.o'neil+tax@mail.example.co.uk».",
            "<«a@b.io»>",
            "«jürgen.groß@müller-söhne.de», «用户@例子.广告»",
            "mailto:«x_y@example.org»?subject=hi",
            "(«ann@example.com»)",
            "ADMIN_EMAIL=«ann.lee@example.com»",
            "VALUES (1,'«ann@example.com»'); User{email=«lee@example.com», id=7} `«a@b.io»`",
            "1|«ann@example.com»|«lee@example.com»/«a@b.io»",
            "to=«ann@example.com»&cc=«lee@example.com»#«a@b.io»",
            "«list-12+ann=corp.com@list.example»",
            "«ann_corp.com#EXT#@tenant.example»",
            "«ann@lee-\nfamily.example» and more",
        ),
        misses=("@handle", "user@host", "a @ b.com", "price@3.50"),
    ),
    PatternRecognizer(
        name="email_in_disguise",
        entity="EMAIL",
        # `ann(at)example(dot)org`: obfuscated against machines.
        regex=r"(?<![\w.+-])[\w.+-]{1,64}+ ?[\[({<] ?(?:at|arroba|arobase|chiocciola|ät|@|chez|apenstaartje) ?[\])}>] ?"
        r"[^\W_][\w-]{0,62}"
        r"(?:(?:\.| ?[\[({<] ?(?:dot|punto|point|punkt|ponto|punt|\.) ?[\])}>] ?)[^\W_][\w-]{0,62}){1,4}(?![\w-])",
        score=0.95,
        ignore_case=True,
        hits=(
            "at «ann.lee(at)example.org». Thanks",
            "«ann [at] mail [dot] example [dot] org»",
            "«ana (arroba) example.com»",
            "«j.doe{@}example.de»",
        ),
        misses=("ann (at the office)", "look (at) this", "f[at]x"),
    ),
    PatternRecognizer(
        name="url",
        entity="URL",
        regex=_URL,
        score=0.95,
        ignore_case=True,
        hits=(
            "See «https://example.com/a?b=c#d».",
            "(«http://example.com/x»), then",
            "«ftp://ann:secret@files.example.org/home»",
            "«https://user@[2001:db8::1]:8080/»",
        ),
        misses=("https:// nothing", "a://b"),
    ),
    PatternRecognizer(
        name="www",
        entity="URL",
        regex=_WWW,
        score=0.95,
        ignore_case=True,
        hits=("Go to «www.example.com/ann», please",),
        misses=("www. is short for", "xwww.example.com"),
    ),
    PatternRecognizer(
        name="domain",
        entity="URL",
        regex=_DOMAIN,
        score=0.7,
        certain=False,
        ignore_case=True,
        check=_is_domain,
        hits=("visit «ann-smith.com».", "at «blog.example.co.uk/2020/ann» now", "«example.de:8080/x»"),
        misses=(
            "main.py and app.js",
            "v1.2.3",
            "e.g. this",
            "ann@example.com",
            "end.Then",
            "production.INFO: done",
            "SELECT m.name FROM m",
        ),
    ),
    PatternRecognizer(
        name="ipv4",
        entity="IP_ADDRESS",
        regex=_IPV4,
        score=0.9,
        check=names_a_host,
        hits=(
            "from «192.168.0.1».",
            "«10.0.0.0/8»",
            "ip=«8.8.8.8»:53",
            "[«198.51.100.7»]",
            "the version on «10.0.0.7»",
            "«8.8.8.8» Public resolver",
            "«3.1.6.2» - - [12/Mar/2024]",
        ),
        misses=(
            "1.2.3.4.5",
            "256.1.1.1",
            "v1.2.3.4",
            "1.2.3",
            "127.0.0.1:8080",
            "bound to 0.0.0.0",
            "mask 255.255.252.0",
            "version 4.6.11.2",
            "basis==1.0.0.2",
            "Firmware: 2.14.0.9",
            "core-1.2-4.6.11.2.jar",
            "3.1.6.2 Results of the survey",
            "as section 4.12.1.3 says",
        ),
    ),
    PatternRecognizer(
        name="ipv6",
        entity="IP_ADDRESS",
        regex=_IPV6,
        score=0.95,
        check=is_ipv6,
        hits=(
            "Address «2001:db8::8a2e:370:7334».",
            "«fe80::1%eth0» and «::2»",
            "«2001:0db8:85a3:0000:0000:8a2e:0370:7334»",
            "«::ffff:192.0.2.128»",
            "«2001:db8::/32»",
        ),
        misses=("12:34:56", "std::vector", "::", "::1", "a::b::c", "10:30"),
    ),
    PatternRecognizer(
        name="mac",
        entity="MAC_ADDRESS",
        regex=_MAC,
        score=0.95,
        hits=("eth «00:1A:2b:3c:4D:5e»,", "«00-1a-2b-3c-4d-5e»", "cisco «001a.2b3c.4d5e».", "«8c-e2-da-db-ba-\n10»"),
        misses=("00:1A:2b:3c:4D", "00:1A:2b:3c:4D:5e:6f", "00:1A-2b:3c-4D:5e"),
    ),
)
