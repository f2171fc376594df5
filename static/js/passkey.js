/* Passkeys: asks the browser for one and puts what it says into the form. */

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

const ask = {
  create: (asked) =>
    navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: withBytes(asked.excludeCredentials),
      },
    }),
  get: (asked) =>
    navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        allowCredentials: withBytes(asked.allowCredentials),
      },
    }),
};

const said = (credential) => {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) {
      response[part] = text(credential.response[part]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    continue;
  }
  form.hidden = false;
  document.querySelectorAll("[data-passkey-without]").forEach((each) => each.remove());
  const trouble = form.querySelector("[data-passkey-trouble]");
  const field = form.querySelector("input[name=credential]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      const { publicKey } = JSON.parse(form.dataset.options);
      field.value = JSON.stringify(said(await ask[form.dataset.passkey](publicKey)));
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
