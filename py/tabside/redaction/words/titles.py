"""Titles, professions and greetings that precede names."""

from __future__ import annotations

import re

__all__ = [
    "BEFORE_PARTICLE",
    "CALLING",
    "COURTESY",
    "GREETING",
    "KIN",
    "LONGEST_CALLING",
    "LONGEST_GREETING",
    "LONGEST_ROLE",
    "LONGEST_TITLE",
    "OWN_KIN",
    "ROLE",
    "TITLE",
]

TITLE = re.compile(
    r"(?<![^\W_])(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|herrn|frau|señor|señora|sr|sra|srta|don|doña|dña|m|mme|mlle"
    r"|monsieur|madame|mademoiselle|signor|signora|signorina|sig|dott|dottssa|senhor|senhora|dona|meneer|mevrouw|dhr"
    r"|mevr|mw)\.?\s{1,2}\Z",
    re.IGNORECASE,
)
"""A courtesy title right before a word makes a surname of it."""

LONGEST_TITLE = 16

CALLING = re.compile(
    r"(?<!\w)(?:advocaat|avvocat[oa]|abogad[oa]|advogad[oa]|avocate?|maître|(?:rechts)?anw[aä]lt(?:in)?|notar(?:in|is|io|ia)?"
    r"|notary|docteure?|doctora?|dokter|doktor|dottore?|dottoressa|doutora?|professora?|professore|professeure?|professoressa"
    r"|ingenieur|ingeniero|ingegnere|engenheir[oa]|inspe[ck]tor|inspecteur|sergeant|officer|captain|judge|jueza?|juiza?"
    r"|giudice|rechter|juge|familie|family|famille|famiglia|familia|família|witwer?|kollegin?|kollege|nachbar(?:in)?|colleg[ao]"
    r"|colega|collègue|dra?\.?|pfarrer|pater|père|padre|frère|fray|schwester|sœur|suor|sor|irmã|broer|zuster)[ \t]\Z",
    re.IGNORECASE,
)
LONGEST_CALLING = 18
GREETING = re.compile(
    r"(?<!\w)(?:dear|hi|hello|hey|querid[oa]|estimad[oa]|hola|cher|chère|bonjour|salut|lieber?|hallo|lieve|beste|hoi|dag"
    r"|car[oa]|gentile|ciao|prezad[oa]|olá|oi)[ \t]\Z",
    re.IGNORECASE,
)
LONGEST_GREETING = 12

_OFFICES = (
    "king|queen|emperor|empress|prince|princess|president|senator|governor|mayor|bishop|actor|actress|singer|rapper|writer"
    "|author|poet|painter|composer|philosopher|historian|physicist|architect|sculptor|journalist|striker|goalkeeper"
    "|rey|reina|emperador|emperatriz|príncipe|princesa|califa|papa|obispo|actor|actriz|cantante|rapero|escritora?|poeta|pintora?"
    "|compositora?|filósof[oa]|historiadora?|arquitect[oa]|periodista|delantero|portero|futbolista|entrenador"
    "|roi|reine|empereur|impératrice|prince|calife|pape|évêque|acteur|actrice|chanteu(?:r|se)|rappeur|écrivain|poète|peintre"
    "|compositeur|philosophe|historien|architecte|sculpteur|attaquant|gardien|entraîneur|ministre|président"
    "|re|regina|imperatore|imperatrice|principe|principessa|califfo|vescovo|attore|attrice|cantante|rapper|scrittore|scrittrice"
    "|poeta|pittore|pittrice|compositore|filosofo|storico|architetto|scultore|giornalista|attaccante|portiere|calciatore"
    "|allenatore|regista|presidente|ministro|consorte|faraone|sultano"
    "|rei|rainha|imperador|imperatriz|bispo|atriz|ator|cantora?|escritora?|pintora?|compositora?|filósof[oa]|historiadora?"
    "|arquitet[oa]|jornalista|atacante|goleiro|treinador|técnico|líder|deputad[oa]|senadora?|governadora?|sultão|faraó"
    "|koning|koningin|keizer|keizerin|prins|prinses|paus|bisschop|acteur|zanger(?:es)?|schrijver|schrijfster|dichter|schilder"
    "|componist|filosofe?|historicus|architect|beeldhouwer|spits|keeper|trainer|voetballer|minister"
    "|król|królowa|cesarz|książę|księżna|papież|biskup|aktor|aktorka|piosenkarz|piosenkarka|raper|pisarz|pisarka|poeta|poetka"
    "|malarz|malarka|kompozytor|filozof|historyk|architekt|rzeźbiarz|dziennikarz|trener|reżyser|prezydent|premier|minister"
    "|ksiądz|kardynał|hrabia|generał|pułkownik|astronom|lekarz|uczony"
)
_OWNED = (
    "son|daughter|wife|husband|brother|sister|father|mother|death|reign"
    "|hij[oa]s?|esposa|espos[oa]|hermano|hermana|padre|madre|muerte|vida|obras?|teoría|reinado|discípulo|alumno|poemas?|novelas?"
    "|fils|fille|femme|épouse|mari|frère|sœur|père|mère|mort|règne|vie|œuvres?|théorie|disciple|élève|neveu|commandement"
    "|figli[oa]|moglie|marito|fratello|sorella|morte|vita|opere|teoria|allievo|discepolo|seguace|affreschi|poesie|nipote"
    "|filh[oa]s?|marido|irmão|irmã|pai|mãe|morte|teoria|seguidor|afrescos|fábulas?|neto|sobrinho"
    "|zoon|dochter|vrouw|echtgenote|broer|zus|vader|moeder|dood|leerling|neef|werken"
)
ROLE = re.compile(
    rf"(?<![^\W_])(?:(?:{_OFFICES}) |(?:{_OWNED}) (?:of|de|do|da|di|du|van|von|d'|del|della|dello) ?)\Z", re.IGNORECASE
)
"""A role, or words such as `wife of` and `death of`, directly before a name: evidence for unlisted words."""

