using System.Security.Cryptography;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Runs;

namespace Artic.Cli.Runs;

/// <summary>The run's own description, <c>run.json</c>: versions, hashes, host, times, and how it ended.</summary>
public static class RunRecord
{
    /// <summary>Writes what is known at the start.</summary>
    public static void Begin(AccountRun run, string source, string idle, Supervisor supervisor) =>
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
            foreach (ChildProcess child in supervisor.Children)
            {
                json.WriteString(child.Name, Hash(child.Binary));
            }

            json.WriteEndObject();
        });

    /// <summary>Adds how it ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="summarise">Writes the members of its summary.</param>
    public static void End(AccountRun run, Action<Utf8JsonWriter> summarise)
    {
        using JsonDocument before = JsonDocument.Parse(File.ReadAllText(PathOf(run)));
        Write(run, json =>
        {
            foreach (JsonProperty property in before.RootElement.EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WriteNumber("ended_utc_ns", Clock.UtcNs());
            json.WritePropertyName("summary");
            summarise(json);
        });
    }

    private static string PathOf(AccountRun run) => Path.Combine(run.Paths.RunFolder, "run.json");

    private static void Write(AccountRun run, Action<Utf8JsonWriter> members)
    {
        string next = PathOf(run) + ".next";
        using (FileStream file = File.Create(next))
        using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        File.Move(next, PathOf(run), overwrite: true);
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
