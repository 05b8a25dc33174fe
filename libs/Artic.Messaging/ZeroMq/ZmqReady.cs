namespace Artic.Messaging.ZeroMq;

/// <summary>Which of the sockets that were polled has a message.</summary>
[Flags]
public enum ZmqReady
{
    /// <summary>The time ran out.</summary>
    None = 0,

    /// <summary>The first.</summary>
    First = 1,

    /// <summary>The second.</summary>
    Second = 2,
}
