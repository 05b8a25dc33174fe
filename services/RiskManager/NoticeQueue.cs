namespace Artic.RiskManager;

/// <summary>
/// Notices of one input, from the gate to whoever writes records; empty between two inputs. Thread: the loop's. Allocates
/// nothing.
/// </summary>
public sealed class NoticeQueue
{
    /// <summary>More than one input can bring: every limit at the five scopes of an order, and every breaker.</summary>
    private const int Most = 512;

    private readonly Notice[] _notices = new Notice[Most];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public ref readonly Notice this[int index] => ref _notices[index];

    /// <summary>Adds one. Errors: <see cref="IndexOutOfRangeException"/> where nobody has taken the others.</summary>
    public void Add(in Notice notice) => _notices[Count++] = notice;

    /// <summary>All are on record.</summary>
    public void Clear() => Count = 0;
}
