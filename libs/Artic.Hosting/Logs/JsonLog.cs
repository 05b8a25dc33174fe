using System.Text.Json;
using Artic.Core.Time;

namespace Artic.Hosting.Logs;

/// <summary>
/// Log lines as JSON on the standard error. Thread: any; never called from a hot loop. Allocates. Errors: none; a line
/// that cannot be written is lost.
/// </summary>
public sealed class JsonLog(string service, string runId)
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardError();

    /// <summary>Something that is as it should be.</summary>
    public void Info(string message) => Write("info", message);

    /// <summary>Something that a person should look at.</summary>
    public void Warn(string message) => Write("warn", message);

    /// <summary>Something that stops the process or loses a function.</summary>
    public void Error(string message) => Write("error", message);

    private void Write(string level, string message)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteNumber("utc_ns", Clock.UtcNs());
            json.WriteString("level", level);
            json.WriteString("service", service);
            json.WriteString("run", runId);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            try
            {
                line.WriteTo(_output);
                _output.Flush();
            }
            catch (IOException)
            {
                // The log's disk is full or broken, most likely with the archive's: what stops trading then is the archive's
                // state. A service that ended because it cannot say so could not cancel what is open.
            }
        }
    }
}
