"""Tax, identity, health and social insurance numbers of Europe. `number_rows.rows` documents the columns.

Shapes and checks: python-stdnum's documentation of each number, and the issuers it names. Numbers without a module
there: the German pension insurance (VKVV § 2), health insurance (GKV-Spitzenverband) and physician numbers (KBV),
machine-readable document numbers (ICAO 9303), the Spanish Seguridad Social, the Polish and Hungarian identity acts.
"""

from __future__ import annotations

from .number import rows

__all__ = ["NUMBERS"]

NUMBERS = rows("""
ad_nrt | TAX_ID | ad.nrt | A999999A | | nrt, registre tributari | U-132950-X
al_nipt | TAX_ID | al.nipt | A99999999A | | nipt, nuis | K22218003V
at_businessid | TAX_ID | at.businessid | 999999A 99999A AA999999A AA99999A | AA_999999A | firmenbuch, firmenbuchnummer, fn | FN 122119m
at_tin | TAX_ID | at.tin | 999999999 | | abgabenkontonummer, finanzamt, steuernummer, st nr | 59-119/9013
at_vat | TAX_ID | at.uid | AAA99999999 A99999999 | AAA99999999 AA_A99999999 | uid, uid-nummer, ust-id, umsatzsteuer-id | AT U13585627
at_svnr | GOVERNMENT_ID | at.vnr | 9999999999 | | svnr, sv-nummer, sozialversicherungsnummer, versicherungsnummer, vsnr | 1237 010180
be_nn | GOVERNMENT_ID | be.ssn | 99999999999 | 99.99.99-999.99 99.99.99-999_99 99999999999 | rijksregisternummer, registre national, nationalregister, niss, insz, bis-nummer, numéro bis, rrn | 85.07.30-033.28
be_eid | GOVERNMENT_ID | be.eid | 999999999999 | 999-9999999-99 | eid, identiteitskaart, carte d'identité, kaartnummer | 591-1917064-58
be_vat | TAX_ID | be.vat | 9999999999 AA9999999999 AA999999999 | AA9999999999 AA_9999.999.999 AA_9999999999 AA999999999 | btw, tva, ondernemingsnummer, numéro d'entreprise, kbo, bce | BE 0403.019.261
bg_egn | GOVERNMENT_ID | bg.egn | 9999999999 | | егн, egn, единен граждански номер | 8032056031
bg_pnf | GOVERNMENT_ID | bg.pnf | 9999999999 | | лнч, pnf, личен номер на чужденец, lnch | 7111 042 925
bg_vat | TAX_ID | bg.vat | 999999999 AA999999999 AA9999999999 | AA999999999 AA_999999999 | ддс, идентификационен номер, еик, булстат, eik, bulstat | BG 175074752
by_unp | TAX_ID | by.unp | 999999999 AA9999999 | | унп, unp, учетный номер плательщика | 200988541
ch_ahv | GOVERNMENT_ID | ch.ssn | 9999999999999 | 999.9999.9999.99 9999999999999 | ahv, avs, ahv-nummer, numéro avs, numero avs, oasi, sozialversicherungsnummer | 756.9217.0769.85
ch_uid | TAX_ID | ch.uid | AAA999999999 | AAA-999.999.999 AAA999999999 | uid, ide, unternehmens-identifikationsnummer | CHE-100.155.212
ch_vat | TAX_ID | ch.vat | AAA999999999AAA AAA999999999AAAA | AAA-999.999.999_AAA AAA-999.999.999_AAAA | mwst, tva, iva, mehrwertsteuernummer | CHE-107.787.577 IVA
cy_vat | TAX_ID | cy.vat | 99999999A AA99999999A | AA99999999A AA_99999999A | φπα, αφτ, tic, tax identification code, vat | CY 10259033P
cz_dic | TAX_ID | cz.dic | 99999999 AA99999999 AA999999999 AA9999999999 | AA99999999 AA_99999999 | dič, ičo, dic, ico, daňové identifikační číslo | CZ 25123891
cz_rc | GOVERNMENT_ID | cz.rc | 999999999 9999999999 | 999999/9999 | rodné číslo, rč, r č, rodne cislo | 710319/2745
de_idnr | TAX_ID | de.idnr | 99999999999 | | steuer-id, steueridentifikationsnummer, steuer-idnr, idnr, steuerliche identifikationsnummer, steuer-identifikationsnummer, identifikationsnummer | 36 574 261 809
de_stnr | TAX_ID | | 9999999999 99999999999 9999999999999 | | steuernummer, st-nr, steuer-nr, stnr, finanzamt | 181/815/08155
de_vat | TAX_ID | de.vat | AA999999999 | AA999999999 AA_999999999 AA_999_999_999 | ust-id, ust-idnr, ustid, umsatzsteuer-id, umsatzsteuer-identifikationsnummer, ust | DE136695976
de_rvnr | GOVERNMENT_ID | de_rvnr | 99999999A999 | * | rentenversicherungsnummer, sozialversicherungsnummer, sv-nummer, versicherungsnummer, rvnr, svnr, rentenversicherung | 15 070649 C 103
de_kvnr | HEALTH_ID | de_kvnr | A999999999 | | krankenversichertennummer, kvnr, krankenversicherungsnummer, versichertennummer, krankenkasse, gesundheitskarte, versicherten-nr | A123456780
de_lanr | GOVERNMENT_ID | de_lanr | 999999999 | | lanr, arztnummer, arzt-nr, lebenslange arztnummer | 123456601
de_bsnr | GOVERNMENT_ID | | 999999999 | | bsnr, betriebsstättennummer, betriebsstätten-nr | 021234568
de_handelsregister | TAX_ID | de_handelsregister | AAA9999 AAA99999 AAA999999 | AAA_9999 AAA_99999 AAA_999999 | handelsregister, amtsgericht, registergericht, hrb, hra | HRB 123456
dk_cpr | GOVERNMENT_ID | dk.cpr | 9999999999 | | cpr, cpr-nummer, cpr-nr, personnummer, personnr | 211062-5629
dk_cvr | TAX_ID | dk.cvr | 99999999 AA99999999 | AA99999999 AA_99999999 | cvr, cvr-nr, cvr-nummer, se-nr, moms | DK 13585628
ee_ik | GOVERNMENT_ID | ee.ik | 99999999999 | | isikukood, ik, personal code | 36805280109
ee_vat | TAX_ID | ee.kmkr | 999999999 AA999999999 | AA999999999 | kmkr, käibemaksukohuslase, km nr | EE100594102
ee_registrikood | TAX_ID | ee.registrikood | 99999999 | | registrikood, reg kood, registrinumber | 12345678
es_nif | TAX_ID | es.nif | 99999999A A99999999 A9999999A AAA99999999 AA99999999A AAA9999999A | 99999999A 99999999-A 99.999.999-A 99999999_A | nif, cif, dni, n i f, d n i, documento nacional de identidad | 54362315-K
es_nie | GOVERNMENT_ID | es.nie | A9999999A | A9999999A A-9999999-A A-9999999A | nie, n i e, número de identidad de extranjero | X-2482300W
es_nss | GOVERNMENT_ID | es_nss | 999999999999 | | seguridad social, nss, naf, nuss, número de afiliación | 28 12345678 40
es_ccc | BANK_ACCOUNT | es.ccc | 99999999999999999999 | 9999-9999-99-9999999999 9999_9999_99_9999999999 9999-9999-99_9999999999 | ccc, cuenta, cuenta corriente, código cuenta cliente | 1234-1234-16 1234567890
es_referencia_catastral | GOVERNMENT_ID | es.referenciacatastral | 9999999AA9999A9999AA | * | referencia catastral, catastro | 7837301-VG8173B-0001 TT
es_cups | GOVERNMENT_ID | es.cups | AA9999999999999999AA AA9999999999999999AA9A | * | cups, punto de suministro | ES1234123456789012JY1F
eu_oss | TAX_ID | eu.oss | AA999999999 AA9999999999 | | oss, one stop shop, vat | EU 372022452
eu_creditor | BANK_ACCOUNT | eu.at_02 | AA99***99999999 AA99***999999999 AA99***9999999999 AA99***99999999A AA99***99999999999 | * | gläubiger-id, gläubiger-identifikationsnummer, creditor identifier, creditor id, ics, identificador del acreedor | ES 23 ZZZ 47690558N
fi_hetu | GOVERNMENT_ID | fi.hetu | 9999999999 999999999A 999999A999A 999999A9999 | 999999-999A 999999-9999 999999A999A 999999+999A | hetu, henkilötunnus, sosiaaliturvatunnus, personbeteckning | 131052-308T
fi_vat | TAX_ID | fi.alv | AA99999999 | AA99999999 AA_99999999 | alv, alv-numero, moms | FI 20774740
fi_ytunnus | TAX_ID | fi.ytunnus | 99999999 | | y-tunnus, ytunnus, fo-nummer | 2077474-0
fi_veronumero | TAX_ID | | 999999999999 | | veronumero, skattenummer | 123456789123
fo_vn | TAX_ID | | 999999 AA999999 | | v-tal, vinnutal, v-number | 602 590
fr_nir | GOVERNMENT_ID | fr.nir | 999999999999999 999999A99999999 | 9_99_99_99_999_999_99 999999A99999999 | nir, sécurité sociale, numéro de sécu, insee, assuré, securite sociale | 2 95 10 99 126 111 93
fr_nif | TAX_ID | fr.nif | 9999999999999 | | numéro fiscal, spi, identifiant fiscal, nif, référence fiscale | 30 23 217 600 053
fr_tva | TAX_ID | fr.tva | AA99999999999 AA9A999999999 AAA9999999999 AAAA999999999 | AA99999999999 AA_99_999999999 AA_99_999_999_999 AA9A999999999 | tva, n° tva, tva intracommunautaire, intracommunautaire | Fr 40 303 265 045
fr_siren | TAX_ID | fr.siren | 999999999 | | siren, rcs, n° siren | 552 008 443
fr_siret | TAX_ID | fr.siret | 99999999999999 | 999_999_999_99999 | siret, n° siret | 732 829 320 00074
fr_cni | GOVERNMENT_ID | | 999999999999 999999AAA999 | | carte d'identité, carte nationale d'identité, cni, pièce d'identité | 880692310285
uk_nhs | HEALTH_ID | gb.nhs | 9999999999 | | nhs, nhs number, nhs no, national health service | 943 476 5870
uk_utr | TAX_ID | gb.utr | 9999999999 99999999999A | | utr, unique taxpayer reference, self assessment | 19558 39661
uk_vat | TAX_ID | gb.vat | 999999999 AA999999999 AA999999999999 | AA999999999 AA_999_9999_99 | vat, vat no, vat reg no, vat registration | GB 980 7806 84
uk_upn | GOVERNMENT_ID | gb.upn | A999999999999 | | upn, unique pupil number, pupil | B801200005001
uk_driving_licence | DRIVERS_LICENSE | uk_driving_licence | AAAAA999999*A9AA AAAAA999999*A*AA AAAA9999999*A*AA AAA99999999*A*AA | * | driving licence, driver number, dvla, driving license | MORGA657054SM9IJ
gr_amka | GOVERNMENT_ID | gr.amka | 99999999999 | | αμκα, amka | 01013099997
gr_vat | TAX_ID | gr.vat | 999999999 AA999999999 | AA999999999 AA_999999999 | αφμ, αφμ:, φπα, afm | EL 094259216
hr_oib | TAX_ID | hr.oib | 99999999999 AA99999999999 | AA99999999999 AA_99999999999 | oib, osobni identifikacijski broj | HR33392005961
hu_anum | TAX_ID | hu.anum | 99999999 AA99999999 | AA99999999 AA-99999999 | adószám, áfa, közösségi adószám, adoszam | HU-12892312
hu_taj | HEALTH_ID | hu_taj | 999999999 | | taj, taj szám, társadalombiztosítási azonosító | 123 456 788
hu_tax | TAX_ID | hu_tax | 9999999999 | | adóazonosító, adóazonosító jel, adoazonosito | 8071592153
ie_pps | GOVERNMENT_ID | ie.pps | 9999999A 9999999AA | 9999999AA 9999999A | pps, ppsn, pps no, pps number, personal public service | 6433435F
ie_vat | TAX_ID | ie.vat | AA9999999A AA9999999AA 9A99999A AA9A99999A | AA9999999A AA9999999AA AA_9999999A | vat, vat no | IE 6433435F
is_kennitala | GOVERNMENT_ID | is_.kennitala | 9999999999 | 999999-9999 | kennitala, kt | 120174-3399
is_vsk | TAX_ID | is_.vsk | AA99999 AA999999 | | vsk, vsk númer | IS 00621
it_fiscal_code | TAX_ID | it.codicefiscale | AAAAAA99A99A999A AAAAAA**A**A***A | * | codice fiscale, cod fisc, c f, cf | RCCMNL83S18D969H
it_vat | TAX_ID | it.iva | 99999999999 AA99999999999 | AA99999999999 AA_99999999999 | partita iva, p iva, piva, p iva:, iva | IT 00743110157
it_identity_card | GOVERNMENT_ID | | AA99999AA AA9999999 9999999AA | | carta d'identità, carta identità, cie, documento d'identità | CA00000AA
it_driver_license | DRIVERS_LICENSE | | AA9999999A A99999999A | | patente, patente di guida, numero patente | AA0123456B
it_health_card | HEALTH_ID | | 99999999999999999999 | | tessera sanitaria, team, numero di identificazione della tessera | 80380000123456789012
li_peid | TAX_ID | | 9999999 99999999999 | | peid, personenidentifikationsnummer, pid | 00001234567
lt_asmens | GOVERNMENT_ID | lt.asmens | 99999999999 | | asmens kodas, asmens kodo, a k | 33309240064
lt_pvm | TAX_ID | lt.pvm | 999999999 999999999999 AA999999999 AA999999999999 | AA999999999 AA999999999999 AA_999999999999 | pvm, pvm kodas, pvm mokėtojo kodas | LT 100001919017
lu_tva | TAX_ID | lu.tva | AA99999999 99999999 | AA99999999 AA_99999999 AA_999_999_99 | tva, n° tva, matricule tva | LU 150 274 42
lu_nin | GOVERNMENT_ID | lu_nin | 9999999999999 | | matricule, matricule nationale, nin, sozialversicherungsnummer | 1893 12 01 057 32
lv_pk | GOVERNMENT_ID | lv.pvn | 99999999999 | | personas kods, personas koda, pk | 161175-19997
lv_pvn | TAX_ID | lv.pvn | 99999999999 AA99999999999 | AA99999999999 AA_9999_9999_999 | pvn, pvn reģ nr, reģ nr, reģistrācijas numurs | LV 4000 3521 600
mc_tva | TAX_ID | mc.tva | 99999999999 AA99999999999 | | tva, n° tva | 53 0000 04605
md_idno | TAX_ID | md.idno | 9999999999999 | | idno, idnp, cod fiscal | 1008600038413
me_pib | TAX_ID | me.pib | 99999999 | | pib, poreski identifikacioni broj | 02655284
mk_edb | TAX_ID | mk.edb | 9999999999999 AA9999999999999 | AA9999999999999 | едб, edb, даночен број, danocen broj | MK4057009501106
mt_vat | TAX_ID | mt.vat | 99999999 AA99999999 | AA99999999 AA_9999-9999 | vat, vat no, tin | MT 1167-9112
mt_id | GOVERNMENT_ID | | 9999999A 999999A 99999A | | id card, identity card, karta tal-identità, id no | 0123456M
nl_bsn | GOVERNMENT_ID | nl.bsn | 999999999 99999999 | | bsn, burgerservicenummer, sofinummer, sofi-nummer, bsn-nummer | 1112.22.333
nl_btw | TAX_ID | nl.btw | 999999999A99 AA999999999A99 | * | btw, btw-nummer, btw-id, btw nr, omzetbelastingnummer | NL004495445B01
nl_document | PASSPORT | nl.identiteitskaartnummer | AA*****99 AA******9 | | paspoort, paspoortnummer, identiteitskaart, documentnummer, id-kaart | XR1001R58
nl_onderwijsnummer | GOVERNMENT_ID | nl.onderwijsnummer | 999999999 | | onderwijsnummer, leerlingnummer, studentnummer | 1012.22.331
no_fodselsnummer | GOVERNMENT_ID | no.fodselsnummer | 99999999999 | 999999_99999 99999999999 | fødselsnummer, personnummer, fnr, d-nummer, fodselsnummer | 151086 95088
no_kontonr | BANK_ACCOUNT | no.kontonr | 99999999999 | | kontonummer, konto, kontonr, bankkonto | 8601.11.17947
no_mva | TAX_ID | no.mva | 999999999AAA AA999999999AAA | * | mva, organisasjonsnummer | NO 995 525 828 MVA
no_orgnr | TAX_ID | no.orgnr | 999999999 | | orgnr, org nr, organisasjonsnummer, foretaksregisteret | 988 077 917
pl_pesel | GOVERNMENT_ID | pl.pesel | 99999999999 | | pesel, nr pesel, numer pesel | 44051401359
pl_nip | TAX_ID | pl.nip | 9999999999 AA9999999999 | 999-999-99-99 999-99-99-999 AA9999999999 AA_9999999999 | nip, numer identyfikacji podatkowej, nr nip | PL 8567346215
pl_regon | TAX_ID | pl.regon | 999999999 99999999999999 | | regon, nr regon | 192598184
pl_id_card | GOVERNMENT_ID | pl_id_card | AAA999999 | | dowód osobisty, dowód, seria i numer, dowodu osobistego, nr dowodu | ABS123456
pl_passport | PASSPORT | pl_passport | AA9999999 | | paszport, nr paszportu, paszportu | AA3550001
pt_cc | GOVERNMENT_ID | pt.cc | 999999999*A9 999999999AA9 | * | cartão de cidadão, cc, bilhete de identidade, número de documento | 00000000 0 ZZ4
pt_nif | TAX_ID | pt.nif | 999999999 AA999999999 | AA999999999 AA_999_999_999 | nif, contribuinte, número de contribuinte, nipc | PT 501 964 843
pt_utente | HEALTH_ID | | 999999999 | | utente, número de utente, nº utente, sns | 123456789
ro_cnp | GOVERNMENT_ID | ro.cnp | 9999999999999 | 9999999999999 | cnp, cod numeric personal | 1630615123457
ro_cui | TAX_ID | ro.cf | 999999 9999999 99999999 999999999 9999999999 AA999999 AA9999999 AA99999999 AA999999999 AA9999999999 | AA99999999 AA_999_999_99 | cui, cif, cod fiscal, cod unic de înregistrare | RO 185 472 90
ro_onrc | TAX_ID | ro.onrc | A999999999 A9999999999 A99999999999 A9999999999999 A99999999 A9999999 | A99/999/9999 A99/9999/9999 A99/99999/9999 | registrul comerţului, onrc, reg com | J52/750/2012
rs_pib | TAX_ID | rs.pib | 999999999 | | pib, poreski identifikacioni broj, пиб | 101134702
ru_inn | TAX_ID | ru.inn | 9999999999 999999999999 | | инн, inn | 123456789047
ru_ogrn | TAX_ID | ru.ogrn | 9999999999999 999999999999999 | | огрн, ogrn, огрнип | 1022200525819
ru_snils | GOVERNMENT_ID | ru_snils | 99999999999 | 999-999-999_99 | снилс, snils | 112-233-445 95
se_personnummer | GOVERNMENT_ID | se.personnummer | 9999999999 999999999999 | 999999-9999 99999999-9999 999999+9999 | personnummer, samordningsnummer, pnr, personnr, födelsenummer | 880320-0016
se_orgnr | TAX_ID | se.orgnr | 9999999999 | | organisationsnummer, orgnr, org nr | 123456-7897
se_vat | TAX_ID | se.vat | AA999999999999 | AA999999999999 AA_999999999999 | moms, momsregistreringsnummer, vat | SE 123456789701
si_ddv | TAX_ID | si.ddv | 99999999 AA99999999 | AA99999999 AA_9999_9999 | ddv, davčna številka, id za ddv | SI 5022 3054
si_emso | GOVERNMENT_ID | si.emso | 9999999999999 | 9999999999999 | emšo, emso, jmbg, matični broj, матични број | 0101006500006
si_maticna | TAX_ID | si.maticna | 9999999 9999999999 | | matična številka, matična | 9331310000
sk_dph | TAX_ID | sk.dph | 9999999999 AA9999999999 | AA9999999999 AA_9999999999 AA_999_999_99_99 | ič dph, dič, ic dph | SK 202 274 96 19
sk_rc | GOVERNMENT_ID | sk.rc | 999999999 9999999999 | 999999/9999 | rodné číslo, rodne cislo, r č | 710319/2745
sm_coe | TAX_ID | sm.coe | 999999 | | coe, codice operatore economico | 024165
tr_kimlik | GOVERNMENT_ID | tr.tckimlik | 99999999999 | | t c kimlik, kimlik, kimlik no, tckn, tc kimlik no, tc no | 17291716060
tr_vkn | TAX_ID | tr.vkn | 9999999999 | | vkn, vergi kimlik numarası, vergi no, vergi numarası | 4540536920
ua_rntrc | TAX_ID | ua.rntrc | 9999999999 | | рнокпп, rntrc, іпн, ипн, ідентифікаційний номер | 1759013776
ua_edrpou | TAX_ID | ua.edrpou | 99999999 | | єдрпоу, edrpou | 32855961
fr_rib | BANK_ACCOUNT | fr_rib | 99999999999999999999999 99999999999999999A99999 | 99999_99999_99999999999_99 99999_99999_9999999A999_99 | rib, relevé d'identité bancaire, compte, numéro de compte | 20041 01005 0500013M026 06
uk_sort_code | BANK_ACCOUNT | | 999999 | | sort code, sortcode, s/c | 40-47-84
cz_bank | BANK_ACCOUNT | cz.bankaccount | 9999999999 99999999999 999999999999 9999999999999 99999999999999 999999999999999 9999999999999999 99999999999999999 999999999999999999 9999999999999999999 99999999999999999999 | | číslo účtu, účet, bankovní spojení, cislo uctu | 34278-0727558021/0100
hu_bank | BANK_ACCOUNT | hu_bank | 9999999999999999 999999999999999999999999 | 99999999-99999999-99999999 | számlaszám, bankszámlaszám, bankszámla | 11773016-11111018-00000000
""")  # noqa: E501
