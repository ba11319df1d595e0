// The person's own page, where there is script: fills in the code that came with a QR code. Everything else works
// without it.

// The code stands in the fragment, which browsers do not send, so that no server logs it. It leaves
// the address at once, so that it is not kept in the history of a shared tablet either.
const field = document.querySelector("form[action='/me'] input[name=code]");
if (location.hash.length > 1) {
  if (field && !field.value) {
    field.value = location.hash.slice(1).replace(/(...)(?=.)/g, "$1 ");
    document.querySelector("input[name=born_day]")?.focus();
  }
  history.replaceState(null, "", location.pathname + location.search);
}