LONGEST_ROLE = 26

BEFORE_PARTICLE = (
    r"(?:[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Dd]hr\.?|[Mm]evr\.?|[Mm]w\.?|[Ff]amilie|Herrn?|Frau|Hr\.|Fr\.|l'abbé"
    r"|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Prof\.?|M\.|Mme|Mlle|[Mm]onsieur|[Mm]adame|[Ff]amille|[Ss]eñora?|[Ss]r[a.]?\.?|[Dd]oña|[Dd]on"
    r"|[Ff]amilia|[Ss]ignora?|[Ss]ig\.?(?:ra)?|[Ff]amiglia|[Ss]enhora?|[Dd]ona|[Ff]amília)"
)
"""Titles that a particle and a surname may follow, whatever the surname: source of a pattern."""

COURTESY = (
    r"(?:(?:M(?:rs?|s|x)|Dr|Prof|Cllr|Dott|dott|Sig|sig|[Dd]hr|[Mm]evr|[Mm]w|[Ff]am|Rev(?=\.)|(?:[HF]r|[Aa]vv|Lic)(?=\.)|Canon)\.?"
    r"|Herrn?|Frau|Mme|Mlle"
    r"|[Mm]onsieur|[Mm]adame|[Mm]eneer|[Mm]evrouw|[Ff]amilie|[Dd]e heer|[Ss]ig\.ra|[Dd]ott\.ssa|[Ss]ignora?|[Ss]eñora?"
    r"|[Ss]ra\."
    r"|Dña\.|Dra\.|[Ss]enhora?|[Dd]ona|[Dd]oña|(?:[Ee]l|[Aa]l|[Dd]el|[Ee]stimado|[Pp]rezado|[Oo]|[Aa]o|[Dd]o) [Ss]r\."
    r"|[Jj]uf|[Ss]eñ[oa])"
)
"""Titles that make a surname of any word with a capital: source of a pattern."""

KIN = (
    r"(?:aunt(?:ie|y)?|[Uu]ncle|Aunt(?:ie|y)?|tí[ao]|tia|tio|[Tt]ante|oncle|tonton|Onkel|zi[ao]|oom|oma|opa|Oma|Opa"
    r"|nonn[ao]|abuel[ao]|mon cousin|ma cousine|suocer[ao])"
)
"""Words of kinship that make a given name of any word with a capital: source of a pattern."""

OWN_KIN = (
    r"(?:my|our|his|her|mein(?:e[mnr]?)?|unser(?:e[mnr]?)?|seine?[mnr]?|ihre?[mnr]?|mi|su|tu|nuestr[oa]|mon|ma|notre|son|sa"
    r"|mi[ao]|su[ao]|(?:[oa] )?(?:meu|minha|seu|sua)|mijn|onze|ons|zijn|haar)"
    r" (?:(?:little|big|older|younger|kleine[nr]?|große[nr]?|petite?|grande?|hermana mayor|kleine|grote) )?"
    r"(?:mother|mom|mum|father|dad|sister|brother|son|daughter|wife|husband|cousin|uncle|aunt|grandma|grandpa|girlfriend"
    r"|boyfriend|mutter|vater|schwester|bruder|sohn|tochter|frau|mann|cousine?|onkel|tante|neffe|nichte|oma|opa|freundin|freund"
    r"|madre|padre|hermana|hermano|hij[oa]|mujer|marido|esposa|prim[oa]|tí[oa]|suegr[oa]|cuñad[oa]|abuel[oa]|novi[oa]|niet[oa]"
    r"|mère|père|sœur|soeur|frère|fils|fille|femme|mari|oncle|belle-mère|beau-père|belle-sœur|beau-frère|copine|copain"
    r"|sorella|fratello|figli[oa]|moglie|marito|cugin[oa]|zi[oa]|suocer[oa]|cognat[oa]|nonn[oa]|fidanzat[oa]|nipote"
    r"|mãe|pai|irmã|irmão|filh[oa]|esposa|prim[oa]|ti[oa]|sogr[oa]|cunhad[oa]|avó|avô|vó|vô|namorad[oa]"
    r"|moeder|vader|zus|broer|zoon|dochter|vrouw|neef|nicht|oom|schoonmoeder|schoonvader|vriendin)"
)
"""Somebody's relative, whose name may follow in small letters: source of a pattern."""
