"""Common words: never names of people or places, whatever the model's score.

The model has read English. It often takes a weekday, a relative or a form's label in another language for a name. This
list is hand-written in seven languages and excludes words that are primarily names: not `May`,
`Rose` or `Grace`, not `Angel`, `Julio` or `Bakker`. A few are surnames too (`Freitag`, `Domingo`): after another name
or a title they count as one.
"""

from __future__ import annotations

__all__ = ["COMMON_WORDS", "ENGLISH_AND_GERMAN", "is_common"]

_ENGLISH = """
monday tuesday wednesday thursday friday saturday sunday january february march july september october november
december today tomorrow yesterday morning afternoon evening midnight noon week month year name names surname firstname
lastname email mail phone mobile telephone fax address city town state country zip postcode date birth birthday born
gender sex male female married single widowed divorced invoice order ticket account number reference subject regards
greetings dear hello hi thanks thank please sincerely mother father parents guardian son daughter brother sister wife
husband children uncle aunt cousin customer client agent caller patient doctor nurse teacher student pupil landlord
tenant witness claimant defendant employee employer manager director passenger owner neighbour neighbor allergies
allergy none unknown yes no pain fever cough knee hip shoulder abdominal chest headache left right warn warning error
info debug fatal trace retry retries bind timeout user password login signup session null true false undefined iban
bic swift ssn itin ein vin imei visa mastercard amex chrome firefox safari photoshop windows linux android bridge
corner killers hobbits felines novel
"""
_SPANISH = """
lunes martes miércoles jueves viernes sábado domingo enero febrero marzo mayo junio agosto septiembre octubre
noviembre diciembre hoy mañana ayer noche mediodía medianoche semana mes año nombre nombres apellido apellidos correo
teléfono telefono móvil domicilio dirección calle ciudad provincia país código postal fecha nacimiento sexo varón
mujer casado casada soltero soltera viudo viuda factura pedido incidencia cuenta número referencia asunto saludos
saludo querido querida estimado estimada hola gracias madre padre tutor tutora hijo hija hermano hermana esposa marido
abuelo abuela tío tía primo prima cliente agente paciente doctora enfermera profesor profesora alumno alumna inquilino
inquilina arrendador testigo vecino vecina alergias alergia ninguna ninguno desconocido desconocida dolor fiebre tos
rodilla abdominal izquierdo izquierda derecho derecha urgencias importe jajaja jaja jeje acude llama avisa pasada
"""
_FRENCH = """
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars juin juillet août septembre octobre novembre
décembre aujourd'hui demain hier matin soir midi minuit semaine mois année nom noms prénom prénoms courriel téléphone
portable fixe domicile adresse rue ville pays code postal date naissance sexe marié mariée célibataire veuf veuve
facture commande incident compte numéro référence objet sujet cordialement salutations cher chère chers chères bonjour
bonsoir merci mère père parents tuteur tutrice fils fille frère soeur sœur épouse époux mari femme oncle tante cousin
cousine client cliente agent conseiller conseillère patiente médecin infirmière professeur élève locataire bailleur
témoin voisin voisine allergies allergie aucune aucun inconnu inconnue douleur fièvre toux genou épaule gauche droit
droite ventre habite demeurant soussigné soussignée montant responsable légal légale
"""
_GERMAN = """
damen herren gäste herrschaften
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz juni juli august september
oktober november dezember heute morgen gestern vormittag nachmittag abend mittag mitternacht woche monat jahr name
vorname nachname familienname geburtsname mail handy telefon festnetz adresse anschrift straße strasse stadt
postleitzahl plz geburtsdatum geschlecht verheiratet ledig verwitwet rechnung bestellung vorgang konto nummer
aktenzeichen betreff grüße gruß grüssen liebe lieber liebes hallo guten danke bitte mutter vater eltern vormund sohn
tochter bruder schwester ehefrau ehemann onkel tante kunde kundin berater beraterin patientin arzt ärztin
krankenschwester lehrer lehrerin schüler schülerin mieter mieterin vermieter vermieterin zeuge zeugin nachbar
nachbarin allergien allergie keine keiner unbekannt schmerzen fieber husten knie schulter rechts bauch kopfschmerzen
verwendungszweck miete betrag schlüssel wagen uhr wohnhaft fragt meldet
"""
_ITALIAN = """
lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio marzo aprile maggio giugno luglio agosto
settembre ottobre novembre dicembre oggi domani ieri mattina pomeriggio sera mezzogiorno mezzanotte settimana mese
anno nome cognome posta telefono cellulare indirizzo domicilio via città paese codice postale data nascita sesso
coniugato coniugata celibe nubile vedovo vedova fattura ordine segnalazione conto numero riferimento oggetto saluti
saluto caro cari gentile gentilissimo gentilissima ciao buongiorno buonasera grazie madre padre genitore genitori
tutore tutrice figlio figlia fratello sorella moglie marito zio zia cugino cugina cliente operatore operatrice
paziente medico infermiera insegnante alunno alunna inquilino inquilina locatore conduttore testimone vicino vicina
allergie allergia nessuna nessuno sconosciuto dolore febbre tosse ginocchio spalla sinistro sinistra destro destra
addome importo delego sottoscritto sottoscritta pagamento avviso
"""
_PORTUGUESE = """
segunda terça quarta quinta sexta feira segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo
janeiro fevereiro março maio junho julho agosto setembro outubro novembro dezembro hoje amanhã ontem manhã noite
meia-noite semana mês ano nome apelido sobrenome correio telefone telemóvel celular morada endereço rua cidade país
código postal data nascimento sexo casado casada solteiro solteira viúvo viúva fatura encomenda incidente conta número
referência assunto cumprimentos atenciosamente caro prezado prezada querido querida olá obrigado obrigada mãe pai pais
encarregado encarregada filho filha irmão irmã esposa marido tio tia primo prima cliente agente operador operadora
paciente médico médica enfermeira professor professora aluno aluna inquilino inquilina senhorio testemunha vizinho
vizinha alergias alergia nenhuma nenhum desconhecido dor febre tosse joelho ombro esquerdo esquerda direito direita
abdominal carruagem pagamento aviso recusado avisem com melhores não
"""
_DUTCH = """
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart juni juli augustus september oktober
november december vandaag morgen gisteren ochtend middag avond middernacht week maand jaar naam voornaam achternaam
telefoon mobiel vast adres woonplaats straat stad postcode geboortedatum geslacht gehuwd ongehuwd weduwe factuur
bestelling melding rekening nummer referentie kenmerk onderwerp groet groeten lieve hallo hoi goedemorgen goedemiddag
bedankt dank dankjewel moeder vader ouder ouders verzorger voogd zoon dochter echtgenote echtgenoot tante nicht klant
medewerker medewerkster patiënt arts verpleegkundige leraar lerares leerling huurder verhuurder getuige buurman
buurvrouw allergieën allergie geen onbekend pijn koorts hoest knie schouder rechts buik bedrag zaal rijtuig boven
mooie toen belt betaling geweigerd
"""

