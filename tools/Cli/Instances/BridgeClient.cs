using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Instances;

/// <summary>Asks the signal bridge of a live run by HTTP, with the run's token. Thread: the main thread.</summary>
internal static class BridgeClient
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sends a request to <c>/instances</c> (null: asks what there is). Gives the answer; null where there is none or it is a
    /// refusal, which has been said then.
    /// </summary>
    public static JsonDocument? Ask(Installation installation, string command, string? run, byte[]? request)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic {command}: there is no run {run ?? "yet"}; runs lie in {installation.Runs}");
            return null;
        }

        RunPaths paths = new(folder);
        long port = 0;
        if (Directory.Exists(paths.HotFolder))
        {
            using RunFigures figures = new(paths);
            port = figures.Value("signal-bridge", "http_port");
        }

        if (port == 0)
        {
            Console.Error.WriteLine($"artic {command}: {folder} is not live: no signal bridge answers");
            return null;
        }

        try
        {
            return Exchange(command, paths, new Uri($"http://127.0.0.1:{port}/instances"), request);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            Console.Error.WriteLine($"artic {command}: the signal bridge has not answered: {error.Message}");
            return null;
        }
    }

    private static JsonDocument? Exchange(string command, RunPaths paths, Uri address, byte[]? request)
    {
        using HttpClient client = new() { Timeout = s_patience };
        using HttpRequestMessage message = new(request == null ? HttpMethod.Get : HttpMethod.Post, address);
        if (request != null)
        {
            message.Headers.Authorization =
                new AuthenticationHeaderValue("Bearer", File.ReadAllText(paths.TokenOf("signal-bridge")).Trim());
            message.Content = new ByteArrayContent(request);
        }

        using HttpResponseMessage response = client.Send(message);
        using MemoryStream body = new();
        response.Content.ReadAsStream().CopyTo(body);
        JsonDocument answer = JsonDocument.Parse(body.ToArray());
        if (!answer.RootElement.TryGetProperty("error", out JsonElement code))
        {
            return answer;
        }

        using (answer)
        {
            StringBuilder said = new($"artic {command}: {code}");
            if (answer.RootElement.TryGetProperty("violations", out JsonElement violations))
            {
                foreach (JsonElement violation in violations.EnumerateArray())
                {
                    _ = said.Append("\n  ").Append(violation.GetString());
                }
            }
            else if (answer.RootElement.TryGetProperty("message", out JsonElement text))
            {
                _ = said.Append(": ").Append(text.GetString());
            }

            Console.Error.WriteLine(said);
            return null;
        }
    }
}
