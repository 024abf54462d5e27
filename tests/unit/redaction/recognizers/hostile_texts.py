"""Hostile texts for recognizers: near-matches repeated many times.

`§` stands for a random digit and `¤` for a random capital, new in each repetition, so that nothing can be
cached. The tab's Python reads this file as well, so it imports nothing from the tests.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

__all__ = ["AIMED", "PIECES", "fill", "own_pieces"]

PIECES = [
    "a", "1", "-", ".", "@", " ", ":", "/", "=", "+", "(", "[", "\n", "\t", "é", "😀", "_", "A", "0x", "%", "a.", "a@",
    "a@b.", "1.", "1-", "1 ", "1 1-", "12 ", "123-", "1234 ", "12345-", "(1", "+1 ", "+", "::", "a:", "1:", "f:",
    "00:", "http://", "http://a", "www.", "www.a", "a-a.", "x.com", "x.com/", "eyJ", "eyJaaaaaaaa.", "eyJaaaaaaaaaa",
    "sk-", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----a\n", "password=", "password ", "password:a",
    "AKIA", "GB82 ", "GB82", "DE89 3704 ", "4111 ", "4111 1111 1111 1112 ", "4111111111111112 ",
    "card 4111 1111 1111 1112 ", "iban ", "Apt ", "Apt. 1", "PSC 1, Box ", "Unit 1 ", "CA ", "CA 9411", "passport ",
    "passport A1", "dl ", "dl A1-", "account number 12", "1a", "A1", "SW1A ", "https://a:", "https://a:b@",
    "postgres://a:b", "bc1", "1A", "rA", "0x0", "xoxb-", "x́", "\u200b", "555-", "415-555-", "tel 1 2 ", "+44 20 ",
    "mailto:", "-a.", "a_", "1/", "secret a1", "é.", "ab1cd2ef", "key-", "SG.", "SG.a", "hf_a", "born 1",
    "nif 12345678 ",
    "tax id A1 ", "P<", "P<UTO", "login: a", "@a", "@a.", "1°", "52.520, ", "calle A ", "calle de A", "rue de la ",
    "12 rue A ", "Aweg ", "plate A1 ", "mrn 1", "@a-\n", "a@b-\n", "4111\n", "DE89\n",
    "00:\n", "1/2/2024 ", "3 may ", "may 3 ", "aged 9 ", "9 years old ", "exp 04/29 ", "cvv 123 ", "one two three ",
    "tel one two three four x y z a b c d e ", "tel one two three four five six seven, abcdefghijklm ", "four five, ",
    "1 1 1 1 1 1 1 x ", "twenty and ", "a at b dot com ", "dot dot at ", "A B C D ",
    "+1\n555 ", "tel 1\n", "tel 12\n34567 ", "415-\n555 1234 ", "plate A1\n", "plate A1-\n",
    "Anna ", "Anna van ", "mevrouw van ", "Anna Anna Anna ", "Frau de la ", "Я ", "г-н ", "王", "さん ", "नाम ",
]  # fmt: skip

# Aimed at individual recognizers.
AIMED = [
    "415-555-§§§§ ", "(415) 5§§-§§§§ ", "+1 415 5§§ §§§§, ", "+44 20 7§§§ §§§§ ", "00§§§§§§§§§§ ", "tel §§§ §§§§ ",
    "tel §§§ §§§§\n", "call 0§§ §§§§§§ ", "0§§§§§§§§§ ", "00§§ §§§ §§§ §§§ ", "0§ 0§ 0§ 0§ 0§ ", "+§§§§§§§§§ ",
    "+§§ §§ §§ §§ §§ §§ §§ ", "+§ §§§ §§§ §§§§ x§§§ ", "§§§ §§§ §§§§ ", "1 §§§ §§§ §§§§ ", "§§§-§§§\n§§§§ ",
    "+§§ §§§\n§§§§ ", "+1 §§§-§§§-\n§§§§ ", "(§§§) §§§-\n§§§§ ", "tel §§§\n§§§§ ", "00§§", "§§§§§§§§§§ ", "0§/",
    "4§§§ §§§§ §§§§ §§§§ ", "4§§§§§§§§§§§§§§§ ", "card 4§§§§§§§§§§§§§§§ ", "visa 5§§§-§§§§-§§§§-§§§§ ",
    "4§§§ §§§§ §§§§ §§§§\n", "37§§ §§§§§§ §§§§§ card ", "§§§§ ", "card §§§§ §§§§ §§§§ §§§§, ", "6§§§ §§§§ §§§§ ",
    "§ § § ", "§§§§§§ §§§§§§§§§§§§§ ",
    "card §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§ §§§§. ",
    "cc § § § § § § § § § § § § § § § § § § § ", "cc §§§ §§ § §§ §§§ ", "5§§§§§§§§§§§§§§§-", "nif §§§§§§§§ ",
    "nif §§§§§§§§¤ ", "tax id §§§§§§§§§ ", "tax id §§§§§§§§§§ ", "tax id §§§§§§§§§§§ ", "id number §§§§§§§§§§ ",
    "id number §§§§§§§§§§§ ", "id no §§§§§§§§§ ", "vat ¤¤§§§§§§§§§ ", "DE§§§§§§§§§ ", "FR§§§§§§§§§§§ ", "¤¤§§§§§§§§§ ",
    "¤¤¤§§§§§§§§§ ", "§§§§§§§§§§§ ", "§§§§§§§§§ ", "§§§§§§§§ ", "§§§§§§§ ", "§§§§§§ ", "§§§§§§§§§§§§§ ", "¤§§§§§§§ ",
    "¤§§§§§§§¤ ", "¤¤¤¤§§§§§§¤¤¤¤¤¤§§ ", "¤¤¤¤¤§§§§¤ ", "§§§.§§§.§§§-§§ ", "§§-§§§§§§§§-§ ", "§§§§§§-§§§§ ",
    "§§§§§§/§§§§ ", "§ ¤ ", "¤§ ", "§§ ", "§§§ ", "tax id §§ §§ §§ §§ §§ §§ §§ ", "dni nie cif §§§§§§§§ ",
    "cédula §§§§§§§§§§ ", "cédula §§§ §§§ §§§ §§, ", "contribuyente §§§ §§§ §§§, ", "tin nif tva btw §§§§§§§§§ ",
    "passport ¤§§§§§§§ ", "¤¤ §§§ §§§ §§§ ", "¤¤§§ ", "medicare §§§§ §§§§§ § ", "bank account §§§§§§§§§§ ",
    "konto §§-§§§§§§§§§§/§§§§ ", "cuil §§-§§§§§§§§-§ ", "¤ §§§§§§§ ¤ ", "tin ¤¤§§§§§§§§§¤¤¤ ", "nhi ¤¤¤§§§§ ",
    "dni §§§§§§§§, nif §§§§§§§§¤. ", "tax id §§§-§§§-§§§-§§ ", "steuernummer §§/§§§/§§§§§ ", "tax id ¤§¤§¤§¤§ ",
    "id card ¤§§§§§§§ ", "ausweis ¤¤¤¤§ ", "nif ¤§ §/¤. ", "tin §.§-§/§ ", "mrn §§§§§§§§ ", "rx §§§§§§§ ",
    "rx ¤¤¤-§§§§§§ ", "member id ¤-¤-§-", "imei §§-§§§§§§-§§§§§§-§ ", "vin ¤§¤§¤§¤§¤§¤§¤§§§§ ", "¤¤¤¤§§§§§§§§§§§§§ ",
    "¤§¤§¤§¤§¤§¤§¤§§§§ ", "iban DE§§ §§§§ §§§§ §§§§ §§§§ §§ ", "DE§§ §§§§ §§§§ §§§§ §§§§ §§ ",
    "FR§§§§§§§§§§§§§§§§§§§§§§§§§ ", "konto FR§§ ", "iban GB§§¤¤¤¤§§§§§§§§§§§§§§ ", "iban iban DE§§§§§§§§§§§§§§§§§§§§ ",
    "plate ¤§§¤¤¤ ", "plate ¤¤-§§-¤¤ ", "plate plate ¤¤ ", "targa: ¤¤§ ¤¤", "kennzeichen: a ", "placa: aa aa ",
    "plate: ", "plate ¤\n", "plate ¤-\n¤-\n¤\n", "ssn §§§-§§-§§§§ ", "ssn §§§§§§§§§ ", "ein §§-§§§§§§§ ",
    "routing §§§§§§§§§ ", "itin 9§§-§§-§§§§ ", "§§§-§§-§§§§ ", "social §§§ §§ §§§§ ", "iccid 89§§§§§§§§§§§§§§§§§ ",
    "1¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ ", "r¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ ",
    "bc1qa§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§ ", "bc1pa§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§a§ ",
    "D¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ ", "T¤§¤§¤§¤§¤§¤§¤§¤§¤§¤§¤§¤§¤§¤§ ", "§ may ", "may § ", "§ may 20§§ ",
    "§§ de ", "1 de de ", "mar ", "may ", "1 m ", "1 a ", "1 de s", "jun jul ", "1.a", "1 j", "1-j", "12th of ",
    "september 1, ", "sept 1 de ", "3 de març", "decembr ", "1 octobrx ", "d1", "m ", "d", "o d s ", "§§/§§/20§§ ",
    "20§§-§§-§§ ", "1. 1. 1. ", "12. 1. 99 ", "born on ", "birth date", "dob 12 ", "born 12 may ",
    "date of birth: 12 de maio de ", "geb. 12. ", "nacida el 1/", "b ", "birth ", "nato a", "aged ", "aged 9",
    "edad de ", "9 y", "99 years ", "9-", "9 j", "9 jahre ", "con 9 an", "is 9 ", "de 9 años que ", "12 days old ",
    "Guinea ", "Saint ", "United States ", "Ilhas ", "Isole Marshall ", "GUINEA ", "Germany ", "South ", "República ",
    "Territoire ", "St. ", "Sint-", "A", "Ab ", "U.S. ", "Island Isl ", "Saint-", "Sonderverwaltungsregion ", "Congo-",
    "Nationality: ", "nationality is ", "nationality: a ", "nationality: ab Ab ", "cidadania = ", "n", "Ann B. ",
    "Ann B. Cole ", "A.B. Cole ", "A. ", "A.B.", "A. B. C. ", "Ann B Cole ", "Mc", "McA", "Ab-Cd ", "Ab-Ab A. Ab-Ab ",
    "Aaaaaaaaaaaaaaaaaaaa A. ", "Aaaaaaaaaaaaaaaaaaaa-Aaaaaaaaaaaaaaaaaaaa A ", "Ann A. ann ", "O'Ab O. O'Ab ",
    "A. B. Aa_", "Ab B Ab_", "Theo A. Thea ", "one two three four five six seven, ",
    "tel one two three four five six seven. x ", "one ", "one hundred ", "twenty one ", "double seven ",
    "tel double one double two double three double four, abcdefghijklmnop ",
    "ssn five three six two two one two three four. abcdefghijklmnopq ", "and ", "plus one ", "plus ", "first ",
    "une deux trois quatre cinq six sept. abcdefghijklmnopq ", "1 1 1 1 1 1 1, ", "§ § § § § § § ", "§ § § § § § §, ",
    "one x ", "one two x x x ", "mille neuf cent soixante-dix-huit ",
    "tel one, two, three, four, five, six, seven. abcdefghijklmnop ",
    "passport one two three four five six seven eight nine. abcdefghijklmnopq ",
    "tax id one two three four five six seven eight nine. abcdefghijklmnopq ",
    "card four one one one one one one one one one one one one one one two. abcdefghijklmnopq ", "uh ", "one uh ",
    "oh oh ", "one and ", "dash dot ", "nine\n", "zwanzig ", "einundzwanzig ", "a dot b at c dot com ", "at a dot ",
    "at at at dot com ", " at ", "at a dot a dot a dot a dot com ", "underscore at a dot com ",
    "a underscore a underscore a underscore a at b dot com ", "at a dash a dash a dash a ", "arroba a punto ",
    "at a dot com dot ", "one one one at a dot com ", "bajo bajo bajo at a dot com ", "A-B-C-D ", "S M I T H ",
    "name S M I T H Smith ", "A A A A A A A A A A A A A A A A A A a", "A-", "apt ", "suite #", "room A1", "p.o. box ",
    "po box 1", "Unit 1, Box 1\n", "USS a ", "USS abc, Unit 1, Box 1,  ", "APO AE ", "CA 12345 ", "CA,  12345-6789 ",
    "SW1A 1AA ", "CA 12345-", "12345-1234 ", "A1A 1A1 ", "1234 AB ", "1234 AB C", "1234-123 A", "zip 12345 ",
    "cep 12345-123 ", "rua 12.345-123 ", "Calle A ", "Calle de la A A A A A A, 1", "via A A A A A A A ", "c/ ",
    "via d' ", "via de de de A ", "1 rue A ", "1 bis, rue A A A A A A ", "Aaaaaaaaaaaaaaaaaaaaaaweg ", "Awegwegwegweg",
    "Astraße ", "A.-'weg 1", "Unit 1 piso 1 ", "Via A 1 piso 1 ", "Via A 1, 1º A ", "Straße 1/", "Aa", "a@b.co ",
    "a@b-\nc.co ", "@ab ", "twitter @ab_§ ", "@a1 ", "(@ab) ", "@a@b.co ", "@a@b.", "twitter @", "username: ",
    "username: ab ", "login: -", "lat 52.520, 13.404 ", "gps 52.52000§,13.40000§ ", "1.111,1.111 ",
    "10°10'10\"N 10°10'10\"E ", "1.10° N, ", "10°10'", "1::1 ", "::1 ", "a:b:c:", "1:1:1:1:1:1:1:1 ", "::%a ",
    "1.1.1.1 ", "1.1.1.1/", "00:11:22:33:44:55 ", "0011.2233.", "a.com ", "a.com/a ", "a.a.a.a.a.a.com ",
    "a.b.c.d.e.f.g.", "https://a.b ", "https://(((", "www.aa ", "x=", "mailto:mailto:", "a=a@b.c", "http://a]]]",
    "ftp://a:b@c ", "https://a:b", "https:", "jdbc:a:", "key=", "password: a1b2c3d4 ", "bearer abcdefgh1 ",
    "bearer bearer1 ", "secret key ", "aws AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
    "aws secret a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
    "SG.aaaaaaaaaaaaaaaaaaaaaa.", "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", "AIzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
    "12345678:AA", "123456789:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", "eyJaaaaaaaaa.aaaa.a ", "eyJaaaaaaaaa.aaaa",
    "-----BEGIN PRIVATE KEY----- ",
    "-----BEGIN A A A PRIVATE KEY-----\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    "-----BEGIN A A A ", "AGE-SECRET-KEY-1", "AccountKey=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
    "AC0000000000000000000000000000000 ", "exp 1", "exp 01/29 ", "expires 01 / 2029 ", "valid until ", "exp exp",
    "cvv 12 ", "security code is 123 ", "code ", "1111 1111 01/29 123 ", "1111 01/29 ", "1111 1111 ", "c",
    "4111111111111111|01|2029|123 ",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C3§UTO7408122F1204159ZE184226B<<<<<1§ ", "P<",
    "P<UTOAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    "I<UTOD23145890§<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<< ",
    "PAAAA<<<<<<<<<<<<<<<<<<<<\n", "serial §¤§¤§¤§ ", "s/n 1-", "serial a-", "serial a1a1a1a1a1a1a1a1a1a1a1a1 ",
    "device id 123e4567-e89b-12d3-a456-42661417§§§§ ", "123e4567-e89b-12d3-a456-42661417§§§§ ", "123e4567-", "session ",
    "dl ¤§§§§§§§ ", "dl ¤§-§-§-", "driving licence 1-\n", "passport §§§§§§§§§ ", "swift ABCDEF12 ", "bic ABCDEFGH ",
    "ABCDEFGH ", "ni AB123456C ", "AB 12 34 56 C ", "AB 12 34 56 ", "account number §§§§§§§§§ ", "acct 1 1 1 1 1 1 ",
    "acct 1-",
]  # fmt: skip

# Values with valid check digits, so that each gets fully processed, and values that pass the cheap checks before an
# expensive one; context words of several rows near a number that fits all; groups with many matching substrings.
VALID = [
    "id card 360426199101010071 ", "360426199101010071 ", "身份证 §§§§§§199§0§1§§§§§ ", "85073003328 ", "15108695088 ",
    "15108695088 85073003328 ", "1630615123457 0101006500006 ", "7503305044089 ", "2850590940090418135201 ",
    "971013-9019902 ", "770305-02-1234 ", "§§0§1§-0§-§§§§ ", "710319/2745 ", "880320-0016 ", "120174-3399 ",
    "131052-308T ", "acct 01-0242-0100194-00 ", "pk 16117519997 ", "ik 36805280109 ", "fnr 15108695088 ",
    "ktp 32§§0§0§0§8500§§ ", "rc 7103192745 dič ", "účet §§§§§§§§§§/0800 ", "st nr 591199013 ", "fn 122119m ",
    "S1234567D ", "54362315K ", "GB980780684 ", "DE136695976 ", "LU15027442 ", "be 0403019261 tva ", "§§§§§§§§§ZZ4 ",
    "¤¤§§¤¤¤§§§§§§§§ ", "ES§§ZZZ§§§§§§§§N ", "mwst CHE-100.155.212 ", "LU§§§§§§§§ ", "RO§§§§§§§§ ", "SI§§§§§§§§ ",
    "PL§§§§§§§§§§ ", "IT§§§§§§§§§§§ ", "CZ§§§§§§§§ ", "¤¤§§§§§§§§§§ ", "pib nif tfn §§§§§§§§ ", "nit rut §§§§§§§§ ",
    "rut cui cvr §§§§§§§§ ", "tva nif vat bn §§§§§§§§§ ", "ruc nit §§§§§§§§§ ", "cpr pnr nip dič §§§§§§§§§§ ",
    "pk oib cpf nis ruc tva §§§§§§§§§§§ ", "tin tin vat nif cif §§§§§§§§§ ", "nin emso edb cnp §§§§§§§§§§§§§ ",
    "ni mf pk ik fn cf bn cc kt §§§§§§§§§ ", "§§§§§§§§§ §§§§§§§§§ §§§§§§§§§ nit pib rnc tfn ", "nit §§§§§§ ",
    "cif §§§§§§ ",
    "pan 6 66 66 66 66 66 66 66 66 66 6, ", "nit §§ §§ §§ §§ §§ §§ §§ §§ ", "konto DE§§ §§§§ §§§§ §§§§ §§§§ §§ ",
    "tel +§§ §§ §§ §§ §§ §§ §§ x§ ", "cc 6 4 6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 ", "cc 6§§§§§§§§§§§ ",
    "6 4 6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0, ", "cc 6 §§ 6 6 6 § 6 6 § 6 6 6 6 6 6 6 § 6 6 6 § ",
    "cc 6§ §§ §§ §§ §§ §§ §§ §§ §§, ", "00§ ", "00 §§ §§ ", "001 §§§ §§§ ", "007 §§§ §§ ", "0086 §§§ §§§ §§§ ",
    "+1 2§§ 5§§ §§§§ ", "2§§ 5§§ §§§§ ", "+44 7§§§ §§§§§§ ", "KW§§¤¤¤¤§§ ", "AZ§§¤¤¤¤§§§§¤¤ ", "iban KW§§¤¤¤¤§§ ",
    "conto BY§§¤§¤§§§§§ ", "GB§§§§§§§§§ ", "::§ ", "a::§§ ", "aba 021000021 ", "vat 1234§ ", "cif ¤§§§§§ ",
    "tin §§§§§ ",
    "r¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤¤ ", "Aab Bbb Ccc Ddd, *1 ", "Aab van der Bbb *1 ", "Anna Aab nata a 1 ", "Aab, *1 ",
    "Mr van der Aab ", "§ § § § § § §\n", "uno dos tres ",
]  # fmt: skip
AIMED += VALID


def fill(piece: str, length: int, seed: int = 1) -> str:
    """Return a text of `length` characters that repeats a piece with new digits and capitals each time.

    >>> fill("a§ ", 9)
    'a1 a8 a7 '
    """
    text = (piece * (length // len(piece) + 1))[:length]
    chance = random.Random(seed)
    figures = iter(chance.choices("0123456789", k=text.count("§")))
    capitals = iter(chance.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=text.count("¤")))
    return "".join([next(figures) if ch == "§" else next(capitals) if ch == "¤" else ch for ch in text])


def own_pieces(recognizer: Any) -> list[str]:
    """Return pieces made of a recognizer's own examples: unchanged, after its context words, and with new digits."""
    return list(dict.fromkeys(_own(recognizer)))


def _own(recognizer: Any) -> Iterator[str]:
    words = getattr(recognizer, "context", ())
    shortest = min(words, key=len, default="")
    for example in (*getattr(recognizer, "hits", ()), *getattr(recognizer, "misses", ())):
        plain = example.replace("«", "").replace("»", "")
        yield plain + " "
        yield plain + "\n"
        value = example.partition("«")[2].partition("»")[0]
        if words:
            yield f"{words[0]} {plain} "
            yield f"{shortest} {value or plain} "
            yield f"{shortest} {_with_fresh_figures(value or plain)} "
        yield f"{_with_fresh_figures(value or plain)} "
    for number in getattr(recognizer, "numbers", ()):
        word = min(number.context, key=len)
        yield f"{word} {number.example} "
        yield f"{word} {_with_fresh_figures(number.example)} "
        yield f"{_with_fresh_figures(number.example)} "


def _with_fresh_figures(text: str) -> str:
    return "".join("§" if ch.isdecimal() else ch for ch in text)
