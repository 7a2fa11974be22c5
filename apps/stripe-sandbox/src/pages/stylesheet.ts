/** The look of all pages: system fonts, one accent, true dark mode, no asset from elsewhere. */
export const SANDBOX_CSS = `
:root {
  --ground: #fbfbfd; --panel: #ffffff; --ink: #1b1c22; --quiet: #5c5f6b; --line: #d9dbe3;
  --accent: #3b4fd6; --accent-ink: #ffffff; --danger: #b3261e; --danger-ground: #fdeceb;
  --banner: #ffd873; --banner-ink: #3a2a00;
  font: 16px/1.5 'Inter', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #111217; --panel: #191b22; --ink: #ebecf2; --quiet: #a3a7b5; --line: #343743;
    --accent: #9daaff; --accent-ink: #10142e; --danger: #ffb4ab; --danger-ground: #3a1714;
    --banner: #4c3a00; --banner-ink: #ffe4a0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); min-height: 100vh; }
a { color: inherit; }
h1, h2, p, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.banner { position: sticky; top: 0; z-index: 1; padding: 8px 16px; text-align: center; font-size: 14px;
  background: var(--banner); color: var(--banner-ink); }
.checkout { display: grid; grid-template-columns: 1fr 1fr; gap: 64px; max-width: 960px; margin: 0 auto; padding: 64px 24px; }
.summary { display: grid; gap: 8px; align-content: start; }
.back { display: inline-block; justify-self: start; margin-bottom: 24px; color: var(--quiet); font-size: 14px; text-decoration: none; }
.back:hover { text-decoration: underline; }
.summary h1 { font-size: 16px; font-weight: 500; color: var(--quiet); }
.amount { font-size: 40px; line-height: 48px; font-weight: 600; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: 14px; }
form.pay { display: grid; gap: 20px; }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; }
.field { display: grid; gap: 6px; }
label, legend { font-size: 14px; font-weight: 500; padding: 0; }
legend { margin-bottom: 6px; }
input[type='text'], input[type='email'], input[type='number'], select { width: 100%; min-height: 44px; padding: 8px 12px;
  font: inherit; font-variant-numeric: tabular-nums; color: inherit; background: var(--panel);
  border: 1px solid var(--line); border-radius: 8px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.methods { display: grid; gap: 8px; }
.method { border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.method > label { display: flex; gap: 12px; align-items: center; padding: 12px 16px; cursor: pointer; }
.method > div { display: none; gap: 16px; padding: 4px 16px 16px; }
.method:has(> label input:checked) { border-color: var(--accent); }
.method:has(> label input:checked) > div { display: grid; }
input[type='radio'], input[type='checkbox'] { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.tries { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
button, .button { min-height: 44px; padding: 8px 16px; font: inherit; font-weight: 600; border-radius: 8px; cursor: pointer;
  border: 1px solid transparent; background: var(--accent); color: var(--accent-ink); text-decoration: none; display: inline-block; }
button.small { min-height: 32px; padding: 2px 12px; font-size: 14px; font-weight: 500; background: transparent;
  color: inherit; border-color: var(--line); }
button:hover, .button:hover { filter: brightness(1.08); }
button[disabled] { cursor: progress; opacity: 0.7; }
.problem { padding: 12px 16px; border-radius: 8px; background: var(--danger-ground); color: var(--danger); font-size: 14px; }
.notice { max-width: 480px; margin: 0 auto; padding: 96px 24px; display: grid; gap: 16px; justify-items: start; }
.controls { max-width: 1120px; margin: 0 auto; padding: 40px 24px 96px; display: grid; gap: 40px; }
.controls form, .controls section { display: grid; gap: 16px; }
.switches { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 16px; }
.check { display: flex; gap: 12px; align-items: center; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
table { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
table button { white-space: nowrap; }
th, td { padding: 8px 12px; text-align: left; white-space: nowrap; border-top: 1px solid var(--line); }
.acts { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.controls form.acts, td form { display: flex; gap: 8px; }
.acts input[type='number'] { width: 80px; min-height: 32px; padding: 2px 8px; font-size: 14px; }
thead th { border-top: 0; color: var(--quiet); font-weight: 500; }
code { font: 12px ui-monospace, 'SFMono-Regular', Menlo, monospace; }
@media (max-width: 760px) {
  .checkout { grid-template-columns: 1fr; gap: 32px; padding: 24px 16px 64px; }
  .amount { font-size: 32px; line-height: 40px; }
  .back { margin-bottom: 8px; }
}
`;
