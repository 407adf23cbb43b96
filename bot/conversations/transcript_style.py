"""How a transcript looks: on any screen, in the dark, from either side, and on paper."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2430; --soft: #5b6675; --line: #d8dee6;
  --customer: #e8f0fe; --agent: #e6f4ea; --shop: transparent; --internal: #fff4cc; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #e8ecf2; --soft: #a3aebd; --line: #343d4a;
  --customer: #22324d; --agent: #1f3a2a; --internal: #453a12; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
:lang(ur) { font-family: system-ui, "Noto Naskh Arabic", "Noto Sans Arabic", sans-serif; line-height: 1.8; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0; font-size: 1.5rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.1rem; border-bottom: 1px solid var(--line); }
header p { margin: 0 0 1.5rem; color: var(--soft); }
ol { margin: 0; padding: 0; list-style: none; }
li { max-width: 85%; width: fit-content; margin: 0 0 .75rem; padding: .5rem .8rem; border: 1px solid var(--line);
  border-radius: .8rem; break-inside: avoid; }
li.customer { margin-inline-start: auto; background: var(--customer); }
li.year { border: 0; margin-inline: auto; padding: 0; color: var(--soft); font-size: .85rem; }
li.agent { background: var(--agent); }
li.shop { border-style: dashed; }
li.internal { background: var(--internal); }
p { margin: 0; }
.who { color: var(--soft); font-size: .85rem; }
.who b { color: var(--ink); }
.said { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.file { overflow-wrap: anywhere; font-size: .9rem; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #999; --customer: #f2f2f2;
    --agent: #fff; --internal: #fff; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
}
"""
