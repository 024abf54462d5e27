"""Secrets after their names: passwords, tokens, keys, connection strings, private keys.

The names of secrets follow the public rules of gitleaks (https://github.com/gitleaks/gitleaks) and detect-secrets
(https://github.com/Yelp/detect-secrets). Keys with a recognizable prefix are in `provider_keys.py`.
"""

from __future__ import annotations

import re

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]

_PRIVATE_KEY = r"(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?"
_SECRET = (
    "password|passwd|passphrase|pwd|secret|api[_-]?key|secret[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key"
    "|encryption[_-]?key|signing[_-]?key|client[_-]?secret|account[_-]?key|shared[_-]?key|master[_-]?key"
)
_BEFORE_NAME = r"(?<![A-Za-z0-9])[\"']?(?:[A-Za-z0-9]{1,24}[_.-]){0,5}(?:[a-z]{1,24}(?=[A-Z]))?"
_NO_REFERENCE = r"(?![$<{\[(%]|[A-Za-z_.]{1,64}[(\[]|https?:|os\.|process\.|env\.|arn:|\w{1,32}\.[a-z]\w{0,32}\.)"
# What stands for a secret in examples, types and forms.
_STAND_IN = re.compile(
    r"(?:your|my|the|an?|some|new|old)[-_.]|(?:example|sample|dummy|fake|change|replace|insert|enter|todo|foobar|xxx)"
    r"|.*(?:passw|passph|kennw|contrase|senha|secret|token|api.?key|placeholder|redacted|undefined)"
    r"|(?:string|boolean|number|integer|object|function|optional|default|required|missing|invalid|hidden|masked|private"
    r"|public|encrypted|secure|identifier|operator|keyword|literal|symbol|delimiter|disabled|enabled|unknown)\Z",
    re.IGNORECASE,
)


def _may_be_secret(value: str) -> bool:
    """Whether a value behind a secret's name can be one: no stand-in for one, and no name of a field or a path."""
    return _STAND_IN.match(value) is None and len(set(value)) > 3


# Filler for examples, assembled here so that no example triggers a scanner for leaked keys.
_A20, _A24 = "ab1cd2ef3gh4ij5kl6mn", "ab1cd2ef3gh4ij5kl6mn7op8"
_A36 = _A24 + "qr9st0uv1wx2"

