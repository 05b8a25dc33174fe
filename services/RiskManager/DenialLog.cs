using Artic.V1;

namespace Artic.RiskManager;

/// <summary>
/// The last denials with the numbers that decided them, for people: not part of the state. Thread: the loop's adds, any may read
/// and may find the newest half written. Allocates nothing.
/// </summary>
public sealed class DenialLog
{
    private const int Kept = 16;

    private readonly OrderDenied[] _denials = new OrderDenied[Kept];
    private readonly long[] _sequences = new long[Kept];
    private readonly long[] _utcNs = new long[Kept];
    private int _next;

    /// <summary>None yet.</summary>
    public DenialLog()
    {
        for (int i = 0; i < Kept; i++)
        {
            _denials[i] = new OrderDenied();
        }
    }

    /// <summary>Those that there are, the newest first, with their sequences in <c>order</c> and their times.</summary>
    public IEnumerable<(long Sequence, long UtcNs, OrderDenied Denied)> NewestFirst()
    {
        int next = Volatile.Read(ref _next);
        for (int i = 1; i <= Kept; i++)
        {
            int at = (next - i + (2 * Kept)) % Kept;
            OrderDenied denied = _denials[at];
            if (denied.Code != DenialCode.Unspecified)
            {
                yield return (_sequences[at], _utcNs[at], denied);
            }
        }
    }

    /// <summary>The place of the next denial, to be filled and then shown.</summary>
    public OrderDenied Next() => _denials[_next];

    /// <summary>The place is filled.</summary>
    public void Show(long sequence, long utcNs)
    {
        _sequences[_next] = sequence;
        _utcNs[_next] = utcNs;
        Volatile.Write(ref _next, (_next + 1) % Kept);
    }
}
