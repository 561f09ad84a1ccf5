"""A device with a passkey, in software: it makes a key pair, and signs challenges as a browser hands them on."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

__all__ = ["SoftwareDevice"]

FLAG = AuthenticatorData.FLAG


class SoftwareDevice:
    """One key pair for one site."""

    def __init__(self, origin: str) -> None:
        self.origin, self.count = origin, 0
        self.key, self.identifier = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def create(self, options: dict[str, Any], origin: str = "") -> str:
        """The answer to `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.identifier, public)
        signed = self.describe(options["rp"]["id"], FLAG.UP | FLAG.UV | FLAG.AT, data)
        made = AttestationObject.create("none", signed, {})
        return self.answer("webauthn.create", options, origin, attestationObject=made)

    def get(self, options: dict[str, Any], origin: str = "") -> str:
        """The answer to `navigator.credentials.get`."""
        self.count += 1
        data = self.describe(options["rpId"], FLAG.UP | FLAG.UV, b"")
        client = self.collect("webauthn.get", options, origin)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self.answer("webauthn.get", options, origin, authenticatorData=data, signature=signature)

    def describe(self, site: str, flags: Any, data: bytes) -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(site.encode()).digest(), flags, self.count, data)

    def collect(self, kind: str, options: dict[str, Any], origin: str) -> CollectedClientData:
        return CollectedClientData.create(kind, options["challenge"], origin or self.origin)

    def answer(self, kind: str, options: dict[str, Any], origin: str, **parts: bytes) -> str:
        parts["clientDataJSON"] = self.collect(kind, options, origin)
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        name = websafe_encode(self.identifier)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
