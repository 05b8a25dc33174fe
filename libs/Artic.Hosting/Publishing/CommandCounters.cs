using Artic.Streams.Counters;

namespace Artic.Hosting.Publishing;

/// <summary>The figures of the command socket. Thread: the socket's writes.</summary>
internal sealed class CommandCounters(CountersFile file)
{
    private readonly Counter _accepted = file.Counter("commands_total");
    private readonly Counter _refused = file.Counter("commands_refused_total");
    private readonly Counter _token = file.Counter("commands_refused_token_total");
    private readonly Counter _malformed = file.Counter("commands_refused_malformed_total");
    private readonly Counter _unknown = file.Counter("commands_refused_unknown_total");
    private readonly Counter _content = file.Counter("commands_refused_content_total");

    /// <summary>A command that is carried out.</summary>
    public void Accepted() => _accepted.Increment();

    /// <summary>A request without the token.</summary>
    public void RefusedForToken() => Refused(_token);

    /// <summary>Bytes that are no request.</summary>
    public void RefusedAsMalformed() => Refused(_malformed);

    /// <summary>A command that this service does not have.</summary>
    public void RefusedAsUnknown() => Refused(_unknown);

    /// <summary>A command that asked for what cannot be.</summary>
    public void RefusedForContent() => Refused(_content);

    private void Refused(Counter reason)
    {
        reason.Increment();
        _refused.Increment();
    }
}
