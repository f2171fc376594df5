"""What is believed of an identity token, and what is not, with keys that a provider publishes."""

import base64
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
import pytest
from allauth.core import context
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import RequestFactory

from accounts.sign_in.providers import Checked

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
ANOTHER = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
OF_CURVES = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Provider(BaseHTTPRequestHandler):
    def do_GET(self):
        here = f"http://{self.headers['Host']}"
        keys = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        answers = {
            "/.well-known/openid-configuration": {"issuer": here, "jwks_uri": f"{here}/keys"},
            "/keys": {"keys": [keys | {"kid": "one", "use": "sig", "alg": "RS256"}]},
        }
        body = json.dumps(answers[self.path]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def issuer():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def believed(issuer, settings):
    """believed(token): its claims, or OAuth2Error."""
    about = {"server_url": issuer, "domains": ["council.example"], "only": False}
    app = {"provider_id": "council", "name": "Council", "client_id": "portal", "secret": "s"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [app | {"settings": about | {"fetch_userinfo": False}}]}
    }
    request = RequestFactory().get("/")
    with context.request_context(request):
        adapter = Checked(request, "council")
        yield lambda token: adapter._decode_id_token(adapter.get_provider().app, token)


@pytest.fixture
def claims(issuer):
    now = int(time.time())
    known = {"sub": "7", "nonce": "n", "email": "morag@council.example"}
    return known | {"iss": issuer, "aud": "portal", "iat": now, "exp": now + 60}


def signed(claims, key=KEY, algorithm="RS256", kid="one"):
    return jwt.encode(claims, key, algorithm, headers={"kid": kid})


def by_public_key(claims):
    """Signed by HMAC with the public key as the secret, which PyJWT itself refuses to do."""
    import hashlib
    import hmac

    parts = [{"alg": "HS256", "kid": "one", "typ": "JWT"}, claims]
    text = b".".join(_bare(json.dumps(part).encode()) for part in parts)
    return (text + b"." + _bare(hmac.digest(PUBLIC, text, hashlib.sha256))).decode()


def _bare(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def altered(claims):
    head, _body, seal = signed(claims).split(".")
    other = _bare(json.dumps(claims | {"sub": "8"}).encode()).decode()
    return ".".join((head, other, seal))


FORGED = {
    "another key": lambda claims: signed(claims, ANOTHER),
    "a key that nobody published": lambda claims: signed(claims, ANOTHER, kid="two"),
    "no signature at all": lambda claims: jwt.encode(claims, "", "none", headers={"kid": "one"}),
    "the public key as a secret": by_public_key,
    "a key of another kind": lambda claims: signed(claims, OF_CURVES, "ES256"),
    "a key that it brings itself": lambda claims: jwt.encode(
        claims,
        ANOTHER,
        "RS256",
        headers={"jwk": jwt.algorithms.RSAAlgorithm.to_jwk(ANOTHER.public_key(), as_dict=True)},
    ),
    "other words under the same signature": altered,
    "another issuer": lambda claims: signed(claims | {"iss": "https://evil.example"}),
    "another audience": lambda claims: signed(claims | {"aud": "another portal"}),
    "a time that is over": lambda claims: signed(claims | {"exp": int(time.time()) - 60}),
    "a time to come": lambda claims: signed(claims | {"nbf": int(time.time()) + 600}),
    "no end": lambda claims: signed({k: v for k, v in claims.items() if k != "exp"}),
    "no nonce, as access tokens": lambda claims: signed(
        {k: v for k, v in claims.items() if k != "nonce"}
    ),
    "no words": lambda claims: "x.y.z",
}


def test_a_token_of_the_provider_is_believed(believed, claims):
    assert believed(signed(claims))["sub"] == "7"


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_is_not_believed(forge, believed, claims):
    with pytest.raises(OAuth2Error):
        believed(forge(claims))
