using System.Text;

namespace Artic.VenueSimulator.Edge;

/// <summary>Tells whoever waits that the venue listens, and where.</summary>
public static class ReadyFile
{
    /// <summary>
    /// Writes <c>{"port":..,"pid":..}</c> so that a reader sees all of it or nothing. IOException and
    /// UnauthorizedAccessException where it cannot.
    /// </summary>
    public static void Write(string path, int port)
    {
        string part = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllText(part, $"{{\"port\":{port},\"pid\":{Environment.ProcessId}}}\n", new UTF8Encoding(false));
        File.Move(part, path, overwrite: true);
    }
}
