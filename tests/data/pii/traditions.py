"""Naming traditions: given names, surnames, and their order.

Faker's locales in Latin script are used where they exist; the rest is written out here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from faker import Faker

NATIVE = {
    "en": "anglo",
    "es": "hispanic",
    "fr": "french",
    "de": "german",
    "it": "italian",
    "pt": "lusophone",
    "nl": "dutch",
}
LOCALES = {
    "anglo": "en_US",
    "hispanic": "es_ES",
    "french": "fr_FR",
    "german": "de_DE",
    "italian": "it_IT",
    "lusophone": "pt_BR",
    "dutch": "nl_NL",
    "polish": "pl_PL",
    "turkish": "tr_TR",
    "nordic": "sv_SE",
}
OTHER_SCRIPTS = {
    "cyrillic": "ru_RU",
    "greek script": "el_GR",
    "arabic script": "ar_AA",
    "han": "zh_CN",
    "kana and kanji": "ja_JP",
    "hangul": "ko_KR",
    "devanagari": "hi_IN",
    "hebrew": "he_IL",
    "thai": "th_TH",
}
FAMILY_FIRST = {"chinese", "korean", "vietnamese", "han", "kana and kanji", "hangul"}
UNSPACED = {"han", "kana and kanji", "hangul"}

WRITTEN: dict[str, tuple[str, str]] = {
    "arabic": (
        "Fatima Omar Yusuf Layla Khaled Amina Hassan Noura Abdul-Rahman Zaynab Tariq Mariam Idris Samira Bilal Huda",
        "al-Khatib|El-Sayed|bin Rashid|Haddad|al-Mansouri|Benali|Abu Bakr|Mahfouz|Chaouch|al-Zahrani|Bouazizi|Darwish",
    ),
    "south asian": (
        "Priya Arjun Lakshmi Rajesh Ananya Venkatesh Sunita Harpreet Imran Deepika Subramaniam Rohan Ayesha Nandini",
        "Sharma|Patel|Krishnamurthy|Singh|Iyer|Chatterjee|Venkataraman|Gupta|Bandaranaike|Khan|Mukhopadhyay|Reddy",
    ),
    "chinese": (
        "Xiaoming Wei Yuxuan Meiling Zhiqiang Jia Haoran Lihua Qiang Ruoxi Jianguo Fang",
        "Wang|Li|Zhang|Chen|Ouyang|Zhao|Huang|Xu|Zhu|Qian|Szeto|Zheng",
    ),
    "japanese": (
        "Haruto Yuki Sakura Kenji Aiko Takeshi Naomi Ryō Michiko Daisuke Emi Shinji",
        "Tanaka|Watanabe|Kobayashi|Ōta|Yamamoto|Nakagawa|Hashimoto|Fujiwara|Matsumoto|Shimizu|Ishikawa|Kuroda",
    ),
    "korean": (
        "Min-jun Seo-yeon Ji-woo Hyun-woo Eun-ji Sung-ho Yoo-jin Dong-hyun Soo-ah Jae-won",
        "Kim|Lee|Park|Choi|Jeong|Kang|Yoon|Hwang|Seo|Namgung",
    ),
    "vietnamese": (
        "Thị Mai|Văn Hùng|Minh Anh|Quốc Bảo|Thu Hà|Đức Thắng|Ngọc Lan|Hoàng Long|Thanh Tâm|Xuân Phúc",
        "Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Đặng|Bùi|Đỗ|Ngô",
    ),
    "west african": (
        "Chukwuemeka Ngozi Oluwaseun Folasade Adaeze Kwame Akosua Babatunde Chidinma Kofi Aminata Mamadou Yewande",
        "Okonkwo|Adeyemi|Nwachukwu|Olaniyan|Mensah|Diallo|Owusu-Ansah|Ezekwesili|Traoré|Boateng|Afolabi|N'Diaye",
    ),
    "east african": (
        "Wanjiku Otieno Tigist Abebe Mekdes Juma Neema Kipchoge Hodan Selam Baraka Achieng",
        "Kamau|Odhiambo|Tesfaye|Gebremariam|Mwangi|Kiplagat|Abdi Warsame|Haile|Mutua|Njoroge|Bekele|Wambui",
    ),
    "polynesian": (
        "Kealoha Leilani Tevita Mele Sione Hinemoa Tama Kalani Sefina Nālani Wiremu Losa",
        "Kahananui|Fa'asavalu|Tuipulotu|Ngata|Kamakawiwo'ole|Leavasa|Taufa'ahau|Te Rangi|Nakamatsu|Paʻakaula|Faumuina",
    ),
    "greek": (
        "Dimitrios Eleni Konstantinos Athina Georgios Sofia Panagiotis Katerina Stavros Ioanna",
        "Papadopoulos|Papanikolaou|Konstantinidis|Georgiou|Papageorgakopoulos|Nikolaidis|Vlachos|Karagiannis|Makri|Makri",
    ),
    "irish and scottish": (
        "Aoife Siobhán Cillian Niamh Ruairí Saoirse Hamish Eilidh Pádraig Caoimhe Fergus Mairi",
        "O'Sullivan|Ó Briain|MacGillivray|Ní Dhomhnaill|O'Callaghan|MacLeod|Mac an Bhaird|Fitzgerald|McKinnon",
    ),
}
TRADITIONS = (*LOCALES, *WRITTEN)


@dataclass(frozen=True)
class Person:
    """A name in its parts. `full` is the usual way to write it."""

    given: str
    surname: str
    full: str

    @property
    def comma(self) -> str:
        return f"{self.surname}, {self.given}"


class People:
    """Generates people of a tradition from one random generator."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        locales = {**LOCALES, **OTHER_SCRIPTS}
        self._fakers = {name: Faker(locale) for name, locale in locales.items()}
        for faker in self._fakers.values():
            faker.seed_instance(rng.random())

    def make(self, tradition: str) -> Person:
        given, surname = self._parts(tradition)
        if tradition in UNSPACED:
            return Person(given, surname, surname + given)
        if tradition in FAMILY_FIRST:
            return Person(given, surname, f"{surname} {given}")
        middle = (
            f" {self._rng.choice('ABCDEFGHJKLMRSTW')}." if tradition == "anglo" and self._rng.random() < 0.15 else ""
        )
        return Person(given, surname, f"{given}{middle} {surname}")

    def _parts(self, tradition: str) -> tuple[str, str]:
        if tradition in WRITTEN:
            given, surnames = WRITTEN[tradition]
            names = given.split("|") if "|" in given else given.split()
            return self._rng.choice(names), self._rng.choice(surnames.split("|"))
        faker = self._fakers[tradition]
        given, surname = str(faker.first_name()), str(faker.last_name())
        if tradition in {"hispanic", "lusophone"} and " " not in surname and self._rng.random() < 0.7:
            surname += " " + str(faker.last_name())
        if tradition in {"french", "german"} and self._rng.random() < 0.15:
            surname += "-" + str(faker.last_name())
        return given, surname
