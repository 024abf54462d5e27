"""Names by their form: positive and negative examples."""

from __future__ import annotations

import pytest

from tabside.redaction.recognizers.names.name_forms import NameFormRecognizer
from tests.unit.redaction.recognizers.marks import framed


@pytest.mark.parametrize(
    "text",
    [
        "«Ella H.» «Snider» and «Jildau S» «Bouts»",
        "«Stefanía K.» «Oddgeirsdóttir», «Halldór Ó» «Árnþórsson»; «Anne-Marie T.» «O'Brien»",
        "«J. R. Whitcombe» and «M.K. Tran» reviewed it",
        "Hepatitis B Virus, Vitamin C Deficiency, Plan B. Then we",
        "the U.S. Army and the U.K. Government, Washington D.C. Office",
        "Model T Ford, Section A. Introduction, Gleis A Nord",
        "Pedro E Maria, Yesterday I Went, Such A Day",
        "MARIA A LOPEZ, ella h. snider",
        "He has the letter B. Anna left.",
        "Gezien door «J.Th. de Qwert» en door «A.Ph. Zwqrtel»",
        "Zi 4 Fr. «Zwqrtel» wach, Hr. «Qwertel» schläft; avv. «Zwqrtel» in aula; Canon «Zwqrtel» spoke; 20 Fr. Miete",
        "Satz 3: «Zwqrtel», «Machteld»;17\n«Qwert», «Odette»\n| «Zwqrtel», «Detlef» | 3 |",
        "Best, Odette\nLinz, Odette\nGrüße, Detlef\nin Rom, Odette",
        "paziente «QWRTELIS» «GAETANA», e «DETLEF» «ZWQRTEL»; NEW HOUSE RULES FOR ODETTE NOW; ORDER ODETTE",
        "«Temistocle» «Galuppi», nata il 22/06/1950; «Bibi» «van Maasgouw», geboren op 1 mei",
        "Patientin «Anna Maria» «Zqwrtel», geboren am 3. Mai; nombre: «Eva» «de la Zqw» nacida el 2/3/1980",
        "Envio «Clara» «Siqueira», nascida em 2 de maio",
        "née «Le Qwertec» le 3 mai; geb. «Von Zwqrtel»",
        "mi suegra «odette» dice; mijn broer «detlef», su prima «odette».",
        "my sister works here, mi hermana trabaja, mijn vrouw heeft, sein Bruder kommt, my aunt odette@x.com",
        "Patient, geboren am 3. Mai; Rete Nazionale, nata da poco",
        "Dank u, mevrouw «van Dommelen». Prof. «de la Zqwrtel», Sig.ra «di Zqwr» e Frau «von Zqwrtel»",
        "dhr. «Zqwit» en mw. «Zqwkort»; Mr «Strong», dott. «Zqwossa», fam. «Bos», el Sr. «Zqw» y Dña. «Zqwa»",
        "pues tu tía «Zqwi» y seño «Mamen»; zia «Zqwina»; Uncle «Zqwo»; my aunt «Zqwie» left",
        "Mr President, Dr Pepper, Frau Doktor, Mrs. The, Sr. Manager, 9 Oak Dr Apt 3, Prof. emeritus, Mr Monday",
        "épouse Sidonie, née «Zqwnel», et sa mère, geborene «Zqwmann»; geb. am 3. Mai; née le 3 mai",
        'a man I know as "«Zqwky»", apodado "«el Zqwispa»", conhecido por "«Zqwas»", alias "«Big Zqw»", vulgo "«Zqwo»"',
        'Un abrazo, «Mª Ángeles», y «Fco. Javier»; do beneficiário ("«B. Rebello»"), Section (A. of), plan "B. is"',
        'known as "deep learning", called "X"',
        "mevrouw van de administratie, de heer des huizes, Frau von Montag",
    ],
)
def test_form(text: str) -> None:
    assert framed(text, NameFormRecognizer()) == text
