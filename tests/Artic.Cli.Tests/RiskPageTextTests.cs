using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Cli.Risk;

namespace Artic.Cli.Tests;

/// <summary>The risk manager's page as a person reads it, from a page that is written here.</summary>
public sealed class RiskPageTextTests
{
    [Fact]
    public void Instances_that_may_not_act_come_first_and_it_says_whose_intents_are_denied() => Assert.Equal(
        [
            "strategies",
            "  strategy:2             observe, generation 3: what it wants is denied",
            "  strategy:3             off, generation 1",
            "  strategy:4             not declared yet: what it wants is denied",
            "  strategy:1             active, generation 2",
        ],
        Strategies(all: false, ("active", 2), ("observe", 3), ("off", 1), ("", 0)));

    [Fact]
    public void Of_many_instances_twelve_are_shown_unless_all_are_asked_for()
    {
        (string, ulong)[] many = [.. Enumerable.Repeat(("active", 1ul), 14)];
        string[] few = Strategies(all: false, many);
        Assert.Equal((14, "  and 2 strategies more: --all"), (few.Length, few[^1]));
        Assert.Equal(15, Strategies(all: true, many).Length);
    }

    [Fact]
    public void A_run_without_strategies_has_no_lines_of_them() => Assert.Empty(Strategies(all: true));

    /// <summary>The lines from the title of the strategies to the next one.</summary>
    private static string[] Strategies(bool all, params (string Mode, ulong Generation)[] instances)
    {
        JsonArray scopes = [Scope("account")];
        for (int i = 0; i < instances.Length; i++)
        {
            JsonObject scope = Scope($"strategy:{i + 1}");
            (scope["mode"], scope["generation"]) = (instances[i].Mode, instances[i].Generation);
            scopes.Add((JsonNode)scope);
        }

        JsonObject page = JsonNode.Parse("""
            {
              "run": "one", "account": "demo", "utc_ns": 0, "state": "Active", "reason": "Resumed", "killed": false, "kill_generation": 0,
              "resumed_generation": 0, "approved": 0, "denied": 0, "overridden": 0, "open_orders": 0, "day_pnl": "0",
              "venue_clock_offset_ms": 0, "archive_lag_bytes": 0, "instruments": [], "breakers": [], "last_denials": []
            }
            """)!.AsObject();
        page["scopes"] = scopes;
        using JsonDocument document = JsonDocument.Parse(page.ToJsonString());
        StringBuilder text = new();
        new RiskPageText(new Paint(), all).Write(document.RootElement, text);
        string[] lines = text.ToString().Split('\n');
        int at = Array.IndexOf(lines, "strategies");
        return at < 0 ? [] : ["strategies", .. lines[(at + 1)..].TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))];
    }

    private static JsonObject Scope(string name) => new()
    {
        ["scope"] = name, ["state"] = "Active", ["killed"] = false, ["restricted"] = false, ["disabled"] = false, ["use"] = new JsonArray(),
    };
}
