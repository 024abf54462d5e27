"""Names of countries in seven languages, from CLDR (Unicode license), by scripts/generate/country_names.py."""

from __future__ import annotations

__all__ = ["NAMES"]

_TABLE = """
Afeganistão|Afganistán|Afghanistan|Afrique du Sud|Albania|Albanie|Albanien|Albanië|Albânia|Alemanha|Alemania|
Algeria|Algerien|Algerije|Algérie|Allemagne|American Samoa|Amerikaans-Samoa|Amerikaanse Maagdeneilanden|
Amerikanisch-Samoa|Amerikanische Jungferninseln|Amerikanische Überseeinseln|Andorra|Andorre|Angleterre|Angola|
Anguila|Anguilla|Antarctica|Antarctique|Antarktis|Antartide|Antigua & Barbuda|Antigua e Barbuda|
Antigua en Barbuda|Antigua und Barbuda|Antigua y Barbuda|Antigua-et-Barbuda|Antártida|Antígua e Barbuda|
Arabia Saudita|Arabia Saudí|Arabie saoudite|Argelia|Argentina|Argentine|Argentinien|Argentinië|Argélia|Armenia|
Armenien|Armenië|Arménie|Armênia|Aruba|Arábia Saudita|Ascension Island|Aserbaidschan|Australia|Australie|
Australien|Australië|Austria|Austrália|Autriche|Azerbaigian|Azerbaijan|Azerbaijão|Azerbaiyán|Azerbaïdjan|
Azerbeidzjan|Bahama's|Bahamas|Bahrain|Bahrein|Bahreïn|Bangladesch|Bangladesh|Bangladés|Barbade|Barbados|Barein|
Baréin|Belarus|Belgien|Belgio|Belgique|Belgium|België|Belice|Belize|Benin|Benín|Bermuda|Bermudas|Bermudes|
Bhoutan|Bhutan|Bielorrusia|Bielorrússia|Bielorussia|Birma|Birmania|Birmanie|Birmânia|Biélorussie|Bolivia|
Bolivie|Bolivien|Bolívia|Bosnia & Herzegovina|Bosnia ed Erzegovina|Bosnia y Herzegovina|Bosnie-Herzégovine|
Bosnien und Herzegowina|Bosnië en Herzegovina|Botsuana|Botswana|Bouvet Island|Bouveteiland|Bouvetinsel|Brasil|
Brasile|Brasilien|Brazil|Brazilië|Britische Jungferninseln|Britisches Territorium im Indischen Ozean|
British Indian Ocean Territory|British Virgin Islands|Brits Indische Oceaanterritorium|Britse Maagdeneilanden|
Brunei|Brunei Darussalam|Brunéi|Brésil|Bulgaria|Bulgarie|Bulgarien|Bulgarije|Bulgária|
Bundesrepublik Deutschland|Burkina Faso|Burma|Burquina Faso|Burundi|Bután|Butão|Bélgica|Bénin|
Bósnia e Herzegovina|Cabo Verde|Camarões|Cambodge|Cambodia|Cambodja|Cambogia|Camboja|Camboya|Cameroon|Cameroun|
Camerun|Camerún|Canada|Canadá|Canarias|Canarische Eilanden|Canary Islands|Cap-Vert|Cape Verde|Capo Verde|
Caraibi Olandesi|Caribbean Netherlands|Caribe neerlandés|Caribisch Nederland|Catar|Cayman Islands|Cazaquistão|
Cechia|Centraal-Afrikaanse Republiek|Central African Republic|Ceuta & Melilla|Ceuta e Melilla|Ceuta en Melilla|
Ceuta et Melilla|Ceuta und Melilla|Ceuta y Melilla|Chade|Chequia|Chile|China|Chine|Chipre|Christmas Island|
Christmaseiland|Chypre|Ciad|Cidade do Vaticano|Cile|Cina|Cipro|Città del Vaticano|Ciudad del Vaticano|
Clipperton|Clipperton Island|Clipperton-Insel|Cocoseilanden|Colombia|Colombie|Colômbia|Comoras|Comore|Comoren|
Comores|Comoros|Congo|Congo - Brazzaville|Congo - Kinshasa|Congo-Brazzaville|Congo-Kinshasa|Cook Islands|
Cookeilanden|Cookinseln|Corea del Nord|Corea del Norte|Corea del Sud|Corea del Sur|Coreia do Norte|
Coreia do Sul|Corée du Nord|Corée du Sud|Costa Rica|Costa d'Avorio|Costa do Marfim|Croacia|Croatia|Croatie|
Croazia|Croácia|Cuba|Curazao|Curaçao|Cyprus|Czech Republic|Czechia|Côte d'Ivoire|Danemark|Danimarca|Denemarken|
Denmark|Deutschland|Diego Garcia|Diego García|Dinamarca|Djibouti|Djibuti|Dominicaanse Republiek|
Dominican Republic|Dominikanische Republik|Dominique|Dschibuti|Duitsland|Dänemark|EE. UU.|EE.UU.|EEUU|Ecuador|
Egipto|Egito|Egitto|Egypt|Egypte|El Salvador|Emirados Árabes Unidos|Emirati Arabi Uniti|Emiratos Árabes Unidos|
Engeland|England|Equador|Equatoriaal-Guinea|Equatorial Guinea|Eritrea|Eritreia|Escocia|Escócia|Eslovaquia|
Eslovenia|Eslováquia|Eslovênia|Espagne|Espanha|España|Essuatíni|Estados Unidos|Estados Unidos de América|
Estland|Estonia|Estonie|Estônia|Esuatini|Eswatini|Ethiopia|Ethiopië|Etiopia|Etiopía|Etiópia|Faeröer|
Falkland Islands|Falklandeilanden|Falklandinseln|Faroe Islands|Fidji|Fidschi|Figi|Fiji|Filipijnen|Filipinas|
Filippine|Finland|Finlande|Finlandia|Finlândia|Finnland|Fiyi|France|Francia|Frankreich|Frankrijk|Frans-Guyana|
Frans-Polynesië|Franse Gebieden in de zuidelijke Indische Oceaan|Französisch-Guayana|Französisch-Polynesien|
Französische Süd- und Antarktisgebiete|França|French Guiana|French Polynesia|French Southern Territories|
Färöer|Gabon|Gabun|Gabão|Gabón|Gambia|Gambie|Gana|Georgia del Sud e Sandwich Australi|Georgien|Georgië|
Germania|Germany|Geórgia|Ghana|Giamaica|Giappone|Gibilterra|Gibraltar|Gibuti|Giordania|Gran Bretagna|
Gran Bretaña|Granada|Grande-Bretagne|Great Britain|Grecia|Greece|Greenland|Grenada|Grenade|Griechenland|
Griekenland|Groenland|Groenlandia|Groenlândia|Groot-Brittannië|Großbritannien|Grã-Bretanha|Grèce|Grécia|
Grönland|Guadalupa|Guadeloupe|Guam|Guatemala|Guayana Francesa|Guernesey|Guernsey|Guiana|Guiana Francesa|Guinea|
Guinea Ecuatorial|Guinea Equatoriale|Guinea-Bissau|Guinea-Bisáu|Guinee|Guinee-Bissau|Guiné|Guiné Equatorial|
Guiné-Bissau|Guinée|Guinée équatoriale|Guinée-Bissau|Guyana|Guyana Francese|Guyane française|Gâmbia|Géorgie|
Géorgie du Sud-et-les Îles Sandwich du Sud|Haiti|Haití|Haïti|Heard & McDonald Islands|
Heard en McDonaldeilanden|Heard und McDonaldinseln|Holanda|Holland|Honduras|Hong Kong|Hong Kong SAR China|
Hong Kong, RAE da China|Hongarije|Hongkong SAR van China|Hongrie|Hungary|Hungria|Hungría|IJsland|Iceland|
Ierland|Ilha Bouvet|Ilha Christmas|Ilha Norfolk|Ilha de Ascensão|Ilha de Clipperton|Ilha de Man|Ilhas Aland|
Ilhas Canárias|Ilhas Cayman|Ilhas Cocos|Ilhas Cook|Ilhas Faroé|Ilhas Geórgia do Sul e Sandwich do Sul|
Ilhas Heard e McDonald|Ilhas Malvinas|Ilhas Marianas do Norte|Ilhas Marshall|Ilhas Menores Distantes dos EUA|
Ilhas Pitcairn|Ilhas Salomão|Ilhas Turcas e Caicos|Ilhas Virgens Americanas|Ilhas Virgens Britânicas|Inde|
India|Indien|Indonesia|Indonesien|Indonesië|Indonésia|Indonésie|Inghilterra|Inglaterra|Irak|Iran|Iraq|Iraque|
Ireland|Irland|Irlanda|Irlande|Irán|Irã|Isla Bouvet|Isla Clipperton|Isla Norfolk|Isla de Man|Isla de Navidad|
Isla de la Ascensión|Island|Islanda|Islande|Islandia|Islas Aland|Islas Caimán|Islas Cocos|Islas Cook|
Islas Feroe|Islas Georgia del Sur y Sandwich del Sur|Islas Heard y McDonald|Islas Malvinas|
Islas Marianas del Norte|Islas Marshall|Islas Pitcairn|Islas Salomón|Islas Turcas y Caicos|
Islas Vírgenes Británicas|Islas Vírgenes de EE. UU.|Islas menores alejadas de EE. UU.|Isle of Man|Islândia|
Isola Ascensione|Isola Bouvet|Isola Christmas|Isola Norfolk|Isola di Clipperton|Isola di Man|Isole Canarie|
Isole Cayman|Isole Cocos|Isole Cook|Isole Falkland|Isole Fær Øer|Isole Heard e McDonald|
Isole Marianne Settentrionali|Isole Marshall|Isole Minori Esterne degli Stati Uniti|Isole Pitcairn|
Isole Salomone|Isole Turks e Caicos|Isole Vergini Americane|Isole Vergini Britanniche|Isole Åland|Israel|
Israele|Israël|Italia|Italie|Italien|Italië|Italy|Itália|Ivoorkust|Ivory Coast|Iêmen|Jamaica|Jamaika|Jamaïque|
Japan|Japon|Japão|Japón|Jemen|Jordania|Jordanie|Jordanien|Jordanië|Jordânia|Kaaimaneilanden|Kaapverdië|
Kaimaninseln|Kambodscha|Kameroen|Kamerun|Kanada|Kanarische Inseln|Karibische Niederlande|Kasachstan|Katar|
Kazachstan|Kazajistán|Kazakhstan|Kazakistan|Keeling|Keeling) Islands|Kenia|Kenya|Kirghizistan|Kirghizstan|
Kirgisistan|Kirgizië|Kirguistán|Kiribati|Kleine afgelegen eilanden van de Verenigde Staten|Koeweit|Kokosinseln|
Kolumbien|Komoren|Kongo|Kongo-Brazzaville|Kongo-Kinshasa|Kosovo|Koweït|Kroatien|Kroatië|Kuba|Kuwait|Kyrgyzstan|
La Réunion|Laos|Latvia|Lebanon|Lesotho|Lesoto|Letland|Letonia|Lettland|Lettonia|Lettonie|Letônia|Liban|Libano|
Libanon|Liberia|Libia|Libië|Libya|Libye|Libyen|Libéria|Liechtenstein|Litauen|Lithuania|Litouwen|Lituania|
Lituanie|Lituânia|Lussemburgo|Luxembourg|Luxemburg|Luxemburgo|Líbano|Líbia|Macao SAR China|Macau|
Macau SAR van China|Macau, RAE da China|Macedonia|Macedonia del Nord|Macedonia del Norte|Macedônia do Norte|
Macédoine du Nord|Madagascar|Madagaskar|Malaisie|Malasia|Malaui|Malawi|Malaysia|Maldivas|Maldive|Maldiven|
Maldives|Malediven|Maleisië|Mali|Malta|Malte|Malásia|Maroc|Marocco|Marokko|Marrocos|Marruecos|Marshall Islands|
Marshalleilanden|Marshallinseln|Martinica|Martinique|Mauretanien|Maurice|Mauricio|Mauritania|Mauritanie|
Mauritanië|Mauritius|Mauritânia|Maurício|Mayotte|Messico|Mexico|Mexiko|Mexique|Mianmar|Micronesia|Micronésia|
Micronésie|Mikronesien|Moldavia|Moldavie|Moldavië|Moldova|Moldávia|Monaco|Mongolei|Mongolia|Mongolie|Mongolië|
Mongólia|Montenegro|Montserrat|Monténégro|Morocco|Mosambik|Mozambico|Mozambique|Moçambique|Myanmar|México|
Mónaco|Mônaco|Namibia|Namibie|Namibië|Namíbia|Nauru|Nederland|Nepal|Netherlands|Neukaledonien|Neuseeland|
New Caledonia|New Zealand|Nicaragua|Nicarágua|Niederlande|Nieuw-Caledonië|Nieuw-Zeeland|Niger|Nigeria|Nigéria|
Niue|Noord-Korea|Noord-Macedonië|Noordelijke Marianen|Noorwegen|Nordkorea|Nordmazedonien|Norfolk|
Norfolk Island|Norfolkinsel|North Korea|North Macedonia|Northern Ireland|Northern Mariana Islands|Noruega|
Norvegia|Norvège|Norway|Norwegen|Nouvelle-Calédonie|Nouvelle-Zélande|Nova Caledônia|Nova Zelândia|
Nueva Caledonia|Nueva Zelanda|Nuova Caledonia|Nuova Zelanda|Népal|Níger|Nördliche Marianen|Oeganda|Oekraïne|
Oezbekistan|Olanda|Oman|Omán|Omã|Oost-Timor|Oostenrijk|Ouganda|Ouzbékistan|Paesi Bassi|Pakistan|Pakistán|
Palaos|Palau|Palestijnse gebieden|Palestina|Palestine|Palestinian Territories|
Palästinensische Autonomiegebiete|Panama|Panamá|Papoea-Nieuw-Guinea|Papouasie-Nouvelle-Guinée|Papua New Guinea|
Papua Nuova Guinea|Papua-Neuguinea|Papua-Nova Guiné|Papúa Nueva Guinea|Paquistão|Paraguai|Paraguay|Pays-Bas|
Pays-Bas caribéens|Países Baixos|Países Baixos Caribenhos|Países Bajos|Peru|Perù|Perú|Philippinen|Philippines|
Pitcairn Islands|Pitcairneilanden|Pitcairninseln|Poland|Polen|Polinesia Francesa|Polinesia Francese|
Polinésia Francesa|Pologne|Polonia|Polynésie française|Polônia|Porto Rico|Portogallo|Portorico|Portugal|
Puerto Rico|Pérou|Qatar|Quirguistão|Quiribati|Quênia|R.A.S. chinoise de Hong Kong|R.A.S. chinoise de Macao|
RAE de Hong Kong|RAE de Macao|RAS di Hong Kong|RAS di Macao|Regno Unito|Reino Unido|Repubblica Centrafricana|
Repubblica Dominicana|Republik Moldau|República Centro-Africana|República Centroafricana|
República Democrática del Congo|República Dominicana|República do Congo|Reunião|Reunión|Riunione|Roemenië|
Romania|Romênia|Roumanie|Royaume-Uni|Ruanda|Rumanía|Rumänien|Rusia|Rusland|Russia|Russian Federation|Russie|
Russland|Rwanda|République centrafricaine|République dominicaine|Rússia|Saara Ocidental|Sahara Occidentale|
Sahara occidental|Saint Kitts e Nevis|Saint Kitts en Nevis|Saint Lucia|Saint Vincent e Grenadine|
Saint Vincent en de Grenadines|Saint-Barthélemy|Saint-Christophe-et-Niévès|Saint-Marin|Saint-Pierre e Miquelon|
Saint-Pierre en Miquelon|Saint-Pierre-et-Miquelon|Saint-Vincent-et-les Grenadines|Sainte-Hélène|Sainte-Lucie|
Salomonen|Salomonseilanden|Salvador|Sambia|Samoa|Samoa Americana|Samoa Americane|Samoa américaines|
San Bartolomé|San Cristóbal y Nieves|San Marino|San Pedro y Miquelón|San Vicente y las Granadinas|Sant'Elena|
Santa Elena|Santa Helena|Santa Lúcia|Santo Tomé y Príncipe|Sao Tomé en Principe|Sao Tomé-et-Principe|
Saoedi-Arabië|Sark|Saudi Arabia|Saudi-Arabien|Schotland|Schottland|Schweden|Schweiz|Scotland|Scozia|Seicheles|
Senegal|Serbia|Serbie|Serbien|Serra Leoa|Servië|Seychellen|Seychelles|Sierra Leona|Sierra Leone|Simbabwe|
Singapore|Singapour|Singapur|Singapura|Sint Maarten|Sint-Helena|Sint-Maarten|Siria|Slovacchia|Slovakia|
Slovaquie|Slovenia|Slovenië|Slovénie|Slowakei|Slowakije|Slowenien|Soedan|Solomon Islands|Somalia|Somalie|
Somalië|Somália|Sonderverwaltungsregion Hongkong|Sonderverwaltungsregion Macau|Soudan|Soudan du Sud|
South Africa|South Georgia & South Sandwich Islands|South Korea|South Sudan|Spagna|Spain|Spanien|Spanje|
Spitsbergen en Jan Mayen|Spitzbergen und Jan Mayen|Sri Lanka|St. Barthélemy|St. Helena|St. Kitts & Nevis|
St. Kitts und Nevis|St. Lucia|St. Martin|St. Pierre & Miquelon|St. Pierre und Miquelon|
St. Vincent & Grenadines|St. Vincent und die Grenadinen|Stati Uniti|Sud Sudan|Sudafrica|Sudan|Sudáfrica|Sudán|
Sudán del Sur|Sudão|Sudão do Sul|Suecia|Suisse|Suiza|Surinam|Suriname|Suède|Suécia|Suíça|Svalbard & Jan Mayen|
Svalbard e Jan Mayen|Svalbard et Jan Mayen|Svalbard y Jan Mayen|Svezia|Svizzera|Swaziland|Sweden|Switzerland|
Syria|Syrie|Syrien|Syrië|Sáhara Occidental|São Bartolomeu|São Cristóvão e Névis|São Martinho|
São Pedro e Miquelão|São Tomé & Príncipe|São Tomé e Príncipe|São Tomé und Príncipe|São Vicente e Granadinas|
Sénégal|Sérvia|Síria|Südafrika|Südgeorgien und die Südlichen Sandwichinseln|Südkorea|Südsudan|Tadjikistan|
Tadjiquistão|Tadschikistan|Tadzjikistan|Tagikistan|Tailandia|Tailândia|Taiwan|Taiwán|Tajikistan|Tansania|
Tanzania|Tanzanie|Tanzânia|Tayikistán|Taïwan|Tchad|Tchéquia|Tchéquie|Terre Australi Francesi|
Terres australes françaises|Territoire britannique de l'océan Indien|Territoires palestiniens|
Territori Palestinesi|Territorio Britannico dell'Oceano Indiano|Territorio Británico del Océano Índico|
Territorios Australes Franceses|Territorios Palestinos|Território Britânico do Oceano Índico|
Territórios Franceses do Sul|Territórios palestinos|Thailand|Thailandia|Thaïlande|Timor Est|Timor oriental|
Timor-Leste|Togo|Tokelau|Tonga|Trinidad & Tobago|Trinidad e Tobago|Trinidad en Tobago|Trinidad und Tobago|
Trinidad y Tobago|Trinité-et-Tobago|Tristan da Cunha|Tristán de Acuña|Tristão da Cunha|Tschad|Tschechien|
Tschechische Republik|Tsjaad|Tsjechië|Tunesien|Tunesië|Tunisia|Tunisie|Tunísia|Turchia|Turcomenistão|Turkije|
Turkmenistan|Turkmenistán|Turkménistan|Turks & Caicos Islands|Turks- en Caicoseilanden|Turks- und Caicosinseln|
Turquia|Turquie|Turquía|Tuvalu|Túnez|Türkei|Türkiye|U.K.|U.S.|U.S. Outlying Islands|U.S. Virgin Islands|U.S.A.|
UAE|UK|USA|Ucraina|Ucrania|Ucrânia|Uganda|Ukraine|Ungarn|Ungheria|United Arab Emirates|United Kingdom|
United States|United States of America|Uruguai|Uruguay|Usbekistan|Uzbekistan|Uzbekistán|Uzbequistão|Vanuatu|
Vaticaanstad|Vatican City|Vatikanstadt|Venezuela|Vereinigte Arabische Emirate|Vereinigte Staaten|
Vereinigte Staaten von Amerika|Vereinigtes Königreich|Verenigd Koninkrijk|Verenigde Arabische Emiraten|
Verenigde Staten|Vietnam|Vietnã|Viêt Nam|Wales|Wallis & Futuna|Wallis e Futuna|Wallis en Futuna|
Wallis und Futuna|Wallis y Futuna|Wallis-et-Futuna|Weihnachtsinsel|Westelijke Sahara|Western Sahara|Westsahara|
Yemen|Yibuti|Yémen|Zambia|Zambie|Zentralafrikanische Republik|Zimbabue|Zimbabwe|Zimbábue|Zuid-Afrika|
Zuid-Georgia en Zuidelijke Sandwicheilanden|Zuid-Korea|Zuid-Soedan|Zweden|Zwitserland|Zypern|Zâmbia|
África do Sul|Áustria|Ägypten|Äquatorialguinea|Äthiopien|Åland|Åland Islands|Ålandinseln|Écosse|Égypte|
Émirats arabes unis|Équateur|Érythrée|État de la Cité du Vatican|États-Unis|États-Unis d'Amérique|Éthiopie|
Índia|Île Bouvet|Île Christmas|Île Clipperton|Île Norfolk|Île de Man|Île de l'Ascension|Îles Canaries|
Îles Caïmans|Îles Cocos|Îles Cook|Îles Féroé|Îles Heard-et-MacDonald|Îles Malouines|Îles Mariannes du Nord|
Îles Marshall|Îles Pitcairn|Îles Salomon|Îles Turques-et-Caïques|Îles Vierges britanniques|
Îles Vierges des États-Unis|Îles mineures éloignées des États-Unis|Îles Åland|Österreich
"""

NAMES = frozenset(_TABLE.strip().replace("\n", "").split("|"))
