using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Artic.Cli.Risk;

/// <summary>
/// The page of <c>GET /risk</c> as text: what needs a person first, then states, breakers, modes of strategy instances, limits by scope
/// with use and headroom, denials. Thread: one.
/// </summary>
/// <param name="paint">Colours.</param>
/// <param name="all">Limits that are not used, and scopes where nothing is, too.</param>
public sealed class RiskPageText(Paint paint, bool all)
{
    private const int BarPlaces = 20;
    private const int MostScopes = 12;
    private const int MostDenials = 8;
    private const int BpsOfWhole = 10_000;
    private const string Active = "active";

    /// <summary>Appends the whole page.</summary>
    public void Write(JsonElement page, StringBuilder text)
    {
        Head(page, text);
        Warnings(page, text);
        Breakers(page, text);
        Strategies(page, text);
        Instruments(page, text);
        Scopes(page, text);
        Denials(page, text);
    }

    private void Head(JsonElement page, StringBuilder text)
    {
        bool isKilled = page.GetProperty("killed").GetBoolean();
        string reason = page.GetProperty("reason").GetString()!;
        string state = State(page.GetProperty("state").GetString()!) + (isKilled ? paint.Red(" KILLED") : "");
        Line(text, $"{paint.Bold(page.GetProperty("account").GetString()!)}  run {page.GetProperty("run").GetString()}  {state} {paint.Dim($"({Words(reason)})")}");
        Line(text,
            $"  day {Short(Trim(page.GetProperty("day_pnl").GetString()!))} USDT   {page.GetProperty("open_orders")} open orders   " +
            $"{page.GetProperty("approved")} approved   {page.GetProperty("denied")} denied   {page.GetProperty("overridden")} overridden");
        Line(text, paint.Dim(
            $"  clock within {page.GetProperty("venue_clock_offset_ms")} ms of the venue's   " +
            $"{Bytes(page.GetProperty("archive_lag_bytes").GetInt64())} waits for the archive   kills {page.GetProperty("kill_generation")}, " +
            $"resumed {page.GetProperty("resumed_generation")}"));
        if (isKilled)
        {
            Line(text, $"  {paint.Red("killed")}: nothing is sent until a named person resumes: artic resume --reason \"...\"");
        }

        foreach (JsonElement scope in page.GetProperty("scopes").EnumerateArray())
        {
            string scopeState = scope.GetProperty("state").GetString()!;
            bool isDisabled = scope.GetProperty("disabled").GetBoolean();
            bool isRestricted = scope.GetProperty("restricted").GetBoolean();
            if (scopeState != "Active" || isDisabled || isRestricted)
            {
                Line(text,
                    $"  {scope.GetProperty("scope").GetString(),-22} {State(scopeState)}" +
                    (isDisabled ? paint.Yellow(" disabled: too many executions") : "") + (isRestricted ? paint.Yellow(" restricted") : ""));
            }
        }
    }

    private void Warnings(JsonElement page, StringBuilder text)
    {
        bool isFirst = true;
        foreach (JsonElement scope in page.GetProperty("scopes").EnumerateArray())
        {
            foreach (JsonElement use in scope.GetProperty("use").EnumerateArray())
            {
                if (use.TryGetProperty("warned", out JsonElement warned) && warned.GetBoolean())
                {
                    Title(text, "warnings", ref isFirst);
                    Line(text, paint.Yellow(
                        $"  {scope.GetProperty("scope").GetString()} {use.GetProperty("name").GetString()}: " +
                        (use.TryGetProperty("used", out JsonElement used) ? $"{used.GetString()} now, " : "") +
                        $"warns above {use.GetProperty("warning").GetString()}, denies above {use.GetProperty("limit").GetString()}"));
                }
            }
        }
    }

    private void Breakers(JsonElement page, StringBuilder text)
    {
        List<string> states = [];
        foreach (JsonElement breaker in page.GetProperty("breakers").EnumerateArray())
        {
            string cause = Words(breaker.GetProperty("cause").GetString()!);
            string state = breaker.GetProperty("state").GetString()!;
            states.Add(state == "Closed" ? paint.Green($"{cause} closed")
                : $"{(state == "Open" ? paint.Red($"{cause} OPEN") : paint.Yellow($"{cause} HALF OPEN"))} " +
                    $"({breaker.GetProperty("actual")} against {breaker.GetProperty("threshold")}, first probe after {breaker.GetProperty("back_off_ms")} ms)");
        }

        Line(text, $"{paint.Bold("breakers")}  {string.Join(", ", states)}");
    }

