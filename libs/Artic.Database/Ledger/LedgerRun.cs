using System.Security.Cryptography;
using System.Text.Json;
using Artic.Hosting.Options;
using Artic.Streams.Log;

namespace Artic.Database.Ledger;

/// <summary>What the tables say of a run itself. Immutable.</summary>
public sealed record LedgerRun
{
    /// <summary>Where its streams lie.</summary>
    public required RunPaths Paths { get; init; }

    /// <summary>Its configuration.</summary>
    public required PipelineOptions Options { get; init; }

    /// <summary>When it began: UTC, nanoseconds since 1970.</summary>
    public required long BeganNs { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>The version of its programs.</summary>
    public required string Version { get; init; }

    /// <summary>SHA-256 of its configuration.</summary>
    public required string ConfigurationSha256 { get; init; }

    /// <summary>
    /// Reads it from a run's folder; where no supervisor has left a <c>run.json</c>, it began when its configuration was written.
    /// Errors: <see cref="InvalidDataException"/>, <see cref="IOException"/>.
    /// </summary>
    public static LedgerRun Read(RunPaths paths, PipelineOptions options)
    {
        string path = Path.Combine(paths.RunFolder, "run.json");
        long beganNs = (File.GetLastWriteTimeUtc(paths.Configuration) - DateTime.UnixEpoch).Ticks * 100;
        string host = Environment.MachineName;
        string version = typeof(LedgerRun).Assembly.GetName().Version!.ToString();
        if (File.Exists(path))
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
                beganNs = json.RootElement.GetProperty("began_utc_ns").GetInt64();
                host = json.RootElement.GetProperty("host").GetString() ?? "";
                version = json.RootElement.GetProperty("version").GetString() ?? "";
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw new InvalidDataException($"{path} does not say what run this is: {error.Message}", error);
            }
        }

        return new LedgerRun
        {
            Paths = paths, Options = options, BeganNs = beganNs, Host = host, Version = version,
            ConfigurationSha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(paths.Configuration))),
        };
    }
}
