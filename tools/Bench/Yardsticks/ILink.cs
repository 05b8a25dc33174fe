namespace Artic.Bench.Yardsticks;

/// <summary>One way for messages from a process to the next. Thread: one. No allocation in <see cref="Send"/> and
/// <see cref="TryReceive"/>.</summary>
public interface ILink : IDisposable
{
    /// <summary>Sends a message that begins with the stamp.</summary>
    void Send(in Stamp stamp);

    /// <summary>Gives a message's stamp; false where none has come, after waiting as this link does.</summary>
    bool TryReceive(out Stamp stamp);
}
