/* Passkeys: a form with data-passkey is shown where the browser has them, and posts the browser's answer.
   data-passkey: "create" a key, "get" proof of one (the options stand in the page under the id data-options),
   or "login" (the options are asked of the form's own address). Without scripts the form stays hidden. */
(() => {
  "use strict";

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const known = (keys) => (keys || []).map((key) => ({ ...key, id: toBytes(key.id) }));

  const create = async (given, form) => {
    const options = { ...given.publicKey, challenge: toBytes(given.publicKey.challenge) };
    options.user = { ...options.user, id: toBytes(options.user.id) };
    options.excludeCredentials = known(options.excludeCredentials);
    if (form.elements.passwordless && form.elements.passwordless.checked) {
      options.authenticatorSelection = {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      };
    }
    return navigator.credentials.create({ publicKey: options });
  };

  const prove = async (given) => {
    const options = { ...given.publicKey, challenge: toBytes(given.publicKey.challenge) };
    options.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };

  const asJson = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const optionsOf = async (form) => {
    if (form.dataset.passkey !== "login") {
      const written = JSON.parse(document.getElementById(form.dataset.options).textContent);
      return written.creation_options || written.request_options;
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return (await answer.json()).request_options;
  };

  const submit = async (form) => {
    const failed = form.querySelector("[data-passkey-error]");
    failed.textContent = "";
    try {
      const given = await optionsOf(form);
      const credential = form.dataset.passkey === "create" ? await create(given, form) : await prove(given);
      form.elements.credential.value = JSON.stringify(asJson(credential));
      form.submit();
    } catch (error) {
      failed.textContent = form.dataset.failed;
      console.info("passkey:", error);
    }
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
  }
})();
