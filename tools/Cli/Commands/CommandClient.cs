using System.Text;
using System.Text.Json;
using Artic.Messaging.ZeroMq;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Commands;

/// <summary>Asks a service of a live run by its command socket, with the run's token. Thread: the main thread.</summary>
internal static class CommandClient
{
    private const int PatienceMs = 8000;
    private const int LongestAnswer = 1 << 16;

    /// <summary>Asks the risk manager, prints the answer or the refusal, and gives the exit code.</summary>
    /// <param name="installation">Where runs lie.</param>
    /// <param name="command">What the user has typed, for messages.</param>
    /// <param name="run">The run: its name, its folder, or <c>current</c>; null: the current one.</param>
    /// <param name="asJson">Print the answer as it is, a refusal too.</param>
    /// <param name="request">Writes the request's members but the token.</param>
    /// <param name="print">Prints a good answer.</param>
    public static int AskRiskManager(
        Installation installation, string command, string? run, bool asJson, Action<Utf8JsonWriter> request,
        Action<JsonElement> print)
    {
        if (FindLive(installation, "risk-manager", command, run) is not { } paths)
        {
            return 1;
        }

        using JsonDocument? answer = Ask(paths, "risk-manager", command, asJson, request);
        if (answer == null)
        {
            return 1;
        }

        if (!asJson)
        {
            print(answer.RootElement);
        }

        return 0;
    }

    /// <summary>The folders of a run whose service takes commands; null, and that is said, where it is not live.</summary>
    public static RunPaths? FindLive(Installation installation, string service, string command, string? run)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder != null && File.Exists(SocketOf(new RunPaths(folder), service)))
        {
            return new RunPaths(folder);
        }

        Console.Error.WriteLine(folder == null
            ? $"artic {command}: there is no run {run ?? "yet"}; runs lie in {installation.Runs}"
            : $"artic {command}: {folder} is not live: its {service} takes no commands");
        return null;
    }

    /// <summary>The answer of a live run's service; null where there is none or it is a refusal, which has been said then.</summary>
    /// <param name="paths">The run.</param>
    /// <param name="service">Who is asked.</param>
    /// <param name="command">What the user has typed, for messages.</param>
    /// <param name="prints">Print the answer as it is, a refusal too.</param>
    /// <param name="request">Writes the request's members but the token.</param>
    public static JsonDocument? Ask(RunPaths paths, string service, string command, bool prints, Action<Utf8JsonWriter> request)
    {
        byte[]? answer = Exchange($"ipc://{SocketOf(paths, service)}", json =>
        {
            request(json);
            json.WriteString("token", File.ReadAllText(paths.TokenOf(service)).Trim());
        });
        if (answer == null)
        {
            Console.Error.WriteLine($"artic {command}: the {service} has not answered within {PatienceMs / 1000} s");
            return null;
        }

        if (prints)
        {
            Console.WriteLine(Encoding.UTF8.GetString(answer));
        }

        JsonDocument document = JsonDocument.Parse(answer);
        if (!document.RootElement.TryGetProperty("error", out JsonElement code))
        {
            return document;
        }

        using (document)
        {
            string message = document.RootElement.TryGetProperty("message", out JsonElement text) ? $": {text}" : "";
            Console.Error.WriteLine($"artic {command}: {code}{message}");
            return null;
        }
    }

    private static string SocketOf(RunPaths paths, string service) => Path.Combine(paths.Sockets, $"{service}.command");

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
