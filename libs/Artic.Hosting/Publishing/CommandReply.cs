using Artic.Hosting.Commands;

namespace Artic.Hosting.Publishing;

/// <summary>
/// One answer: where it goes, the JSON, whether the command that ran apart has ended with it, and whether it was refused for
/// what it asked.
/// </summary>
internal sealed record CommandReply(byte[][] Envelope, byte[] Json, bool EndsCommand, bool IsRefused = false)
{
    public static byte[] Error(string code) => AnswerJson.Write(json => json.WriteString("error", code));

    public static byte[] TooManyUnauthorized(int retryAfterSeconds) => AnswerJson.Write(json =>
    {
        json.WriteString("error", "TOO_MANY_UNAUTHORIZED");
        json.WriteNumber("retry_after_s", retryAfterSeconds);
    });

    public static byte[] Unknown(string[] known) => AnswerJson.Write(json =>
    {
        json.WriteString("error", "COMMAND_UNKNOWN");
        json.WriteStartArray("known");
        foreach (string command in known)
        {
            json.WriteStringValue(command);
        }

        json.WriteEndArray();
    });

    public static byte[] Pong(string service) => AnswerJson.Write(json =>
    {
        json.WriteString("event", "pong");
        json.WriteString("service", service);
    });
}
