namespace Artic.Cli.Reports;

/// <summary>What the pages have in common.</summary>
public static class PageStyle
{
    /// <summary>Colours, by day and by night, and text, tables and charts.</summary>
    public const string Text = """
        :root { color-scheme: light dark; --ink: #1b2330; --quiet: #66707f; --line: #d9dee6; --ground: #fff; --mark: #2f6fde; --bad: #c2372e; --good: #1c7f45; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --quiet: #97a1b0; --line: #333c49; --ground: #14181f; --mark: #6ea3ff; --bad: #ff7b70; --good: #5fd38a; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; } p, .quiet { color: var(--quiet); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th { text-align: left; font-weight: 600; color: var(--quiet); }
        th, td { padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); } .n { text-align: right; white-space: nowrap; } .n + :not(.n) { padding-left: .8rem; }
        .bad { color: var(--bad); } svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: var(--quiet); } .grid { stroke: var(--line); }
        @media (max-width: 640px) { svg.wide text { font-size: 17px; } table { font-size: 13px; } th, td { padding-right: .4rem; } }
        """;
}
