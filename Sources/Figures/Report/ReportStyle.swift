/// The look of a report, inside the page so that it needs nothing else.
enum ReportStyle {
  static let css = """
    :root { color-scheme: light dark;
      --paper: #ffffff; --ink: #1f2328; --quiet: #57606a; --rule: #d8dee4; --panel: #f6f8fa;
      --link: #0a58b8; --good: #116329; --good-ground: #dafbe1; --bad: #a40e26;
      --bad-ground: #ffebe9; --open: #6a4a00; --open-ground: #fff3cd; }
    @media (prefers-color-scheme: dark) { :root {
      --paper: #14181d; --ink: #e6e9ed; --quiet: #a3adb8; --rule: #343c46; --panel: #1c2229;
      --link: #79b8ff; --good: #8ee0a0; --good-ground: #123d20; --bad: #ffb3ad;
      --bad-ground: #4d1518; --open: #f3d27a; --open-ground: #433406; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.6 "DejaVu Sans", Verdana, "Segoe UI", Roboto, sans-serif; }
    main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
    header { padding-top: 2.2rem; }
    h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 0.8rem; }
    h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.4rem 0 0.6rem; }
    p, dd { max-width: 46rem; }
    .lead { font-size: 1.08rem; margin: 0.6rem 0; }
    a { color: var(--link); }
    .finding { border-top: 1px solid var(--rule); margin-top: 2.4rem; }
    .sentence { font-size: 1.1rem; font-weight: 600; margin-top: 0.2rem; }
    figure { margin: 1.2rem 0; }
    figure .picture { display: block; overflow-x: auto; background: #ffffff;
      border: 1px solid var(--rule); border-radius: 6px; padding: 0.4rem; }
    figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; }
    figcaption { color: var(--quiet); font-size: 0.9rem; margin-top: 0.4rem; max-width: 46rem; }
    table { border-collapse: collapse; font-size: 0.92rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem 0.4rem 0;
      border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
    .facts th { color: var(--quiet); font-weight: 500; white-space: nowrap;
      overflow-wrap: normal; }
    .answers { width: 100%; }
    .answers th { white-space: normal; min-width: 6rem; }
    .answers td { min-width: 16rem; max-width: 46rem; }
    .evidence { width: 100%; min-width: 44rem; }
    .evidence td:nth-child(3) { white-space: nowrap; }
    .evidence thead th { color: var(--quiet); font-weight: 500; }
    .evidence tbody th { font-weight: 600; }
    .evidence th, .evidence td { overflow-wrap: break-word; }
    .scroll { overflow-x: auto; margin: 1rem 0; }
    .chip { display: inline-block; white-space: nowrap; border-radius: 1rem; font-weight: 600;
      padding: 0.05rem 0.6rem; font-size: 0.88rem; }
    .supports { color: var(--good); background: var(--good-ground); }
    .contradicts { color: var(--bad); background: var(--bad-ground); }
    .inconclusive { color: var(--open); background: var(--open-ground); }
    .reason { display: block; color: var(--quiet); font-size: 0.86rem; margin-top: 0.15rem; }
    .account { background: var(--panel); border-radius: 6px; padding: 0.9rem 1.1rem;
      margin: 1.2rem 0; }
    .account dt, .glossary dt { font-weight: 600; margin-top: 0.6rem; }
    .account dt:first-child { margin-top: 0; }
    .account dd, .glossary dd { margin: 0; }
    .contents { padding-left: 1.4rem; }
    .contents li { margin: 0.35rem 0; }
    .glance { display: block; color: var(--quiet); font-size: 0.94rem; max-width: 46rem; }
    footer { border-top: 1px solid var(--rule); margin-top: 3rem; padding-bottom: 3rem;
      color: var(--quiet); font-size: 0.92rem; }
    footer h2 { font-size: 1.05rem; margin-top: 1.4rem; color: var(--ink); }
    pre { background: var(--panel); border-radius: 6px; padding: 0.8rem 1rem; overflow-x: auto; }
    code { font-family: "DejaVu Sans Mono", ui-monospace, Consolas, monospace;
      font-size: 0.92em; overflow-wrap: anywhere; }
    pre code { overflow-wrap: normal; }
    .provenance { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.2rem; }
    .provenance dd { margin: 0; min-width: 0; max-width: none; }
    @media (max-width: 36rem) { .facts th { white-space: normal; }
      .provenance { grid-template-columns: 1fr; } }
    @media print { :root { --paper: #ffffff; --ink: #000000; --quiet: #444444; --rule: #bbbbbb;
        --panel: #f4f4f4; --link: #000000; }
      body { font-size: 11pt; } main, footer { max-width: none; padding: 0; }
      figure, .account, tr { break-inside: avoid; } h2 { break-after: avoid; }
      .scroll, pre { overflow: visible; } .evidence { min-width: 0; } }
    """
}
