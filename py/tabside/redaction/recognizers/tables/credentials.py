"""Keys, tokens and passwords. Shapes as documented by their providers."""

from __future__ import annotations

from ..pattern import PatternRecognizer

__all__ = ["RECOGNIZERS"]


def _key(name: str, regex: str, hit: str, miss: str) -> PatternRecognizer:
    """A token with a fixed prefix, matched as a whole word."""
    return PatternRecognizer(
        name=name,
        entity="API_KEY",
        regex=rf"(?<![A-Za-z0-9_]){regex}(?![A-Za-z0-9_])",
        score=1.0,
        hits=(f"key=«{hit}»", f"'«{hit}»'."),
        misses=(miss, f"x{hit}"),
    )


_PRIVATE_KEY = r"(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?"
# Filler for examples, assembled here so that no example triggers a scanner for leaked keys.
_A16, _A20, _A24 = "ABCDEFGHIJKLMNOP", "ab1cd2ef3gh4ij5kl6mn", "ab1cd2ef3gh4ij5kl6mn7op8"
_A36 = _A24 + "qr9st0uv1wx2"

# name, shape, an example, an invalid variant
_HEX = "0123456789abcdef"
_KEYS = (
    ("aws_access_key", r"(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA|ANVA|APKA)[A-Z2-7]{16}", "AKIA" + _A16, "AKIAABC"),
    ("github_token", r"(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{40,251})", "ghp_" + _A36, "ghp_" + _A20),
    ("gitlab_token", r"gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,64}", "glpat-" + _A20, "glpat-abc"),
    ("google_api_key", r"AIza[A-Za-z0-9_-]{35}", "AIza" + _A36[:35], "AIza" + _A20),
    ("google_oauth_secret", r"GOCSPX-[A-Za-z0-9_-]{28}", "GOCSPX-" + _A36[:28], "GOCSPX-abc"),
    ("google_oauth_token", r"ya29\.[A-Za-z0-9_-]{20,1024}", "ya29." + _A24, "ya29.abc"),
    ("slack_token", r"xox[abeoprs]-[A-Za-z0-9-]{10,250}", "xoxb-123456789012-" + _A24, "xoxb-1"),
    ("slack_app_token", r"xapp-[0-9]-[A-Za-z0-9-]{20,250}", "xapp-1-" + _A24, "xapp-1"),
    ("stripe_key", r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,247}", "sk_live_" + _A24, "sk_live_abc"),
    ("stripe_webhook", r"whsec_[A-Za-z0-9+/=]{24,128}", "whsec_" + _A24, "whsec_abc"),
    ("anthropic_key", r"sk-ant-[A-Za-z0-9_-]{20,200}", "sk-ant-api03-" + _A36, "sk-ant-abc"),
    ("openai_key", r"sk-(?!ant-)(?:[a-z]{3,8}-)?[A-Za-z0-9_-]{20,220}", "sk-proj-" + _A36, "sk-abc"),
    ("npm_token", r"npm_[A-Za-z0-9]{36}", "npm_" + _A36, "npm_" + _A20),
    ("pypi_token", r"pypi-[A-Za-z0-9_-]{50,300}", "pypi-" + _A36 + _A24, "pypi-simple-index"),
    ("huggingface_token", r"hf_[A-Za-z]{34}", "hf_" + "abcdefghijklmnopqrstuvwxyzABCDEFGH", "hf_hub"),
    ("sendgrid_key", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}", f"SG.{_A24[:22]}.{_A36}1234567", "SG.abc.def"),
    ("twilio_sid", r"(?:AC|SK)[0-9a-f]{32}", "AC" + _HEX * 2, "AC" + _HEX),
    ("mailgun_key", r"key-[0-9a-f]{32}", "key-" + _HEX * 2, "key-0123"),
    ("digitalocean_token", r"do[opr]_v1_[0-9a-f]{64}", "dop_v1_" + _HEX * 4, "dop_v1_0123"),
    ("shopify_token", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}", "shpat_" + _HEX * 2, "shpat_0123"),
    ("telegram_bot_token", r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", "123456789:AA" + _A36[:33], "123456789:AA"),
    ("databricks_token", r"dapi[0-9a-f]{32}(?:-\d)?", "dapi" + _HEX * 2, "dapi0123"),
    (
        "age_secret_key",
        r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
        "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MU" * 2,
        "AGE-1",
    ),
)

RECOGNIZERS = (
    *(_key(*row) for row in _KEYS),
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
        r"|ftps?|smtps?|https?)(?:\+[a-z0-9]{1,16})?://[^\s:/@\"'<>]{0,128}:[^\s/@\"'<>]{1,256}@[^\s\"'<>]{1,512}(?<![.,;)])",
        score=1.0,
        ignore_case=True,
        hits=("DB=«postgres://ann:pw@db.example.com:5432/app»", "«mongodb+srv://u:p%40@cluster0.example.net/?w=1»"),
        misses=("postgres://db.example.com/app", "https://example.com:8080/"),
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
        r"|(?:passwort|kennwort|contraseña|mot de passe|wachtwoord|senha)(?=\s{0,3}[:=]))"
        r"(?:\"|')?(?:\s{0,3}[:=]\s{0,3}|\s)(?:\"|')?(?P<value>(?=[^\s\"',;]{0,64}\d)[^\s\"',;<>\[\]()]{8,256})(?<![.!?])",
        score=0.8,
        certain=False,
        ignore_case=True,
        hits=("password: «hunter2hunter2»", 'api_key="«9f8e7d6c5b4a»"', "Authorization: Bearer «abc123def456»",
            'SMTP_PASS = "«hunter2-and-more»"', "Passwort: «Geheim2024!x»"),
        misses=("password: please", "the secret of 1984", "password reset in 2020", "a pass for 20261231 is"),
    ),
    PatternRecognizer(
        name="named_secret",
        entity="API_KEY",
        # A name that ends in what a secret is called, as settings, JSON, YAML and shells write it, then a value of one
        # word that is neither the name of something nor a reference to it.
        regex=r"(?<![A-Za-z0-9])[\"']?(?:[A-Za-z0-9]{1,24}[_.-]){0,5}(?:[a-z]{1,24}(?=[A-Z]))?"
        r"(?:(?i:password|passwd|passphrase|pwd|secret|token|api[_-]?key|secret[_-]?key|access[_-]?key|private[_-]?key"
        r"|auth[_-]?key|encryption[_-]?key|signing[_-]?key|client[_-]?secret|credentials?))"
        r"[\"']?[ \t]{0,3}[:=][ \t]{0,3}"
        r"[\"']?(?P<value>(?![$<{\[(]|[A-Za-z_.]{1,64}[(\[]|https?:|os\.|process\.|env\.|arn:)"
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
        regex=r"(?<![A-Za-z])(?:curl|wget)\b[^\n]{0,200}?\s(?:-u|--user|--password)[ =][\"']?"
        r"(?P<value>[^\s\"':]{1,64}:[^\s\"']{3,128}"
        r"|(?<=--password[ =])[^\s\"']{3,128})",
        score=0.9,
        hits=("curl -u «ann:hunter22» https://example.org",),
        misses=("curl -u ann https://example.org", "curl https://example.org"),
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
