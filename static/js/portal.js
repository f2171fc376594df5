/* Wakes govuk-frontend's parts on every page.
   Needs: <link rel="modulepreload" data-govuk href="…/govuk-frontend.min.js"> in the head, so that the
   address with its hash is known here. Parts exchanged by htmx are woken as they arrive. */

const PARTS = ["Button", "CharacterCount", "NotificationBanner", "ErrorSummary", "SkipLink"];

const link = document.querySelector("link[data-govuk]");
const govuk = await import(link.href);

function wake(scope) {
  for (const part of PARTS) {
    govuk.createAll(govuk[part], undefined, scope);
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
wake(document);

document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) {
    wake(event.target);
  }
});
