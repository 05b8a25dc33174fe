using System.Text;
using System.Text.Json;
using Artic.Messaging.ZeroMq;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>
/// <c>artic limit</c> and <c>artic limits</c>: asks the risk manager of a live run by its command socket, with the run's token.
/// Thread: the main thread.
/// </summary>
public static class LimitCommand
{
    private const int PatienceMs = 8000;
    private const int LongestAnswer = 1 << 16;

    /// <summary>Sets a limit and prints the acknowledgement.</summary>
    public static int Set(
        Installation installation, string run, string name, string value, string? by, string reason, bool asJson) =>
        Ask(installation, "limit", run, asJson, json =>
        {
            json.WriteString("command", "set_limit");
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteString("by", by ?? Environment.UserName);
            json.WriteString("reason", reason);
        }, static answer => Console.WriteLine(
            $"{answer.GetProperty("name").GetString()} {answer.GetProperty("before").GetString()} -> " +
            $"{answer.GetProperty("value").GetString()}, record {answer.GetProperty("sequence").GetInt64()} of 'command', " +
            $"by {answer.GetProperty("by").GetString()}"));

    /// <summary>Prints all limits as they are now.</summary>
    public static int Show(Installation installation, string run, bool asJson) =>
        Ask(installation, "limits", run, asJson, static json => json.WriteString("command", "limits"), static answer =>
        {
            foreach (JsonProperty limit in answer.GetProperty("limits").EnumerateObject())
            {
                Console.WriteLine($"{limit.Name,-20} {limit.Value,12}");
            }
        });

    private static int Ask(
        Installation installation, string command, string run, bool asJson, Action<Utf8JsonWriter> request,
        Action<JsonElement> print)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        RunPaths? paths = folder == null ? null : new RunPaths(folder);
        string socketFile = paths == null ? "" : Path.Combine(paths.Sockets, "risk-manager.command");
        if (!File.Exists(socketFile))
        {
            Console.Error.WriteLine(folder == null
                ? $"artic {command}: there is no run {run}; runs lie in {installation.Runs}"
                : $"artic {command}: {folder} is not live: its risk manager takes no commands");
            return 1;
        }

        byte[]? answer = Exchange($"ipc://{socketFile}", json =>
        {
            request(json);
            json.WriteString("token", File.ReadAllText(Path.Combine(paths!.RunFolder, "token")).Trim());
        });
        if (answer == null)
        {
            Console.Error.WriteLine($"artic {command}: the risk manager has not answered within {PatienceMs / 1000} s");
            return 1;
        }

        using JsonDocument document = JsonDocument.Parse(answer);
        if (document.RootElement.TryGetProperty("error", out JsonElement code))
        {
            string message = document.RootElement.TryGetProperty("message", out JsonElement text) ? $": {text}" : "";
            Console.Error.WriteLine($"artic {command}: {code}{message}");
            return 1;
        }

        if (asJson)
        {
            Console.WriteLine(Encoding.UTF8.GetString(answer));
        }
        else
        {
            print(document.RootElement);
        }

        return 0;
    }

    private static byte[]? Exchange(string endpoint, Action<Utf8JsonWriter> members)
    {
        using MemoryStream request = new();
        using (Utf8JsonWriter json = new(request))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        using ZmqContext context = new();
        using ZmqSocket dealer = new(context, ZmqSocketType.Dealer)
        {
            SendTimeoutMs = PatienceMs, ReceiveTimeoutMs = PatienceMs,
        };
        dealer.Connect(endpoint);
        byte[] answer = new byte[LongestAnswer];
        return dealer.TrySend(request.ToArray(), more: false) && dealer.TryReceive(answer, out int length, out _)
            ? answer[..length]
            : null;
    }
}
