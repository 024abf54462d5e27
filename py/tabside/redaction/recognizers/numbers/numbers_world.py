"""Tax, identity, health and social insurance numbers outside Europe. `number_rows.rows` documents the columns.

Shapes and checks: python-stdnum's documentation of each number, and the issuers it names. Numbers without a module
there: US Medicare (CMS, MBI format), NPI (45 CFR 162.406) and DEA numbers, the Australian Medicare card, Singapore's
NRIC (ICA), Hong Kong's identity card, Taiwan's national id, Brazil's PIS and voter's number, Mexico's IMSS number.
"""

from __future__ import annotations

from .number import rows

__all__ = ["NUMBERS"]

NUMBERS = rows("""
ae_id | GOVERNMENT_ID | ae_id | 999999999999999 | 999-9999-9999999-9 | emirates id, uae id, eid | 784-1979-1234567-1
ar_cuit | TAX_ID | ar.cuit | 99999999999 | 99-99999999-9 | cuit, cuil | 20-05536168-2
ar_dni | GOVERNMENT_ID | | 9999999 99999999 | | dni, documento | 20.123.456
ar_cbu | BANK_ACCOUNT | ar.cbu | 9999999999999999999999 | 9999999999999999999999 | cbu, cvu, clave bancaria | 2850590940090418135201
au_abn | TAX_ID | au.abn | 99999999999 | 99_999_999_999 | abn, australian business number | 83 914 571 673
au_acn | TAX_ID | au.acn | 999999999 | | acn, arbn, australian company number | 004 085 616
au_tfn | TAX_ID | au.tfn | 999999999 99999999 | | tfn, tax file number | 123 456 782
au_medicare | HEALTH_ID | au_medicare | 9999999999 99999999999 | | medicare, medicare number, medicare card | 2123 45670 1
az_voen | TAX_ID | az.voen | 9999999999 | | vöen, voen | 140 155 5071
br_cnpj | TAX_ID | br.cnpj | 99999999999999 99AAA99999AA99 | 99.999.999/9999-99 | cnpj | 16.727.230/0001-97
br_cpf | TAX_ID | br.cpf | 99999999999 | 999.999.999-99 | cpf | 390.533.447-05
br_pis | GOVERNMENT_ID | br_pis | 99999999999 | 999.99999.99-9 | pis, pasep, nis, nit, pis/pasep | 120.56412.54-5
br_voter | GOVERNMENT_ID | | 999999999999 | | título de eleitor, título eleitoral | 1023 8501 0671
br_rg | GOVERNMENT_ID | | 999999999 99999999* | | rg, registro geral, carteira de identidade | 24.678.131-4
ca_sin | SSN | ca.sin | 999999999 | | sin, social insurance, social insurance number, nas, assurance sociale | 123-456-782
ca_bn | TAX_ID | ca.bn | 999999999 999999999AA9999 | 99999_9999_AA_9999 999999999AA9999 | bn, business number, gst, hst, numéro d'entreprise | 12302 6635 RC 0001
ca_bc_phn | HEALTH_ID | ca.bc_phn | 9999999999 | | phn, personal health number, care card, bc services card | 9698 658 215
ca_ohip | HEALTH_ID | ca_ohip | 9999999999 9999999999AA | | ohip, health card, health card number, health number | 9876 543 217
cl_rut | TAX_ID | cl.rut | 99999999 999999999 9999999A 99999999A | 99.999.999-9 9.999.999-9 99.999.999-A | rut, run, r u t | 12.531.909-2
cn_ric | GOVERNMENT_ID | cn.ric | 999999999999999999 99999999999999999A | 999999999999999999 99999999999999999A | 身份证, 身份证号, 居民身份证, resident identity card, identity card, id card | 360426199101010071
cn_uscc | TAX_ID | cn.uscc | 99999999999999999A 99999999A999999999 99999999*99999999A 99999999AA9999999* 99999999AA999999*A | | 统一社会信用代码, uscc, unified social credit | 91110000600037341L
co_nit | TAX_ID | co.nit | 9999999999 999999999 | | nit, cédula de ciudadanía, cc | 213.123.432-1
cr_cpf | GOVERNMENT_ID | | 9999999 999999999 9999999999 | | cédula, cedula, cpf, cédula de identidad | 3-0455-0175
cr_cpj | TAX_ID | cr.cpj | 9999999999 | | cédula jurídica, cedula juridica, cpj | 3-101-999999
cr_cr | GOVERNMENT_ID | cr.cr | 999999999999 99999999999 | | dimex, cédula de residencia | 155812994816
cu_ni | GOVERNMENT_ID | cu.ni | 99999999999 | | carné de identidad, carnet de identidad, número de identidad | 91021027775
do_cedula | GOVERNMENT_ID | do.cedula | 99999999999 | 999-9999999-9 | cédula, cedula | 001-1391820-5
do_rnc | TAX_ID | do.rnc | 999999999 | | rnc, registro nacional del contribuyente | 1-01-85004-3
dz_nif | TAX_ID | | 999999999999999 99999999999999999999 | | nif, identification fiscale | 416001000000007
ec_ci | GOVERNMENT_ID | ec.ci | 9999999999 | | cédula, cedula, c i, cédula de identidad | 171430710-3
ec_ruc | TAX_ID | ec.ruc | 9999999999999 | | ruc | 1792060346-001
eg_tn | TAX_ID | | 999999999 | | tax registration number, الرقم الضريبي | 100-531-385
gh_tin | TAX_ID | gh.tin | A9999999999 | | tin, ghana, tin no | C0000803561
gn_nifp | TAX_ID | gn.nifp | 999999999 | | nifp, nif | 693-770-885
gt_nit | TAX_ID | gt.nit | 999999 9999999 99999999 999999A 9999999A | | nit | 576937-K
hk_id | GOVERNMENT_ID | hk_id | A9999999 A999999A AA9999999 AA999999A | | hkid, hkid no, hong kong identity card, hk id, 身份證, 身份證號碼 | A123456(3)
id_nik | GOVERNMENT_ID | id.nik | 9999999999999999 | | nik, ktp, nomor induk kependudukan, no ktp | 3171011708450001
id_npwp | TAX_ID | id.npwp | 999999999999999 9999999999999999 | 99.999.999.9-999.999 | npwp | 01.312.166.0-091.000
il_id | GOVERNMENT_ID | il.idnr | 99999999 999999999 | | מספר זהות, ת ז, תעודת זהות, teudat zehut, mispar zehut, israeli id | 3933742-3
il_hp | TAX_ID | il.hp | 999999999 | | ח פ, מספר חברה, company number | 516179157
in_aadhaar | GOVERNMENT_ID | in_.aadhaar | 999999999999 | | aadhaar, aadhar, uidai, uid, आधार | 2341 2341 2346
in_vid | GOVERNMENT_ID | in_.vid | 9999999999999999 | | vid, virtual id, aadhaar | 2341 2341 2341 2341
in_pan | TAX_ID | in_.pan | AAAAA9999A | AAAAA9999A | pan, pan card, permanent account number, pan no | ACUPA7085R
in_gstin | TAX_ID | in_.gstin | 99AAAAA9999A*A* | * | gstin, gst, gst no, gst number | 27AAPFU0939F1ZV
in_voter | GOVERNMENT_ID | in_.epic | AAA9999999 | | epic, voter, voter id, electoral, election card | WKH1186253
jp_my_number | GOVERNMENT_ID | jp.in_ | 999999999999 | | 個人番号, マイナンバー, my number, individual number | 6214 9832 0257
jp_cn | TAX_ID | jp.cn | 9999999999999 | | 法人番号, corporate number | 5-8356-7825-6246
ke_pin | TAX_ID | ke.pin | A999999999A | | kra pin, kra, pin | P051365947M
kr_brn | TAX_ID | kr.brn | 9999999999 | | 사업자등록번호, 사업자 등록 번호, brn, business registration | 116-82-00276
kr_rrn | GOVERNMENT_ID | kr.rrn | 9999999999999 | 999999-9999999 | 주민등록번호, 주민번호, 외국인등록번호, rrn, resident registration, foreigner registration | 971013-9019902
kr_driver_license | DRIVERS_LICENSE | | 999999999999 | | 운전면허, 운전면허번호, driver license, driver's license | 11-22-123456-78
kr_passport | PASSPORT | | A99999999 A999A9999 | | 여권, 여권번호, passport, passport number | M123A4567
ma_ice | TAX_ID | ma.ice | 999999999999999 | | ice, identifiant commun | 001561191000066
mu_nid | GOVERNMENT_ID | mu.nid | A9999999999999 A999999999999A | | national identity card, nid, national id | J2801901234565
mx_curp | GOVERNMENT_ID | mx.curp | AAAA999999AAAAAA99 AAAA999999AAAAAAA9 | * | curp | BOXW310820HNERXN09
mx_rfc | TAX_ID | mx.rfc | AAA999999*** AAAA999999*** AAAA999999 | AAAA999999AA9 AAAA999999A99 AAAA9999999A9 AAAA_999999_AA9 | rfc, registro federal de contribuyentes | GODE 561231 GR8
mx_nss | GOVERNMENT_ID | mx_nss | 99999999999 | | nss, imss, seguro social, número de seguridad social | 12345678903
my_nric | GOVERNMENT_ID | my.nric | 999999999999 | 999999-99-9999 | nric, mykad, kad pengenalan, ic no, ic number | 770305-02-1234
mz_nuit | TAX_ID | mz.nuit | 999999999 | | nuit | 400339910
ng_nin | GOVERNMENT_ID | | 99999999999 | | nin, national identification number, national identity number, bvn, bank verification number | 12345678901
nz_ird | TAX_ID | nz.ird | 99999999 999999999 | | ird, ird number, inland revenue | 49-098-576
nz_bank | BANK_ACCOUNT | nz.bankaccount | 999999999999999 9999999999999999 | 99-9999-9999999-99 99-9999-9999999-999 | bank account, account number, account, acct | 01-0242-0100194-00
nz_nhi | HEALTH_ID | nz_nhi | AAA9999 AAA99AA | | nhi, nhi number, national health index | ZAC5361
pe_cui | GOVERNMENT_ID | pe.cui | 99999999 999999999 99999999A | | cui, dni, documento nacional de identidad | 10117410-2
pe_ruc | TAX_ID | pe.ruc | 99999999999 | | ruc | 20512333797
ph_tin | TAX_ID | | 999999999 999999999999 | | tin, tin no, bir | 123-456-789-000
ph_umid | GOVERNMENT_ID | | 999999999999 | | umid, crn, common reference number, sss, gsis, philhealth | 0111-2345678-9
ph_passport | PASSPORT | | A9999999A AA9999999 | | passport, passport no, dfa | P1234567A
pk_cnic | GOVERNMENT_ID | pk.cnic | 9999999999999 | 99999-9999999-9 | cnic, nicop, nadra, شناختی کارڈ | 34201-0891231-8
py_ruc | TAX_ID | py.ruc | 999999 9999999 99999999 999999999 | | ruc | 80028061-0
sa_id | GOVERNMENT_ID | sa_id | 9999999999 | | iqama, saudi id, national id, هوية, رقم الهوية, إقامة | 1034567899
sg_nric | GOVERNMENT_ID | sg_nric | A9999999A | A9999999A | nric, fin, nric no, fin no, identity card | S1234567D
sg_uen | TAX_ID | sg.uen | 99999999A 999999999A A99AA9999A | 999999999A A99AA9999A | uen, unique entity number, gst reg no | 197401143C
sn_ninea | TAX_ID | sn.ninea | 9999999 99999999A9 9999999999A9 999999999 | | ninea | 30672212G2
sv_nit | TAX_ID | sv.nit | 99999999999999 | 9999-999999-999-9 | nit | 0614-050707-104-8
th_pin | GOVERNMENT_ID | th.tin | 9999999999999 | 9-9999-99999-99-9 9-99-9-999-99999-9 | เลขประจำตัวประชาชน, บัตรประชาชน, เลขประจำตัวผู้เสียภาษี, thai id, national id, citizen id | 1-2345-45678-78-1
tn_mf | TAX_ID | tn.mf | 9999999A 9999999AAA999 | 9999999/A/A/A/999 | matricule fiscal, matricule fiscale, mf | 1234567/M/A/E/001
tw_id | GOVERNMENT_ID | tw_id | A999999999 AA99999999 | A999999999 | 身分證, 身分證字號, 統一證號, national id, arc | A123456789
tw_ubn | TAX_ID | tw.ubn | 99999999 | | 統一編號, 統編, ubn, unified business number | 00501503
us_atin | TAX_ID | | 999999999 | | atin, adoption taxpayer | 900-93-0000
us_ptin | TAX_ID | us.ptin | A99999999 | | ptin, preparer | P01594846
us_mbi | HEALTH_ID | us_mbi | 9A*9A*9AA99 | * | mbi, medicare, medicare beneficiary, medicare number | 1EG4-TE5-MK73
us_npi | HEALTH_ID | us_npi | 9999999999 | | npi, national provider, provider number, provider id | 1234567893
us_dea | GOVERNMENT_ID | us_dea | AA9999999 A99999999 | | dea, dea number, dea no, dea registration, prescriber | AB1234563
uy_rut | TAX_ID | uy.rut | 999999999999 | | rut, registro único tributario | 21-100342-001-7
uy_ci | GOVERNMENT_ID | uy_ci | 99999999 9999999 | | cédula, c i, cédula de identidad | 1.234.567-2
ve_rif | TAX_ID | ve.rif | A999999999 | A-99999999-9 | rif, registro de identificación fiscal | V-11470283-4
vn_mst | TAX_ID | vn.mst | 9999999999 9999999999999 | | mst, mã số thuế, ma so thue | 0100233488
za_id | GOVERNMENT_ID | za.idnr | 9999999999999 | 9999999999999 999999_9999999 999999_9999_999 | sa id, id number, identity number, south african id, rsa id | 7503305044089
za_tin | TAX_ID | za.tin | 9999999999 | | income tax number, tax reference, sars, tax number | 0001339050
za_vat | TAX_ID | za_vat | 9999999999 | | vat number, vat no, vat registration | 4123456784
za_company | TAX_ID | | 999999999999 | | company registration, registration number, reg no, cipc, ck | 2015/123456/07
za_traffic | GOVERNMENT_ID | | 999999999999A 9999999999999 | | traffic register, traffic register number, trn | 123456789012A
au_bsb | BANK_ACCOUNT | | 999999 | | bsb, bsb number | 062-000
in_ifsc | BANK_ACCOUNT | | AAAA9****** | | ifsc, ifsc code | SBIN0005943
mx_clabe | BANK_ACCOUNT | mx_clabe | 999999999999999999 | | clabe, clabe interbancaria, cuenta clabe | 032180000118359719
""")  # noqa: E501
