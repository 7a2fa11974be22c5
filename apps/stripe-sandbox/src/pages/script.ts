/** Comfort only, every page works without it: spaced card numbers, test values by one press, a button that says it is busy. */
export const SANDBOX_JS = `
const number = document.querySelector('#number');
number?.addEventListener('input', () => {
  number.value = number.value.replace(/\\D/g, '').slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ');
});
const expiry = document.querySelector('#expiry');
expiry?.addEventListener('input', (event) => {
  if (event.inputType?.startsWith('delete')) return;
  const digits = expiry.value.replace(/\\D/g, '').slice(0, 4);
  expiry.value = digits.length > 2 ? digits.slice(0, 2) + ' / ' + digits.slice(2) : digits;
});
for (const button of document.querySelectorAll('[data-fill]')) {
  button.addEventListener('click', () => {
    for (const [id, value] of Object.entries(JSON.parse(button.dataset.fill))) {
      const input = document.getElementById(id);
      if (input) input.value = value;
    }
  });
}
for (const form of document.querySelectorAll('form.pay')) {
  const button = form.querySelector('[type=submit]');
  const label = button.textContent;
  form.addEventListener('submit', () => {
    button.disabled = true;
    button.textContent = 'Processing…';
  });
  addEventListener('pageshow', () => {
    button.disabled = false;
    button.textContent = label;
  });
}
`;
