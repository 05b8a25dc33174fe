using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Artic.Hosting.Options;
using Artic.Runs;

namespace Artic.Cli.Instances;

/// <summary>
/// <c>artic instance</c>: the strategy instances of a live run. Exit code 0: done; 1: refused, or there is no live run; 2: the
/// options or the file cannot be.
/// </summary>
public static class InstanceCommands
{
    private const int ExitRefused = 1;
    private const int ExitBadOptions = 2;

    /// <summary>The command with its parts.</summary>
    public static Command Build(Installation installation)
    {
        Argument<int> id = new("id") { Description = "The instance's number." };
        Argument<string> mode = new("mode") { Description = "off: not loaded; observe: thinks, and nothing acts on it; active." };
        Argument<string[]> members = new("member")
        {
            Description = "What changes, as the configuration has it: cooldown_ms=50, parameters.fast=5, mode=observe, " +
                "sizing.kind=fixed; NAME= takes a member back to its default.",
            Arity = ArgumentArity.OneOrMore,
        };
        Argument<string> file = new("file") { Description = "JSON with the member strategies, such as a configuration." };
        Option<string?> run = new("--run") { Description = "The run; the current one where it is left out." };
        Option<string?> by = new("--by") { Description = "Who you are; the user of this process where it is left out." };
        Option<string> reason = new("--reason") { Description = "Why; it goes on record.", Required = true };
        Option<bool> asJson = new("--json") { Description = "The answer as JSON." };
        _ = mode.AcceptOnlyFromAmong(StrategyRules.Modes);

        Command list = new("list", "A line for each instance: what it is, what it does, its last signal.") { run, asJson };
        list.SetAction(parsed => Show(installation, "instance list", parsed.GetValue(run), null, parsed.GetValue(asJson)));
        Command show = new("show", "All about one instance.") { id, run, asJson };
        show.SetAction(parsed => Show(
            installation, "instance show", parsed.GetValue(run), parsed.GetValue(id), parsed.GetValue(asJson)));
        Command setMode = new(
            "mode",
            "Have an instance off, observing or active, from its next event on.\n\n" +
            "Its position stays what it is. What it has open is cancelled when it leaves active.")
        {
            id, mode, run, by, reason, asJson,
        };
        setMode.SetAction(parsed => Send(
            installation, "instance mode", parsed.GetValue(run), parsed.GetValue(by), parsed.GetValue(reason)!, parsed.GetValue(asJson),
            "instance", new JsonObject { ["id"] = parsed.GetValue(id), ["mode"] = parsed.GetValue(mode) }));
        Command set = new(
            "set",
            "Change an instance's configuration while it runs.\n\n" +
            "Where strategy, parameters, bars and model stay the same, it goes on with what it remembers; otherwise it begins anew.")
        {
            id, members, run, by, reason, asJson,
        };
        set.SetAction(parsed =>
        {
            JsonObject patch = new() { ["id"] = parsed.GetValue(id) };
            return Read(parsed.GetValue(members)!, patch) is { } fault
                ? Refuse("instance set", fault)
                : Send(
                    installation, "instance set", parsed.GetValue(run), parsed.GetValue(by), parsed.GetValue(reason)!,
                    parsed.GetValue(asJson), "instance", patch);
        });
        Command apply = new(
            "apply",
            "Have the instances as a file says: all of it, or nothing where anything of it is wrong.\n\n" +
            "An instance that is not in the file goes off. Numbers, strategies and instruments never change.")
        {
            file, run, by, reason, asJson,
        };
        apply.SetAction(parsed => Apply(
            installation, parsed.GetValue(file)!, parsed.GetValue(run), parsed.GetValue(by), parsed.GetValue(reason)!,
            parsed.GetValue(asJson)));
        return new Command("instance", "Show and change the strategy instances of a live run.") { list, show, setMode, set, apply };
    }

    private static int Show(Installation installation, string command, string? run, int? id, bool asJson)
    {
        using JsonDocument? answer = BridgeClient.Ask(installation, command, run, null);
        if (answer == null)
        {
            return ExitRefused;
        }

        JsonElement[] found =
        [
            .. answer.RootElement.GetProperty("instances").EnumerateArray()
                .Where(each => id == null || each.GetProperty("id").GetInt32() == id),
        ];
        if (found.Length == 0 && id != null)
        {
            Console.Error.WriteLine($"artic {command}: there is no instance {id}");
            return ExitRefused;
        }

        foreach (JsonElement instance in found)
        {
            Console.WriteLine(asJson ? instance.GetRawText() : id == null ? InstanceText.Line(instance) : InstanceText.Page(instance));
        }

        return 0;
    }

    private static int Send(
        Installation installation, string command, string? run, string? by, string reason, bool asJson, string member, JsonNode what)
    {
        JsonObject request = new() { [member] = what, ["by"] = by ?? Environment.UserName, ["reason"] = reason };
        using JsonDocument? answer = BridgeClient.Ask(installation, command, run, Encoding.UTF8.GetBytes(request.ToJsonString()));
        if (answer == null)
        {
            return ExitRefused;
        }

        if (asJson)
        {
            Console.WriteLine(answer.RootElement.GetRawText());
            return 0;
        }

        JsonElement changed = answer.RootElement.GetProperty("changed");
        foreach (JsonElement each in changed.EnumerateArray())
        {
            Console.WriteLine(
                $"instance {each.GetProperty("id")}: {each.GetProperty("mode").GetString()}, generation {each.GetProperty("generation")}, " +
                $"by {answer.RootElement.GetProperty("by").GetString()}");
        }

        if (changed.GetArrayLength() == 0)
        {
            Console.WriteLine("nothing has changed: it is so already");
        }

        return 0;
    }

    private static int Apply(Installation installation, string file, string? run, string? by, string reason, bool asJson)
    {
        List<string> faults = [];
        if (OptionsReader.ReadText(file, faults) is not { } root)
        {
            return Refuse("instance apply", faults[0]);
        }

        return root["strategies"] is JsonArray strategies
            ? Send(installation, "instance apply", run, by, reason, asJson, "instances", strategies.DeepClone())
            : Refuse("instance apply", $"{file} has no list 'strategies'");
    }

    /// <summary>Reads NAME=VALUE into nested members; gives what is wrong, or null.</summary>
    private static string? Read(string[] members, JsonObject into)
    {
        foreach (string member in members)
        {
            int at = member.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                return $"{member}: must be NAME=VALUE, such as parameters.fast=5";
            }

            string[] path = member[..at].Split('.');
            JsonObject place = into;
            foreach (string name in path[..^1])
            {
                if (place[name] is not JsonObject inner)
                {
                    inner = [];
                    place[name] = inner;
                }

                place = inner;
            }

            place[path[^1]] = ValueOf(path[^1], member[(at + 1)..]);
        }

        return null;
    }

    /// <summary>
    /// As the configuration has it: quantities and money are text there, though they look like numbers; lists are separated by
    /// commas.
    /// </summary>
    private static JsonNode? ValueOf(string name, string text) => name switch
    {
        _ when text.Length == 0 => null,
        "order_quantity" or "max_position" or "quantity" or "equity" => JsonValue.Create(text),
        "sessions" or "weekdays" => new JsonArray([.. text.Split(',').Select(each => (JsonNode)JsonValue.Create(each))]),
        _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? JsonValue.Create(whole)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? JsonValue.Create(number)
            : JsonValue.Create(text),
    };

    private static int Refuse(string command, string why)
    {
        Console.Error.WriteLine($"artic {command}: {why}");
        return ExitBadOptions;
    }
}
