using System.CommandLine;
using System.Text.Json;
using Artic.Cli.Commands;
using Artic.Runs;

namespace Artic.Cli.Risk;

/// <summary>The command line of <c>artic risk</c>.</summary>
public static class RiskCommands
{
    /// <summary>Builds it.</summary>
    public static Command Build(Installation installation)
    {
        Option<string?> run = new("--run") { Description = "The run: its name or its folder; the newest one where it is left out." };
        Option<bool> asJson = new("--json") { Description = "One JSON object." };
        Option<bool> watch = new("--watch") { Description = "Again each second, until interrupted." };
        Option<bool> all = new("--all") { Description = "Every limit of every scope, used or not." };
        Command risk = new(
            "risk",
            "Show limits with use and headroom, trading states, modes of strategy instances, kills, breakers, warnings and the last denials of the live run.")
        {
            run, asJson, watch, all,
        };
        risk.SetAction(parsed => RiskPageCommand.Execute(
            installation, parsed.GetValue(run), parsed.GetValue(asJson), parsed.GetValue(watch), parsed.GetValue(all)));

        Argument<string> order = new("order")
        {
            Description = "'last'; a client order id (4294967301, or as the venue has it, a1-5); the sequence of a denial or approval in " +
                "'order', or of an intent in 'signal' (order/12 and signal/12 say which).",
        };
        Option<string?> explainRun = new("--run") { Description = "The run, live or finished; the newest one where it is left out." };
        Command explain = new("explain", "Tell the story of one order from the record: quote, signal, intent, decision, venue, fills.")
        {
            order, explainRun, asJson,
        };
        explain.SetAction(parsed => ExplainCommand.Execute(
            installation, parsed.GetValue(explainRun), parsed.GetValue(order)!, parsed.GetValue(asJson)));

        Argument<long> denial = new("denial") { Description = "Sequence of the denial in 'order', as artic risk shows it." };
        Option<string> reason = new("--reason") { Description = "Why; it goes on record.", Required = true };
        Option<string?> by = new("--by") { Description = "Who you are; the user of this process where it is left out." };
        Command overriding = new(
            "override",
            "Have one denied order decided again, now, without the check that denied it and with every other.\n\n" +
            "Each denial can be named once, and only the last 256 of a run. A kill, a halt, a restriction, what the venue would not take, " +
            "an unknown market and a missing balance are never waived.")
        {
            denial, reason, by, run, asJson,
        };
        overriding.SetAction(parsed => CommandClient.AskRiskManager(
            installation, "risk override", parsed.GetValue(run), parsed.GetValue(asJson),
            json =>
            {
                json.WriteString("command", "override");
                json.WriteNumber("denial", parsed.GetValue(denial));
                json.WriteString("by", parsed.GetValue(by) ?? Environment.UserName);
                json.WriteString("reason", parsed.GetValue(reason)!);
            },
            static answer => Console.WriteLine(
                $"approved without {answer.GetProperty("waived").GetString()}: order {Text(answer)}, record " +
                $"{answer.GetProperty("sequence").GetInt64()} of 'command', by {answer.GetProperty("by").GetString()}")));
        risk.Subcommands.Add(explain);
        risk.Subcommands.Add(overriding);
        return risk;
    }

    private static string Text(JsonElement answer) => OrderText.Id(answer.GetProperty("client_order_id").GetUInt64());
}
