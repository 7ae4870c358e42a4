/** The page's style sheet; its digest stands in the page's Content-Security-Policy. */
export const pageStyle = `
:root{color-scheme:light dark;--text:#1b1f24;--quiet:#57606a;--page:#fff;--line:#d0d7de;--head:#f3f5f8;--link:#0550ae;
--type:#dbe7f6;--leaf:#bcd3ee;--tree:#d5d9df;--found:#f6c98f;--on:#14202e;--warn:#8a4600;--good:#116329}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--quiet:#9aa5b1;--page:#0d1117;--line:#363e48;--head:#171d25;
--link:#79b8ff;--type:#18293f;--leaf:#24446b;--tree:#2c333c;--found:#7a4b12;--on:#f0f4f9;--warn:#ffb765;--good:#6fdc8c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--page);color:var(--text);
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
h1{font-size:1.7rem;line-height:1.25;margin:0}h2{font-size:1.25rem;margin:2.5rem 0 .5rem;border-top:1px solid var(--line);padding-top:1rem}
h3{font-size:1rem;margin:1.5rem 0 .4rem}
p{margin:.4rem 0;max-width:52rem}.quiet{color:var(--quiet)}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.8rem 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.6rem;margin:1rem 0;padding:0}
.figures div{border:1px solid var(--line);border-radius:6px;padding:.5rem .8rem;background:var(--head)}
.figures dt{color:var(--quiet);font-size:.85rem}.figures dd{margin:0;font-size:1.35rem;font-weight:600}
.warn{color:var(--warn)}.good{color:var(--good)}
.map{display:block;width:100%;height:auto;margin:.6rem 0}
.map text{font-size:11px;fill:var(--on);pointer-events:none}.map text.type{font-weight:600;font-size:12px}
rect.type{fill:var(--type)}.leaf{fill:var(--leaf)}.tree{fill:var(--tree)}.found{fill:var(--found)}
.map a:hover>rect,.map a:focus-visible>rect{fill:var(--link)}.map a:focus-visible{outline:none}
.map a:hover+text,.map a:focus-visible+text{fill:var(--page)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;margin:.2rem 0 1rem;padding:0;font-size:.9rem}
.swatch{width:.9rem;height:.9rem;vertical-align:-.1rem;margin-right:.4rem}
.scroll{overflow:auto;max-height:32rem;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{position:sticky;top:0;background:var(--head);white-space:nowrap;overflow-wrap:normal}
tbody th{font-weight:400}tbody tr:last-child>*{border-bottom:0}tr:target>*{background:var(--head)}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:3px solid var(--link);outline-offset:2px}
th button::after{content:"↕";display:inline-block;width:1em;text-align:center;color:var(--quiet)}
[aria-sort=ascending] button::after{content:"↑"}[aria-sort=descending] button::after{content:"↓"}
.tools{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin:.6rem 0}
.tools input{font:inherit;color:inherit;background:var(--page);border:1px solid var(--quiet);border-radius:4px;padding:.25rem .5rem;margin-left:.5rem}
pre{overflow:auto;border:1px solid var(--line);border-radius:6px;background:var(--head);padding:.8rem;font-size:.85rem;max-height:32rem}
code{font-family:ui-monospace,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.92em}
@page{size:A4;margin:14mm}
@media print{:root{color-scheme:light;--text:#000;--quiet:#444;--page:#fff;--line:#bbb;--head:#f3f5f8;--link:#000;
--type:#dbe7f6;--leaf:#bcd3ee;--tree:#d5d9df;--found:#f6c98f;--on:#000;--warn:#8a4600;--good:#116329}
body{padding:0;max-width:none;font-size:9.5pt}nav,.tools,.skip{display:none}
.scroll,pre{max-height:none;overflow:visible;border:0;padding:0}pre{white-space:pre-wrap}
table{font-size:7.8pt}th,td{padding:.15rem .35rem}thead th{position:static;white-space:normal}th button::after{content:none}
tr,svg,.figures div{break-inside:avoid}h2,h3{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
tbody.long tr:nth-child(n+61){display:none}}
.paper{display:none}@media print{.paper{display:block}}
`;
