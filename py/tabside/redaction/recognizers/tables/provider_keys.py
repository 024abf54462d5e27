"""Keys and tokens with a fixed prefix or shape, by provider.

Prefixes and lengths come from the providers' documentation and the public rules of gitleaks
(https://github.com/gitleaks/gitleaks, config/gitleaks.toml) and detect-secrets
(https://github.com/Yelp/detect-secrets). The expressions are our own. The randomness of a value is not used as
evidence.
"""

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


# Filler for examples, assembled here so that no example triggers a scanner for leaked keys.
_A16, _A20, _A24 = "ABCDEFGHIJKLMNOP", "ab1cd2ef3gh4ij5kl6mn", "ab1cd2ef3gh4ij5kl6mn7op8"
_A36 = _A24 + "qr9st0uv1wx2"

# name, shape, an example, an invalid variant
_HEX = "0123456789abcdef"
_KEYS = (
    ("aws_access_key", r"(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA|ANVA|APKA)[A-Z2-7]{16}", "AKIA" + _A16, "AKIAABC"),
    ("github_token", r"(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_\w{40,251})", "ghp_" + _A36, "ghp_" + _A20),
    (
        "gitlab_token",
        r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|oas|agent|imt|ffct)-[A-Za-z0-9_-]{20,64}",
        "glpat-" + _A20,
        "glpat-abc",
    ),
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
        "onepassword_key",
        r"A3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}",
        "A3-ABC123-ABCDEF-12345-" + "-".join(("AB12C",) * 3),
        "A3-ABC123",
    ),
    ("adobe_secret", r"p8e-[A-Za-z0-9]{32}", "p8e-" + _A36[:32], "p8e-abc"),
    ("alibaba_key", r"LTAI[A-Za-z0-9]{20}", "LTAI" + _A20, "LTAIabc"),
    ("artifactory_key", r"AKCp[A-Za-z0-9]{69}", "AKCp" + (_A36 * 2)[:69], "AKCpabc"),
    ("atlassian_token", r"ATATT3[A-Za-z0-9_=-]{180,200}", "ATATT3" + (_A36 * 6)[:186], "ATATT3abc"),
    ("azure_ad_secret", r"[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", "abc8Q~" + _A36[:34], "abc8Q~abc"),
    ("clojars_token", r"CLOJARS_[A-Za-z0-9]{60}", "CLOJARS_" + (_A36 * 2)[:60], "CLOJARS_abc"),
    ("docker_token", r"dckr_[po]at_[A-Za-z0-9_-]{27,32}", "dckr_pat_" + _A36[:27], "dckr_pat_abc"),
    (
        "doppler_token",
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,80}",
        "dp.pt." + (_A36 * 2)[:43],
        "dp.pt.abc",
    ),
    ("duffel_token", r"duffel_(?:test|live)_[A-Za-z0-9_=-]{43}", "duffel_test_" + (_A36 * 2)[:43], "duffel_test_abc"),
    (
        "dynatrace_token",
        r"dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
        "dt0c01." + (_A24 + "." + (_A24 * 3)[:64]).upper(),
        "dt0c01.A",
    ),
    ("easypost_key", r"EZ[AT]K[A-Za-z0-9]{54}", "EZAK" + (_A36 * 2)[:54], "EZAKabc"),
    ("figma_token", r"figd_[A-Za-z0-9_-]{40,48}", "figd_" + (_A36 * 2)[:40], "figd_abc"),
    (
        "fly_token",
        r"(?:fo1_[A-Za-z0-9_-]{43}|fm[12][ar]?_[A-Za-z0-9+/=_-]{100,1000})",
        "fo1_" + (_A36 * 2)[:43],
        "fo1_abc",
    ),
    (
        "grafana_token",
        r"(?:glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,400}={0,3})",
        "glsa_" + _A36[:32] + "_0123abcd",
        "glsa_abc",
    ),
    ("groq_key", r"gsk_[A-Za-z0-9]{48,60}", "gsk_" + (_A36 * 2)[:52], "gsk_abc"),
    ("heroku_key", r"HRKU-AA[A-Za-z0-9_-]{58}", "HRKU-AA" + (_A36 * 2)[:58], "HRKU-AAabc"),
    ("infracost_key", r"ico-[A-Za-z0-9]{32}", "ico-" + _A36[:32], "ico-abc"),
    ("linear_key", r"lin_(?:api|oauth)_[A-Za-z0-9]{40,64}", "lin_api_" + (_A36 * 2)[:40], "lin_api_abc"),
    ("mailchimp_key", r"[0-9a-f]{32}-us[0-9]{1,2}", _HEX * 2 + "-us12", _HEX + "-us12"),
    (
        "mapbox_token",
        r"[ps]k\.eyJ[A-Za-z0-9_-]{20,200}\.[A-Za-z0-9_-]{20,30}",
        "sk.eyJ" + _A36 + "." + _A24[:22],
        "pk.eyJabc",
    ),
    ("maxmind_key", r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", _A24[:6] + "_" + _A36[:29] + "_mmk", "abc_mmk"),
    (
        "new_relic_key",
        r"(?:NRAK-[A-Z0-9]{27}|NRJS-[a-f0-9]{19}|NRII-[A-Za-z0-9-]{32})",
        "NRAK-" + _A36[:27].upper(),
        "NRAK-ABC",
    ),
    ("notion_token", r"ntn_[0-9]{11}[A-Za-z0-9]{35}", "ntn_12345678901" + _A36[:35], "ntn_123"),
    ("octopus_key", r"API-[A-Z0-9]{26}", "API-" + _A36[:26].upper(), "API-REFERENCE"),
    ("perplexity_key", r"pplx-[A-Za-z0-9]{48,56}", "pplx-" + (_A36 * 2)[:48], "pplx-abc"),
    ("planetscale_token", r"pscale_(?:pw|tkn|oauth)_[A-Za-z0-9_=.-]{32,64}", "pscale_tkn_" + _A36, "pscale_tkn_abc"),
    ("postman_key", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}", "PMAK-" + (_HEX * 2)[:24] + "-" + (_HEX * 3)[:34], "PMAK-0123"),
    ("prefect_key", r"pnu_[A-Za-z0-9]{36}", "pnu_" + _A36, "pnu_abc"),
    ("pulumi_token", r"pul-[a-f0-9]{40}", "pul-" + (_HEX * 3)[:40], "pul-0123"),
    ("replicate_token", r"r8_[A-Za-z0-9]{37}", "r8_" + (_A36 * 2)[:37], "r8_abc"),
    ("rubygems_key", r"rubygems_[a-f0-9]{48}", "rubygems_" + _HEX * 3, "rubygems_0123"),
    ("brevo_key", r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}", "xkeysib-" + _HEX * 4 + "-" + _A24[:16], "xkeysib-0123"),
    ("sentry_token", r"sntry(?:u_[a-f0-9]{64}|s_eyJ[A-Za-z0-9+/=_-]{80,400})", "sntryu_" + _HEX * 4, "sntryu_0123"),
    ("shippo_token", r"shippo_(?:live|test)_[a-f0-9]{40}", "shippo_test_" + (_HEX * 3)[:40], "shippo_test_0123"),
    ("sourcegraph_token", r"sgp_(?:[a-fA-F0-9]{16}_|local_)?[a-fA-F0-9]{40}", "sgp_" + (_HEX * 3)[:40], "sgp_0123"),
    (
        "square_token",
        r"(?:EAAA[A-Za-z0-9_-]{60}|sq0[a-z]{3}-[A-Za-z0-9_-]{22,43})",
        "sq0atp-" + _A24[:22],
        "sq0atp-abc",
    ),
    ("supabase_token", r"sb(?:p_[a-f0-9]{40}|_secret_[A-Za-z0-9_-]{20,64})", "sbp_" + (_HEX * 3)[:40], "sbp_0123"),
    (
        "terraform_token",
        r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
        _A24[:14] + ".atlasv1." + (_A36 * 2)[:60],
        "ab.atlasv1.c",
    ),
    ("typeform_token", r"tfp_[A-Za-z0-9_.=-]{40,60}", "tfp_" + (_A36 * 2)[:59], "tfp_abc"),
    ("vault_token", r"hv[sb]\.[A-Za-z0-9_-]{60,300}", "hvs." + (_A36 * 3)[:90], "hvs.abc"),
    ("xai_key", r"xai-[A-Za-z0-9]{70,90}", "xai-" + (_A36 * 3)[:80], "xai-abc"),
    ("yandex_key", r"AQVN[A-Za-z0-9_-]{35,38}", "AQVN" + (_A36 * 2)[:35], "AQVNabc"),
    (
        "age_secret_key",
        r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
        "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MU" * 2,
        "AGE-1",
    ),
)

RECOGNIZERS = tuple(_key(*row) for row in _KEYS)
