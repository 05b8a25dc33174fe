using System.Security.Cryptography;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Runs;

/// <summary>The run's own description, <c>run.json</c>: versions, hashes, host, times, and how it ended.</summary>
public static class RunRecord
{
    private const string FileName = "run.json";

    /// <summary>The member that says with which record each stream was ended by its owner.</summary>
    private const string Ends = "stream_ends";

    /// <summary>The member that is there once the run is over.</summary>
    private const string EndTime = "ended_utc_ns";

    /// <summary>Writes what is known at the start.</summary>
    public static void Begin(AccountRun run, string source, string idle, IEnumerable<(string Service, string Binary)> programs) =>
        Write(run, json =>
        {
            json.WriteString("run", run.Paths.RunId);
            json.WriteString("account", run.Options.Account);
            json.WriteString("version", typeof(RunRecord).Assembly.GetName().Version?.ToString());
            json.WriteString("host", Environment.MachineName);
            json.WriteString("kernel", Environment.OSVersion.VersionString);
            json.WriteString("boot_id", File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
            json.WriteNumber("cores", Environment.ProcessorCount);
            json.WriteString("idle", idle);
            json.WriteString("source", source);
            json.WriteNumber("began_utc_ns", Clock.UtcNs());
            json.WriteString("configuration_sha256", Hash(run.Paths.Configuration));
            json.WriteStartObject("binaries_sha256");
            foreach ((string service, string binary) in programs)
            {
                json.WriteString(service, Hash(binary));
            }

            json.WriteEndObject();
        });

    /// <summary>Adds how it ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="summarise">Writes the members of its summary.</param>
    public static void End(AccountRun run, Action<Utf8JsonWriter> summarise)
    {
        using JsonDocument before = JsonDocument.Parse(File.ReadAllText(PathOf(run.Paths)));
        Write(run, json =>
        {
            foreach (JsonProperty property in before.RootElement.EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WriteNumber(EndTime, Clock.UtcNs());
            json.WriteStartObject(Ends);
            foreach (StreamId stream in Enum.GetValues<StreamId>().Where(stream => stream != StreamId.None))
            {
                if (StreamEnd.TryRead(run.Paths, stream) is { } end)
                {
                    json.WriteNumber(RunPaths.NameOf(stream), end.Sequence);
                }
            }

            json.WriteEndObject();
            json.WritePropertyName("summary");
            summarise(json);
        });
    }

    /// <summary>Whoever kept the run has said how it ended. Errors: <see cref="IOException"/> for a description that is none.</summary>
    public static bool HasEnded(RunPaths paths) => Look(paths, run => run.TryGetProperty(EndTime, out _));

    /// <summary>
    /// Why a stream does not end where the run's description says that its owner ended it, or null: also where the stream and
    /// its own mark were cut off alike. A run that did not end in order says nothing of it.
    /// Errors: <see cref="IOException"/> for a description that is none.
    /// </summary>
    public static string? FaultOfEnd(RunPaths paths, StreamId stream) => Look(paths, run =>
        run.TryGetProperty(Ends, out JsonElement ends) &&
        ends.TryGetProperty(RunPaths.NameOf(stream), out JsonElement said) && said.GetInt64() is var sequence &&
        StreamEnd.TryRead(paths, stream)?.Sequence is var marked && marked != sequence
            ? $"{PathOf(paths)} says that '{RunPaths.NameOf(stream)}' was ended with record {sequence}; " +
                (marked == null ? "beside the stream nothing says so" : $"beside the stream stands {marked}")
            : null);

    /// <summary>What a description says; the default where there is none.</summary>
    private static T? Look<T>(RunPaths paths, Func<JsonElement, T> read)
    {
        string path = PathOf(paths);
        if (!File.Exists(path))
        {
            return default;
        }

        try
        {
            using JsonDocument run = JsonDocument.Parse(File.ReadAllText(path));
            return read(run.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new StreamCorruptException($"{path} cannot be read: {error.Message}");
        }
    }

    private static string PathOf(RunPaths paths) => Path.Combine(paths.RunFolder, FileName);

    private static void Write(AccountRun run, Action<Utf8JsonWriter> members)
    {
        string next = PathOf(run.Paths) + ".next";
        using (FileStream file = File.Create(next))
        using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        File.Move(next, PathOf(run.Paths), overwrite: true);
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