RECOGNIZERS = (
    PatternRecognizer(
        name="aws_secret_key",
        entity="API_KEY",
        regex=r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])",
        score=0.6,
        certain=False,
        context=("aws", "secret access key", "aws secret access key", "secretaccesskey", "secret key"),
        needs_context=True,
        hits=("aws_secret_access_key = «" + _A36 + "/+ZZ»",),
        misses=(_A36 + "/+ZZ",),
    ),
    PatternRecognizer(
        name="slack_webhook",
        entity="API_KEY",
        regex=r"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,120}",
        score=1.0,
        hits=("post to «https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/" + _A24 + "» now",),
        misses=("https://hooks.slack.com/",),
    ),
    PatternRecognizer(
        name="private_key",
        entity="API_KEY",
        # A block up to its end line; without one, the base64 lines after its first line.
        regex=rf"-----BEGIN {_PRIVATE_KEY}-----"
        rf"(?:(?:[A-Za-z0-9+/=\s:,.()\\]|-(?!-))*+-----END {_PRIVATE_KEY}-----"
        rf"|(?:\s{{1,4}}[A-Za-z0-9+/=]{{6,100}}(?=\s|\Z))*+)",
        score=1.0,
        hits=(
            "«-----BEGIN RSA PRIVATE KEY-----\nMIIEabc+/=\n-----END RSA PRIVATE KEY-----» end",
            "k: «-----BEGIN PRIVATE KEY-----\\nMIIEabc\\n-----END PRIVATE KEY-----»\"",
            "«-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn»",
        ),
        misses=("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",),
    ),
    PatternRecognizer(
        name="connection_string",
        entity="API_KEY",
        regex=r"(?<![A-Za-z0-9])(?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|jdbc:[a-z]{2,12}"
        r"|ftps?|sftp|ssh|smtps?|imaps?|https?|wss?|git|ldaps?|nats|kafka|clickhouse|cassandra|neo4j|bolt|couchbase|rtsp"
        r"|socks5h?|mqtts?)"
        r"(?:\+[a-z0-9]{1,16})?://[^\s:/@\"'<>]{0,128}:(?![$%{])[^\s/@\"'<>]{1,256}@[^\s\"'<>]{1,512}(?<![.,;)])",
        score=1.0,
        ignore_case=True,
        hits=(
            "DB=«postgres://ann:pw@db.example.com:5432/app»", "«mongodb+srv://u:p%40@cluster0.example.net/?w=1»",
            "CACHE_URL=«redis://:fernleaf@cache.lan:6379/0»",
        ),
        misses=("postgres://db.example.com/app", "https://example.com:8080/", "amqp://svc:${PASSWORD}@queue"),
    ),
    PatternRecognizer(
        name="azure_key",
        entity="API_KEY",
        regex=r"(?:AccountKey|SharedAccessKey)=(?P<value>[A-Za-z0-9+/]{40,100}={0,2})",
        score=1.0,
        hits=("AccountName=x;AccountKey=«" + _A36 + _A24 + "==»;",),
        misses=("AccountKey=short",),
    ),
    PatternRecognizer(
        name="assigned_secret",
        entity="API_KEY",
        # A name for a secret, then a value of one word with a digit in it.
        regex=r"(?<![A-Za-z])(?:api[_-]?key|secret(?:[_-]?key)?|access[_-]?token|auth[_-]?token|client[_-]?secret|password"
        r"|passwd|pwd|bearer|pass(?:phrase)?(?=[\"']?\s{0,3}[:=])"
        r"|(?:passwort|kennwort|contrase[ñn]a|mot[ _-]?de[ _-]?passe|wachtwoord|senha)(?=[\"']?\s{0,3}[:=]))"
        r"(?:\"|')?(?:\s{0,3}[:=]\s{0,3}|\s)(?:\"|')?(?P<value>(?=[^\s\"',;]{0,64}\d)[^\s\"',;<>\[\]()]{8,256})(?<![.!?])",
        score=0.8,
        certain=False,
        ignore_case=True,
        hits=("password: «hunter2hunter2»", 'api_key="«9f8e7d6c5b4a»"', "Authorization: Bearer «abc123def456»",
            'SMTP_PASS = "«hunter2-and-more»"', "Passwort: «Geheim2024!x»"),
        misses=("password: please", "the secret of 1984", "password reset in 2020", "a pass for 20261231 is"),
    ),
    PatternRecognizer(
        name="told_secret",
        entity="API_KEY",
        # As people tell each other: `pw is …`, `Clave: …`, `MDP provisoire donné par tél : …`.
        regex=r"(?<![^\W_])(?:pw|password|passwort|kennwort|clave|contraseña|mdp|mot de passe|wachtwoord|senha"
        r"|palavra-passe)"
        r"(?: [^\W\d_]{2,12}){0,4} ?(?::|=| is| ist| es| est| è| é) (?P<value>(?=[^\s\"',;]{0,64}[0-9])"
        r"(?=[^\s\"',;]{0,64}[a-z])[^\s\"',;<>\[\]()/]{8,64})(?<![.!?])(?!\S*://)",
        score=0.75,
        certain=False,
        ignore_case=True,
        hits=(
            "the pw is «3fernGP7kTWq», burn it", "Clave: «sal+limon77»\n",
            "MDP provisoire donné par tél : «Pont*1789*gris»",
            "la senha é «Manga_1964x» ok",
        ),
        misses=(
            "pw is on the note", "Clave: 20261231", "la clave es el trabajo en equipo",
            "password is at https://a1.example/x",
        ),
    ),
    PatternRecognizer(
        name="named_secret",
        entity="API_KEY",
        # A name that ends in what a secret is called, as settings, JSON, YAML and shells write it, then a value of one
        # word that is neither the name of something nor a reference to it.
        regex=rf"{_BEFORE_NAME}(?:(?i:{_SECRET}|token|credentials?))[\"']?[ \t]{{0,3}}[:=][ \t]{{0,3}}"
        rf"[\"']?(?P<value>{_NO_REFERENCE}"
        r"(?=[^\s\"']{0,64}[0-9$!%^&*#@]|[^\s\"']{20})[^\s\"',;<>(){}\[\]]{8,256})(?<![.!?])(?=[\s,;\"'})\]]|\Z)",
        score=0.8,
        certain=False,
        hits=(
            'METRICS_TOKEN: «' + _A20 + '7kq»', '"Password": "«mukelsd-foarv$SDFC»"', "GITHUB_TOKEN=«" + _A36 + "»",
            "db.password=«winter9moss!x»",
        ),
        misses=(
            "SECRET_NAME = prod/team/key", "token = get_token(user)", "password: please", "API_KEY=${API_KEY}",
            "token: string", "secret: os.environ",
        ),
    ),
    PatternRecognizer(
        name="named_secret_of_letters",
        entity="API_KEY",
        # The same with a value of letters alone: in quotation marks, or behind a name in capitals as in `.env` files.
        # Words that stand for a value, such as `changeme`, types and the names of fields are none.
        regex=rf"{_BEFORE_NAME}(?:(?:(?i:{_SECRET}|(?:access|auth|refresh|bearer|api|bot|session)[_-]?token))"
        r"[\"']?[ \t]{0,3}(?:[:=]|:=|=>)[ \t]{0,3}(?P<quote>[\"'])(?=[^\s\"']{6,256}(?P=quote))"
        r"|(?:PASSWORD|PASSWD|PASSPHRASE|PWD|PASS|SECRET|TOKEN|[A-Z]_KEY|APIKEY)[ \t]{0,3}[:=][ \t]{0,3}[\"']?)"
        rf"(?P<value>{_NO_REFERENCE}[^\s\"',;<>(){{}}\[\]/]{{6,256}})(?<![.!?:])(?=[\s,;\"'}})\]]|\Z)",
        check=_may_be_secret,
        score=0.75,
        certain=False,
        hits=(
            "DB_PASSWORD=«correcthorse»", '"password": "«sunmossfern»"', "  client_secret: '«bluefernmoss»'",
            "export SMTP_PASS='«wintermoss»'", "MAIL_TOKEN: «quietriver»",
        ),
        misses=(
            '"password": "string"', "PASSWORD=changeme", '"password": "Password"', "DB_PASSWORD=$(cat file)",
            "password: sunmossfern", "SECRET=<secret>", "token: 'identifier'", "API_KEY=YOUR_API_KEY",
        ),
    ),
    PatternRecognizer(
        name="bearer_token",
        entity="API_KEY",
        # RFC 6750, section 2.1, and `Token` as some interfaces have it.
        regex=r"(?<![A-Za-z])(?:(?i:authorization[\"']?\s{0,2}[:=]\s{0,2}[\[\"']{0,2}(?:bearer|token|apikey)\s{1,2})"
        r"(?=[\w.~+/=-]{0,64}(?:[0-9]|[a-z][A-Z])|[\w.~+/=-]{32})|(?i:bearer\s{1,2})(?=[\w.~+/=-]{0,64}[0-9]|[\w.~+/=-]{32}))"
        r"(?P<value>"
        r"[A-Za-z0-9._~+/=-]{12,4096}+)(?<![.])",
        score=0.9,
        hits=(
            "Authorization: Bearer «qWerTyuiOpasDfgh»", '"Authorization": "Token «' + _A20 + '»"',
            '["Bearer «' + _A20 + '»"]',
        ),
        misses=("a bearer of news", "Authorization: Bearer <token>", "Bearer authentication", "bearer securitySchemes"),
    ),
    PatternRecognizer(
        name="login_file_password",
        entity="API_KEY",
        # `.netrc`.
        regex=r"(?<![A-Za-z])(?:machine \S{1,128}|default)\s{1,8}login\s{1,4}\S{1,128}\s{1,8}password\s{1,4}"
        r"(?P<value>\S{3,128})",
        score=0.95,
        hits=("machine ftp.example.org login ann password «fernmoss»",),
        misses=("a machine for the login and a password",),
    ),
    PatternRecognizer(
        name="basic_authorization",
        entity="API_KEY",
        # RFC 7617, and the user and password that curl and wget are given.
        regex=r"(?<![A-Za-z])(?:(?i:authorization[\"']?\s{0,2}[:=]\s{0,2}[\"']?basic)\s{1,2}(?P<value>[A-Za-z0-9+/=_-]{8,1024})"
        r"(?![A-Za-z0-9+/=_-]))",
        score=1.0,
        hits=("Authorization: Basic «YW5uOmh1bnRlcjIyMg==»", '"authorization": "Basic «YW5uOmh1bnRlcjIyMg==»"'),
        misses=("Authorization: Basic auth", "basic training"),
    ),
    PatternRecognizer(
        name="command_line_password",
        entity="API_KEY",
        regex=r"(?<![A-Za-z])(?:curl|wget)\b[^\n]{0,200}?\s(?:-u|--user|--proxy-user)[ =]?[\"']?"
        r"(?P<value>(?![$<{])[^\s\"':]{1,64}:(?![$<{])[^\s\"']{3,128})",
        score=0.9,
        hits=("curl -u «ann:hunter22» https://example.org", "curl -s -u'«svc:fernmoss»' https://example.org"),
        misses=("curl -u ann https://example.org", "curl https://example.org", 'curl -u "$USER:$PASS" https://a.org'),
    ),
    PatternRecognizer(
        name="command_line_secret",
        entity="API_KEY",
        regex=r"(?<=\s)--?(?:[a-z]{1,16}-){0,2}(?:password|passwd|passphrase|token|secret|api-?key|secret-key|access-key)"
        rf"(?:=|[ \t]{{1,2}})[\"']?(?P<value>{_NO_REFERENCE}(?!-)[^\s\"',;<>(){{}}\[\]`|]{{4,256}})(?<![.!?:])",
        check=_may_be_secret,
        score=0.75,
        certain=False,
        hits=("mysqldump --password=«fernmoss» crm", "deploy --api-key «k3yf0rfern» now"),
        misses=("deploy --token $TOKEN", "use --password <password>", "set --password to it", "run --token --force"),
    ),
    PatternRecognizer(
        name="kubernetes_secret",
        entity="API_KEY",
        # https://kubernetes.io/docs/concepts/configuration/secret/: values of `data` are Base64.
        regex=r"(?<=kind: Secret\n)(?:[^\n]{0,200}\n){0,30}?(?:data|stringData):\n[ ]{1,8}[\w.-]{1,64}:[ \t]{1,4}[\"']?"
        r"(?P<value>(?![|>$<{&*\[])[^\s\"']{4,4096}+)",
        score=0.9,
        hits=("kind: Secret\nmetadata:\n  name: app\ndata:\n  user: «YW5uCg==»\n",),
        misses=("kind: ConfigMap\ndata:\n  user: YW5uCg==\n",),
    ),
    PatternRecognizer(
        name="jwt",
        entity="JWT",
        regex=r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,4096}+\.[A-Za-z0-9_-]{4,16384}+\.[A-Za-z0-9_-]{0,4096}+",
        score=1.0,
        hits=(
            "token «eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl-x_y» ok",
            "«eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.»",
        ),
        misses=("eyJhbGciOiJIUzI1NiJ9", "eyJ.a.b"),
    ),
)  # fmt: skip