    /// <summary>Instances by what they may do, those first that may not act.</summary>
    private void Strategies(JsonElement page, StringBuilder text)
    {
        List<(string Scope, string Mode, ulong Generation)> shown = [];
        foreach (JsonElement scope in page.GetProperty("scopes").EnumerateArray())
        {
            if (scope.TryGetProperty("mode", out JsonElement mode))
            {
                shown.Add((scope.GetProperty("scope").GetString()!, mode.GetString()!, scope.GetProperty("generation").GetUInt64()));
            }
        }

        bool isFirst = true;
        foreach ((string scope, string mode, ulong generation) in shown.OrderBy(each => each.Mode == Active).Take(all ? int.MaxValue : MostScopes))
        {
            Title(text, "strategies", ref isFirst);
            string painted = mode switch
            {
                Active => paint.Green(mode),
                "" => paint.Red("not declared yet"),
                _ => paint.Yellow(mode),
            };
            Line(text,
                $"  {scope,-22} {painted}{(generation > 0 ? $", generation {generation}" : "")}" +
                (mode is Active or "off" ? "" : ": what it wants is denied"));
        }

        More(text, shown.Count - MostScopes, "strategies");
    }

    private void Instruments(JsonElement page, StringBuilder text)
    {
        List<JsonElement> shown = [.. page.GetProperty("instruments").EnumerateArray().Where(each => all ||
            IsMoved(each, "position") || IsMoved(each, "open_buy_quantity") || IsMoved(each, "open_sell_quantity") ||
            !each.GetProperty("live").GetBoolean())];
        bool isFirst = true;
        foreach (JsonElement each in all ? shown : shown.Take(MostScopes))
        {
            Title(text, "positions", ref isFirst);
            Line(text,
                $"  {each.GetProperty("symbol").GetString(),-14} {Trim(each.GetProperty("position").GetString()!),14}   " +
                $"buys open {Trim(each.GetProperty("open_buy_quantity").GetString()!)}   sells open {Trim(each.GetProperty("open_sell_quantity").GetString()!)}   " +
                $"mark {Trim(each.GetProperty("mark").GetString()!)}" +
                (each.GetProperty("live").GetBoolean() ? "" : paint.Red("   book not known to be right")));
        }

        More(text, shown.Count - MostScopes, "instruments");
    }

    private void Scopes(JsonElement page, StringBuilder text)
    {
        List<JsonElement> scopes = [.. page.GetProperty("scopes").EnumerateArray()
            .Where(scope => all || scope.GetProperty("scope").GetString() == "account" || Rows(scope).Count > 0)];
        foreach (JsonElement scope in all ? scopes : scopes.Take(MostScopes))
        {
            List<JsonElement> rows = Rows(scope);
            Line(text, paint.Bold(scope.GetProperty("scope").GetString()!));
            foreach (JsonElement use in rows)
            {
                Row(use, text);
            }

            string[] single = [.. scope.GetProperty("use").EnumerateArray()
                .Where(use => !rows.Contains(use) && !use.TryGetProperty("used", out _))
                .Select(use => $"{use.GetProperty("name").GetString()} {use.GetProperty("limit").GetString()}")];
            if (single.Length > 0 && scope.GetProperty("scope").GetString() == "account")
            {
                Wrapped(text, "  each order and settings: ", single);
            }
        }

        More(text, scopes.Count - MostScopes, "scopes");
    }

    private void Row(JsonElement use, StringBuilder text)
    {
        bool isWarned = use.TryGetProperty("warned", out JsonElement warned) && warned.GetBoolean();
        string set = !use.TryGetProperty("configured", out JsonElement configured) ? ""
            : paint.Yellow(
                $"  set{(use.GetProperty("loosened").GetBoolean() ? ", loosened" : "")}; configured {configured.GetString()}" +
                (use.GetProperty("by").GetString() is { Length: > 0 } by ? $"; {by}: {use.GetProperty("because").GetString()}" : ""));
        if (!use.TryGetProperty("used", out JsonElement used))
        {
            Line(text, $"  {use.GetProperty("name").GetString(),-24} {use.GetProperty("limit").GetString(),14}{set}");
            return;
        }

        long bps = use.GetProperty("use_bps").GetInt64();
        string percent = string.Create(CultureInfo.InvariantCulture, $"{Math.Min(bps, 99_990) / 100.0,5:0.0} %");
        Line(text,
            $"  {use.GetProperty("name").GetString(),-24} {Short(used.GetString()!),14} of {use.GetProperty("limit").GetString(),-12} " +
            $"{paint.Bar(bps, BarPlaces, isWarned)} {(bps > BpsOfWhole ? paint.Red(percent) : percent)}  left {Short(use.GetProperty("headroom").GetString()!)}{set}");
    }