# Brands, products and clubs that are rarely a person's name: not `Ford`, `Bosch`, `Mercedes` or `Jenkins`.
_BRANDS = """
nike adidas puma reebok zara ikea lidl aldi rewe edeka carrefour auchan zalando otto amazon ebay paypal klarna google
microsoft facebook instagram whatsapp youtube twitter tiktok netflix spotify telegram samsung huawei xiaomi nokia sony
toshiba lenovo asus acer panasonic siemens volkswagen audi bmw skoda opel peugeot citroën citroen fiat toyota nissan
hyundai mazda suzuki volvo tesla kia lego nutella nespresso pepsi ubuntu debian fedora redis kafka kubernetes docker
github gitlab python javascript typescript excel powerpoint outlook bluetooth ajax feyenoord juventus benfica yankees
lakers rijksmuseum frecciarossa
"""

ENGLISH_AND_GERMAN = frozenset(f"{_ENGLISH} {_GERMAN}".split())
"""Words, in lower case, of languages that capitalize more than names."""

COMMON_WORDS = frozenset(" ".join((_ENGLISH, _SPANISH, _FRENCH, _GERMAN, _ITALIAN, _PORTUGUESE, _DUTCH)).split())
"""All common words, in lower case."""

_BRAND_NAMES = frozenset(_BRANDS.split())


def is_common(word: str) -> bool:
    """Whether a word, as written, is a common word.

    >>> is_common("Donderdag"), is_common("Rose")
    (True, False)
    """
    lower = word.lower()
    return lower in COMMON_WORDS or lower in _BRAND_NAMES
