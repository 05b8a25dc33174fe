using System.Text.Json;

namespace Artic.Venues.Text;

/// <summary>Whether a text is JSON at all, by the platform's strict reader. Thread: any.</summary>
public static class JsonText
{
    /// <summary>
    /// True for exactly one valid JSON value with nothing behind it. Allocates nothing for a valid text; the reader's
    /// exception is allocated for another.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        try
        {
            Utf8JsonReader reader = new(text);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
