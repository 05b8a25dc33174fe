using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Artic.Bench.Figures;

/// <summary>A benchmark's report as a file. Thread: any.</summary>
public static class ReportFile
{
    /// <summary>Writes it, a line of JSON; nothing where no file is named. Errors: those of the file.</summary>
    public static void Write<T>(T report, string? path, JsonTypeInfo<T> shape)
    {
        if (path != null)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(report, shape) + "\n");
        }
    }
}
