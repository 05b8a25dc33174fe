using System.Text;
using System.Text.Json;
using Artic.Messaging.ZeroMq;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>Asks the risk manager of a live run by its command socket, with the run's token. Thread: the main thread.</summary>
internal static class RiskManagerClient
{
    private const int PatienceMs = 8000;
    private const int LongestAnswer = 1 << 16;

    /// <summary>Asks, prints the answer or the refusal, and gives the exit code.</summary>
    /// <param name="installation">Where runs lie.</param>
    /// <param name="command">What the user has typed, for messages.</param>
    /// <param name="run">The run: its name, its folder, or <c>current</c>; null: the current one.</param>
    /// <param name="asJson">Print the answer as it is, a refusal too.</param>
    /// <param name="request">Writes the request's members but the token.</param>
    /// <param name="print">Prints a good answer.</param>
    public static int Ask(
        Installation installation, string command, string? run, bool asJson, Action<Utf8JsonWriter> request,
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
            json.WriteString("token", File.ReadAllText(paths!.TokenOf("risk-manager")).Trim());
        });
        if (answer == null)
        {
            Console.Error.WriteLine($"artic {command}: the risk manager has not answered within {PatienceMs / 1000} s");
            return 1;
        }

        using JsonDocument document = JsonDocument.Parse(answer);
        bool isRefused = document.RootElement.TryGetProperty("error", out JsonElement code);
        if (asJson)
        {
            Console.WriteLine(Encoding.UTF8.GetString(answer));
        }

        if (isRefused)
        {
            string message = document.RootElement.TryGetProperty("message", out JsonElement text) ? $": {text}" : "";
            Console.Error.WriteLine($"artic {command}: {code}{message}");
            return 1;
        }

        if (!asJson)
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
