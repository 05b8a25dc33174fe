using System.Text.Json;
using Artic.Runs;

namespace Artic.Cli.Commands;

/// <summary><c>artic limit</c> and <c>artic limits</c>. Thread: the main thread.</summary>
public static class LimitCommand
{
    /// <summary>Sets a limit, or resets it to the configuration's where <paramref name="value"/> is null; prints the acknowledgement.</summary>
    public static int Set(
        Installation installation, string run, string name, string? value, string? scope, string? by, string reason, bool asJson) =>
        CommandClient.AskRiskManager(installation, "limit", run, asJson, json =>
        {
            json.WriteString("command", "set_limit");
            json.WriteString("name", name);
            if (value == null)
            {
                json.WriteBoolean("reset", true);
            }
            else
            {
                json.WriteString("value", value);
            }

            if (scope != null)
            {
                json.WriteString("scope", scope);
            }

            json.WriteString("by", by ?? Environment.UserName);
            json.WriteString("reason", reason);
        }, answer => Console.WriteLine(
            $"{(scope == null ? "" : $"{scope} ")}{answer.GetProperty("name").GetString()} {answer.GetProperty("before").GetString()} -> " +
            $"{answer.GetProperty("value").GetString()}{(answer.GetProperty("loosened").GetBoolean() ? " (loosened)" : "")}, " +
            $"record {answer.GetProperty("sequence").GetInt64()} of 'command', by {answer.GetProperty("by").GetString()}"));

    /// <summary>Prints the limits of a scope as they are now; null: the account's.</summary>
    public static int Show(Installation installation, string run, string? scope, bool asJson) =>
        CommandClient.AskRiskManager(installation, "limits", run, asJson, json =>
        {
            json.WriteString("command", "limits");
            if (scope != null)
            {
                json.WriteString("scope", scope);
            }
        }, static answer =>
        {
            foreach (JsonProperty limit in answer.GetProperty("limits").EnumerateObject())
            {
                Console.WriteLine($"{limit.Name,-20} {limit.Value,12}");
            }
        });
}
