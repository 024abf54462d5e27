"""Invented texts in seven languages. `{name0}` is replaced by a value; people, addresses and numbers are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["LANGUAGES", "Texts"]


@dataclass(frozen=True)
class Texts:
    """One language: the values by entity, and the sentences that contain them."""

    tesseract: str
    values: Mapping[str, str]
    letter: Sequence[str]
    fields: Sequence[str]
    items: Sequence[str]
    words: Sequence[str]
    """Heading of the form, of the invoice, the columns' heads, the sum."""


LANGUAGES: Mapping[str, Texts] = {
    "en": Texts(
        "eng",
        {
            "name0": "Beatrix Penhaligon", "name1": "Séamus O’Rourke", "name2": "Chloë Ashdown-Pryce",
            "street": "48 Tanner’s Row", "town": "Norwich NR3 1QF", "mail0": "b.penhaligon@fenpost.example",
            "mail1": "seamus@orourke-joinery.example", "iban": "GB33 BUKB 2020 1555 5555 55",
            "phone0": "+44 1632 960 417", "phone1": "01632 960882", "born": "23 May 1977", "date": "4 March 2026",
            "number": "QX 41 27 90 B", "customer": "HM-7730-58",
        },
        (
            "Dear {name0},",
            "Thank you for calling on {date}. The deposit has been sent back to your account {iban}, and it should be "
            "with you before the week is out.",
            "Our joiner {name1} will visit you at {street}, {town}. Should the hour not suit you, ring {phone0} "
            "or write "
            "to {mail0} as soon as you can.",
            "We hold these details of you: date of birth {born}, customer number {customer}, insurance number "
            "{number}. "
            "The second key is with {name2}, telephone {phone1}.",
            "Kind regards, {mail1}",
        ),
        ("Full name", "Born on", "Street", "Town and postcode", "Telephone", "E-mail", "Account (IBAN)", "Key holder"),
        ("Oak door, planed", "Brass hinges", "Fitting, half a day", "Removal of waste", "Varnish, two coats"),
        ("Order form", "Invoice", "Item", "Number", "Price", "Sum"),
    ),
    "de": Texts(
        "deu",
        {
            "name0": "Wiebke Großkreutz", "name1": "Çağlar Yıldırım", "name2": "Jürgen Schönfließ-Öhler",
            "street": "Gänsemühlweg 27a", "town": "93047 Regensburg", "mail0": "w.grosskreutz@flusspost.example",
            "mail1": "caglar@tischlerei-yildirim.example", "iban": "DE02 1203 0000 0000 2020 51",
            "phone0": "+49 941 5550173", "phone1": "0171 5550144", "born": "09.11.1968", "date": "2. April 2026",
            "number": "86 095 742 719", "customer": "HM-7730-58",
        },
        (
            "Sehr geehrte Frau {name0},",
            "haben Sie Dank für Ihren Anruf vom {date}. Die Anzahlung ist auf Ihr Konto {iban} zurücküberwiesen und "
            "müsste bis zum Wochenende bei Ihnen sein.",
            "Unser Tischler {name1} kommt zu Ihnen in den {street}, {town}. Passt Ihnen die Stunde nicht, so rufen Sie "
            "unter {phone0} an oder schreiben Sie möglichst bald an {mail0}.",
            "Von Ihnen ist gespeichert: geboren am {born}, Kundennummer {customer}, Steuernummer {number}. Den zweiten "
            "Schlüssel verwahrt {name2}, Telefon {phone1}.",
            "Herzliche Grüße, {mail1}",
        ),
        (
            "Name, Vorname", "Geboren am", "Straße", "Postleitzahl, Ort",
            "Telefon", "E-Mail", "Konto (IBAN)", "Schlüssel",
        ),
        ("Eichentür, gehobelt", "Messingbänder", "Einbau, halber Tag", "Abfuhr der Reste", "Lack, zwei Schichten"),
        ("Bestellschein", "Rechnung", "Leistung", "Anzahl", "Preis", "Summe"),
    ),
    "fr": Texts(
        "fra",
        {
            "name0": "Solène Guéguen", "name1": "Désiré N’Guessan", "name2": "Anne-Cécile Fauçonnier",
            "street": "5 ter, impasse du Grénier", "town": "29200 Brest", "mail0": "s.gueguen@radepost.example",
            "mail1": "desire@menuiserie-nguessan.example", "iban": "FR76 3000 6000 0112 3456 7890 189",
            "phone0": "+33 2 61 91 47 20", "phone1": "06 39 98 74 51", "born": "12 août 1981", "date": "7 février 2026",
            "number": "2 81 08 29 019 044 62", "customer": "HM-7730-58",
        },
        (
            "Chère Madame {name0},",
            "Merci de votre appel du {date}. L’acompte a été reversé sur votre compte {iban} ; il devrait vous "
            "parvenir "
            "avant la fin de la semaine.",
            "Notre menuisier {name1} passera chez vous, {street}, {town}. Si l’heure ne vous convient pas, appelez le "
            "{phone0} ou écrivez dès que possible à {mail0}.",
            "Nous gardons de vous : née le {born}, numéro de client {customer}, numéro de sécurité sociale "
            "{number}. La "
            "deuxième clé est chez {name2}, téléphone {phone1}.",
            "Bien cordialement, {mail1}",
        ),
        (
            "Nom et prénom", "Né(e) le", "Rue", "Code postal, ville",
            "Téléphone", "Courriel", "Compte (IBAN)", "Clé chez",
        ),
        ("Porte en chêne, rabotée", "Charnières en laiton", "Pose, demi-journée", "Évacuation", "Vernis, deux couches"),
        ("Bon de commande", "Facture", "Désignation", "Quantité", "Prix", "Total"),
    ),
    "es": Texts(
        "spa",
        {
            "name0": "Nuria Etxebarría Peñalver", "name1": "Iñaki Ordóñez", "name2": "Míriam Cáceres Yagüe",
            "street": "Calle del Muñón 14, 2.º B", "town": "48004 Bilbao", "mail0": "n.etxebarria@riapost.example",
            "mail1": "inaki@carpinteria-ordonez.example", "iban": "ES79 2100 0813 6101 2345 6789",
            "phone0": "+34 944 015 726", "phone1": "600 55 01 73", "born": "30 de junio de 1988",
            "date": "9 de marzo de 2026", "number": "45678231R", "customer": "HM-7730-58",
        },
        (
            "Estimada señora {name0}:",
            "Gracias por su llamada del {date}. La señal se ha devuelto a su cuenta {iban} y debería recibirla "
            "antes de "
            "que acabe la semana.",
            "Nuestro carpintero {name1} irá a su casa, {street}, {town}. ¿No le viene bien la hora? Llame al "
            "{phone0} o "
            "escriba cuanto antes a {mail0}.",
            "De usted guardamos: nacida el {born}, número de cliente {customer}, DNI {number}. La segunda llave "
            "la tiene "
            "{name2}, teléfono {phone1}.",
            "Un cordial saludo, {mail1}",
        ),
        ("Apellidos, nombre", "Nacido el", "Calle", "Código postal, ciudad", "Teléfono", "Correo", "IBAN", "Llave"),
        ("Puerta de roble", "Bisagras de latón", "Montaje, media jornada", "Retirada de restos", "Barniz, dos manos"),
        ("Hoja de pedido", "Factura", "Descripción", "Cantidad", "Precio", "Suma"),
    ),
    "it": Texts(
        "ita",
        {
            "name0": "Loredana Brundù", "name1": "Nicolò Della Pietà", "name2": "Desirée Canalis",
            "street": "Vicolo Carità 9", "town": "09124 Cagliari", "mail0": "l.brundu@golfopost.example",
            "mail1": "nicolo@falegnameria-dellapieta.example", "iban": "IT40 S054 2811 1010 0000 0123 456",
            "phone0": "+39 070 555 0149", "phone1": "333 555 0127", "born": "17 ottobre 1959", "date": "3 maggio 2026",
            "number": "BRNLDN59R57B354U", "customer": "HM-7730-58",
        },
        (
            "Gentile signora {name0},",
            "La ringraziamo della telefonata del {date}. La caparra è stata restituita sul conto {iban} e dovrebbe "
            "arrivarLe entro la settimana.",
            "Il nostro falegname {name1} verrà da Lei in {street}, {town}. Se l’ora non Le va bene, chiami il "
            "{phone0} o "
            "scriva appena può a {mail0}.",
            "Di Lei conserviamo: nata il {born}, numero cliente {customer}, codice fiscale {number}. La seconda "
            "chiave è "
            "presso {name2}, telefono {phone1}.",
            "Cordiali saluti, {mail1}",
        ),
        ("Cognome e nome", "Nato il", "Via", "CAP e città", "Telefono", "Posta", "Conto (IBAN)", "Chiave presso"),
        ("Porta di rovere", "Cerniere d’ottone", "Posa, mezza giornata", "Smaltimento", "Vernice, più mani"),
        ("Modulo d’ordine", "Fattura", "Voce", "Quantità", "Prezzo", "Totale"),
    ),
    "pt": Texts(
        "por",
        {
            "name0": "Conceição Vilhena Falcão", "name1": "Tomé Assunção", "name2": "Lúcia Brandão Pão-Mole",
            "street": "Travessa do Sertão, 31", "town": "8000-117 Faro", "mail0": "c.vilhena@riapost.example",
            "mail1": "tome@marcenaria-assuncao.example", "iban": "PT50 0027 0000 0001 2345 6783 3",
            "phone0": "+351 289 550 173", "phone1": "920 555 014", "born": "25 de março de 1972",
            "date": "11 de junho de 2026", "number": "248 716 903", "customer": "HM-7730-58",
        },
        (
            "Exma. Senhora {name0},",
            "Obrigado pelo telefonema de {date}. O sinal foi devolvido à sua conta {iban} e deverá chegar antes do fim "
            "da semana.",
            "O nosso marceneiro {name1} irá a sua casa, {street}, {town}. Se a hora não lhe convém, ligue para "
            "{phone0} "
            "ou escreva logo que possível para {mail0}.",
            "Guardamos de si: nascida a {born}, número de cliente {customer}, contribuinte {number}. A segunda "
            "chave está "
            "com {name2}, telefone {phone1}.",
            "Com os melhores cumprimentos, {mail1}",
        ),
        ("Nome completo", "Nascido a", "Rua", "Código postal, cidade", "Telefone", "Correio", "Conta (IBAN)", "Chave"),
        ("Porta de carvalho", "Dobradiças de latão", "Montagem, meio dia", "Remoção de restos", "Verniz, duas mãos"),
        ("Nota de encomenda", "Fatura", "Descrição", "Quantidade", "Preço", "Soma"),
    ),
    "nl": Texts(
        "nld",
        {
            "name0": "Marijke Zijlstra-Coënen", "name1": "Brahim El Haddadi", "name2": "Jorrit Geërfd van ’t Sant",
            "street": "Koeiënkamp 62-bis", "town": "8933 CK Leeuwarden", "mail0": "m.zijlstra@grachtpost.example",
            "mail1": "brahim@houtwerk-haddadi.example", "iban": "NL20 INGB 0001 2345 67",
            "phone0": "+31 58 555 0162", "phone1": "06 55501738", "born": "8 januari 1964", "date": "19 mei 2026",
            "number": "512094386", "customer": "HM-7730-58",
        },
        (
            "Geachte mevrouw {name0},",
            "Dank voor uw telefoontje van {date}. De aanbetaling is teruggestort op uw rekening {iban} en staat "
            "er vóór "
            "het weekeinde op.",
            "Onze timmerman {name1} komt bij u langs, {street}, {town}. Schikt het uur u niet, bel dan {phone0} "
            "of schrijf "
            "zo gauw mogelijk naar {mail0}.",
            "Wij bewaren van u: geboren op {born}, klantnummer {customer}, burgerservicenummer {number}. De "
            "tweede sleutel "
            "ligt bij {name2}, telefoon {phone1}.",
            "Hartelijke groeten, {mail1}",
        ),
        ("Volledige naam", "Geboren op", "Straat", "Postcode, plaats", "Telefoon", "E-mail", "Rekening", "Sleutel bij"),
        ("Eiken deur, geschaafd", "Messing scharnieren", "Plaatsen, halve dag", "Afvoer van afval", "Lak, twee lagen"),
        ("Bestelformulier", "Factuur", "Omschrijving", "Aantal", "Prijs", "Totaal"),
    ),
}  # fmt: skip