    private void Denials(JsonElement page, StringBuilder text)
    {
        bool isFirst = true;
        long utcNs = page.GetProperty("utc_ns").GetInt64();
        foreach (JsonElement denied in page.GetProperty("last_denials").EnumerateArray().Take(all ? int.MaxValue : MostDenials))
        {
            Title(text, "last denials", ref isFirst);
            string scope = denied.GetProperty("scope").GetString()!;
            string name = denied.GetProperty("name").GetString()!;
            string price = denied.GetProperty("price").GetString()!;
            string figures = denied.GetProperty("limit").GetInt64() == 0 && denied.GetProperty("actual").GetInt64() == 0
                ? scope
                : $"{denied.GetProperty("actual_text").GetString()} against {(name.Length > 0 ? $"{name} " : "")}{denied.GetProperty("limit_text").GetString()}" +
                    (scope.Length > 0 ? $" of {scope}" : "");
            Line(text,
                $"  {denied.GetProperty("sequence"),8}  {OrderText.Span(utcNs - denied.GetProperty("utc_ns").GetInt64()),9} ago  " +
                $"{paint.Red(denied.GetProperty("code").GetString()!)}  strategy {denied.GetProperty("instance")} " +
                $"{denied.GetProperty("side").GetString()!.ToUpperInvariant()} {denied.GetProperty("quantity").GetString()} " +
                $"{denied.GetProperty("symbol").GetString()}{(price == "0" ? " at the market" : $" at {price}")}");
            Line(text, paint.Dim($"            {denied.GetProperty("words").GetString()}{(figures.Length > 0 ? $": {figures}" : "")}"));
        }

        if (!isFirst)
        {
            Line(text, paint.Dim("  the whole story: artic risk explain NUMBER    let one pass: artic risk override NUMBER --reason \"...\""));
        }
    }

    /// <summary>What of a scope is worth a row: used, warned of, or set by a person.</summary>
    private List<JsonElement> Rows(JsonElement scope) =>
    [
        .. scope.GetProperty("use").EnumerateArray().Where(use =>
            use.TryGetProperty("configured", out _) ||
            (use.TryGetProperty("used", out JsonElement used) && (all || (used.GetString() != "0" && use.GetProperty("use_bps").GetInt64() > 0)))),
    ];

    private string State(string state) => state switch
    {
        "Active" => paint.Green("ACTIVE"),
        "Reducing" => paint.Yellow("REDUCING"),
        "Halted" => paint.Red("HALTED"),
        _ => state.ToUpperInvariant(),
    };

    private void Title(StringBuilder text, string title, ref bool isFirst)
    {
        if (isFirst)
        {
            Line(text, paint.Bold(title));
            isFirst = false;
        }
    }

    private void More(StringBuilder text, int count, string what)
    {
        if (!all && count > 0)
        {
            Line(text, paint.Dim($"  and {count} {what} more: --all"));
        }
    }

    private void Wrapped(StringBuilder text, string head, string[] parts)
    {
        const int Width = 120;
        StringBuilder line = new(head);
        for (int i = 0; i < parts.Length; i++)
        {
            if (line.Length + parts[i].Length > Width)
            {
                Line(text, paint.Dim(line.ToString().TrimEnd()));
                _ = line.Clear().Append("    ");
            }

            _ = line.Append(parts[i]).Append(i + 1 < parts.Length ? ", " : "");
        }

        Line(text, paint.Dim(line.ToString()));
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static bool IsMoved(JsonElement instrument, string name) => Trim(instrument.GetProperty(name).GetString()!) != "0";

    private static string Trim(string number) => number.Contains('.') ? number.TrimEnd('0').TrimEnd('.') : number;

    /// <summary>Of a number above 1 the first two decimals: the rest is in the JSON.</summary>
    private static string Short(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        bool isLarge = point > 0 && number.AsSpan(0, point).TrimStart('-') is not "0";
        return isLarge && number.Length > point + 3 ? number[..(point + 3)] : number;
    }

    /// <summary><c>RejectRate</c> as <c>reject rate</c>.</summary>
    private static string Words(string name)
    {
        StringBuilder words = new();
        foreach (char c in name)
        {
            _ = char.IsUpper(c) && words.Length > 0 ? words.Append(' ').Append(char.ToLowerInvariant(c)) : words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
    };
}
