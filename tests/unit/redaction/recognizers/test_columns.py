"""Column heads as context for the cells below them."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.columns import ColumnRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "Surname,Forename,Dept\n«Price»,«Dai»,Facilities\n«Young»,«Grace»,Finance\n\nPrice,Dai,x",
        "name|phone|notes\n«Iqbal» (Dr)|«07402 204 557»|window\nwalk-in|-|-\n«Bishop»|none|deposit",
        "alumno;teléfono;curso\n«Benja Soto»;sin;2.º\n«Zqwr de la Qwe»;«+56 9 5550 1234»;3.º",
        '"last_name"\t"birthDate"\t"city"\n"«van \'t Hoff»"\t"«2003-02-17»"\t"«Grou»"',
        "| Name | Phone |\n|---|---|\n| «Anke Zqw» | «612 34 56 78» |",
        "INSERT INTO m (id, last_name, dob) VALUES\n(1, '«Early-Smith»', '«1971-12-01»'),\n(2, NULL, ''); 'Anke'",
        "INSERT INTO v (last_name, policy_no, member_id, fee) VALUES ('«Zqwt»', '«HX/4471/B»', «881204518», 447)",
        "CREATE TABLE `g` (\n `id` int NOT NULL,\n `last_name` text,\n `phone` varchar(20),\n PRIMARY KEY (`id`)\n);\n"
        "INSERT INTO `g` VALUES (7, '«ZWENKA»', '«01134960397»'), (8, '«Marsh»', NULL);\nINSERT INTO h VALUES ('Zqw');",
        "surname,employee_id,desk\n«Zqwt»,«E-48812»,417\n",
        "name,price,stock\nPrice,12,3\nBolt,4,9",
        "owner,name,stars\nAnke,tabside,12",
        "city,population\nParis,2000000",
        "name,address,size\nmain,0x4005d6,12",
        "Dear name, surname, phone\nThank you, so much, Anke Zqw said",
        "count,total\n1,2",
    ],
)
def test_columns(text: str) -> None:
    assert framed(text, ColumnRecognizer()) == text


def test_a_table_is_read_however_many_heads_without_rows_stand_before_it() -> None:
    text = "last name,city\n\n" * 500 + "last name,city\n«Price»,«Cardiff»\n"
    assert framed(text, ColumnRecognizer()) == text
